import { describe, expect, test } from 'vitest';
import type { FunctionSeries } from '../../sim/engines/result.ts';
import { measureNames, measuresOf, pairedDifferences, waitingIn, type Measures } from '../../sim/planner/measures.ts';
import { Spread } from '../../sim/planner/spread.ts';
import { functionResult, seriesOf } from '../report/handMade.ts';

const ends = Float64Array.of(60, 120, 180, 240, 300);
const measured = (counts: Parameters<typeof functionResult>[0], ...waiting: number[]) => measuresOf(functionResult(counts), Float64Array.from(waiting), ends);
const columns = (changes: Partial<Record<keyof FunctionSeries, number[]>>): FunctionSeries => seriesOf(3, { f: changes }).functions['f']!;

describe('the measures of a replication', () => {
  test('are parts of what was received, and what its result says', () => {
    const one = measured({ onTime: 40, delayed: 10, captured: 20, gone: 5, lost: 15, unread: 7, throttleBackoff: 3, throttles: 12, delayP99: 2.5 }, 1, 8, 2, 0, 0);
    expect(one).toEqual({ received: 100, onTime: 0.4, delayed: 0.1, captured: 0.2, gone: 0.05, lost: 0.15, waiting: 0.1, delayP50: 2.5, delayP99: 2.5, peakBacklog: 8, backlogGoneAt: 240, throttles: 12 });
  });

  test('have no shares of nothing', () => {
    const { received, onTime, waiting, peakBacklog, backlogGoneAt } = measured({}, 0, 0, 0, 0, 0);
    expect({ received, onTime, waiting, peakBacklog, backlogGoneAt }).toEqual({ received: 0, onTime: null, waiting: null, peakBacklog: 0, backlogGoneAt: null });
  });

  test('say that a backlog is gone after the last minute with more than a fiftieth of its peak', () => {
    const gone = (...waiting: number[]) => measured({ onTime: 1000 }, ...waiting).backlogGoneAt;
    expect([gone(0, 100, 50, 3, 1), gone(0, 100, 50, 2, 1), gone(100, 2, 0, 0, 0), gone(0, 100, 0, 100, 0)]).toEqual([300, 240, 120, 300]);
    expect(gone(0, 100, 50, 50, 50)).toBeNull();
    expect(gone(0, 0, 0, 0, 100)).toBeNull();
  });

  test('take a handful for no backlog: a hundredth of the events and a hundred of them are one', () => {
    const gone = (received: number, peak: number) => measured({ onTime: received }, peak, 0, 0, 0, 0).backlogGoneAt;
    expect([gone(1000, 9), gone(1000, 10), gone(1_000_000, 99), gone(1_000_000, 100)]).toEqual([null, 120, null, 120]);
  });

  test('count as waiting whoever waits for whatever', () => {
    expect([...waitingIn(columns({ waitingUnread: [1, 2, 3], waitingThrottleBackoff: [10, 20, 30], waitingFunctionErrorWait: [100, 200, 300] }))]).toEqual([111, 222, 333]);
  });
});

describe('paired differences', () => {
  const of = (gone: (number | null)[]): Measures => ({ ...(Object.fromEntries(measureNames.map((name) => [name, [1, 1]])) as Measures), gone });
  const gone = (one: (number | null)[], other: (number | null)[]) => pairedDifferences(of(one), of(other)).gone;

  test('are the other less the one, with Student’s interval, also below zero', () => {
    // Differences -4, -2 and -3: t(2; 97.5 %) · 1 / √3 = 2.4841.
    const difference = gone([5, 5, 5], [1, 3, 2]);
    expect(difference?.mean).toBeCloseTo(-3, 12);
    expect(difference?.low).toBeCloseTo(-3 - 2.4841377117503303, 9);
    expect(difference?.high).toBeCloseTo(-3 + 2.4841377117503303, 9);
  });

  test('take only pairs of which both have the number', () => {
    expect(gone([5, null, 5, 5, 9], [1, 7, null, 3])).toEqual(gone([5, 5], [1, 3]));
    expect(gone([5, null], [1, 2])).toBeNull();
    expect(gone([null], [1])).toBeNull();
  });

  test('are there for every measure', () => {
    const all = pairedDifferences(of([1, 1]), of([1, 1]));
    expect(Object.keys(all)).toEqual([...measureNames]);
    expect(new Set(Object.values(all).map((one) => JSON.stringify(one)))).toEqual(new Set(['{"mean":0,"low":0,"high":0}']));
  });
});

describe('the spread of several replications', () => {
  test('is the lowest and the highest of each minute, where a minute without a value is left to the others', () => {
    const spread = new Spread();
    spread.add(columns({ ConcurrentExecutions: [1, 5, 3], AsyncEventAgeP99: [NaN, 4, NaN], deliveredOnTime: [1, 2, 3], deliveredDelayed: [10, 0, 0] }), Float64Array.of(3, 1, 2));
    spread.add(columns({ ConcurrentExecutions: [2, 4, 3], AsyncEventAgeP99: [7, NaN, NaN], deliveredOnTime: [0, 0, 9], deliveredDelayed: [0, 30, 0] }), Float64Array.of(1, 2, 3));
    const { low, high } = spread.bounds();
    expect([low, high].map(({ concurrency }) => [...concurrency])).toEqual([[1, 4, 3], [2, 5, 3]]);
    expect([low, high].map(({ ageP99 }) => [...ageP99])).toEqual([[7, 4, NaN], [7, 4, NaN]]);
    expect([low, high].map(({ delivered }) => [...delivered])).toEqual([[0, 2, 3], [11, 30, 9]]);
    expect([low, high].map(({ waiting }) => [...waiting])).toEqual([[1, 1, 2], [3, 2, 3]]);
  });

  test('is given away in copies, and there is none of nothing', () => {
    const spread = new Spread();
    expect(() => spread.bounds()).toThrow('there is no spread of no replications');
    const waiting = Float64Array.of(1, 2, 3);
    spread.add(columns({}), waiting);
    waiting[0] = 99;
    spread.bounds().low.waiting[1] = 77;
    expect([[...spread.bounds().low.waiting], [...spread.bounds().high.waiting]]).toEqual([[1, 2, 3], [1, 2, 3]]);
  });
});
