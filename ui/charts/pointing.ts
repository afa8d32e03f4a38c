import { useRef } from 'preact/hooks';
import { cursor, pinned } from '../state/cursor.ts';
import { hull, selection } from '../state/selection.ts';
import type { Span } from '../state/workspace.ts';
import { binAt, spanOf } from './bins.ts';
import { holdAt } from './chartKeys.ts';
import { select, show } from './navigation.ts';
import { middleOf } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** Nearer than this to where the pointer went down, it is a click. In pixels. */
const dragBegins = 4;

interface Gesture {
  x: number;
  /** The bin it began in, as time: bins may change under a drag while the run goes on. */
  anchor: Span;
  isDrag: boolean;
}

type PlotEvent = PointerEvent & { currentTarget: SVGSVGElement };

/**
 * What a pointer does on a plot: it moves the cursor, a drag selects whole bins, a click holds the cursor, a double click shows the
 * whole run. A vertical drag of a finger scrolls the page: the browser then cancels the pointer.
 */
export function usePointing(axis: TimeAxis) {
  const gesture = useRef<Gesture | null>(null);
  const binUnder = (event: PlotEvent): number => binAt(axis.bins, axis.x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left));
  return {
    onPointerDown(event: PlotEvent): void {
      const bin = binUnder(event);
      if (!event.isPrimary || event.button !== 0 || bin < 0) return;
      cursor.value = middleOf(axis, bin);
      gesture.current = { x: event.clientX, anchor: spanOf(axis.bins, bin), isDrag: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PlotEvent): void {
      const bin = binUnder(event);
      if (!event.isPrimary || bin < 0) return;
      cursor.value = middleOf(axis, bin);
      const now = gesture.current;
      if (now === null) return;
      now.isDrag ||= Math.abs(event.clientX - now.x) > dragBegins;
      if (now.isDrag) selection.value = hull(now.anchor, spanOf(axis.bins, bin));
    },
    onPointerUp(event: PlotEvent): void {
      const now = gesture.current;
      gesture.current = null;
      if (now === null) return;
      if (now.isDrag) select(axis, selection.value);
      else holdAt(axis, binUnder(event));
    },
    onPointerCancel(): void {
      gesture.current = null;
    },
    onPointerLeave(event: PlotEvent): void {
      if (event.pointerType === 'mouse' && gesture.current === null) cursor.value = pinned.value;
    },
    onDblClick(): void {
      show(axis, null);
    },
  };
}
