import { cursor, pinned, speak } from '../state/cursor.ts';
import { extended, selection } from '../state/selection.ts';
import { singleKeys } from '../state/singleKeys.ts';
import { spanOf } from './bins.ts';
import { cellOf } from './chartTable.tsx';
import type { TableColumn } from './chartTable.tsx';
import { pan, select, show, showSelection, zoomBy } from './navigation.ts';
import { binClock, middleOf, visibleBin } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** The keys of a chart that has the focus, as `aria-keyshortcuts` writes them. */
export const chartKeys = 'ArrowLeft ArrowRight PageUp PageDown Home End Shift+ArrowLeft Shift+ArrowRight Enter Escape f 0 w s a d t';

/** The same for people; behind the summary of a chart. */
export const chartKeysInWords =
  'Left and right arrow move the cursor, page up and page down by ten; with shift, the arrows select. Enter holds the cursor. f shows what is selected, 0 the whole run, w and s zoom in and out, a and d move earlier and later, t shows the table.';

const stride = 10;
const panShare = 0.25;

/** Does what a key means in a chart. False: the key means nothing there. */
export function pressChartKey({ key, shiftKey }: KeyboardEvent, axis: TimeAxis, columns: readonly TableColumn[], toggleTable: () => void): boolean {
  if (key.length === 1 && !singleKeys.value) return false;
  const here = visibleBin(axis, cursor.value);
  const last = axis.bins.starts.length - 1;
  const inside = (bin: number): number => Math.min(Math.max(bin, 0), last);
  const move = (bin: number): void => {
    if (last < 0) return;
    cursor.value = middleOf(axis, inside(bin));
    speak(`${binClock(axis, inside(bin))}: ${columns.map((column) => `${column.name} ${cellOf(column, inside(bin))}`).join(', ')}`);
  };
  const extend = (bins: number): void => {
    if (last < 0) return;
    const from = here ?? (bins > 0 ? 0 : last);
    cursor.value = middleOf(axis, inside(from + bins));
    select(axis, extended(selection.value, spanOf(axis.bins, from), spanOf(axis.bins, inside(from + bins))));
  };
  const actions: Record<string, (() => void) | undefined> = {
    ArrowRight: () => move(here === null ? 0 : here + 1),
    ArrowLeft: () => move(here === null ? last : here - 1),
    PageDown: () => move(here === null ? 0 : here + stride),
    PageUp: () => move(here === null ? last : here - stride),
    Home: () => move(0),
    End: () => move(last),
    'Shift+ArrowRight': () => extend(1),
    'Shift+ArrowLeft': () => extend(-1),
    Enter: here === null ? undefined : () => holdAt(axis, here),
    Escape: selection.value === null ? undefined : () => select(axis, null),
    f: () => showSelection(axis),
    '0': () => show(axis, null),
    w: () => zoomBy(axis, 0.5),
    s: () => zoomBy(axis, 2),
    a: () => pan(axis, -panShare),
    d: () => pan(axis, panShare),
    t: toggleTable,
  };
  const action = actions[shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key];
  action?.();
  return action !== undefined;
}

/** Sets the cursor firmly in a bin; where it is held there already, lets go of it. Says which. */
export function holdAt(axis: TimeAxis, bin: number): void {
  const isHeld = visibleBin(axis, pinned.value) === bin;
  cursor.value = middleOf(axis, bin);
  pinned.value = isHeld ? null : cursor.value;
  speak(isHeld ? 'The cursor is free.' : `The cursor is held at ${binClock(axis, bin)}.`);
}
