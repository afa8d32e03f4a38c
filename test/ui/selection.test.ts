import { describe, expect, it } from 'vitest';
import { cursor, pinned } from '../../ui/state/cursor.ts';
import { extended, hull } from '../../ui/state/selection.ts';
import type { Span } from '../../ui/state/workspace.ts';

const bin = (number: number): Span => ({ from: number * 300, to: (number + 1) * 300 });

describe('a selection', () => {
  it('by a drag holds the bins at both of its ends, whichever came first', () => {
    expect(hull(bin(2), bin(5))).toEqual({ from: 600, to: 1800 });
    expect(hull(bin(5), bin(2))).toEqual({ from: 600, to: 1800 });
  });

  it('by keys begins with the bin of the cursor, grows, shrinks and turns round at it', () => {
    const walk = [3, 4, 5, 4, 3, 2, 1, 2];
    const seen: [number, number][] = [];
    let selected: Span | null = null;
    walk.slice(1).forEach((there, index) => {
      selected = extended(selected, bin(walk[index] ?? 0), bin(there));
      seen.push([selected.from / 300, selected.to / 300]);
    });
    expect(seen).toEqual([[3, 5], [3, 6], [3, 5], [3, 4], [2, 4], [1, 4], [2, 4]]);
  });

  it('begins anew where the cursor is at neither of its ends', () => {
    expect(extended({ from: 0, to: 3000 }, bin(4), bin(5))).toEqual(hull(bin(4), bin(5)));
  });
});

describe('the cursor', () => {
  it('that is taken away is held no more', () => {
    cursor.value = 90;
    pinned.value = 90;
    cursor.value = 150;
    expect(pinned.value).toBe(90);
    cursor.value = null;
    expect(pinned.value).toBeNull();
  });
});
