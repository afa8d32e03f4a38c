import { describe, expect, test } from 'vitest';
import { isSignificant, told } from '../../sim/planner/difference.ts';
import { estimate, pairedEstimate, relativeHalfWidth, type Estimate } from '../../sim/planner/estimate.ts';
import { readMetric, type Metric, type Reading } from '../../sim/planner/metric.ts';

const metric = (text: string): Metric => readMetric(text) ?? { text, over: [], under: null };
const numbers = (...values: (number | null)[]): Reading[] => values.map((over) => ({ over, under: null }));
const ratios = (...parts: [number | null, number | null][]): Reading[] => parts.map(([over, under]) => ({ over, under }));

const [delay, gone, share, price] = [metric('delaySeconds.p99'), metric('discarded.gone'), metric('discarded.gone / received'), metric('cost.total / delivered.total')];

function expectInterval(found: Estimate | { value: number; low: number; high: number } | null, value: number, low: number, high: number): void {
  expect(found?.value).toBeCloseTo(value, 9);
  expect(found?.low).toBeCloseTo(low, 9);
  expect(found?.high).toBeCloseTo(high, 9);
}

// Worked out by hand: Student's t at 97.5 % is 4.302652729749462 for two degrees of freedom and 2.7764451051977987 for four.

describe('the mean of a number', () => {
  test('has Student’s interval at the level asked for', () => {
    expectInterval(estimate(delay, numbers(1, 2, 3, 4, 5)), 3, 3 - 1.963243161477561, 3 + 1.963243161477561);
    expectInterval(estimate(delay, numbers(1, 2, 3, 4, 5), 0.9), 3, 3 - 1.5074433190623229, 3 + 1.5074433190623229);
  });

  test('leaves out replications that do not have it, and has no ends with one', () => {
    expect(estimate(delay, numbers(null, 1, null, 3))).toEqual(estimate(delay, numbers(1, 3)));
    expect(estimate(delay, numbers(1, null, 3)).replications).toBe(2);
    expect(estimate(delay, numbers(null, 7))).toEqual({ value: 7, low: null, high: null, basis: 'mean', replications: 1 });
    expect(estimate(delay, numbers(null))).toEqual({ value: null, low: null, high: null, basis: 'mean', replications: 0 });
  });

  test('reaches below zero only where a replication did', () => {
    expect(estimate(delay, numbers(0, 0, 9)).low).toBe(0);
    expectInterval(estimate(delay, numbers(-1, 0, 7)), 2, 2 - 10.828105247358058, 2 + 10.828105247358058);
  });

  test('of a count that was never anything ends at 3/n, of a time it is a point', () => {
    expect(estimate(gone, numbers(0, 0, null, 0))).toEqual({ value: 0, low: 0, high: 1, basis: 'neverSeen', replications: 3, outOf: 3 });
    expect(estimate(gone, numbers(0), 0.99).high).toBeCloseTo(4.605170185988091, 12);
    expect(estimate(gone, numbers(0, 1)).basis).toBe('mean');
    expect(estimate(delay, numbers(0, 0))).toEqual({ value: 0, low: 0, high: 0, basis: 'mean', replications: 2 });
  });
});

