import { useRef } from 'preact/hooks';
import { formatShare } from '../../sim/report/share.ts';
import type { AssumptionBand } from '../../sim/planner/assumptionBand.ts';
import { clock } from '../charts/timeAxis.ts';
import { seconds } from '../charts/limits.ts';
import { isAboutEvents } from '../state/eventSources.ts';
import { band, running } from '../state/simulation.ts';
import type { ShownRun } from '../state/simulation.ts';
import { Lingering } from './lingering.tsx';
import { Comparison, Luck } from './luckSentences.tsx';
import { Prose } from './prose.tsx';
import { WhyButton } from './whyButton.tsx';

/** What the run comes to, in words, before any chart. */
export function VerdictPanel({ run: latest }: { run: ShownRun }) {
  const run = useSteady(latest);
  const { verdict, result } = run.snapshot;
  const duration = seconds(run.scenario.duration);
  const isSettling = run !== latest;
  const isChanging = running.value || isSettling;
  return (
    <section class={`verdict${run.status === 'running' ? ' is-running' : ''}${isSettling ? ' is-settling' : ''}`} aria-labelledby="verdict">
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
      {isAboutEvents(run) && <Luck isChanging={isChanging} />}
      <Lingering isPending={isChanging || band.value.kind === 'computing'}>{isChanging ? null : assumptionSentence(run)}</Lingering>
      {isAboutEvents(run) && <Comparison isChanging={isChanging} />}
    </section>
  );
}

/** After a change the words stay those of the run before for so long: most runs are done by then, and nobody reads half a sentence. */
const steadySeconds = 0.5;

/** The run that the words are about: the one before the latest, while that has only begun. */
function useSteady(latest: ShownRun): ShownRun {
  const settled = useRef<ShownRun | null>(null);
  if (latest.status !== 'running') settled.current = latest;
  const before = settled.current;
  const isFresh = latest.status === 'running' && latest.snapshot.progress.wallSeconds < steadySeconds;
  return isFresh && before !== null && before.opening === latest.opening ? before : latest;
}

/** How far the answer depends on what AWS does not publish; null while that is not known, or has no meaning. */
function assumptionSentence(run: ShownRun) {
  const state = band.value;
  if (state.kind === 'none' || run.status !== 'finished') return null;
  if (state.kind === 'computing' ) return null;
  return <AssumptionSentence run={run} found={state.band} />;
}

function AssumptionSentence({ run, found: { total, covered, notFinished } }: { run: ShownRun; found: AssumptionBand }) {
  const received = Object.values(run.snapshot.result.functions).reduce((sum, one) => sum + one.received, 0);
  const range = (words: string, bounds: { low: number; high: number } | null): string[] => {
    if (bounds === null || bounds.high === 0) return [];
    const [low, high] = [formatShare(bounds.low, received), formatShare(bounds.high, received)];
    return [`${low === high ? low : `${low} to ${high}`} ${words}`];
  };
  const parts = [...range('on time', total.onTime), ...range('late', total.delayed), ...range('captured', total.captured), ...range('gone', total.gone), ...range('still waiting', total.waiting)];
  return (
    <p class="assumptions band">
      <strong>Assumption band.</strong> AWS does not publish who is attempted when a slot frees. Under {covered.join(', ')}: <Prose text={parts.join('; ')} />.
      {notFinished.length > 0 && ` ${notFinished.join(' and ')} took too long and ${notFinished.length === 1 ? 'is' : 'are'} left out.`}
    </p>
  );
}
