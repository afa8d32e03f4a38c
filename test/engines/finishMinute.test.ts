import { expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';

const { scenario } = checkScenario({
  version: 1,
  duration: '3m30s',
  functions: { f: { ReservedConcurrentExecutions: 2, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'q' } }, MaximumRetryAttempts: 0 }, behaviour: { duration: { exponential: { mean: '300ms' } }, errorRate: 0.2 } } },
  destinations: { q: { type: 'SQS' } },
  traffic: [{ to: 'f', arrivals: { poisson: { rate: '5/s' } } }],
});

test('a run that finishes its minute stands at the minute’s end, and goes on as if it had not stopped', () => {
  const model = compileModel(scenario!);
  const whole = startRun(model);
  while (whole.advance(1e6));
  const run = startRun(model);
  run.advance(100);
  expect(run.series().minutes).toHaveLength(1);
  run.finishMinute();
  expect([run.simulatedSeconds, [...run.series().minutes]]).toEqual([60, [0]]);
  const { steps } = run;
  run.finishMinute();
  expect([run.simulatedSeconds, run.steps]).toEqual([60, steps]);
  run.advance(300);
  run.finishMinute();
  const minutes = run.simulatedSeconds / 60;
  expect([2, 3]).toContain(minutes);
  expect(run.series().functions['f']?.deliveredOnTime).toEqual(whole.series().functions['f']?.deliveredOnTime.slice(0, minutes));
  while (run.advance(1e6));
  run.finishMinute();
  expect(run.simulatedSeconds).toBe(210);
  expect(run.result()).toEqual(whole.result());
  expect(run.series()).toEqual(whole.series());
});
