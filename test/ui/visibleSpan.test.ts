import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asZoom, centred, panned, visibleSpan, zoomed } from '../../ui/charts/visibleSpan.ts';

const day = 86_400;
const hours = (from: number, to: number) => ({ from: from * 3600, to: to * 3600 });

describe('the visible part of a run', () => {
  it('is what was zoomed to, cut to the run, and all of it where nothing of that is left', () => {
    expect(visibleSpan(null, day)).toEqual(hours(0, 24));
    expect(visibleSpan(hours(2, 4), day)).toEqual(hours(2, 4));
    expect(visibleSpan(hours(20, 30), day)).toEqual(hours(20, 24));
    expect(visibleSpan(hours(2, 4), 3600)).toEqual(hours(0, 1));
    expect(asZoom(hours(0, 24), day)).toBeNull();
    expect(asZoom(hours(0, 23), day)).toEqual(hours(0, 23));
  });

  it('keeps the instant it is zoomed around where it was, and does not leave the run', () => {
    expect(zoomed(hours(0, 24), 6 * 3600, 0.5, day)).toEqual(hours(3, 15));
    expect(zoomed(hours(3, 15), 6 * 3600, 2, day)).toEqual(hours(0, 24));
    expect(zoomed(hours(0, 4), 0, 0.5, day)).toEqual(hours(0, 2));
    expect(zoomed(hours(20, 24), day, 2, day)).toEqual(hours(16, 24));
  });

  it('pans by a share of itself and stops at the ends of the run', () => {
    expect(panned(hours(4, 8), 0.25, day)).toEqual(hours(5, 9));
    expect(panned(hours(4, 8), -0.25, day)).toEqual(hours(3, 7));
    expect(panned(hours(22, 24), 1, day)).toEqual(hours(22, 24));
    expect(panned(hours(0, 2), -1, day)).toEqual(hours(0, 2));
    expect(centred(hours(0, 2), 10 * 3600, day)).toEqual(hours(9, 11));
  });

  it('whatever is done to it stays within the run, at least a minute long; zooming in always ends at one minute, zooming out at the whole', () => {
    const moves = fc.array(fc.oneof(fc.record({ share: fc.double({ min: -2, max: 2, noNaN: true }) }), fc.record({ factor: fc.constantFrom(0.5, 2), at: fc.double({ min: 0, max: 1, noNaN: true }) })), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), moves, (duration, steps) => {
        let span = visibleSpan(null, duration);
        for (const step of steps) {
          span = 'share' in step ? panned(span, step.share, duration) : zoomed(span, span.from + step.at * (span.to - span.from), step.factor, duration);
          expect(span.from).toBeGreaterThanOrEqual(0);
          expect(span.to).toBeLessThanOrEqual(duration);
          expect(span.to).toBeGreaterThan(span.from);
        }
        let inner = span;
        for (let step = 0; step < 20; step++) inner = zoomed(inner, inner.from, 0.5, duration);
        expect(inner.to - inner.from).toBeLessThanOrEqual(60);
        for (let step = 0; step < 20; step++) inner = zoomed(inner, inner.from, 2, duration);
        expect(asZoom(inner, duration)).toBeNull();
      }),
    );
  });
});
