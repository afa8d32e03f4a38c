import { speak } from '../../state/cursor.ts';
import { edit } from '../../state/edit.ts';
import type { DrawingScale } from './drawingScale.ts';
import { followDrag } from './dragging.ts';
import { moved } from './handles.ts';
import type { Handle } from './handles.ts';
import type { TrafficEntry } from './scenarioTraffic.ts';
import { idOf, selectAndFocus, selection } from './selection.ts';
import type { Selection } from './selection.ts';
import { snapCount, snapRate, snapTime, stepRate, timeStep } from './snapping.ts';
import { insertAfter, isStaged, removePoint, shaped } from './stageEdits.ts';
import { useFocus } from './useFocus.ts';
import { handleName, handleTag, handleWords } from './words.ts';

/** A point of the curve to take hold of: by pointer, or with the arrow keys. */
export function CurveHandle({ entry, handle, scale, isDisabled }: { entry: TrafficEntry; handle: Handle; scale: DrawingScale; isDisabled: boolean }) {
  const self: Selection = { kind: 'handle', entry: entry.index, handle: handle.kind, place: handle.place };
  const id = idOf(self);
  const element = useFocus(id);
  const isSelected = selection.value !== null && idOf(selection.value) === id;
  const x = scale.x(handle.at);
  const y = handle.kind === 'burst' ? 0 : Math.max(-4, scale.y(handle.value));
  const words = handleWords(handle, scale.durationSeconds);
  const hasTag = isSelected && !isDisabled;
  const isNearEnd = x > scale.width - 130;
  return (
    <g
      ref={element}
      id={id}
      class={isSelected ? 'curve-handle is-selected' : 'curve-handle'}
      role="slider"
      tabindex={isDisabled ? -1 : 0}
      aria-disabled={isDisabled}
      aria-label={handleName(handle, entry)}
      aria-valuemin={0}
      aria-valuemax={Math.max(scale.top, handle.value)}
      aria-valuenow={handle.value}
      aria-valuetext={words}
      transform={`translate(${String(x)} ${String(y)})`}
      onFocus={() => {
        selection.value = self;
      }}
      onKeyDown={(event) => {
        if (isDisabled || !onHandleKey(event, entry, handle, scale)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        if (!isDisabled) followDrag(event, scale.top, (way) => moved(entry, handle, draggedTo(handle, way, scale)));
      }}
    >
      <circle class="handle-target" r={13} />
      <circle class="handle-ring" r={9} />
      {handle.kind === 'burst' ? <path class="handle-mark" d="M0 -6L6 0L0 6L-6 0Z" /> : <circle class="handle-mark" r={handle.kind === 'point' ? 4.5 : 5.5} />}
      {hasTag && (
        <text class="handle-tag" x={isNearEnd ? -12 : 12} y={y < 16 ? 20 : -10} text-anchor={isNearEnd ? 'end' : 'start'}>
          {handleTag(handle, scale.durationSeconds)}
        </text>
      )}
    </g>
  );
}

/** Where a pointer has brought a handle: on the steps of time and rate, and never below nothing. */
export function draggedTo(handle: Handle, { right, down, fine }: { right: number; down: number; fine: boolean }, scale: DrawingScale): { at: number; value: number } {
  const step = timeStep(scale.span.to - scale.span.from, fine);
  const at = right === 0 || !handle.movesInTime ? handle.at : snapTime(scale.x.invert(scale.x(handle.at) + right), step);
  const value = down === 0 || !handle.movesInValue ? handle.value : snapRate(Math.min(2 * scale.top, scale.y.invert(scale.y(handle.value) + down)), fine);
  return { at, value };
}

/** Does what a key means for a handle; false where it means nothing. */
function onHandleKey(event: KeyboardEvent, entry: TrafficEntry, handle: Handle, scale: DrawingScale): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const { at, value } = handle;
  const strides = event.shiftKey || event.key.startsWith('Page') ? 10 : 1;
  const step = timeStep(scale.span.to - scale.span.from, event.altKey);
  const inTime = (by: number): { at: number; value: number } => (handle.movesInTime ? { at: snapTime(at + by * strides * step, step), value } : inValue(by));
  const inValue = (by: number): { at: number; value: number } => ({ at, value: handle.kind === 'burst' ? nextCount(value, by * strides) : stepRate(value, by * strides, event.altKey, scale.top) });
  const moves: Record<string, () => { at: number; value: number }> = {
    ArrowLeft: () => inTime(-1),
    ArrowRight: () => inTime(1),
    ArrowDown: () => inValue(-1),
    ArrowUp: () => inValue(1),
    PageDown: () => inValue(-1),
    PageUp: () => inValue(1),
  };
  const move = moves[event.key];
  if (move !== undefined) {
    edit(moved(entry, handle, move()), `traffic ${String(entry.index)} ${handle.kind} ${String(handle.place)}`);
    return true;
  }
  if (event.key === 'Enter' || event.key === '+') addPoint(entry, handle, scale);
  else if (event.key === 'Delete' || event.key === 'Backspace') takePoint(entry, handle);
  else return false;
  return true;
}

/** Puts a point in after a point; a steady rate gets points of its own. */
export function addPoint(entry: TrafficEntry, handle: Handle, scale: DrawingScale): void {
  if (!isStaged(entry)) {
    shape(entry);
    return;
  }
  const edits = insertAfter(entry, handle.place, scale.durationSeconds / 10);
  if (edits.length === 0) {
    speak('No room for a point after the last one.');
    return;
  }
  edit(edits);
  selectAndFocus({ kind: 'handle', entry: entry.index, handle: 'point', place: handle.place + 1 });
  speak(`Point ${String(handle.place + 2)} of ${String(entry.pattern.stages.length + 1)} added.`);
}

/** Takes a point out and moves on to its neighbour. */
export function takePoint(entry: TrafficEntry, handle: Handle): void {
  if (!isStaged(entry)) return;
  const edits = removePoint(entry, handle.place);
  if (edits.length === 0) {
    speak('The only point stays: stages cannot be empty.');
    return;
  }
  edit(edits);
  selectAndFocus({ kind: 'handle', entry: entry.index, handle: 'point', place: Math.min(handle.place, entry.pattern.stages.length - 2) });
  speak('Point removed.');
}

/** Makes stages of a steady rate, with points a quarter of its time apart. */
export function shape(entry: TrafficEntry): void {
  const quarters = [1, 2, 3].map((quarter) => snapTime(entry.from + ((entry.until - entry.from) * quarter) / 4, timeStep(entry.until - entry.from, true)));
  const edits = shaped(entry, quarters);
  if (edits.length === 0) return;
  edit(edits);
  selectAndFocus({ kind: 'handle', entry: entry.index, handle: 'point', place: 2 });
  speak('The rate is now stages of the same rate, with points to move.');
}

/** The next count on its two-digit steps. */
function nextCount(count: number, steps: number): number {
  const digit = Math.max(1, 10 ** (Math.floor(Math.log10(steps < 0 ? Math.max(1, count - 1) : count)) - 1));
  return snapCount(count + steps * digit);
}
