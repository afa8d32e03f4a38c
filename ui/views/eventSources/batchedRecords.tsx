import { useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import type { BatchRow } from '../../../sim/worker/api.ts';
import { Swatch } from '../../charts/layers.tsx';
import { seconds } from '../../charts/limits.ts';
import { TablePages } from '../../charts/tablePages.tsx';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { exactClock } from '../records/eventWords.ts';
import { endLayers, endWords } from './batchWords.ts';
import { useAnswer } from '../records/useAnswer.ts';

const rowsOnPage = 25;

/** Who was in a batch: its records one by one, how often the function got each, and what became of it. */
export function BatchedRecords({ run, batch: { id, records } }: { run: ShownRun; batch: BatchRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="batched-records">
      <h5>
        <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Show'} its {records === 1 ? 'record' : `${formatCount(records)} records`}
        </button>
      </h5>
      {isOpen && <RecordTable run={run} id={id} />}
    </section>
  );
}

function RecordTable({ run, id }: { run: ShownRun; id: number }) {
  const [page, setPage] = useState(0);
  const answer = useAnswer(run.request, () => client.batches(run.request, 'records', id, page * rowsOnPage, rowsOnPage), [id, page]);
  if (answer === null) return null;
  const duration = seconds(run.scenario.duration);
  return (
    <>
      <div class="events table-scroll" tabIndex={0} role="region" aria-label="Table of the batch’s records">
        <table>
          <thead>
            <tr>
              <th scope="col">Record</th>
              <th scope="col">Written</th>
              <th scope="col">Times the function got it</th>
              <th scope="col" class="words">
                What became of it
              </th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {answer.rows.map(({ number, writtenAt, poison, handed, end, endedAt }) => (
              <tr key={number}>
                <th scope="row">
                  {number}
                  {poison && ' (poison)'}
                </th>
                <td>{exactClock(writtenAt, duration)}</td>
                <td>{formatCount(handed)}</td>
                <td class="words">
                  <span class="event-outcome">
                    <Swatch layer={endLayers[end]} />
                    {endWords[end]}
                  </span>
                </td>
                <td>{endedAt === null ? '–' : exactClock(endedAt, duration)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {answer.found > rowsOnPage && <TablePages page={page} pages={Math.ceil(answer.found / rowsOnPage)} words={['Earlier', 'Later']} go={setPage} />}
    </>
  );
}
