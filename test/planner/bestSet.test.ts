import { describe, expect, test } from 'vitest';
import { bestSet, levelOfEach } from '../../sim/planner/bestSet.ts';
import { betterDirection } from '../../sim/planner/direction.ts';
import type { Metric, Reading } from '../../sim/planner/metric.ts';
import { readMetric } from '../../sim/planner/metric.ts';
import { paretoFront, type Objective } from '../../sim/planner/pareto.ts';

const readings = (...values: number[]): Reading[] => values.map((over) => ({ over, under: null }));
const shifted = (by: number): Reading[] => readings(10 + by, 12 + by, 9 + by, 11 + by, 10 + by + 0.1);
const none: Reading[] = Array.from({ length: 5 }, () => ({ over: null, under: null }));

describe('the set that cannot be told apart from the best', () => {
  test('has everything that no other is surely better than, whichever way is better', () => {
    const noisy = readings(4, 30, 2, 25, 1);
    expect(bestSet([shifted(0), shifted(3), noisy], 'less')).toEqual([true, false, true]);
    expect(bestSet([shifted(0), shifted(3), noisy], 'more')).toEqual([false, true, true]);
  });

  test('has all of several equal ones, and none that lacks the number', () => {
    expect(bestSet([shifted(0), shifted(0), none], 'less')).toEqual([true, true, false]);
    const ofNothing: Reading[] = shifted(0).map(({ over }) => ({ over, under: 0 }));
    expect(bestSet([shifted(0), ofNothing], 'less')).toEqual([true, false]);
  });

  test('asks for more the more pairs there are', () => {
    expect(levelOfEach(1)).toBeCloseTo(0.95, 12);
    expect(levelOfEach(10)).toBeCloseTo(0.995, 12);
    // Better by about three standard errors: enough for one pair, too little for 45.
    const [one, other] = [readings(0, 0, 0, 0, 0, 0), readings(1, 3, 0.2, 2.4, 0.6, 1.8)];
    expect(bestSet([one, other], 'less')).toEqual([true, false]);
    expect(bestSet([one, ...Array.from({ length: 9 }, () => other)], 'less')).toEqual(Array(10).fill(true));
  });
});

test('the best of five alike is thrown out in hardly more than the promised twentieth of comparisons', () => {
  // A generator of its own: sums of twelve uniform numbers, which are as good as normal.
  let state = 1;
  const uniform = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const normal = (): number => Array.from({ length: 12 }, uniform).reduce((sum, one) => sum + one, -6);
  const trials = 1_000;
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) {
    const alternatives = Array.from({ length: 5 }, () => readings(...Array.from({ length: 8 }, normal)));
    if (bestSet(alternatives, 'less').includes(false)) wrong += 1;
  }
  expect(wrong / trials).toBeGreaterThan(0.01);
  expect(wrong / trials).toBeLessThan(0.065);
});

test('deliveries and what is received are better more, late ones and everything else less', () => {
  const direction = (text: string): string => betterDirection(readMetric(text) ?? { text, over: [], under: null });
  expect(['delivered.total', 'delivered.onTime / received', 'functions.a.received'].map(direction)).toEqual(['more', 'more', 'more']);
  expect(['delivered.delayed', 'delivered.afterRetry', 'discarded.gone / received', 'lost', 'waiting.total', 'delaySeconds.p99', 'metrics.Throttles', 'cost.total'].map(direction)).toEqual(Array(8).fill('less'));
});

describe('the Pareto front', () => {
  const metric: Metric = { text: 'x', over: ['delaySeconds'], under: null };
  const objective = (...alternatives: Reading[][]): Objective => ({ metric, readings: alternatives });

  test('leaves out what another one is no worse than in everything and surely better than in something', () => {
    // The second is dominated by the first; the third trades one for the other.
    expect(paretoFront([objective(shifted(0), shifted(0), shifted(5)), objective(shifted(1), shifted(2), shifted(-3))])).toEqual([true, false, true]);
  });

  test('keeps what is worse only by luck, and both of two equal ones', () => {
    const nearly = readings(10.5, 11.4, 9.6, 11.2, 10);
    expect(paretoFront([objective(shifted(0), nearly, shifted(0))])).toEqual([true, true, true]);
  });

  test('takes a number that there is not for the worst, though never for surely worse', () => {
    expect(paretoFront([objective(shifted(0), none), objective(shifted(0), shifted(1))])).toEqual([true, false]);
    expect(paretoFront([objective(shifted(0), none), objective(shifted(0), shifted(-1))])).toEqual([true, true]);
  });
});
