import { AnswerFrame } from './answerFrame.tsx';
import { useAsking } from './asking.ts';
import { commonQuestions, functionAbout, usualRange } from './commonQuestions.ts';
import { settingAt } from './drafts.ts';
import { Problems, TextField } from './fields.tsx';
import { useFreshDraft } from './freshDraft.ts';
import { MetricField, TargetFields, newTarget } from './metricFields.tsx';
import type { PlannedScenario } from './plannedSettings.ts';
import { RangeFields } from './rangeFields.tsx';
import { Swept, sweepVerdict, type SweepDetails } from './sweepAnswer.tsx';
import { sweepDraft, sweepQuestion, type SweepDraft, type SweptDraft } from './sweepDraft.ts';
import { WorkBar } from './workBar.tsx';

const [stepsOfOne, stepsOfTwo] = ['9', '7'];

/** What depends on one setting, or on two? */
export function SweepView({ planned }: { planned: PlannedScenario }) {
  const draft = sweepDraft.value;
  useFreshDraft(sweepDraft, planned, ({ ranges }) => ranges.map(({ path }) => path), () => firstDraft(planned));
  const { inquiry, said, submit } = useAsking<'sweep', SweepDetails>('sweep', draft, ({ answer }, details) => sweepVerdict(answer, details));
  if (draft === null) return null;
  const change = (part: Partial<SweepDraft>): void => void (sweepDraft.value = { ...draft, ...part });
  const changeRange = (place: number, part: Partial<SweptDraft>): void => change({ ranges: draft.ranges.map((range, index) => (index === place ? { ...range, ...part } : range)) });
  const asks = (asked: SweepDraft): void => submit(sweepQuestion(asked, planned), { draft: asked, settings: asked.ranges.map(({ path }) => settingAt(planned, path)), functions: planned.functions });
  return (
    <>
      <form
        class="plan-form"
        aria-label="Sweep"
        onSubmit={(event) => {
          event.preventDefault();
          asks(draft);
        }}
      >
        {draft.ranges.map((range, place) => (
          <RangeFields key={place} label={place === 0 ? 'How does it depend on' : 'and on'} planned={planned} range={range} said={said} place={place} change={(part) => changeRange(place, part)}>
            <TextField label="values" value={range.steps} said={said} part={`range ${place}`} write={(steps) => changeRange(place, { steps })} />
          </RangeFields>
        ))}
        {draft.ranges.length === 1 ? (
          <button type="button" class="quiet plan-add" onClick={() => change({ ranges: [...draft.ranges.map((range) => ({ ...range, steps: stepsOfTwo })), secondRange(planned, draft.ranges[0]?.path)] })}>
            Add a second setting
          </button>
        ) : (
          <button type="button" class="quiet plan-add" onClick={() => change({ ranges: draft.ranges.slice(0, 1).map((range) => ({ ...range, steps: stepsOfOne })) })}>
            Without the second setting
          </button>
        )}
        <div>
          <MetricField label="What to look at" functions={planned.functions} metric={draft.metric} said={said} part="metric 0" change={(metric) => change({ metric })} />
          <Problems said={said} part="metric 0" />
        </div>
        <TargetFields label="Where is" functions={planned.functions} targets={draft.targets} said={said} least={0} change={(targets) => change({ targets })} />
        <WorkBar label="Sweep" inquiry={inquiry} />
      </form>
      {inquiry !== null && (
        <AnswerFrame inquiry={inquiry} askAgain={() => asks(inquiry.details.draft)}>
          <Swept inquiry={inquiry} />
        </AnswerFrame>
      )}
    </>
  );
}

function firstDraft(planned: PlannedScenario): SweepDraft {
  const [first] = commonQuestions(planned, functionAbout(planned), null);
  if (first === undefined) return { ranges: [{ path: '', low: '', high: '', steps: stepsOfOne }], metric: newTarget.metric, targets: [] };
  const { path, low, high, targets } = first.draft;
  return { ranges: [{ path, low, high, steps: stepsOfOne }], metric: targets[0]?.metric ?? newTarget.metric, targets };
}

/** Something that planners look at beside the first. */
function secondRange(planned: PlannedScenario, first: string | undefined): SweptDraft {
  const common = commonQuestions(planned, functionAbout(planned), null).find(({ draft }) => draft.path !== first)?.draft;
  const other = planned.settings.find(({ id, today }) => id !== first && today !== null);
  const { path, low, high } = common ?? (other === undefined ? { path: '', low: '', high: '' } : usualRange(other));
  return { path, low, high, steps: stepsOfTwo };
}
