import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binAt, binsOf, growth, largest, rowsOfLargest } from '../../ui/charts/bins.ts';

const rowsOf = (count: number): [Float64Array, Float64Array] => [Float64Array.from({ length: count }, (_, row) => row * 60), Float64Array.from({ length: count }, (_, row) => row * 60 + 60)];

const until = (to: number) => ({ from: 0, to });

describe('bins of a chart', () => {
  it('are minutes while there is room, and gather round numbers of minutes where there is not', () => {
    const [minutes, ends] = rowsOf(1440);
    expect(binsOf(minutes, ends, until(86_400), 3000).minutesEach).toBe(1);
    expect(binsOf(minutes, ends, until(86_400), 1000).minutesEach).toBe(5);
    expect(binsOf(minutes, ends, until(86_400), 250).minutesEach).toBe(15);
    expect(binsOf(minutes, ends, until(86_400), 250).starts).toHaveLength(96);
  });

  it('lose and invent no event: the growth of all bins is the last cumulative count', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 500 }), fc.integer({ min: 1, max: 2000 }), (counts, pixels) => {
        let sum = 0;
        const cumulative = Float64Array.from(counts, (count) => (sum += count));
        const [minutes, ends] = rowsOf(counts.length);
        const bins = binsOf(minutes, ends, until(counts.length * 60), pixels);
        expect(growth(cumulative, bins).reduce((total, part) => total + part, 0)).toBe(sum);
      }),
    );
  });

  it('show the largest minute of each, and pass over minutes without a value', () => {
    const [minutes, ends] = rowsOf(6);
    const bins = binsOf(minutes, ends, until(360), 6);
    expect(bins.minutesEach).toBe(2);
    const values = Float64Array.of(1, 5, NaN, 2, NaN, NaN);
    expect(largest(values, bins)).toEqual([5, 2, NaN]);
    expect(rowsOfLargest(values, bins).slice(0, 2)).toEqual([1, 3]);
  });

  it('of a growing series end with the last one that is over', () => {
    const [minutes, ends] = rowsOf(7);
    expect(binsOf(minutes, ends, until(86_400), 600, true).starts).toEqual([0]);
    expect(binsOf(minutes, ends, until(86_400), 600, false).starts).toEqual([0, 300]);
  });

  it('are found by an instant, the nearest one outside', () => {
    const [minutes, ends] = rowsOf(3);
    const bins = binsOf(minutes, ends, until(180), 900);
    expect([-5, 0, 59, 60, 179, 500].map((seconds) => binAt(bins, seconds))).toEqual([0, 0, 0, 1, 2, 2]);
  });

  it('are made for the part that is visible only, finer the shorter it is, down to single minutes', () => {
    const [minutes, ends] = rowsOf(1440);
    const part = binsOf(minutes, ends, { from: 7200, to: 10_800 }, 250);
    expect(part.minutesEach).toBe(1);
    expect(part.starts).toHaveLength(60);
    expect([part.starts[0], part.ends.at(-1)]).toEqual([7200, 10_800]);
    expect(binsOf(minutes, ends, { from: 600, to: 660 }, 250).starts).toEqual([600]);
  });

  it('keep their bounds while the visible part moves: they begin at whole multiples of their length', () => {
    const [minutes, ends] = rowsOf(1440);
    const starts = (from: number): number[] => binsOf(minutes, ends, { from, to: from + 43_200 }, 250).starts;
    expect(binsOf(minutes, ends, { from: 0, to: 43_200 }, 250).minutesEach).toBe(10);
    expect(starts(60)).toEqual([0, ...starts(600)].slice(0, starts(60).length));
  });

  it('hold the last minute of a series that ends within it, and nothing of one that ended before the visible part', () => {
    const minutes = Float64Array.of(0, 60, 120);
    const ends = Float64Array.of(60, 120, 150);
    expect(binsOf(minutes, ends, { from: 120, to: 150 }, 900)).toMatchObject({ starts: [120], ends: [150], first: [2], after: [3] });
    expect(binsOf(minutes, ends, { from: 150, to: 600 }, 900).starts).toEqual([]);
  });
});
