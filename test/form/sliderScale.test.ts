import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliderScale } from '../../ui/views/parameters/sliderScale.ts';

describe('sliderScale', () => {
  it('goes by ones where the range is short', () => {
    const scale = sliderScale({ from: 0, to: 2 }, true);
    expect([0, 1, 2].map((position) => scale.valueAt(position))).toEqual([0, 1, 2]);
    expect(scale.last).toBe(2);
  });

  it('goes by ratios where the range spans more than two decades, with both ends exact', () => {
    const scale = sliderScale({ from: 60, to: 21_600 }, true);
    expect(scale.valueAt(0)).toBe(60);
    expect(scale.valueAt(scale.last)).toBe(21_600);
    expect(scale.valueAt(scale.positionOf(1100))).toBe(1100);
    expect(Math.abs(scale.positionOf(1138) - scale.last / 2)).toBeLessThan(scale.last / 5);
  });

  it('gives zero a position of its own', () => {
    const scale = sliderScale({ from: 0, to: 1 }, false);
    expect(scale.valueAt(0)).toBe(0);
    expect(scale.valueAt(1)).toBe(0.0001);
    expect(scale.positionOf(0)).toBe(0);
    expect(scale.positionOf(0.0001)).toBe(1);
    expect(scale.valueAt(scale.last)).toBe(1);
  });

  it('goes to another value with every step', () => {
    const scale = sliderScale({ from: 0, to: 900 }, true);
    expect(Array.from({ length: 6 }, (_, step) => scale.valueAt(scale.positionOf(5) + step))).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('never goes back as the slider goes on, and stays within its ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 1_000_000 }), fc.boolean(), (from, more, isInteger) => {
        const ends = { from, to: from + more };
        const scale = sliderScale(ends, isInteger);
        let before = scale.valueAt(0);
        expect(before).toBeGreaterThanOrEqual(from);
        for (let position = 1; position <= scale.last; position += scale.last > 5000 ? 997 : 1) {
          const value = scale.valueAt(position);
          expect(value).toBeGreaterThan(before);
          before = value;
        }
        expect(scale.valueAt(scale.last)).toBe(ends.to);
        expect(scale.positionOf(ends.to)).toBe(scale.last);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
