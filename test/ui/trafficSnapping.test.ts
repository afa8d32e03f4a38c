import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapCount, snapRate, snapTime, stepRate, timeStep } from '../../ui/views/traffic/snapping.ts';
import { drawingScale, instantTicks, rateTicks, topFor } from '../../ui/views/traffic/drawingScale.ts';
import { timeAxis } from '../../ui/charts/timeAxis.ts';
import { readRate, readShare, readTime } from '../../ui/views/traffic/written.ts';

const none = new Float64Array(0);

describe('steps of time', () => {
  it.each([
    [60, 0.5],
    [3600, 15],
    [10_800, 60],
    [86_400, 300],
    [366 * 86_400, 86_400],
  ])('with %d s in view a drag stops every %d s', (seconds, step) => {
    expect(timeStep(seconds, false)).toBe(step);
    expect(timeStep(seconds, true)).toBeLessThan(step);
  });

  it('snaps to whole steps and never before the start', () => {
    expect(snapTime(2431, 60)).toBe(2460);
    expect(snapTime(-20, 60)).toBe(0);
    expect(snapTime(0.30000000000000004, 0.1)).toBe(0.3);
  });
});

describe('steps of rate', () => {
  it('snaps to two digits in the unit a person would write', () => {
    expect([1234, 15.4, 0.501, 0, -3].map((rate) => snapRate(rate, false))).toEqual([1200, 15, 0.5, 0, 0]);
    expect(snapRate(1234, true)).toBe(1230);
  });

  it('goes up and down by the second digit, and to nothing and back', () => {
    expect([stepRate(15, 1, false, 20), stepRate(99, 1, false, 20), stepRate(100, 1, false, 20), stepRate(100, -1, false, 20)]).toEqual([16, 100, 110, 99]);
    expect(stepRate(15, 10, false, 20)).toBe(25);
    expect(stepRate(0, 1, false, 20)).toBeCloseTo(0.2, 9);
    expect(stepRate(stepRate(0, 1, false, 20), -1, false, 20)).toBe(0);
  });

  it('every step up raises and every step down lowers, from any rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 9e6, noNaN: true }), fc.boolean(), (rate, fine) => {
        const scale = rate * 2;
        expect(stepRate(rate, 1, fine, scale)).toBeGreaterThan(rate);
        expect(stepRate(rate, -1, fine, scale)).toBeLessThan(rate);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('counts have two digits and are at least 1', () => {
    expect([0.2, 12_345, 99.6].map(snapCount)).toEqual([1, 12_000, 100]);
  });
});

describe('the scale of the drawing', () => {
  it.each([320, 700, 1280, 3840])('at %d px its time axis is that of the charts', (width) => {
    const axis = timeAxis({ minutes: none, ends: none, durationSeconds: 7200, visible: { from: 0, to: 7200 }, width, scale: 1, growing: false });
    const scale = drawingScale(width, 1, 7200, null, 10);
    expect([0, 1000, 7200].map((at) => scale.x(at))).toEqual([0, 1000, 7200].map((at) => axis.x(at)));
  });

  it('shows the part that is in view from edge to edge', () => {
    const scale = drawingScale(1000, 1, 7200, { from: 1800, to: 3600 }, 10);
    expect([scale.x(1800), scale.x(3600)]).toEqual([scale.left, 1000 - scale.right]);
  });

  it.each([60, 3600, 10_800, 86_400, 366 * 86_400])('has distinct labels that do not touch for %d s', (duration) => {
    for (const width of [320, 1280, 3840]) {
      const labels = instantTicks(drawingScale(width, 1, duration, null, 10));
      expect(labels.length).toBeGreaterThanOrEqual(2);
      expect(new Set(labels.map(({ label }) => label)).size).toBe(labels.length);
      labels.slice(1).forEach(({ at }, index) => expect(at - (labels[index]?.at ?? 0)).toBeGreaterThan(60));
    }
  });

  it('leaves room above the highest rate to drag it up, and has round ticks', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 9e6, noNaN: true }), (highest) => {
        expect(topFor(highest)).toBeGreaterThanOrEqual(highest * 1.19);
        expect(topFor(highest)).toBeLessThanOrEqual(highest * 2.5);
      }),
      { seed: 5 },
    );
    expect(rateTicks(drawingScale(1000, 1, 3600, null, topFor(0.4))).map(({ label }) => label)).toEqual(['0', '10/min', '20/min', '30/min']);
  });
});

describe('numbers as people type them', () => {
  it('reads times, rates and shares, and refuses the rest', () => {
    expect(['40m', '1 h 30 min', '01:30', '0:00:15', 'soon', ''].map(readTime)).toEqual([2400, 5400, 5400, 15, null, null]);
    expect(['15/s', '15', '30 per minute', '1.5k/s', 'many'].map(readRate)).toEqual([15, 15, 0.5, 1500, null]);
    expect(['0.1', '10 %', '1', '2', 'all'].map(readShare)).toEqual([0.1, 0.1, 1, null, null]);
  });
});
