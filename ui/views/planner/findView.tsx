import { speak } from '../../state/cursor.ts';
import { shown } from '../../state/simulation.ts';
import { AnswerFrame } from './answerFrame.tsx';
import { useAsking } from './asking.ts';
import { commonQuestions, functionAbout } from './commonQuestions.ts';
import { settingAt } from './drafts.ts';
import { Found, askedOf, type FindDetails } from './findAnswer.tsx';
import { findDraft, findQuestion, type FindDraft } from './findDraft.ts';
import { verdictOf } from './findWords.ts';
import { TargetFields, newTarget } from './metricFields.tsx';
import type { PlannedScenario } from './plannedSettings.ts';
import { RangeFields } from './rangeFields.tsx';
import { useFreshDraft } from './freshDraft.ts';
import { WorkBar } from './workBar.tsx';

/** Which value is enough? */
export function FindView({ planned }: { planned: PlannedScenario }) {
  const about = functionAbout(planned);
  const common = commonQuestions(planned, about, shown.value?.snapshot.result.functions[about] ?? null);
  const draft = findDraft.value;
  useFreshDraft(findDraft, planned, ({ path }) => [path], () => common[0]?.draft ?? { path: '', low: '', high: '', targets: [newTarget] });
  const { inquiry, said, submit } = useAsking<'find', FindDetails>('find', draft, ({ answer }, details) => verdictOf(answer, askedOf(details)));
  if (draft === null) return null;
  const change = (part: Partial<FindDraft>): void => void (findDraft.value = { ...draft, ...part });
  const asks = (asked: FindDraft): void => {
    const setting = settingAt(planned, asked.path);
    const began = /\.until$/.test(asked.path) ? (settingAt(planned, asked.path.replace(/until$/, 'from'))?.today ?? 0) : null;
    submit(findQuestion(asked, setting), { draft: asked, setting, began, functions: planned.functions });
  };
  return (
    <>
      <ul class="plan-cards" aria-label="Common questions">
        {common.map(({ title, draft: its }) => (
          <li key={title}>
            <button
              type="button"
              aria-pressed={JSON.stringify(its) === JSON.stringify(draft)}
              onClick={() => {
                findDraft.value = its;
                speak('Filled in below.');
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
      <form
        class="plan-form"
        aria-label="Find a value"
        onSubmit={(event) => {
          event.preventDefault();
          asks(draft);
        }}
      >
        <RangeFields label="Which value of" planned={planned} range={draft} said={said} place={0} change={change} />
        <TargetFields label="keeps" functions={planned.functions} targets={draft.targets} said={said} least={1} change={(targets) => change({ targets })} />
        <WorkBar label="Find the value" inquiry={inquiry} />
      </form>
      {inquiry !== null && (
        <AnswerFrame inquiry={inquiry} askAgain={() => asks(inquiry.details.draft)}>
          {inquiry.answer?.kind === 'find' && <Found answer={inquiry.answer.answer} inquiry={inquiry} />}
        </AnswerFrame>
      )}
    </>
  );
}
