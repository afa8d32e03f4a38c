import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import type { BatchRow } from '../../../sim/worker/api.ts';
import { TablePages } from '../../charts/tablePages.tsx';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { countsInWords, numbersInWords } from './batchWords.ts';
import { useAnswer } from '../records/useAnswer.ts';

const rowsOnPage = 25;

/** Deeper parts are not moved further in: their numbers say whose they are. */
const deepest = 10;

/** A batch and its parts in the order in which they were tried, indented by their depth; one is chosen. */
export function PartList({ run, batch: { id, parts }, chosen, choose }: { run: ShownRun; batch: BatchRow; chosen: number; choose: (part: number) => void }) {
  const [page, setPage] = useState(0);
  // A part that was chosen in the drawing comes into sight.
  useEffect(() => setPage(Math.floor(chosen / rowsOnPage)), [chosen]);
  const answer = useAnswer(run.request, () => client.batches(run.request, 'parts', id, page * rowsOnPage, rowsOnPage), [id, page]);
  if (answer === null) return null;
  return (
    <>
      <div class="events table-scroll" tabIndex={0} role="region" aria-label="Table of the batch’s parts">
        <table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Records</th>
              <th scope="col">Invocations</th>
              <th scope="col" class="words">
                What became of them
              </th>
              <th scope="col">Of part</th>
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <tr key={row.part} class={chosen === row.part ? 'is-chosen' : ''}>
                <th scope="row" style={{ paddingLeft: `${String(Math.min(row.depth, deepest) * 0.75 + 0.5)}rem` }}>
                  <button type="button" class="choose" aria-pressed={chosen === row.part} aria-label={`Part ${String(row.part)}`} onClick={() => choose(row.part)}>
                    {row.part}
                  </button>
                </th>
                <td>
                  {formatCount(row.records)}
                  <span class="part-numbers">{numbersInWords(row.numbers)}</span>
                </td>
                <td>{formatCount(row.invocations)}</td>
                <td class="words">
                  {countsInWords(row.counts)}
                  {row.poison > 0 && row.records === row.poison && ' (poison)'}
                </td>
                <td>{row.of ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {parts > rowsOnPage && <TablePages page={page} pages={Math.ceil(parts / rowsOnPage)} words={['Earlier', 'Later']} go={setPage} />}
    </>
  );
}
