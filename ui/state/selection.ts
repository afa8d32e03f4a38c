import { signal } from '@preact/signals';
import type { Span } from './workspace.ts';

/** The stretch of simulated time that is marked in all charts; null when none is. */
export const selection = signal<Span | null>(null);

/** The shortest span that holds both. */
export function hull(one: Span, other: Span): Span {
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

/**
 * A selection after its moving end went from one bin to another: the end that the cursor was at moves, the other stays.
 * Where the cursor was at neither end, a new selection begins with the bin it was in.
 */
export function extended(selected: Span | null, here: Span, there: Span): Span {
  if (selected !== null && here.to === selected.to && here.from > selected.from) return { from: selected.from, to: there.to };
  if (selected !== null && here.from === selected.from && here.to < selected.to) return { from: there.from, to: selected.to };
  return hull(here, there);
}