describe('a ratio', () => {
  test('of a part to its whole is that of the sums, with Wilson’s interval for events in clusters', () => {
    const found = estimate(share, ratios([1, 10], [3, 10], [2, 20]));
    expectInterval(found, 0.15, 0.03078026379216986, 0.4951040421713084);
    expect(found).toMatchObject({ basis: 'share', replications: 3 });
  });

  test('of anything else has Student’s interval of the linearised ratio', () => {
    const found = estimate(price, ratios([2, 1], [4, 2], [9, 3]));
    expectInterval(found, 2.5, 0.856897348067893, 4.143102651932107);
    expect(found).toMatchObject({ basis: 'ratio', replications: 3 });
  });

  test('is a share only if every replication counts a part of a whole', () => {
    const basis = (...parts: [number, number][]): string => estimate(share, ratios([1, 4], ...parts)).basis;
    expect([basis([4, 4]), basis([5, 4]), basis([-1, 4]), basis([0.5, 4]), basis([1, 4.5]), basis([0, 4])]).toEqual(['share', 'ratio', 'ratio', 'ratio', 'ratio', 'share']);
  });

  test('that was nothing, or everything, in every replication keeps 3 in so many events open', () => {
    expect(estimate(share, ratios([0, 10], [0, 20]))).toEqual({ value: 0, low: 0, high: 0.1, basis: 'neverSeen', replications: 2, outOf: 30 });
    expect(estimate(share, ratios([10, 10], [20, 20]))).toEqual({ value: 1, low: 0.9, high: 1, basis: 'alwaysSeen', replications: 2, outOf: 30 });
    expect(estimate(share, ratios([1, 1], [1, 1])).low).toBe(0);
    expect(estimate(price, ratios([0, 0.5], [0, 1])).basis).toBe('ratio');
  });

  test('that is the same in every replication is a point, and of one replication has no ends', () => {
    expect(estimate(share, ratios([1, 10], [2, 20]))).toEqual({ value: 0.1, low: 0.1, high: 0.1, basis: 'share', replications: 2 });
    expect(estimate(share, ratios([1, 4]))).toEqual({ value: 0.25, low: null, high: null, basis: 'share', replications: 1 });
    expect(estimate(price, ratios([6, 4]))).toEqual({ value: 1.5, low: null, high: null, basis: 'ratio', replications: 1 });
  });

  test('leaves out replications that lack a part, and is none where nothing is below the line', () => {
    expect(estimate(share, ratios([1, 10], [null, 10], [3, null], [3, 10], [2, 20]))).toEqual(estimate(share, ratios([1, 10], [3, 10], [2, 20])));
    for (const none of [ratios(), ratios([0, 0], [0, 0]), ratios([null, 3])]) expect(estimate(share, none)).toEqual({ value: null, low: null, high: null, basis: 'ratio', replications: 0 });
  });
});

describe('a paired difference', () => {
  test('is the other less the one, with Student’s interval of the pairs', () => {
    expectInterval(pairedEstimate(numbers(1, 2, 3), numbers(2, 4, 3)), 1, 1 - 2.4841377117503303, 1 + 2.4841377117503303);
    expectInterval(pairedEstimate(numbers(1, 2, 3), numbers(11, 12, 13)), 10, 10, 10);
  });

  test('takes only pairs of which both have the number, and at least two of them', () => {
    const whole = pairedEstimate(numbers(1, 2, 3), numbers(2, 4, 3));
    expect(pairedEstimate(numbers(1, null, 2, 7, 3), numbers(2, 5, 4, null, 3, 9))).toEqual(whole);
    expect(pairedEstimate(numbers(1, 2, 3, 9), numbers(2, 4, 3))).toEqual(whole);
    expect(pairedEstimate(numbers(1), numbers(2))).toBeNull();
    expect(pairedEstimate(numbers(1, 2), numbers(2, null))).toBeNull();
    expect(pairedEstimate(numbers(1, 2), numbers(2, 3))).not.toBeNull();
  });

  test('of ratios is that of the ratios of sums, and none where one has nothing below the line', () => {
    // 2 of 20 and 6 of 20, and no replication deviates from its ratio.
    expectInterval(pairedEstimate(ratios([1, 10], [1, 10]), ratios([3, 10], [3, 10])), 0.2, 0.2, 0.2);
    expect(pairedEstimate(ratios([0, 0], [0, 0]), ratios([3, 10], [3, 10]))).toBeNull();
    expect(pairedEstimate(ratios([3, 10], [3, 10]), ratios([0, 0], [0, 0]))).toBeNull();
  });

  test('tells less, more, nothing, or that both are equal', () => {
    const between = (low: number, high: number, value = (low + high) / 2) => told({ value, low, high });
    expect([between(-2, -1), between(1, 2), between(-1, 2), between(0, 2), between(-2, 0), between(0, 0), told(null)]).toEqual(['less', 'more', 'undecided', 'undecided', 'undecided', 'equal', null]);
    expect([isSignificant({ value: -1.5, low: -2, high: -1 }), isSignificant({ value: 1.5, low: 1, high: 2 }), isSignificant({ value: 0.5, low: -1, high: 2 }), isSignificant({ value: 0, low: 0, high: 0 }), isSignificant(null)]).toEqual([true, true, false, false, false]);
  });
});

test('half an interval’s width is told as a part of the value’s size', () => {
  const width = (value: number | null, low: number | null, high: number | null): number => relativeHalfWidth({ value, low, high, basis: 'mean', replications: 2 });
  expect([width(10, 8, 12), width(-10, -12, -8), width(5, 5, 5), width(0, 0, 0)]).toEqual([0.2, 0.2, 0, 0]);
  expect([width(0, -1, 1), width(null, 1, 2), width(1, null, 2), width(1, 0, null)]).toEqual([Infinity, Infinity, Infinity, Infinity]);
});
