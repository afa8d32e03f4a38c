import { speak } from '../../state/cursor.ts';
import { shown } from '../../state/simulation.ts';
import { useAsking } from './asking.ts';
import { commonQuestions, functionAbout } from './commonQuestions.ts';
import { rangeText, settingAt, targetText } from './drafts.ts';
import { Found, findSentences, type FindDetails } from './findAnswer.tsx';
import { TargetFields, newTarget } from './metricFields.tsx';
import type { PlannedScenario } from './plannedSettings.ts';
import { QuestionFrame } from './questionFrame.tsx';
import { isSameDraft, writeDraft } from './questions.ts';
import { RangeFields } from './rangeFields.tsx';

/** Which value is enough? */
export function FindView({ planned }: { planned: PlannedScenario }) {
  const about = functionAbout(planned);
  const common = commonQuestions(planned, about, shown.value?.snapshot.result.functions[about] ?? null);
  const asking = useAsking<'find', FindDetails>({
    kind: 'find',
    planned,
    usual: () => common[0]?.draft ?? { path: '', low: '', high: '', targets: [newTarget] },
    prepare(draft) {
      const setting = settingAt(planned, draft.path);
      const began = /\.until$/.test(draft.path) ? (settingAt(planned, draft.path.replace(/until$/, 'from'))?.today ?? 0) : null;
      const [find, suchThat] = [rangeText(draft, setting), draft.targets.map(targetText)];
      return { question: { kind: 'find', find, suchThat }, details: { draft, setting, began, functions: planned.functions }, options: ['--find', find, ...suchThat.flatMap((target) => ['--such-that', target])] };
    },
    verdict: (answer, details) => findSentences(answer, details).verdict.join(' '),
  });
  const { draft, change, said, inquiry } = asking;
  return (
    <>
      <ul class="plan-cards" aria-label="Common questions">
        {common.map(({ title, draft: its }) => (
          <li key={title}>
            <button
              type="button"
              aria-pressed={isSameDraft(its, draft)}
              onClick={() => {
                writeDraft('find', its, planned);
                speak('Filled in below.');
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
      <QuestionFrame asking={asking} label="Find a value" button="Find the value" answer={inquiry?.answer?.kind === 'find' && <Found answer={inquiry.answer} inquiry={inquiry} />}>
        <RangeFields label="Which value of" planned={planned} range={draft} said={said} place={0} change={change} />
        <TargetFields label="keeps" functions={planned.functions} targets={draft.targets} said={said} least={1} change={(targets) => change({ targets })} />
      </QuestionFrame>
    </>
  );
}
