import { batch, signal } from '@preact/signals';
import { edited } from '../../state/edit.ts';
import type { Edit } from '../../state/edit.ts';
import { history, open, workspace, writeText } from '../../state/session.ts';

/** How far a pointer has come since it went down, in pixels. */
export interface Moved {
  right: number;
  down: number;
  /** Alt: a closer look. */
  fine: boolean;
}

/** The highest rate of the drawing when the drag that goes on began, which keeps its scale; null while nothing is dragged. */
export const heldTop = signal<number | null>(null);

/** A direction counts from here on, so that a press is no drag and a drag upwards none to the side. */
const fewestPixels = 4;

/**
 * Follows a pointer that went down on `event`’s target until it goes up: each frame the text is what it was, with the
 * edits of the way so far. However long it takes it is one step back, and Escape is no step at all. Shift keeps to one direction.
 */
export function followDrag(event: PointerEvent, top: number, editsOf: (moved: Moved) => readonly Edit[]): void {
  const target = event.currentTarget as Element | null;
  if (target === null || event.button !== 0) return;
  event.stopPropagation();
  const start = { x: event.clientX, y: event.clientY, text: open.value.text };
  const directions = { right: false, down: false };
  let latest = event;
  let frame = 0;
  let written: unknown = null;
  target.setPointerCapture(event.pointerId);
  heldTop.value = top;

  function write(text: string): void {
    batch(() => {
      // A rest of seconds in the middle of a drag would make it two steps: what this drag has written gives way to what it writes now.
      if (written !== null && workspace.value === written) history.undo();
      writeText(text);
      written = open.value.text === start.text ? null : workspace.value;
    });
  }

  function step(): void {
    frame = 0;
    const [right, down] = [latest.clientX - start.x, latest.clientY - start.y];
    directions.right ||= Math.abs(right) >= fewestPixels;
    directions.down ||= Math.abs(down) >= fewestPixels;
    const isSideways = Math.abs(right) >= Math.abs(down);
    const edits = editsOf({
      right: directions.right && !(latest.shiftKey && !isSideways) ? right : 0,
      down: directions.down && !(latest.shiftKey && isSideways) ? down : 0,
      fine: latest.altKey,
    });
    write(edited(start.text, edits));
  }

  function onMove(next: PointerEvent): void {
    latest = next;
    frame ||= requestAnimationFrame(step);
  }

  function end(): void {
    if (frame !== 0) {
      cancelAnimationFrame(frame);
      step();
    }
    stop();
  }

  function giveUp(): void {
    cancelAnimationFrame(frame);
    write(start.text);
    stop();
  }

  function onKey(key: KeyboardEvent): void {
    if (key.key !== 'Escape') return;
    key.preventDefault();
    key.stopPropagation();
    giveUp();
  }

  const listening = new AbortController();
  function stop(): void {
    listening.abort();
    heldTop.value = null;
  }
  const { signal: until } = listening;
  target.addEventListener('pointermove', (next) => onMove(next as PointerEvent), { signal: until });
  target.addEventListener('pointerup', end, { signal: until });
  target.addEventListener('pointercancel', giveUp, { signal: until });
  window.addEventListener('keydown', onKey, { signal: until, capture: true });
}
