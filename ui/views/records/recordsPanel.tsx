import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { EventQuery, TraceOverview, TraceProgress } from '../../../sim/worker/api.ts';
import { seconds } from '../../charts/limits.ts';
import { clock } from '../../charts/timeAxis.ts';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import '../../style/records.css';
import { EventFilters } from './eventFilters.tsx';
import { EventList } from './eventList.tsx';
import { EventStory } from './eventStory.tsx';

type State = { kind: 'tracing'; progress: TraceProgress } | { kind: 'ready'; overview: TraceOverview } | { kind: 'none'; why: string };

const everything: EventQuery = { function: null, outcome: null, destination: null, notDelivered: false, order: 'accepted' };

/** Repeats the run with its trace on, then lets the reader look through its events. */
export function RecordsPanel({ run, close }: { run: ShownRun; close: () => void }) {
  const [state, setState] = useState<State>({ kind: 'tracing', progress: { doing: 'running', fraction: 0 } });
  const [query, setQuery] = useState(everything);
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => {
    let wanted = true;
    const become = (next: State): void => {
      if (wanted) setState(next);
    };
    client
      .trace(run.request, run.snapshot.result.simulatedSeconds, { progress: (progress) => become({ kind: 'tracing', progress }) })
      .then(
        (overview) => become(overview === null ? { kind: 'none', why: 'The run behind these numbers is no longer there. Run the scenario again to see its events.' } : { kind: 'ready', overview }),
        (error: unknown) => become({ kind: 'none', why: `The run could not be repeated: ${error instanceof Error ? error.message : String(error)}` }),
      );
    return () => {
      wanted = false;
      client.stopTrace();
    };
  }, []);

  if (state.kind === 'tracing') return <Tracing progress={state.progress} />;
  if (state.kind === 'none') {
    return (
      <>
        <p role="alert">{state.why}</p>
        <button type="button" onClick={close}>
          Close
        </button>
      </>
    );
  }
  const { overview } = state;
  const isWhole = overview.endedBy === 'run';
  return (
    <>
      <p class="records-covers">{coverage(overview, run)}</p>
      {overview.events > 0 && (
        <>
          <EventFilters overview={overview} query={query} change={setQuery} />
          <EventList run={run} query={query} several={overview.functions.length > 1} chosen={chosen} choose={setChosen} hint={isWhole ? '' : ' among the events that were followed'} />
          {chosen === null ? <p class="records-hint">Choose an event by its number to read its story.</p> : <EventStory run={run} id={chosen} coveredSeconds={overview.coveredSeconds} choose={setChosen} />}
        </>
      )}
    </>
  );
}

function Tracing({ progress: { doing, fraction } }: { progress: TraceProgress }) {
  const percent = Math.floor(fraction * 100);
  const words = doing === 'running' ? 'Repeating the run' : 'Reading its events';
  return (
    <div class="records-tracing">
      <progress max={100} value={percent} aria-label={words} />
      <span>
        {words}: {percent} %
      </span>
      <button type="button" onClick={() => client.stopTrace()}>
        Stop and keep
      </button>
    </div>
  );
}

/** Which part of the run the events are of, and why it is no more. */
function coverage({ events, coveredSeconds, endedBy }: TraceOverview, run: ShownRun): string {
  const duration = seconds(run.scenario.duration);
  const all = run.snapshot.total.result.received;
  if (endedBy === 'run') return events === 0 ? 'No event was accepted.' : `All ${formatCount(events)} accepted events of ${formatSpan(coveredSeconds)}.`;
  const part = `The first ${formatCount(events)} of ${formatCount(all)} accepted events; their stories are told up to ${clock(coveredSeconds, duration)} of ${clock(duration, duration)}`;
  if (endedBy === 'stop') return `${part}, where it was stopped.`;
  return `${part}, where the trace is as large as a browser should hold. To see what comes later, shorten the scenario or lower its traffic.`;
}
