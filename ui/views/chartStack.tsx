import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AgeChart } from '../charts/ageChart.tsx';
import { BacklogChart } from '../charts/backlogChart.tsx';
import { ConcurrencyChart } from '../charts/concurrencyChart.tsx';
import { destinationLines } from '../charts/destinationLines.ts';
import { DestinationsChart } from '../charts/destinationsChart.tsx';
import { destinationLayers } from '../charts/layers.tsx';
import { ageLimits, concurrencyLimit, seconds } from '../charts/limits.ts';
import { OutcomesChart } from '../charts/outcomesChart.tsx';
import { timeAxis } from '../charts/timeAxis.ts';
import { TimeRuler } from '../charts/timeRuler.tsx';
import { subject } from '../state/simulation.ts';
import type { ShownRun } from '../state/simulation.ts';
import { InTurn } from './inTurn.tsx';

/** The charts on one time axis: four that every run has, and one where something was sent to a destination. */
export function ChartStack({ run }: { run: ShownRun }) {
  const stack = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = stack.current;
    if (element === null) return undefined;
    // Told with the next layout, and so after the verdict is on the screen; to ask now would cost a layout of its own.
    const observer = new ResizeObserver(([entry]) => entry !== undefined && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const about = subject.value;
  return (
    <div class="charts" ref={stack}>
      {about !== null && width > 0 && <Charts run={run} width={width} />}
    </div>
  );
}

function Charts({ run, width }: { run: ShownRun; width: number }) {
  const about = subject.value;
  if (about === null) return null;
  const { scenario, snapshot } = run;
  const axis = timeAxis(snapshot.series.minutes, snapshot.series.ends, seconds(scenario.duration), width, textScale(), run.status === 'running');
  const delayTarget = seconds(scenario.delayTarget);
  const destinations = destinationLines(scenario, about.name, snapshot.series.destinations, destinationLayers.length);
  return (
    <>
      <TimeRuler axis={axis} />
      <OutcomesChart axis={axis} subject={about} />
      {destinations.length > 0 && <DestinationsChart axis={axis} destinations={destinations} isShared={about.name !== null && about.count > 1} />}
      <InTurn turn={1}>
        <BacklogChart axis={axis} subject={about} delayTarget={delayTarget} />
      </InTurn>
      <InTurn turn={2}>
        <ConcurrencyChart axis={axis} subject={about} limit={concurrencyLimit(scenario, about.name)} />
      </InTurn>
      <InTurn turn={3}>
        <AgeChart axis={axis} subject={about} limits={ageLimits(scenario, about.name)} delayTarget={delayTarget} />
      </InTurn>
      <TimeRuler axis={axis} />
    </>
  );
}

/** Text is sized by the reader's setting; the room for it must be, too. */
function textScale(): number {
  return (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16;
}
