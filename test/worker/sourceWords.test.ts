import { expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { verdict } from '../../sim/report/verdict.ts';
import { createSimulationApi } from '../../sim/worker/simulation.ts';
import { scenarioOf } from '../report/handMade.ts';

it('fetches the words for streams and queues where a scenario has them, and says what the command line says', async () => {
  const scenario = scenarioOf({
    functions: { f: {} },
    streams: { s: { writes: [{ arrivals: { burst: { count: 50 } }, poison: [0] }] } },
    eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'LATEST' } },
  });
  const quiet = { traceFile: () => Promise.resolve(null), started: () => undefined, progress: () => undefined, snapshot: () => undefined };
  const answer = await createSimulationApi().simulate({ name: 'a', text: JSON.stringify(scenario), seed: null }, quiet);
  if (answer.kind !== 'finished') throw new Error(`it ended as ${answer.kind}`);
  const run = startRun(compileModel(scenario));
  while (run.advance(1e6)) continue;
  expect(answer.snapshot.verdict).toEqual(verdict(scenario, run.result(), run.series()));
  expect(answer.snapshot.verdict.headline).toMatch(/^Nothing is gone, but one batch that failed again and again has blocked the only shard of "m" for 1 h, and 50 records wait\.$/);
});
