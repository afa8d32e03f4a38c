import { clock } from '../charts/timeAxis.ts';
import { runAgain, stop } from '../state/commands.ts';
import { formatCount } from '../../sim/report/count.ts';
import { formatSpan } from '../../sim/report/span.ts';
import { version } from '../../sim/version.ts';
import { isKept } from '../state/notices.ts';
import { open, writeSeed } from '../state/session.ts';
import { progress, running, shown } from '../state/simulation.ts';
import { current, ownStudy, replicationsWanted, studyOf, studying } from '../state/studies.ts';

/** Run, stop and keep, how far it is, and what it takes to repeat it: always in reach at the foot of the page. */
export function RunBar() {
  return (
    <footer class="run-bar">
      <div class="run-row">
        {running.value || studying.value ? (
          <button type="button" class="primary" onClick={stop} aria-keyshortcuts="Escape">
            Stop and keep <kbd>Esc</kbd>
          </button>
        ) : (
          <button type="button" class="primary" onClick={runAgain} disabled={open.value.text === ''} aria-keyshortcuts="r">
            Run <kbd>r</kbd>
          </button>
        )}
        <label class="seed">
          Seed
          <input
            type="text"
            value={open.value.seed}
            maxLength={200}
            placeholder={shown.value === null ? '' : String(shown.value.scenario.seed)}
            onInput={(event) => {
              writeSeed(event.currentTarget.value);
            }}
          />
        </label>
        {running.value ? <Running /> : <AtRest />}
        {!running.value && <Replications />}
        {isKept.value === false && <p class="run-state">This browser keeps nothing for this page: save what should last.</p>}
      </div>
    </footer>
  );
}

function Running() {
  const now = progress.value;
  if (now === null) return <p class="run-state">Starting…</p>;
  const percent = Math.floor(now.fraction * 100);
  return (
    <div class="run-progress">
      <progress max={100} value={percent} aria-label="Simulated so far" />
      <p class="run-state">
        <strong>{percent} %</strong> {clock(now.simulatedSeconds, now.durationSeconds)} of {clock(now.durationSeconds, now.durationSeconds)}
        {', '}
        {now.secondsLeft === null ? 'estimating the time left' : `about ${formatSpan(Math.max(1, Math.round(now.secondsLeft)))} left`}
      </p>
    </div>
  );
}

/** How far the replications are, of this scenario or of one beside it. */
function Replications() {
  const now = current.value;
  const { studied, status } = ownStudy.value;
  if (now === null) {
    if (status !== 'short' || studied === null) return null;
    return <p class="run-state replications">{studied.study.replications} replications kept</p>;
  }
  const { progress: part } = studyOf(now.scenario);
  const ended = part?.ended ?? 0;
  const { letter, text } = now.scenario;
  const whose = letter !== open.value.letter ? ` of ${letter}` : text === open.value.text ? '' : ' from before the change';
  return (
    <div class="run-progress replications">
      <progress max={replicationsWanted} value={ended} aria-label={`Replications${whose}`} />
      <p class="run-state">
        replication {Math.min(ended + 1, replicationsWanted)} of {replicationsWanted}
        {whose}
        {part?.secondsLeft == null ? '' : `, about ${formatSpan(Math.max(1, Math.round(part.secondsLeft)))} left`}
      </p>
    </div>
  );
}

function AtRest() {
  const run = shown.value;
  if (run === null) return <p class="run-state" />;
  const { progress: done, result } = run.snapshot;
  return (
    <p class="run-state" role="status">
      {run.status === 'stopped' ? 'Stopped and kept: ' : ''}
      {formatSpan(result.simulatedSeconds)} simulated in {formatSpan(done.wallSeconds)}, {formatCount(result.steps)} steps. Seed <code>{run.seed}</code>, version {version}
      {run.fingerprint !== null && (
        <>
          , result <code title={`SHA-256 of the result: ${run.fingerprint}`}>{run.fingerprint.slice(0, 8)}</code>
        </>
      )}
    </p>
  );
}
