import { clock } from '../charts/timeAxis.ts';
import { seconds } from '../charts/limits.ts';
import { formatShare } from '../../sim/report/share.ts';
import { ComparisonSentence, ReplicationSentence } from './luckSentences.tsx';
import { Prose } from './prose.tsx';
import { WhyButton } from './whyButton.tsx';
import { band, subject } from '../state/simulation.ts';
import type { ShownRun } from '../state/simulation.ts';

/** What the run comes to, in words, before any chart. */
export function VerdictPanel({ run }: { run: ShownRun }) {
  const { verdict, result } = run.snapshot;
  const duration = seconds(run.scenario.duration);
  return (
    <section class={run.status === 'running' ? 'verdict is-running' : 'verdict'} aria-labelledby="verdict">
      {run.status === 'stopped' && (
        <p class="kept">
          Stopped at {clock(result.simulatedSeconds, duration)} of {clock(duration, duration)}. Everything below is that part, and is kept.
        </p>
      )}
      <h2 id="verdict">
        <Prose text={verdict.headline} />
      </h2>
      {run.status === 'running' ? (
        <p class="sentences">
          The simulation has reached {clock(result.simulatedSeconds, duration)} of {clock(duration, duration)}; numbers and charts grow with it.
        </p>
      ) : (
        verdict.sentences.length > 0 && (
          <p class="sentences">
            <Prose text={verdict.sentences.join(' ')} />
          </p>
        )
      )}
      <WhyButton run={run} />
      {run.status !== 'running' && <ReplicationSentence />}
      <AssumptionSentence run={run} />
      {run.status !== 'running' && <ComparisonSentence />}
    </section>
  );
}

/** How far the answer depends on what AWS does not publish. */
function AssumptionSentence({ run }: { run: ShownRun }) {
  const state = band.value;
  if (state.kind === 'none' || run.status !== 'finished') return null;
  if (state.kind === 'computing') return <p class="assumptions band">Simulating the other dispatch disciplines, to show how much this answer depends on them…</p>;
  const { total, covered, notFinished } = state.band;
  const received = subject.value === null ? 0 : Object.values(run.snapshot.result.functions).reduce((sum, one) => sum + one.received, 0);
  const range = (words: string, bounds: { low: number; high: number } | null): string[] =>
    bounds === null || bounds.high === 0 ? [] : [bounds.low === bounds.high ? `${formatShare(bounds.low, received)} ${words}` : `${formatShare(bounds.low, received)} to ${formatShare(bounds.high, received)} ${words}`];
  const parts = [...range('on time', total.onTime), ...range('late', total.delayed), ...range('captured', total.captured), ...range('gone', total.gone), ...range('still waiting', total.waiting)];
  return (
    <p class="assumptions band">
      <strong>Assumption band.</strong> AWS does not publish who is attempted when a slot frees. Under {covered.join(', ')}: <Prose text={parts.join('; ')} />.
      {notFinished.length > 0 && ` ${notFinished.join(' and ')} took too long and ${notFinished.length === 1 ? 'is' : 'are'} left out.`}
    </p>
  );
}
