import { cursor } from '../state/cursor.ts';
import { show } from './navigation.ts';
import { binClock, isWhole, tickName, timeTicks, visibleBin } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';
import { centred } from './visibleSpan.ts';

/** The labels of the shared time axis, and where the cursor is on it. */
export function TimeRuler({ axis }: { axis: TimeAxis }) {
  return (
    <div class="time-ruler" aria-hidden="true">
      <svg width={axis.width} height={26 * axis.scale} focusable="false">
        {timeTicks(axis).map((seconds) => (
          <text key={seconds} x={axis.x(seconds)} y={15 * axis.scale} text-anchor="middle">
            {tickName(axis, seconds)}
          </text>
        ))}
      </svg>
      <span class="time-ruler-name">simulated time</span>
      <CursorTime axis={axis} />
    </div>
  );
}

function CursorTime({ axis }: { axis: TimeAxis }) {
  const bin = visibleBin(axis, cursor.value);
  if (bin === null) return null;
  const half = 56 * axis.scale;
  const x = Math.min(Math.max(axis.x(cursor.value ?? 0), half), axis.width - half);
  return (
    <output class="cursor-time" style={{ left: `${String(x)}px` }}>
      {binClock(axis, bin)}
    </output>
  );
}

/** Where the part that is drawn lies in the whole run; pressing or dragging moves it there. By keyboard, a and d do. */
export function Overview({ axis }: { axis: TimeAxis }) {
  if (isWhole(axis)) return null;
  const { visible, durationSeconds, left } = axis;
  const width = axis.width - axis.right - left;
  const toPixels = (seconds: number): number => (seconds / durationSeconds) * width;
  const moveTo = (event: PointerEvent & { currentTarget: SVGSVGElement }): void => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const seconds = ((event.clientX - event.currentTarget.getBoundingClientRect().left - left) / width) * durationSeconds;
    show(axis, centred(visible, seconds, durationSeconds));
  };
  return (
    <svg class="overview" width={axis.width} height="24" aria-hidden="true" focusable="false" onPointerDown={moveTo} onPointerMove={moveTo}>
      <rect class="overview-whole" x={left} y="9" width={width} height="6" rx="3" />
      <rect class="overview-part" x={left + toPixels(visible.from)} y="7" width={Math.max(4, toPixels(visible.to - visible.from))} height="10" rx="3" />
    </svg>
  );
}
