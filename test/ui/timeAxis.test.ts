import { describe, expect, it } from 'vitest';
import { axisFor, clock, isWhole, middleOf, spanClock, tickName, timeAxis, timeTicks, visibleBin } from '../../ui/charts/timeAxis.ts';
import type { AxisRequest } from '../../ui/charts/timeAxis.ts';

const rows = (count: number) => ({ minutes: Float64Array.from({ length: count }, (_, row) => row * 60), ends: Float64Array.from({ length: count }, (_, row) => row * 60 + 60) });
const axisOf = (change: Partial<AxisRequest> = {}) =>
  timeAxis({ ...rows(1440), durationSeconds: 86_400, visible: { from: 0, to: 86_400 }, width: 1270, scale: 1, growing: false, ...change });

describe('a time axis', () => {
  it('stands for the visible part alone: what lies outside is at its edges', () => {
    const axis = axisOf({ visible: { from: 7200, to: 10_800 } });
    const [left, right] = axis.x.range();
    expect([0, 7200, 10_800, 80_000].map(axis.x)).toEqual([left, left, right, right]);
    expect(isWhole(axis)).toBe(false);
    expect(isWhole(axisOf())).toBe(true);
  });

  it('has round marks within the visible part, minutes where it is short', () => {
    expect(timeTicks(axisOf()).slice(0, 3)).toEqual([0, 7200, 14_400]);
    expect(timeTicks(axisOf({ visible: { from: 7260, to: 7560 } }))).toEqual([7260, 7320, 7380, 7440, 7500, 7560]);
    expect(timeTicks(axisOf({ visible: { from: 7000, to: 10_900 } })).every((tick) => tick % 300 === 0 && tick >= 7000 && tick <= 10_900)).toBe(true);
  });

  it('has no bin for an instant that is out of sight', () => {
    const axis = axisOf({ visible: { from: 7200, to: 10_800 } });
    expect(visibleBin(axis, 7199)).toBeNull();
    expect(visibleBin(axis, null)).toBeNull();
    expect(visibleBin(axis, 7230)).toBe(0);
    expect(middleOf(axis, 1)).toBe(7290);
  });

  it('gives another series bins of the same numbers, however short or long that is', () => {
    const axis = axisOf({ visible: { from: 7200, to: 10_800 } });
    const shorter = axisFor(axis, rows(150).minutes, rows(150).ends);
    const longer = axisFor(axis, rows(3000).minutes, rows(3000).ends);
    expect(shorter.bins.starts).toEqual(axis.bins.starts.slice(0, 30));
    expect(longer.bins.starts).toEqual(axis.bins.starts);
    expect(axisFor(axis, rows(100).minutes, rows(100).ends).bins.starts).toEqual([]);
  });
});

describe('simulated time in words', () => {
  it('names the day only where there are several, and twice only where a span crosses midnight', () => {
    expect(clock(8100, 86_400)).toBe('02:15');
    expect(spanClock({ from: 8100, to: 13_200 }, 86_400)).toBe('02:15–03:40');
    expect(spanClock({ from: 86_400, to: 90_000 }, 172_800)).toBe('day 2 00:00–01:00');
    expect(spanClock({ from: 82_800, to: 90_000 }, 172_800)).toBe('day 1 23:00–day 2 01:00');
    expect(tickName(axisOf({ durationSeconds: 259_200 }), 86_400)).toBe('day 2');
  });
});
