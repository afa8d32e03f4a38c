import { cursor } from '../state/cursor.ts';
import { binAt } from './bins.ts';
import { binClock, clock, timeTicks } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** The labels of the shared time axis, and where the cursor is on it. */
export function TimeRuler({ axis }: { axis: TimeAxis }) {
  return (
    <div class="time-ruler" aria-hidden="true">
      <svg width={axis.width} height={26 * axis.scale} focusable="false">
        {timeTicks(axis).map((seconds) => (
          <text key={seconds} x={axis.x(seconds)} y={15 * axis.scale} text-anchor="middle">
            {axis.durationSeconds > 172_800 && seconds % 86_400 === 0 ? `day ${String(seconds / 86_400 + 1)}` : clock(seconds, axis.durationSeconds).replace(/^day \d+ /, '')}
          </text>
        ))}
      </svg>
      <span class="time-ruler-name">simulated time</span>
      <CursorTime axis={axis} />
    </div>
  );
}

function CursorTime({ axis }: { axis: TimeAxis }) {
  if (cursor.value === null || axis.bins.starts.length === 0) return null;
  const x = Math.min(Math.max(axis.x(cursor.value), 56), axis.width - 56);
  return (
    <output class="cursor-time" style={{ left: `${String(x)}px` }}>
      {binClock(axis, binAt(axis.bins, cursor.value))}
    </output>
  );
}
