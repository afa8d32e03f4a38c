import { cursor, pinned } from '../state/cursor.ts';
import { selection } from '../state/selection.ts';
import { spanOf } from './bins.ts';
import { visibleBin } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** What all charts mark at once. Each reads its own signal, so that pointing repaints marks and not charts. */

interface Place {
  axis: TimeAxis;
  /** Pixels from where to where the marks go down. */
  top: number;
  bottom: number;
}

/** The bin that the cursor is in. */
export function CursorMark({ axis, top, bottom }: Place) {
  const bin = visibleBin(axis, cursor.value);
  if (bin === null) return null;
  const { from, to } = spanOf(axis.bins, bin);
  return <rect class="cursor" x={axis.x(from)} y={top} width={Math.max(1, axis.x(to) - axis.x(from))} height={bottom - top} />;
}

/** Where the cursor is held. */
export function PinMark({ axis, top, bottom }: Place) {
  const at = pinned.value;
  if (at === null || visibleBin(axis, at) === null) return null;
  return <line class="pin" x1={axis.x(at)} x2={axis.x(at)} y1={top} y2={bottom} />;
}

/** What is selected, as far as it is in sight; where it is all there is in sight, there is nothing to tell apart. */
export function SelectionMark({ axis, top, bottom }: Place) {
  const selected = selection.value;
  const { visible, x } = axis;
  if (selected === null || selected.from >= visible.to || selected.to <= visible.from) return null;
  if (selected.from <= visible.from && selected.to >= visible.to) return null;
  return (
    <g class="selection">
      <rect x={x(selected.from)} y={top} width={x(selected.to) - x(selected.from)} height={bottom - top} />
      <path d={[selected.from, selected.to].map((edge) => `M${String(x(edge))} ${String(top)}V${String(bottom)}`).join('')} />
    </g>
  );
}
