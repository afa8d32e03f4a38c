import { useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import { targetNamed } from '../../../sim/scenario/sinks.ts';
import type { BatchStory, SentBatchText } from '../../../sim/worker/api.ts';
import { Swatch } from '../../charts/layers.tsx';
import { seconds } from '../../charts/limits.ts';
import { TablePages } from '../../charts/tablePages.tsx';
import type { ShownRun } from '../../state/simulation.ts';
import { exactClock } from '../records/eventWords.ts';
import { numbersInWords } from './batchWords.ts';
import { ClauseButton } from './clauseButton.tsx';

const rowsOnPage = 10;

interface DiscardTableProps {
  run: ShownRun;
  story: BatchStory;
  chosen: number;
  choose: (part: number) => void;
}

/** What was discarded of a batch, and what its destination was told of it: which records they were, not what was in them. [DDB-09] [DDB-10] */
export function DiscardTable({ run, story: { batch, function: name, discards, discarded }, chosen, choose }: DiscardTableProps) {
  const [page, setPage] = useState(0);
  const duration = seconds(run.scenario.duration);
  const destination = run.scenario.eventSourceMappings[batch.mapping]?.DestinationConfig.OnFailure.Destination ?? '';
  const functionError = targetNamed(run.scenario, name)?.settings.behaviour.functionError ?? 'Unhandled';
  const hasDestination = destination !== '';
  return (
    <section class="discards" aria-labelledby="discards">
      <h5 id="discards">What was discarded, and what {hasDestination ? <code>{destination}</code> : 'a destination'} was told of it</h5>
      {!hasDestination && <p class="records-covers">Nothing was told: the mapping has no destination for failures, so the records are gone without a trace.</p>}
      <div class="events table-scroll" tabIndex={0} role="region" aria-label="Table of what was discarded">
        <table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">When</th>
              <th scope="col">Records</th>
              <th scope="col">batchSize</th>
              <th scope="col" class="words">
                condition
              </th>
              {hasDestination && (
                <>
                  <th scope="col">approximateInvokeCount</th>
                  <th scope="col" class="words">
                    functionError
                  </th>
                  <th scope="col" class="words">
                    Record
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {discards.slice(page * rowsOnPage, (page + 1) * rowsOnPage).map(({ part, t, numbers, records, condition, sent }) => (
              <tr key={`${String(part)} ${String(t)}`} class={part === chosen ? 'is-chosen' : ''}>
                <th scope="row">
                  <button type="button" class="choose" aria-pressed={part === chosen} aria-label={`Discarded: part ${String(part)}`} onClick={() => choose(part)}>
                    {part}
                  </button>
                </th>
                <td>{exactClock(t, duration)}</td>
                <td>{numbersInWords(numbers)}</td>
                <td>{formatCount(records)}</td>
                <td class="words">
                  <code>{condition}</code>
                </td>
                {hasDestination && (
                  <>
                    <td>{sent === null ? '–' : formatCount(sent.invokeCount)}</td>
                    <td class="words">{sent?.isFunctionError === true ? <code>{functionError}</code> : '–'}</td>
                    <td class="words">
                      {sent !== null && (
                        <span class="event-outcome">
                          {!sent.delivered && <Swatch layer="deliveryFailures" />}
                          {sent.delivered ? 'delivered' : 'not delivered'} <ClauseButton id={sent.clause} />
                        </span>
                      )}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {discards
        .filter(({ part, sent }) => part === chosen && sent?.record != null)
        .map(({ t, sent }) => (
          <SentText key={t} destination={destination} record={sent?.record ?? null} delivered={sent?.delivered === true} />
        ))}
      {discards.length > rowsOnPage && (
        <div class="batch-pages">
          <span>{discarded > discards.length ? `the first ${formatCount(discards.length)} of ${formatCount(discarded)}` : `${formatCount(discarded)} in all`}</span>
          <TablePages page={page} pages={Math.ceil(discards.length / rowsOnPage)} words={['Earlier', 'Later']} go={setPage} />
        </div>
      )}
    </section>
  );
}

/** The record of a discarded batch as its destination gets it. */
function SentText({ destination, record, delivered }: { destination: string; record: SentBatchText | null; delivered: boolean }) {
  if (record === null) return null;
  return (
    <article class="sent-record">
      <h6>
        The record of the chosen part, {delivered ? 'as it arrived at' : 'which did not get to'} <code>{destination}</code>
      </h6>
      {record.key !== null && (
        <p class="records-covers">
          Key <code>{record.key}</code>
        </p>
      )}
      <pre tabIndex={0} role="region" aria-label={`Record to ${destination}`}>
        {record.text}
        {!record.isWhole && '…'}
      </pre>
    </article>
  );
}
