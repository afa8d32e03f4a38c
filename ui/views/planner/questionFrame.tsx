import type { ComponentChildren } from 'preact';
import { ExportedAnswer } from '../../charts/planner/exportedAnswer.ts';
import { isStale, planning, type InquiryState } from '../../state/planner.ts';
import { download } from '../../state/files.ts';
import { open } from '../../state/session.ts';
import { titleOf } from '../../state/titles.ts';
import { fileName } from '../../charts/export/fileName.ts';
import { version } from '../../../sim/version.ts';
import { CopyButton } from '../copyButton.tsx';
import { Prose } from '../prose.tsx';
import type { Asking, DetailsOf } from './asking.ts';
import { Problems } from './fields.tsx';
import type { QuestionKind } from './questions.ts';
import { WorkBar } from './workBar.tsx';

interface QuestionFrameProps<Kind extends QuestionKind, Details extends DetailsOf<Kind>> {
  asking: Asking<Kind, Details>;
  /** The name of the form. */
  label: string;
  /** What the button says that asks. */
  button: string;
  /** The fields. */
  children: ComponentChildren;
  /** The answer as far as it is; null while there is none to show. */
  answer: ComponentChildren;
}

/** A question: the form, the button that asks, and the answer with what has to be said of any. */
export function QuestionFrame<Kind extends QuestionKind, Details extends DetailsOf<Kind>>({ asking, label, button, children, answer }: QuestionFrameProps<Kind, Details>) {
  const { inquiry, isWritten, isAnother, said, submit, askAgain } = asking;
  return (
    <>
      <form
        class="plan-form"
        aria-label={label}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {children}
        <Problems said={said} part="question" />
        <WorkBar label={button} inquiry={inquiry} hint={inquiry === null && isWritten ? `Not asked yet: press “${button}” for the answer.` : null} />
      </form>
      {inquiry !== null && (
        <AnswerFrame inquiry={inquiry} isAnother={isAnother} askAgain={askAgain}>
          {answer}
        </AnswerFrame>
      )}
    </>
  );
}

/** An answer with what has to be said of any: that it is about something earlier, or that there is none and why. */
function AnswerFrame({ inquiry, isAnother, askAgain, children }: { inquiry: InquiryState; isAnother: boolean; askAgain: () => void; children: ComponentChildren }) {
  const { answer, cells, scenarios } = inquiry;
  if ((answer === null && cells === null) || answer?.kind === 'problems') return null;
  const stale = isStale(inquiry);
  const remark = stale ? staleWords(inquiry) : isAnother ? 'The question has been changed since: this answers what it was.' : answer?.kind === 'failed' ? 'There is no answer.' : null;
  return (
    <div class={stale || isAnother ? 'plan-answer is-stale' : 'plan-answer'}>
      {remark !== null && (
        <p class="plan-stale">
          {remark}
          <button type="button" disabled={planning.value} onClick={askAgain}>
            Ask again
          </button>
        </p>
      )}
      {answer?.kind === 'issues' && <p>The scenario itself has problems, which stand above the result. Put them right first.</p>}
      {answer?.kind === 'failed' && (
        <>
          <p role="alert">
            <Prose text={answer.message} />
          </p>
          <CopyButton label="Copy seed and scenario" text={() => reportOf(inquiry, answer.message)} />
        </>
      )}
      <ExportedAnswer.Provider
        value={
          answer !== null && 'files' in answer
            ? { scenario: fileTitle(inquiry), facts: [...scenarios.map((one) => (scenarios.length > 1 ? `${one.letter} ${titleOf(one)}` : titleOf(one))), `seed ${answer.files.seed}`, `Headroom ${version}`].join(' · '), csv: answer.files.csv }
            : null
        }
      >
        {children}
      </ExportedAnswer.Provider>
    </div>
  );
}

/** What it takes to repeat elsewhere what the planner failed at. */
function reportOf({ scenarios, command }: InquiryState, message: string): string {
  return JSON.stringify({ message, headroom: version, command, seed: scenarios[0]?.seed ?? '', scenarios: scenarios.map(({ name, text }) => ({ name, scenario: text })) }, null, 2);
}

function staleWords({ scenarios }: InquiryState): string {
  const [scenario] = scenarios;
  if (scenario === undefined || scenarios.length > 1) return 'The scenarios have been changed since: this is about what they were.';
  const isOther = scenario.letter !== open.value.letter || scenario.name !== open.value.name;
  return isOther ? `This is about ${scenario.letter} ${titleOf(scenario)}, which is not the scenario that is shown.` : 'The scenario has been changed since: this is about what it was.';
}

/** The answer in a sentence, or a few: the largest words of the planner. */
export function Verdict({ text }: { text: string }) {
  return (
    <h4 class="plan-verdict">
      <Prose text={text} />
    </h4>
  );
}

/** What can be done with an answer. */
export function AnswerActions({ inquiry, children }: { inquiry: InquiryState; children?: ComponentChildren }) {
  const { answer, command } = inquiry;
  if (answer === null) return null;
  return (
    <div class="plan-actions">
      {children}
      <CopyButton label="Copy as command" text={() => command} />
      {'files' in answer && (
        <button type="button" onClick={() => download(fileName(fileTitle(inquiry), answer.kind, 'json'), answer.files.json, 'application/json')}>
          Save as JSON
        </button>
      )}
    </div>
  );
}

/** What files about an answer are called after. */
function fileTitle({ scenarios: [first] }: InquiryState): string {
  return first === undefined ? '' : titleOf(first);
}
