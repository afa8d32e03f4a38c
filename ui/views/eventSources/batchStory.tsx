import { useEffect, useRef, useState } from 'preact/hooks';
import { countOf } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { BatchStory as Story } from '../../../sim/worker/api.ts';
import { seconds } from '../../charts/limits.ts';
import { client } from '../../state/simulation.ts';
import type { ShownRun } from '../../state/simulation.ts';
import { exactClock } from '../records/eventWords.ts';
import { BatchTree } from './batchTree.tsx';
import { BatchedRecords } from './batchedRecords.tsx';
import { countsInWords } from './batchWords.ts';
import { DiscardTable } from './discardTable.tsx';
import { PartList } from './partList.tsx';
import { PartSteps } from './partSteps.tsx';
import { useAnswer } from '../records/useAnswer.ts';

/** One failed batch: drawn as a tree of its parts, then each part step by step, what its destination was told, and its records. */
export function BatchStory({ run, id }: { run: ShownRun; id: number }) {
  const story = useAnswer(run.request, () => client.batches(run.request, 'story', id), [id]);
  const [part, setPart] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (story !== null) heading.current?.focus({ preventScroll: true });
  }, [story === null]);
  if (story === null) return <p class="records-hint">Reading batch {id}…</p>;
  const { batch, stream, discards } = story;
  return (
    <section class="story" aria-labelledby="batch-story">
      <h4 id="batch-story" ref={heading} tabIndex={-1}>
        Batch {id}: {countOf(batch.records, 'record')} of <code>{stream}</code>, shard {batch.shard}
      </h4>
      <p class="story-why">{summary(run, story)}</p>
      <BatchTree story={story} chosen={part} choose={setPart} />
      <div class="story-parts">
        <div>
          <h5>{batch.parts === 1 ? 'It was never split' : 'The batch and its parts'}</h5>
          <PartList run={run} batch={batch} chosen={part} choose={setPart} />
        </div>
        <div>
          <PartSteps key={part} run={run} batch={batch} part={part} />
        </div>
      </div>
      {discards.length > 0 && <DiscardTable run={run} story={story} chosen={part} choose={setPart} />}
      <BatchedRecords run={run} batch={batch} />
    </section>
  );
}

function summary(run: ShownRun, { batch, function: name, handed }: Story): string {
  const duration = seconds(run.scenario.duration);
  const times = handed.filter((_, place) => place % 3 === 2);
  const [fewest, most] = [Math.min(...times), Math.max(...times)];
  const often = fewest === most ? countOf(most, 'time') : `${String(fewest)} to ${countOf(most, 'time')}`;
  const length = batch.endedAt === null ? 'and it has not ended.' : `and ended after ${formatSpan(batch.endedAt - batch.formedAt)}.`;
  return `Made at ${exactClock(batch.formedAt, duration)}, it took ${countOf(batch.invocations, 'invocation')} of ${name}, ${length} Of its records: ${countsInWords(batch.counts)}. ${name} got each of them ${often}; ${batch.poison === 0 ? 'none' : String(batch.poison)} of them ${batch.poison === 1 ? 'is' : 'are'} poison.`;
}
