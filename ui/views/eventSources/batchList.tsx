import { useState } from 'preact/hooks';
import { countOf, formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { BatchQuery, BatchRow } from '../../../sim/worker/api.ts';
import { Swatch } from '../../charts/layers.tsx';
import { seconds } from '../../charts/limits.ts';
import { TablePages } from '../../charts/tablePages.tsx';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { exactClock } from '../records/eventWords.ts';
import { countsInWords, endLayers } from './batchWords.ts';
import { useAnswer } from '../records/useAnswer.ts';

const rowsOnPage = 10;

/** The worst first: the one swatch of a batch is that of its worst records. */
const worstFirst = ['gone', 'expired', 'captured', 'unended', 'delivered'] as const;

interface BatchListProps {
  run: ShownRun;
  query: BatchQuery;
  /** Whether there is more than one mapping to tell apart. */
  several: boolean;
  chosen: number | null;
  choose: (id: number) => void;
}

/** The failed batches that a query finds, a page at a time. */
export function BatchList({ run, query, several, chosen, choose }: BatchListProps) {
  const [{ of, page }, setPage] = useState({ of: query, page: 0 });
  // Another query begins with its first page.
  const shownPage = of === query ? page : 0;
  const answer = useAnswer(run.request, () => client.batches(run.request, 'list', query, shownPage * rowsOnPage, rowsOnPage), [query, shownPage]);
  if (answer === null) return <p class="records-hint">Looking through the batches…</p>;
  const duration = seconds(run.scenario.duration);
  return (
    <div class="events">
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of failed batches">
        <table>
          <thead>
            <tr>
              <th scope="col">Batch</th>
              <th scope="col">Made</th>
              {several && (
                <th scope="col" class="words">
                  Mapping
                </th>
              )}
              <th scope="col">Shard</th>
              <th scope="col">Records</th>
              <th scope="col">Parts</th>
              <th scope="col">Invocations</th>
              <th scope="col">Took</th>
              <th scope="col" class="words">
                What became of them
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <tr key={row.id} class={chosen === row.id ? 'is-chosen' : ''}>
                <th scope="row">
                  <button type="button" class="choose" aria-pressed={chosen === row.id} aria-label={`Batch ${String(row.id)}`} onClick={() => choose(row.id)}>
                    {row.id}
                  </button>
                </th>
                <td>{exactClock(row.formedAt, duration)}</td>
                {several && <td class="words">{row.mapping}</td>}
                <td>{row.shard}</td>
                <td>{formatCount(row.records)}</td>
                <td>{formatCount(row.parts)}</td>
                <td>{formatCount(row.invocations)}</td>
                <td>{formatSpan(row.endedAt === null ? null : row.endedAt - row.formedAt)}</td>
                <td class="words">
                  <span class="event-outcome">
                    <Swatch layer={endLayers[worstOf(row)]} />
                    {countsInWords(row.counts)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="batch-pages">
        <span role="status">{countOf(answer.found, 'batch', 'batches')}</span>
        <TablePages page={shownPage} pages={Math.max(1, Math.ceil(answer.found / rowsOnPage))} words={['Earlier', 'Later']} go={(next) => setPage({ of: query, page: next })} />
      </div>
    </div>
  );
}

const worstOf = ({ counts }: BatchRow): (typeof worstFirst)[number] => worstFirst.find((end) => counts[end] > 0) ?? 'delivered';
