import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { measureNames, pairedDifferences } from '../../sim/planner/measures.ts';
import { startStudy } from '../../sim/planner/study.ts';
import type { Study } from '../../sim/planner/study.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { resolveTraces } from '../../sim/scenario/traces.ts';
import type { Model } from '../../sim/model/model.ts';

function model(change: { reserved?: number; errorRate?: number; rate?: string } = {}): Model {
  const { scenario } = checkScenario({
    version: 1,
    duration: '20m',
    seed: 'study',
    functions: {
      one: { ReservedConcurrentExecutions: change.reserved ?? 4, EventInvokeConfig: { MaximumEventAgeInSeconds: 120 }, behaviour: { duration: { exponential: { mean: '400ms' } }, errorRate: change.errorRate ?? 0.02 } },
      two: { behaviour: { errorRate: 0.3 } },
    },
    traffic: [
      { to: 'one', arrivals: { poisson: { rate: change.rate ?? '11/s' } } },
      { to: 'two', arrivals: { poisson: { rate: '1/s' } } },
    ],
  });
  if (scenario === null) throw new Error('the scenario is wrong');
  return compileModel(scenario, resolveTraces(scenario, {}).traces);
}

function whole(of: Model, replications: number, slice = 1e9): Study {
  const run = startStudy(of, { replications });
  while (run.advance(slice)) continue;
  const study = run.study();
  if (study === null) throw new Error('nothing has ended');
  return study;
}

describe('a study', () => {
  test('begins with the run that the seed alone gives, and goes on with its sub-streams', () => {
    const study = startStudy(model(), { replications: 3 });
    expect(study.study()).toBeNull();
    while (study.advance(1e9)) continue;
    for (const replication of [0, 1, 2]) {
      const run = startRun(model(), { replication });
      while (run.advance(1e9)) continue;
      if (replication === 0) expect(study.first?.result).toEqual(run.result());
      const { received, discarded } = run.result().functions['one'] ?? { received: NaN, discarded: { gone: NaN } };
      const { measures } = study.study()?.functions['one'] ?? {};
      expect(measures?.received[replication]).toBe(received);
      expect(measures?.gone[replication]).toBe(discarded.gone / received);
    }
  });

  test('says the same whatever the size of its slices', () => {
    expect(whole(model(), 3, 777)).toEqual(whole(model(), 3));
  });

  test('keeps the replications that have ended when it is left in the middle of one', () => {
    const run = startStudy(model(), { replications: 5 });
    while (run.ended < 2) run.advance(1_000);
    run.advance(1_000);
    expect(run.study()).toEqual(whole(model(), 2));
  });

  test('tells how much of all its simulated time is done', () => {
    const of = model();
    const run = startStudy(of, { replications: 2 });
    expect([run.progress, run.ended, run.first]).toEqual([0, 0, null]);
    run.advance(1_000);
    expect(run.progress).toBeGreaterThan(0);
    expect(run.progress).toBeLessThan(0.25);
    while (run.ended === 0) run.advance(1_000);
    expect(run.progress).toBe(0.5);
    while (run.advance(1e9)) continue;
    expect([run.progress, run.ended, run.advance(1)]).toEqual([1, 2, false]);
  });

  test('say of each slice whether there is more to do', () => {
    const run = startStudy(model(), { replications: 2 });
    expect([run.advance(Infinity), run.ended, run.advance(Infinity), run.ended]).toEqual([true, 1, false, 2]);
  });

  test('has a spread that every replication lies in, and touches', () => {
    const study = whole(model(), 4);
    const runs = [0, 1, 2, 3].map((replication) => {
      const run = startRun(model(), { replication });
      while (run.advance(1e9)) continue;
      return run.series().functions['one'];
    });
    const { low, high } = study.functions['one'] ?? {};
    for (let row = 0; row < (low?.concurrency.length ?? 0); row++) {
      const values = runs.map((series) => series?.ConcurrentExecutions[row] ?? NaN);
      expect([low?.concurrency[row], high?.concurrency[row]]).toEqual([Math.min(...values), Math.max(...values)]);
      const waiting = runs.map((series) => (series?.waitingUnread[row] ?? 0) + (series?.waitingThrottleBackoff[row] ?? 0) + (series?.waitingFunctionErrorWait[row] ?? 0));
      expect([low?.waiting[row], high?.waiting[row]]).toEqual([Math.min(...waiting), Math.max(...waiting)]);
    }
    expect(low?.concurrency.length).toBe(20);
  });

  test('adds its functions up in the total', () => {
    const { total, functions } = whole(model(), 3);
    for (const replication of [0, 1, 2]) {
      const [all, one, two] = [total, functions['one'], functions['two']].map((subject) => subject?.measures.received[replication] ?? NaN);
      expect(all).toBe((one ?? 0) + (two ?? 0));
    }
  });
});

describe('differences of two scenarios', () => {
  test('are exactly nothing between a scenario and itself', () => {
    const differences = pairedDifferences(whole(model(), 5).total.measures, whole(model(), 5).total.measures);
    for (const name of measureNames) {
      const difference = differences[name];
      if (difference !== null) expect(difference, name).toEqual({ mean: 0, low: 0, high: 0 });
    }
    expect(differences.onTime).not.toBeNull();
  });

  test('are of the other less the one, with an interval that is narrower than the numbers’ own', () => {
    const [few, more] = [whole(model({ reserved: 4 }), 12), whole(model({ reserved: 5 }), 12)];
    const { onTime } = pairedDifferences(few.total.measures, more.total.measures);
    const own = few.total.intervals.onTime;
    expect(onTime?.mean).toBeGreaterThan(0);
    expect(onTime?.low).toBeGreaterThan(0);
    expect(pairedDifferences(more.total.measures, few.total.measures).onTime?.mean).toBeCloseTo(-(onTime?.mean ?? NaN), 12);
    expect((onTime?.high ?? 0) - (onTime?.low ?? 0)).toBeLessThan((own.high ?? 0) - (own.low ?? 0));
  });

  test('may be negative at both ends, and leave nothing out where one side has no number', () => {
    const measures = (values: (number | null)[]) => ({ ...whole(model(), 2).total.measures, gone: values });
    const { gone } = pairedDifferences(measures([0.5, 0.5, 0.5]), measures([0.1, 0.12, 0.11]));
    expect(gone?.high).toBeLessThan(0);
    expect(pairedDifferences(measures([0.5, null]), measures([0.1, 0.2])).gone).toBeNull();
    expect(pairedDifferences(measures([0.5]), measures([0.1, 0.2])).gone).toBeNull();
  });
});
