import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { meanResult } from '../../sim/planner/meanResult.ts';
import { MeanSeries } from '../../sim/planner/meanSeries.ts';
import { intervalOf, intervalsOf, summarise } from '../../sim/planner/summarise.ts';
import { runResult } from '../report/handMade.ts';

describe('a 95 % interval', () => {
  test('is the mean plus and minus Student times the standard error', () => {
    // s = √2.5, t(4; 0.975) = 2.7764451
    const { mean, low, high } = intervalOf([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(low).toBeCloseTo(3 - (2.7764451 * Math.sqrt(2.5)) / Math.sqrt(5), 6);
    expect(high).toBeCloseTo(3 + (2.7764451 * Math.sqrt(2.5)) / Math.sqrt(5), 6);
  });

  test('of equal values is a point', () => {
    expect(intervalOf([7, 7, 7])).toEqual({ mean: 7, low: 7, high: 7 });
  });

  test('of one value has no ends, of none has nothing', () => {
    expect(intervalOf([7])).toEqual({ mean: 7, low: null, high: null });
    expect(intervalOf([])).toEqual({ mean: null, low: null, high: null });
  });

  test('leaves out replications that do not have the number', () => {
    expect(intervalOf([null, 1, null, 3])).toEqual(intervalOf([1, 3]));
    expect(intervalOf([null, null])).toEqual({ mean: null, low: null, high: null });
  });

  test('does not reach below zero, where no count can be', () => {
    expect(intervalOf([0, 0, 9]).low).toBe(0);
  });

  test.each([2, 5, 20])('contains the true mean in 926 to 971 of 1,000 trials of %d replications', (replications) => {
    const uniform = seedrandom(`coverage of ${replications}`);
    // Twelve uniform numbers add up to something as good as normal, with mean 6; far enough from zero not to be cut.
    const draw = (): number => 100 + Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, 0);
    let hits = 0;
    for (let trial = 0; trial < 1000; trial += 1) {
      const { low, high } = intervalOf(Array.from({ length: replications }, draw));
      if (low !== null && high !== null && low <= 106 && 106 <= high) hits += 1;
    }
    expect(hits).toBeGreaterThanOrEqual(926);
    expect(hits).toBeLessThanOrEqual(971);
  });
});

describe('a summary of results', () => {
  const results = [90, 100, 110].map((onTime) => runResult({ import: { onTime } }, { destinations: { failed: { received: onTime - 90, failed: 0, units: onTime - 90 } } }));

  test('has an interval for every number, however deep, in the same shape', () => {
    const { functions, destinations } = summarise(results);
    expect(functions['import']?.delivered.onTime).toEqual(intervalOf([90, 100, 110]));
    expect(functions['import']?.metrics.ConcurrentExecutions.max).toEqual({ mean: 2, low: 2, high: 2 });
    expect(functions['import']?.discarded.byCondition.EventAgeExceeded, 'never seen in three runs').toEqual({ mean: 0, low: 0, high: 3 / 3 });
    expect(functions['import']?.metrics.ProvisionedConcurrentExecutions.max, 'no count').toEqual({ mean: 0, low: 0, high: 0 });
    expect(destinations['failed']?.received).toEqual(intervalOf([0, 10, 20]));
  });

  test('handles quantiles that some replications do not have', () => {
    const { functions } = summarise([runResult({ import: { onTime: 5, delayP99: 4 } }), runResult({ import: {} })]);
    expect(functions['import']?.delaySeconds.p99).toEqual({ mean: 4, low: null, high: null });
  });

  test('the mean result is its means in the shape of one result', () => {
    expect(meanResult(results).functions['import']?.received).toBe(100);
    expect(meanResult(results).simulatedSeconds).toBe(3600);
    expect(meanResult(results.slice(0, 1))).toBe(results[0]);
    const withMore = (numbers: number[]) => ({ ...runResult({}), word: 'a word', numbers });
    expect(meanResult([withMore([1, 2]), withMore([3, 8])])).toMatchObject({ word: 'a word', numbers: [2, 5] });
  });

  test('keeps words and lists, and takes no time or level that was nothing for a count that was missed', () => {
    const shape = (word: string, numbers: number[], none: number | null, count: number) => ({ word, numbers, none, delaySeconds: { p50: 0 }, count });
    expect(intervalsOf(shape('a', [1, 5], null, 0), [shape('a', [1, 5], null, 0), shape('b', [3, 5], 4, 0)])).toEqual({
      word: 'a',
      numbers: [intervalOf([1, 3]), { mean: 5, low: 5, high: 5 }],
      none: { mean: 4, low: null, high: null },
      delaySeconds: { p50: { mean: 0, low: 0, high: 0 } },
      count: { mean: 0, low: 0, high: 1.5 },
    });
  });

  test('and a mean need at least one result', () => {
    expect(() => summarise([])).toThrow('there is no summary of no results');
    expect(() => meanResult([])).toThrow('there is no mean of no results');
    expect(() => new MeanSeries().mean()).toThrow('there is no mean of no series');
  });
});
