import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binAt, binsOf, growth, largest, rowsOfLargest } from '../../ui/charts/bins.ts';

const rowsOf = (count: number): [Float64Array, Float64Array] => [Float64Array.from({ length: count }, (_, row) => row * 60), Float64Array.from({ length: count }, (_, row) => row * 60 + 60)];

describe('bins of a chart', () => {
  it('are minutes while there is room, and gather round numbers of minutes where there is not', () => {
    const [minutes, ends] = rowsOf(1440);
    expect(binsOf(minutes, ends, 86_400, 3000).minutesEach).toBe(1);
    expect(binsOf(minutes, ends, 86_400, 1000).minutesEach).toBe(5);
    expect(binsOf(minutes, ends, 86_400, 250).minutesEach).toBe(15);
    expect(binsOf(minutes, ends, 86_400, 250).starts).toHaveLength(96);
  });

  it('lose and invent no event: the growth of all bins is the last cumulative count', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 500 }), fc.integer({ min: 1, max: 2000 }), (counts, pixels) => {
        let sum = 0;
        const cumulative = Float64Array.from(counts, (count) => (sum += count));
        const [minutes, ends] = rowsOf(counts.length);
        const bins = binsOf(minutes, ends, counts.length * 60, pixels);
        expect(growth(cumulative, bins).reduce((total, part) => total + part, 0)).toBe(sum);
      }),
    );
  });

  it('show the largest minute of each, and pass over minutes without a value', () => {
    const [minutes, ends] = rowsOf(6);
    const bins = binsOf(minutes, ends, 360, 6);
    expect(bins.minutesEach).toBe(2);
    const values = Float64Array.of(1, 5, NaN, 2, NaN, NaN);
    expect(largest(values, bins)).toEqual([5, 2, NaN]);
    expect(rowsOfLargest(values, bins).slice(0, 2)).toEqual([1, 3]);
  });

  it('of a growing series end with the last one that is over', () => {
    const [minutes, ends] = rowsOf(7);
    expect(binsOf(minutes, ends, 86_400, 600, true).starts).toEqual([0]);
    expect(binsOf(minutes, ends, 86_400, 600, false).starts).toEqual([0, 300]);
  });

  it('are found by an instant, the nearest one outside', () => {
    const [minutes, ends] = rowsOf(3);
    const bins = binsOf(minutes, ends, 180, 900);
    expect([-5, 0, 59, 60, 179, 500].map((seconds) => binAt(bins, seconds))).toEqual([0, 0, 0, 1, 2, 2]);
  });
});
