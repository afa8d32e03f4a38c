import { useAsking } from './asking.ts';
import { commonQuestions, functionAbout, usualRange } from './commonQuestions.ts';
import { rangeText, settingAt, targetText } from './drafts.ts';
import { Problems, TextField } from './fields.tsx';
import { MetricField, TargetFields, newTarget } from './metricFields.tsx';
import type { PlannedScenario } from './plannedSettings.ts';
import { QuestionFrame } from './questionFrame.tsx';
import type { Drafts, SweptDraft } from './questions.ts';
import { RangeFields } from './rangeFields.tsx';
import { Swept, sweepVerdict, type SweepDetails } from './sweepAnswer.tsx';

const [stepsOfOne, stepsOfTwo] = ['9', '7'];

/** What depends on one setting, or on two? */
export function SweepView({ planned }: { planned: PlannedScenario }) {
  const asking = useAsking<'sweep', SweepDetails>({
    kind: 'sweep',
    planned,
    usual: () => firstDraft(planned),
    prepare(draft) {
      const settings = draft.ranges.map(({ path }) => settingAt(planned, path));
      const over = draft.ranges.map((range, place) => `${rangeText(range, settings[place] ?? null)}:${range.steps.trim()}`);
      const suchThat = draft.targets.map(targetText);
      return {
        question: { kind: 'sweep', over, metrics: [draft.metric], suchThat },
        details: { draft, settings, functions: planned.functions },
        options: [...over.flatMap((range) => ['--over', range]), '--metric', draft.metric, ...suchThat.flatMap((target) => ['--such-that', target])],
      };
    },
    verdict: ({ answer }, details) => sweepVerdict(answer, details),
  });
  const { draft, change, said, inquiry } = asking;
  const changeRange = (place: number, part: Partial<SweptDraft>): void => change({ ranges: draft.ranges.map((range, index) => (index === place ? { ...range, ...part } : range)) });
  return (
    <QuestionFrame asking={asking} label="Sweep" button="Sweep" answer={inquiry !== null && <Swept inquiry={inquiry} />}>
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
    </QuestionFrame>
  );
}

function firstDraft(planned: PlannedScenario): Drafts['sweep'] {
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
