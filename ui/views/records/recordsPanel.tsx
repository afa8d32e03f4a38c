import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { everyEvent, type BatchOverview, type EventQuery, type TraceOverview, type TraceProgress } from '../../../sim/worker/api.ts';
import { seconds } from '../../charts/limits.ts';
import { clock } from '../../charts/timeAxis.ts';
import { runAgain } from '../../state/commands.ts';
import { traceIsLost } from '../../state/lostTrace.ts';
import { selection } from '../../state/selection.ts';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { whyAsked } from '../../state/why.ts';
import '../../style/records.css';
import type { Span } from '../../state/workspace.ts';
import { CopyFailed } from '../problemPanel.tsx';
import { EventFilters } from './eventFilters.tsx';
import { EventList } from './eventList.tsx';
import { EventStory } from './eventStory.tsx';
import { exactClock } from './eventWords.ts';

type State = { kind: 'tracing'; progress: TraceProgress } | { kind: 'ready'; overview: TraceOverview } | { kind: 'gone' } | { kind: 'failed'; why: string };

interface RecordsPanelProps {
  run: ShownRun;
  /** Whether there are events to look for; else there are batches only. */
  hasEvents: boolean;
  close: () => void;
  batches: (overview: BatchOverview) => ComponentChildren;
}

/** Repeats the run with its trace on, then lets the reader look through its events and, as `batches` shows them, its failed batches. */
export function RecordsPanel({ run, hasEvents, close, batches }: RecordsPanelProps) {
  const [state, setState] = useState<State>({ kind: 'tracing', progress: { doing: 'running', fraction: 0 } });
  const [wanted, setWanted] = useState(everyEvent);
  const span = selection.value;
  const query = useMemo(() => ({ ...wanted, from: span?.from ?? null, to: span?.to ?? null }), [wanted, span?.from, span?.to]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [asked, setAsked] = useState(0);
  const [hasNoAnswer, setHasNoAnswer] = useState(false);
  useEffect(() => {
    traceIsLost.value = false;
    let isHere = true;
    const become = (next: State): void => {
      // What is heard of the progress takes another way than the answer, and may come after it.
      if (isHere) setState((now) => (now.kind === 'tracing' ? next : now));
    };
    client
      .trace(run.request, run.snapshot.result.simulatedSeconds, { progress: (progress) => become({ kind: 'tracing', progress }) })
      .then(
        (overview) => become(overview === null ? { kind: 'gone' } : { kind: 'ready', overview }),
        (error: unknown) => become({ kind: 'failed', why: `The run could not be repeated: ${error instanceof Error ? error.message : String(error)}` }),
      );
    return () => {
      isHere = false;
      client.stopTrace();
    };
  }, []);
  useEffect(() => {
    if (whyAsked.value !== run.request || state.kind === 'tracing') return;
    whyAsked.value = null;
    if (state.kind !== 'ready') return;
    const { worst } = state.overview;
    setHasNoAnswer(worst === null);
    if (worst === null) return;
    // A span that was marked on a chart would hide the answer.
    selection.value = null;
    setWanted(queryOf(worst, state.overview.causes.length > 1));
    setChosen(worst.id);
    setAsked((times) => times + 1);
  }, [whyAsked.value, state.kind]);

  if (state.kind === 'tracing') return <Tracing progress={state.progress} />;
  if (state.kind === 'failed')
    return (
      <Without why={state.why} close={close}>
        <CopyFailed message={state.why} request={run.request} />
      </Without>
    );
  if (state.kind === 'gone' || traceIsLost.value)
    return (
      <Without why="The run behind these numbers is no longer there. Run it again to see its events." close={close}>
        <button type="button" onClick={runAgain}>
          Run again
        </button>
      </Without>
    );
  const { overview } = state;
  const isWhole = overview.endedBy === 'run';
  return (
    <>
      {hasEvents && <p class="records-covers">{coverage(overview, run)}</p>}
      {!hasEvents && !isWhole && <p class="records-covers">The run was followed up to {clock(overview.coveredSeconds, seconds(run.scenario.duration))}, where the trace is as large as a browser should hold, or was stopped.</p>}
      {hasNoAnswer && <p role="status">Of the events that were followed, none was lost, discarded or late; that came later in the run.</p>}
      {overview.events > 0 && (
        <>
          <EventFilters overview={overview} query={query} change={setWanted} />
          {span !== null && <Marked span={span} durationSeconds={seconds(run.scenario.duration)} />}
          <EventList run={run} query={query} several={overview.functions.length > 1} chosen={chosen} choose={setChosen} hint={isWhole ? '' : ' among the events that were followed'} />
          {chosen === null ? <p class="records-hint">Choose an event by its number to read its story.</p> : <EventStory run={run} id={chosen} coveredSeconds={overview.coveredSeconds} choose={setChosen} asked={asked} />}
        </>
      )}
      {overview.batches !== null && batches(overview.batches)}
    </>
  );
}

/** Finds events that fared as the worst one did, in words that the filters offer: its cause where there are several. */
function queryOf({ outcome, cause }: NonNullable<TraceOverview['worst']>, hasCauses: boolean): EventQuery {
  const longest: EventQuery = { ...everyEvent, order: 'longest' };
  // A condition is both what became of an event and why.
  if (outcome === 'discarded' && cause !== null && cause !== 'throttled' && cause !== 'retried') return { ...longest, outcome: cause };
  return { ...longest, outcome, cause: hasCauses ? cause : null };
}

/** Why there is nothing to look through, and what can be done about it. */
function Without({ why, close, children }: { why: string; close: () => void; children: ComponentChildren }) {
  return (
    <>
      <p role="alert">{why}</p>
      <p class="problem-actions">
        {children}
        <button type="button" onClick={close}>
          Close
        </button>
      </p>
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

/** Which events are listed while a span is marked on the charts, and the way back to all of them. */
function Marked({ span: { from, to }, durationSeconds }: { span: Span; durationSeconds: number }) {
  function showAll(): void {
    selection.value = null;
    // The button that had the focus is gone.
    document.getElementById('records')?.focus({ preventScroll: true });
  }
  return (
    <p class="records-marked">
      Only those accepted from {exactClock(from, durationSeconds)} to {exactClock(to, durationSeconds)}, as marked on the charts.{' '}
      <button type="button" onClick={showAll}>
        Show all times
      </button>
    </p>
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
