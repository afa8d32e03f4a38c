import { useSignalEffect } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { hasStreamMappings, isAboutEvents } from '../state/eventSources.ts';
import { loadFailedBatches, loadRecordsPanel } from '../state/onDemand.ts';
import type { ShownRun } from '../state/simulation.ts';
import { whyAsked } from '../state/why.ts';
import { OnDemand } from './onDemand.tsx';

type Panel = Awaited<ReturnType<typeof loadRecordsPanel>>['RecordsPanel'];

/** The way to single events: nothing is computed or fetched for them before somebody asks. */
export function RecordsSection({ run }: { run: ShownRun }) {
  const [state, setState] = useState<{ kind: 'closed' | 'loading' | 'missing' } | { kind: 'open'; Panel: Panel }>({ kind: 'closed' });
  const heading = useRef<HTMLHeadingElement>(null);
  async function open(): Promise<void> {
    setState({ kind: 'loading' });
    try {
      const { RecordsPanel } = await loadRecordsPanel();
      setState({ kind: 'open', Panel: RecordsPanel });
      // The button that had the focus is gone.
      heading.current?.focus({ preventScroll: whyAsked.value === null });
    } catch {
      setState({ kind: 'missing' });
      whyAsked.value = null;
    }
  }
  useSignalEffect(() => {
    if (whyAsked.value === run.request && state.kind !== 'open' && state.kind !== 'loading') void open();
  });
  const hasEvents = isAboutEvents(run);
  const hasBatches = hasStreamMappings(run);
  // Of queues there are only numbers.
  if (!hasEvents && !hasBatches) return null;
  return (
    <section class="records" aria-labelledby="records">
      <h3 id="records" ref={heading} tabIndex={-1}>
        {hasEvents ? 'Events and what was sent' : 'Failed batches and what was sent'}
      </h3>
      {state.kind === 'open' ? (
        <state.Panel run={run} hasEvents={hasEvents} close={() => setState({ kind: 'closed' })} batches={(overview) => <OnDemand load={loadFailedBatches} about={{ run, overview }} />} />
      ) : (
        <>
          <p class="records-invitation">
            {hasEvents && 'Each event’s life-line, step by step, and the very records and dead letters that were sent for it. '}
            {hasBatches && 'Each batch of a stream that failed, with what it was split into, every attempt, and what became of its records. '}
            To get them, the run is repeated with its trace on: the same seed, and so the same numbers.
          </p>
          <button type="button" disabled={state.kind === 'loading'} onClick={() => void open()}>
            Show the {hasEvents ? 'events' : 'batches'}
          </button>
          {state.kind === 'missing' && <p role="alert">This part of the page could not be loaded: the server it came from does not answer. Try again when it does.</p>}
        </>
      )}
    </section>
  );
}
