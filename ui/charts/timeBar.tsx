import { useRef } from 'preact/hooks';
import { selection } from '../state/selection.ts';
import { select, show, showSelection } from './navigation.ts';
import { isWhole, spanClock } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';
import { ExportSeries } from './exportMenu.tsx';

/** What is selected and what is shown of the run, and the ways out of both. */
export function TimeBar({ axis }: { axis: TimeAxis }) {
  const bar = useRef<HTMLDivElement>(null);
  const selected = selection.value;
  const { visible, durationSeconds } = axis;
  const canZoom = selected !== null && (selected.from !== visible.from || selected.to !== visible.to);
  // The button that was pressed may be gone; the keys go on in the charts.
  const then = (action: () => void) => (): void => {
    action();
    bar.current?.parentElement?.querySelector<HTMLElement>('.chart')?.focus({ preventScroll: true });
  };
  return (
    <div class={selected === null && isWhole(axis) ? 'time-bar' : 'time-bar is-active'} ref={bar}>
      {selected === null ? isWhole(axis) && <p class="time-hint">Drag across a chart to select a span of time.</p> : <p class="time-selected">{spanClock(selected, durationSeconds)} selected</p>}
      {canZoom && (
        <button type="button" onClick={then(() => showSelection(axis))}>
          Zoom <kbd>f</kbd>
        </button>
      )}
      {selected !== null && (
        <button type="button" class="quiet" onClick={then(() => select(axis, null))}>
          Clear <kbd>Esc</kbd>
        </button>
      )}
      {!isWhole(axis) && (
        <>
          <p class="time-shown">{spanClock(visible, durationSeconds)} shown, numbers of the whole run</p>
          <button type="button" class="quiet" onClick={then(() => show(axis, null))}>
            Whole run <kbd>0</kbd>
          </button>
        </>
      )}
      <ExportSeries />
    </div>
  );
}
