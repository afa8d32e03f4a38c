import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { testProperties } from './holds.ts';
import { ofEveryRun, weightOf } from './ofEveryRun.ts';
import { ofTheRules } from './ofTheRules.ts';
import { ofThreads } from './ofThreads.ts';

describe('properties of every run', () => {
  testProperties(ofEveryRun);

  it('a chain of records goes on until the records are too large, and each of them can be read by itself', () => {
    const behaviour = { duration: { constant: 0.01 }, initDuration: { constant: 0 } };
    const sendingTo = (Destination: string) => ({ RecursiveLoop: 'Allow' as const, EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination } } }, behaviour });
    const { scenario } = checkScenario({
      version: 1,
      duration: 60,
      functions: { a: sendingTo('b'), b: sendingTo('a') },
      traffic: [{ to: 'a', arrivals: { at: [0] } }],
      assumptions: { timing: 'documented', duplicateProbability: 0, deliveryLatency: 0 },
    });
    const run = startRun(compileModel(scenario!), { trace: true });
    run.advance(Infinity);
    const last = [...run.events()].at(-1)!.id;
    expect(last).toBeGreaterThan(2000);
    const [sent] = run.sent({ event: last });
    expect(sent!.delivered).toBe(false);
    expect(weightOf(sent!)).toBeGreaterThan(1_048_576);
  });
});

describe('properties that follow from the rules', () => testProperties(ofTheRules));

describe('properties of many runs', () => testProperties(ofThreads));
