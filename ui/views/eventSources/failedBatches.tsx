import { useMemo, useState } from 'preact/hooks';
import { countOf, formatCount } from '../../../sim/report/count.ts';
import type { BatchOverview, BatchQuery } from '../../../sim/worker/api.ts';
import { LanePatterns } from '../../charts/eventSources/lanePatterns.tsx';
import { selection } from '../../state/selection.ts';
import type { ShownRun } from '../../state/simulation.ts';
import '../../style/records.css';
import '../../style/eventSources.css';
import { BatchList } from './batchList.tsx';
import { BatchStory } from './batchStory.tsx';
import { endWords } from './batchWords.ts';

const choosable = ['delivered', 'captured', 'gone', 'expired', 'unended'] as const;

/** The batches of streams that failed in a traced run; one that is chosen is shown with all that it was split into. */
export function FailedBatches({ run, overview: { failed, kept, mappings } }: { run: ShownRun; overview: BatchOverview }) {
  const [wanted, setWanted] = useState<Omit<BatchQuery, 'from' | 'to'>>({ mapping: null, end: null, order: 'formed' });
  const [chosen, setChosen] = useState<number | null>(null);
  const span = selection.value;
  const query = useMemo(() => ({ ...wanted, from: span?.from ?? null, to: span?.to ?? null }), [wanted, span?.from, span?.to]);
  return (
    <section class="failed-batches" aria-labelledby="failed-batches">
      <LanePatterns />
      <h4 id="failed-batches">Failed batches</h4>
      {failed === 0 ? (
        <p class="records-covers">No batch of a stream failed.</p>
      ) : (
        <>
          <p class="records-covers">
            {countOf(failed, 'batch', 'batches')} of streams failed or had records discarded{kept < failed && `; the first ${formatCount(kept)} can be looked at, which is as much as a browser should hold`}.
            {span !== null && ' Listed are those made in the marked span.'}
          </p>
          <div class="records-filters">
            {mappings.length > 1 && (
              <label>
                Mapping
                <select value={wanted.mapping ?? ''} onChange={(event) => setWanted({ ...wanted, mapping: event.currentTarget.value || null })}>
                  <option value="">all</option>
                  {mappings.map(({ name, failed: own }) => (
                    <option key={name} value={name}>
                      {name} ({formatCount(own)})
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label>
              With records
              <select value={wanted.end ?? ''} onChange={(event) => setWanted({ ...wanted, end: choosable.find((end) => end === event.currentTarget.value) ?? null })}>
                <option value="">of any end</option>
                {choosable.map((end) => (
                  <option key={end} value={end}>
                    {endWords[end]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              In order of
              <select value={wanted.order} onChange={(event) => setWanted({ ...wanted, order: event.currentTarget.value === 'longest' ? 'longest' : 'formed' })}>
                <option value="formed">time</option>
                <option value="longest">time taken, longest first</option>
              </select>
            </label>
          </div>
          <BatchList run={run} query={query} several={mappings.length > 1} chosen={chosen} choose={setChosen} />
          {chosen === null ? <p class="records-hint">Choose a batch by its number to see what it was split into.</p> : <BatchStory key={chosen} run={run} id={chosen} />}
        </>
      )}
    </section>
  );
}
