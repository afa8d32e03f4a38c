import { cursor, speak } from '../state/cursor.ts';
import { selection } from '../state/selection.ts';
import { zoomTo } from '../state/session.ts';
import type { Span } from '../state/workspace.ts';
import { spanClock } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';
import { asZoom, panned, zoomed } from './visibleSpan.ts';

/** What keys, pointers and buttons do with the time that is shown and selected; each says aloud what it did. */

/** Draws a part of the run; null: all of it. */
export function show({ durationSeconds }: TimeAxis, span: Span | null): void {
  const zoom = span === null ? null : asZoom(span, durationSeconds);
  zoomTo(zoom);
  speak(zoom === null ? 'The whole run is shown.' : `${spanClock(zoom, durationSeconds)} is shown.`);
}

/** Marks a span in all charts; null: none. */
export function select({ durationSeconds }: TimeAxis, span: Span | null): void {
  selection.value = span;
  speak(span === null ? 'Nothing is selected.' : `${spanClock(span, durationSeconds)} selected.`);
}

/** Draws what is selected, if anything is. */
export function showSelection(axis: TimeAxis): void {
  if (selection.value !== null) show(axis, selection.value);
}

/** Draws a part so many times as long, around the cursor, or around the middle where the cursor is out of sight. */
export function zoomBy(axis: TimeAxis, factor: number): void {
  const { visible, durationSeconds } = axis;
  const at = cursor.value;
  const isInSight = at !== null && at >= visible.from && at <= visible.to;
  show(axis, zoomed(visible, isInSight ? at : (visible.from + visible.to) / 2, factor, durationSeconds));
}

/** Draws what comes later, by a share of what is drawn; a negative share: what was before. */
export function pan(axis: TimeAxis, share: number): void {
  show(axis, panned(axis.visible, share, axis.durationSeconds));
}
