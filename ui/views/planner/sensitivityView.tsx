import { TornadoChart } from '../../charts/planner/tornadoChart.tsx';
import type { Inquiry } from '../../state/planner.ts';
import type { SensitivityAnswer, SensitivityBar } from '../../../sim/worker/planningApi.ts';
import { countOf, listed } from '../../../sim/report/count.ts';
import { differenceText, estimateText } from '../../../sim/report/metricWords.ts';
import { readPath } from '../../../sim/scenario/path.ts';
import { useAsking, type DetailsOf } from './asking.ts';
import { Problems } from './fields.tsx';
import { MetricField } from './metricFields.tsx';
import { differenceMark, metricLabel, metricPhrase, metricValue, unitOf } from './metrics.ts';
import type { PlannedScenario } from './plannedSettings.ts';
import { AnswerActions, QuestionFrame, Verdict } from './questionFrame.tsx';

type SensitivityDetails = DetailsOf<'sensitivity', { functions: readonly string[] }>;

/** What does a metric depend on most? */
export function SensitivityView({ planned }: { planned: PlannedScenario }) {
  const { functions } = planned;
  const asking = useAsking<'sensitivity', SensitivityDetails>({
    kind: 'sensitivity',
    planned,
    usual: () => ({ metric: 'delivered.onTime / received' }),
    prepare: (draft) => ({ question: { kind: 'sensitivity', ...draft }, details: { draft, functions }, options: ['--metric', draft.metric] }),
    verdict: ({ answer }, details) => sensitivityVerdict(answer, details),
  });
  const { draft, change, said, inquiry } = asking;
  return (
    <QuestionFrame asking={asking} label="What matters" button="Find out what matters" answer={inquiry?.answer?.kind === 'sensitivity' && <Sensed answer={inquiry.answer.answer} inquiry={inquiry} />}>
      <p class="records-hint">Every number of the scenario is halved and doubled, and every assumption changed to its other answers: one at a time, with the same luck.</p>
      <div>
        <MetricField label="What to look at" functions={functions} metric={draft.metric} said={said} part="metric 0" change={(metric) => change({ metric })} />
        <Problems said={said} part="metric 0" />
      </div>
    </QuestionFrame>
  );
}

function Sensed({ answer, inquiry }: { answer: SensitivityAnswer; inquiry: Inquiry<'sensitivity', SensitivityDetails> }) {
  const { details, question } = inquiry;
  const { metric } = question;
  const unit = unitOf(metric);
  return (
    <>
      <Verdict text={sensitivityVerdict(answer, details)} />
      <p class="records-hint">
        {answer.replications} runs of each.
        {answer.remark === null ? '' : ` ${answer.remark}`}
        {answer.leftOut.length === 0 ? '' : ` Left out, because it is no valid scenario or takes too long: ${countOf(answer.leftOut.length, 'change')}.`}
      </p>
      <AnswerActions inquiry={inquiry} />
      {answer.bars.length > 0 && (
        <TornadoChart
          title={metricLabel(metric, details.functions)}
          today={estimateText(unit, answer.today)}
          bars={answer.bars.map((bar) => ({ ...bar, label: nameOf(bar), isAssumption: bar.kind === 'assumption', variants: bar.variants.map((variant) => ({ ...variant, words: differenceText(unit, variant.difference) })) }))}
          isTime={unit === 'seconds'}
          formatDifference={(value) => differenceMark(unit, value)}
        />
      )}
    </>
  );
}

/** The answer in a sentence, or a few. */
function sensitivityVerdict({ bars, today, stopped }: SensitivityAnswer, { draft: { metric }, functions }: SensitivityDetails): string {
  const telling = bars.filter(({ significant }) => significant);
  const phrase = metricPhrase(metric, functions).replace(/^./, (letter) => letter.toUpperCase());
  const dependence = telling.length === 0 ? 'Nothing that was changed moves it beyond luck.' : `It depends most on ${listed(telling.slice(0, 3).map((bar) => nameOf(bar).replace(/^./, (letter) => letter.toLowerCase())))}.`;
  return `${phrase} is ${metricValue(metric, today.value)}. ${dependence}${stopped ? ' Stopped: only what had ended is shown.' : ''}`;
}

/** A label with what it is of, where it alone says too little: `Constant (duration)`, `Until (fault 1)`. */
function nameOf({ label, path }: Pick<SensitivityBar, 'label' | 'path'>): string {
  const keys = readPath(path)?.path ?? [];
  const inside = keys.at(-2) ?? '';
  if (/^\d+$/.test(inside)) return `${label} (${keys[0] === 'faults' ? 'fault' : (keys[0] ?? '')} ${String(Number(inside) + 1)})`;
  return keys.length > 3 && !label.includes(' ') ? `${label} (${inside})` : label;
}
