import { useState } from 'preact/hooks';
import { countOf } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { EventQuery, EventRow } from '../../../sim/worker/api.ts';
import { Swatch } from '../../charts/layers.tsx';
import { seconds } from '../../charts/limits.ts';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { exactClock, layerOf, outcomeWords } from './eventWords.ts';
import { useAnswer } from './useAnswer.ts';

const rowsOnPage = 25;

interface EventListProps {
  run: ShownRun;
  query: EventQuery;
  /** Whether there is more than one function to tell apart. */
  several: boolean;
  chosen: number | null;
  choose: (id: number) => void;
  /** What is said after "no events". */
  hint: string;
}

/** The events that a query finds, a page at a time. */
export function EventList({ run, query, several, chosen, choose, hint }: EventListProps) {
  const [{ of, page }, setPage] = useState({ of: query, page: 0 });
  // Another query begins with its first page.
  const shownPage = of === query ? page : 0;
  const answer = useAnswer(run.request, () => client.events(run.request, query, shownPage * rowsOnPage, rowsOnPage), [query, shownPage]);
  if (answer === null) return <p class="records-hint">Looking through the events…</p>;
  const pages = Math.max(1, Math.ceil(answer.found / rowsOnPage));
  return (
    <div class="events">
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of events">
        <table>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Accepted</th>
              {several && (
                <th scope="col" class="words">
                  Function
                </th>
              )}
              <th scope="col" class="words">
                What became of it
              </th>
              <th scope="col">Took</th>
              <th scope="col">approximateInvokeCount</th>
              <th scope="col" class="words">
                Sent to
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <tr key={row.id} class={chosen === row.id ? 'is-chosen' : ''}>
                <th scope="row">
                  <button type="button" class="choose" aria-pressed={chosen === row.id} aria-label={`Event ${String(row.id)}`} onClick={() => choose(row.id)}>
                    {row.id}
                  </button>
                </th>
                <td>{exactClock(row.acceptedAt, seconds(run.scenario.duration))}</td>
                {several && (
                  <td class="words" title={row.function}>
                    {row.function}
                  </td>
                )}
                <td class="words">
                  <Outcome row={row} />
                </td>
                <td>{formatSpan(row.endedAt === null ? null : row.endedAt - row.acceptedAt)}</td>
                <td>{row.executions ?? '–'}</td>
                <td class="words">
                  <SentTo sent={row.sent} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="table-pages">
        <span class="events-found" role="status">
          {countOf(answer.found, 'event')}
          {answer.found === 0 && hint}
        </span>
        <button type="button" class="quiet" disabled={shownPage === 0} onClick={() => setPage({ of: query, page: shownPage - 1 })}>
          Earlier
        </button>
        <span>
          page {shownPage + 1} of {pages}
        </span>
        <button type="button" class="quiet" disabled={shownPage >= pages - 1} onClick={() => setPage({ of: query, page: shownPage + 1 })}>
          Later
        </button>
      </div>
    </div>
  );
}

function Outcome({ row: { outcome, took } }: { row: EventRow }) {
  return (
    <span class="event-outcome">
      <Swatch layer={layerOf(outcome, took)} />
      {outcomeWords[outcome]}
      {took === 'nothing' && ', gone'}
    </span>
  );
}

function SentTo({ sent }: { sent: EventRow['sent'] }) {
  if (sent.length === 0) return <>–</>;
  return (
    <>
      {sent.map(({ destination, delivered }, index) => (
        <span key={index} class="sent-to" title={destination}>
          {!delivered && <Swatch layer="deliveryFailures" />}
          {destination}
          {!delivered && <span class="visually-hidden"> (not delivered)</span>}
        </span>
      ))}
    </>
  );
}
