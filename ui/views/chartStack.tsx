import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AgeChart } from '../charts/ageChart.tsx';
import { BacklogChart } from '../charts/backlogChart.tsx';
import { ConcurrencyChart } from '../charts/concurrencyChart.tsx';
import { destinationLines } from '../charts/destinationLines.ts';
import { DestinationsChart } from '../charts/destinationsChart.tsx';
import { destinationLayers } from '../charts/layers.tsx';
import { ageLimits, concurrencyLimit, seconds } from '../charts/limits.ts';
import { OutcomesChart } from '../charts/outcomesChart.tsx';
import { timeAxis } from '../charts/timeAxis.ts';
import { TimeBar } from '../charts/timeBar.tsx';
import { Overview, TimeRuler } from '../charts/timeRuler.tsx';
import { visibleSpan } from '../charts/visibleSpan.ts';
import { cursor } from '../state/cursor.ts';
import { hasEventSources, isWithoutEvents } from '../state/eventSources.ts';
import { loadEventSourceCharts } from '../state/onDemand.ts';
import { overlay } from '../state/overlay.ts';
import { selection } from '../state/selection.ts';
import { zoom } from '../state/session.ts';
import { subject } from '../state/simulation.ts';
import type { ShownRun } from '../state/simulation.ts';
import { ownSpread } from '../state/studies.ts';
import { InTurn } from './inTurn.tsx';
import { OnDemand } from './onDemand.tsx';

/** The charts on one time axis: four that every run with events has, one where something was sent to a destination, and those of streams and queues. */
export function ChartStack({ run }: { run: ShownRun }) {
  const stack = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(() => {
    const element = stack.current;
    if (element === null) return undefined;
    // Told with the next layout, and so after the verdict is on the screen; to ask now would cost a layout of its own.
    let first: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const now = { width: Math.floor(entry.contentRect.width), scale: textScale() };
      // The first drawing is a task of its own; later ones come with the frame that has the new width.
      if (first === undefined) first = setTimeout(() => setRoom(now));
      else setRoom(now);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearTimeout(first);
    };
  }, []);

  // What was pointed at in another scenario, or before the run had another length, means nothing in this one.
  const { duration } = run.scenario;
  useEffect(() => {
    cursor.value = null;
    selection.value = null;
  }, [run.request.name, duration]);

  return (
    <div class="charts" ref={stack}>
      {room !== null && room.width > 0 && <Charts run={run} room={room} />}
    </div>
  );
}

/** How wide the charts are, in pixels, and how much larger than usual text is. */
interface Room {
  width: number;
  scale: number;
}

function Charts({ run, room }: { run: ShownRun; room: Room }) {
  const about = subject.value;
  if (about === null) return null;
  const { scenario, snapshot } = run;
  const { minutes, ends } = snapshot.series;
  const durationSeconds = seconds(scenario.duration);
  const visible = visibleSpan(zoom.value, durationSeconds);
  const axis = timeAxis({ minutes, ends, durationSeconds, visible, ...room, growing: run.status === 'running' });
  const delayTarget = seconds(scenario.delayTarget);
  const destinations = destinationLines(scenario, about.name, snapshot.series.destinations, destinationLayers.length);
  const spread = run.status === 'finished' ? ownSpread.value : null;
  const shared = { axis, subject: spread === null ? about : { ...about, spread }, overlay: overlay.value };
  const hasEvents = !isWithoutEvents(run, about);
  return (
    <>
      <TimeBar axis={axis} />
      <Overview axis={axis} />
      <TimeRuler axis={axis} />
      {hasEvents && <OutcomesChart {...shared} />}
      {hasEventSources(run) && <OnDemand load={loadEventSourceCharts} about={{ run, axis }} />}
      {destinations.length > 0 && <DestinationsChart axis={axis} destinations={destinations} isShared={about.name !== null && about.count > 1} />}
      {hasEvents && (
        <InTurn turn={1}>
          <BacklogChart {...shared} delayTarget={delayTarget} />
        </InTurn>
      )}
      <InTurn turn={2}>
        <ConcurrencyChart {...shared} limit={concurrencyLimit(scenario, about.name)} />
      </InTurn>
      {hasEvents && (
        <InTurn turn={3}>
          <AgeChart {...shared} limits={ageLimits(scenario, about.name)} delayTarget={delayTarget} />
        </InTurn>
      )}
      <TimeRuler axis={axis} />
    </>
  );
}

/** Text is sized by the reader's setting; the room for it must be, too. To ask in the middle of drawing would cost a layout of its own. */
function textScale(): number {
  return (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16;
}
