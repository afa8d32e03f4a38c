import type { ComponentChildren } from 'preact';
import { isStale, planning, type InquiryState } from '../../state/planner.ts';
import { open } from '../../state/session.ts';
import { titleOf } from '../../state/titles.ts';
import { Prose } from '../prose.tsx';

/** An answer with what has to be said of any: that it is about an earlier scenario, or that there is none and why. */
export function AnswerFrame({ inquiry, askAgain, children }: { inquiry: InquiryState; askAgain: () => void; children: ComponentChildren }) {
  const { answer, cells, scenario } = inquiry;
  if ((answer === null && cells === null) || answer?.kind === 'problems') return null;
  const stale = isStale(inquiry);
  const isOther = scenario.letter !== open.value.letter || scenario.name !== open.value.name;
  return (
    <div class={stale ? 'plan-answer is-stale' : 'plan-answer'}>
      {stale && (
        <p class="plan-stale">
          {isOther ? `This is about ${scenario.letter} ${titleOf(scenario)}, which is not the scenario that is shown.` : 'The scenario has been changed since: this is about what it was.'}
          <button type="button" disabled={planning.value} onClick={askAgain}>
            Ask again
          </button>
        </p>
      )}
      {answer?.kind === 'issues' && <p>The scenario itself has problems, which stand above the result. Put them right first.</p>}
      {answer?.kind === 'failed' && (
        <p role="alert">
          <Prose text={answer.message} />
        </p>
      )}
      {children}
    </div>
  );
}
