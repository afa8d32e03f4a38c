import { formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { stopPlanning } from '../../state/planning.ts';
import { planning, type InquiryState } from '../../state/planner.ts';

/** The button that asks, and while an answer is worked out how far it is and the button that ends it; `hint` is said beside the button while nothing is under way. */
export function WorkBar({ label, inquiry, hint }: { label: string; inquiry: InquiryState | null; hint: string | null }) {
  const isMine = inquiry !== null && inquiry.answer === null;
  const isWorking = planning.value;
  const progress = isMine ? inquiry.progress : null;
  return (
    <div class="plan-work">
      {/* One button for both, so that whoever pressed it keeps the focus. */}
      {isWorking ? (
        <button key="ask" type="button" class="primary" onClick={() => stopPlanning.value?.()} aria-keyshortcuts="Escape">
          Stop and keep <kbd>Esc</kbd>
        </button>
      ) : (
        <button key="ask" type="submit" class="primary">
          {label}
        </button>
      )}
      {!isWorking ? (
        hint !== null && <p class="run-state">{hint}</p>
      ) : isMine ? (
        <div class="run-progress">
          <progress max={100} value={Math.floor((progress?.share ?? 0) * 100)} aria-label="Worked out so far" />
          <p class="run-state">
            {progress === null
              ? 'Starting…'
              : `${formatCount(progress.replications)} runs${progress.width > 1 ? `, ${String(progress.width)} at once` : ''}, ${progress.secondsLeft === null ? 'estimating the time left' : `about ${formatSpan(Math.max(1, Math.round(progress.secondsLeft)))} left`}`}
          </p>
        </div>
      ) : (
        <p class="run-state">Another question is being worked on.</p>
      )}
    </div>
  );
}
