import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { MeanSeries } from '../../sim/planner/meanSeries.ts';
import { replicate, startReplications } from '../../sim/planner/replicate.ts';
import { scenarioOf, seriesOf } from '../report/handMade.ts';

const model = compileModel(
  scenarioOf({
    duration: '10m',
    functions: { import: { ReservedConcurrentExecutions: 5, behaviour: { duration: { exponential: { mean: '200ms' } }, errorRate: 0.02 } } },
    traffic: [{ to: 'import', arrivals: { poisson: { rate: '20/s' } } }],
  }),
);

function alone(replication: number, seed?: string) {
  const run = startRun(model, { replication, ...(seed === undefined ? {} : { seed }) });
  while (run.advance(1_000_000)) continue;
  return run;
}

describe('replications', () => {
  test('are those of their sub-streams, whatever runs beside them', () => {
    const { results, steps, stopped } = replicate(model, { replications: 3 });
    expect(results).toEqual([0, 1, 2].map((replication) => alone(replication).result()));
    expect(new Set(results.map(({ functions }) => functions['import']?.received)).size).toBeGreaterThan(1);
    expect(steps).toBe(results.reduce((sum, result) => sum + result.steps, 0));
    expect(stopped).toBe(false);
  });

  test('obey another seed', () => {
    expect(replicate(model, { seed: 'other' }).results[0]).toEqual(alone(0, 'other').result());
    expect(replicate(model, { seed: 'other' }).results[0]).not.toEqual(alone(0).result());
  });

  test('do not depend on the size of the slices', () => {
    const small = startReplications(model, { replications: 2 });
    while (small.advance(777)) continue;
    expect(small.outcome()).toEqual(replicate(model, { replications: 2 }));
  });

  test('tell their progress, which only grows and ends at 1', () => {
    const replications = startReplications(model, { replications: 2 });
    const seen = [replications.progress];
    while (replications.advance(1000)) seen.push(replications.progress);
    expect(seen[0]).toBe(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(replications.progress).toBe(1);
    expect(replications.finished).toBe(true);
    expect(replications.advance(1000)).toBe(false);
  });

  test('keep what has ended when they are stopped, and leave half a replication out', () => {
    let asked = 0;
    const replications = startReplications(model, { replications: 5 });
    while (replications.ended < 2) replications.advance(1000);
    replications.advance(1000);
    const { results, stopped, steps } = replications.outcome();
    expect(results).toEqual([0, 1].map((replication) => alone(replication).result()));
    expect(stopped).toBe(true);
    expect(steps).toBe(results.reduce((sum, result) => sum + result.steps, 0));
    expect(replicate(model, { replications: 100, shouldStop: () => ++asked >= 3 }).stopped).toBe(true);
    expect(asked).toBe(3);
  });

  test('give the part of a first one that was stopped', () => {
    const replications = startReplications(model);
    replications.advance(5000);
    const { results, series, stopped, steps } = replications.outcome();
    expect(stopped).toBe(true);
    expect(results).toHaveLength(1);
    expect(results[0]?.simulatedSeconds).toBeGreaterThan(0);
    expect(results[0]?.simulatedSeconds).toBeLessThan(600);
    expect(series.minutes.length).toBeGreaterThan(0);
    expect(steps).toBe(results[0]?.steps);
  });

  test('keep the life-lines of the first one if asked to, which changes no number', () => {
    const traced = replicate(model, { replications: 2, trace: true });
    expect(traced.results).toEqual(replicate(model, { replications: 2 }).results);
    expect([...traced.events]).toHaveLength(traced.results[0]?.functions['import']?.received ?? -1);
    expect([...replicate(model).events]).toEqual([]);
  });
});

describe('the mean of series', () => {
  test('is taken cell by cell, without the cells that do not exist', () => {
    const means = new MeanSeries();
    for (const [throttles, age] of [[2, Number.NaN], [4, 10], [9, 20]] as const) {
      means.add(seriesOf(1, { import: { Throttles: [throttles], AsyncEventAgeAverage: [age] } }));
    }
    const { functions, minutes } = means.mean();
    expect(functions['import']?.Throttles[0]).toBe(5);
    expect(functions['import']?.AsyncEventAgeAverage[0]).toBe(15);
    expect([...minutes]).toEqual([0]);
  });

  test('is NaN where no replication has the cell, and a single series itself', () => {
    const only = seriesOf(1, { import: { AsyncEventAgeP99: [Number.NaN] } });
    const means = new MeanSeries();
    means.add(only);
    expect(means.mean()).toBe(only);
    means.add(only);
    expect(means.mean().functions['import']?.AsyncEventAgeP99[0]).toBeNaN();
  });
});
