import { useState } from 'preact/hooks';
import { formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { BatchRow } from '../../../sim/worker/api.ts';
import { seconds } from '../../charts/limits.ts';
import { TablePages } from '../../charts/tablePages.tsx';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { exactClock } from '../records/eventWords.ts';
import { batchStepWords } from './batchWords.ts';
import { ClauseButton } from './clauseButton.tsx';
import { useAnswer } from '../records/useAnswer.ts';

/** A part may be tried thousands of times; nobody reads that at once. */
const stepsOnPage = 40;

/** Everything that happened to one part, every attempt included, each step with the clause behind it. */
export function PartSteps({ run, batch: { id, formedAt }, part }: { run: ShownRun; batch: BatchRow; part: number }) {
  const [page, setPage] = useState(0);
  const answer = useAnswer(run.request, () => client.batches(run.request, 'steps', id, part, page * stepsOnPage, stepsOnPage), [id, part, page]);
  if (answer === null) return null;
  const pages = Math.ceil(answer.found / stepsOnPage);
  return (
    <section class="life-line" aria-label={`Steps of part ${String(part)}`}>
      <h5>
        Part {part}
        {pages > 1 && `: ${formatCount(answer.found)} steps`}
      </h5>
      <ol>
        {answer.rows.map((step, index) => (
          <li key={index}>
            <span class="step-time">{exactClock(step.t, seconds(run.scenario.duration))}</span>
            <span class="step-age">+{formatSpan(step.t - formedAt)}</span>
            <span class="step-words">
              {batchStepWords(step)} <ClauseButton id={step.clause} />
            </span>
          </li>
        ))}
      </ol>
      {pages > 1 && <TablePages page={page} pages={pages} words={['Earlier', 'Later']} go={setPage} />}
    </section>
  );
}
