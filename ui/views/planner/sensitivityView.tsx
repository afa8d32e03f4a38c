import { signal } from '@preact/signals';
import { TornadoChart } from '../../charts/planner/tornadoChart.tsx';
import { fileName } from '../../state/files.ts';
import type { Inquiry } from '../../state/planner.ts';
import type { SensitivityAnswer, SensitivityBar } from '../../../sim/worker/planningApi.ts';
import { countOf, listed } from '../../../sim/report/count.ts';
import { differenceText, estimateText, type MetricUnit } from '../../../sim/report/metricWords.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { readPath } from '../../../sim/scenario/path.ts';
import { CopyButton } from '../copyButton.tsx';
import { Prose } from '../prose.tsx';
import { AnswerFrame } from './answerFrame.tsx';
import { useAsking } from './asking.ts';
import { commandText } from './drafts.ts';
import { Problems } from './fields.tsx';
import { MetricField } from './metricFields.tsx';
import { metricLabel, metricPhrase, metricValue, unitOf } from './metrics.ts';
import type { PlannedScenario } from './plannedSettings.ts';
import { WorkBar } from './workBar.tsx';

/** The metric whose sensitivity is asked for. */
const sensedMetric = signal('delivered.onTime / received');

interface SensitivityDetails {
  draft: string;
  functions: readonly string[];
}

/** What does a metric depend on most? */
export function SensitivityView({ planned: { functions } }: { planned: PlannedScenario }) {
  const draft = sensedMetric.value;
  const { inquiry, said, submit } = useAsking<'sensitivity', SensitivityDetails>('sensitivity', draft, ({ answer }, details) => sensitivityVerdict(answer, details));
  const asks = (metric: string): void => submit({ kind: 'sensitivity', metric }, { draft: metric, functions });
  return (
    <>
      <form
        class="plan-form"
        aria-label="What matters"
        onSubmit={(event) => {
          event.preventDefault();
          asks(draft);
        }}
      >
        <p class="records-hint">Every number of the scenario is halved and doubled, and every assumption changed to its other answers: one at a time, with the same luck.</p>
        <div>
          <MetricField label="What to look at" functions={functions} metric={draft} said={said} part="metric 0" change={(metric) => (sensedMetric.value = metric)} />
          <Problems said={said} part="metric 0" />
        </div>
        <WorkBar label="Find out what matters" inquiry={inquiry} />
      </form>
      {inquiry !== null && (
        <AnswerFrame inquiry={inquiry} askAgain={() => asks(inquiry.details.draft)}>
          {inquiry.answer?.kind === 'sensitivity' && <Sensed answer={inquiry.answer.answer} inquiry={inquiry} />}
        </AnswerFrame>
      )}
    </>
  );
}

function Sensed({ answer, inquiry }: { answer: SensitivityAnswer; inquiry: Inquiry<'sensitivity', SensitivityDetails> }) {
  const { details, question, scenario } = inquiry;
  const { metric } = question;
  const unit = unitOf(metric);
  return (
    <>
      <h4 class="plan-verdict">
        <Prose text={sensitivityVerdict(answer, details)} />
      </h4>
      <p class="records-hint">
        {answer.replications} runs of each.
        {answer.remark === null ? '' : ` ${answer.remark}`}
        {answer.leftOut.length === 0 ? '' : ` Left out, because it is no valid scenario or takes too long: ${countOf(answer.leftOut.length, 'change')}.`}
      </p>
      <div class="plan-actions">
        <CopyButton label="Copy as command" text={() => commandText('sensitivity', `${fileName(scenario.name)}.json`, ['--metric', metric], scenario.seed)} />
      </div>
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
function sensitivityVerdict({ bars, today, stopped }: SensitivityAnswer, { draft, functions }: SensitivityDetails): string {
  const telling = bars.filter(({ significant }) => significant);
  const phrase = metricPhrase(draft, functions).replace(/^./, (letter) => letter.toUpperCase());
  const dependence = telling.length === 0 ? 'Nothing that was changed moves it beyond luck.' : `It depends most on ${listed(telling.slice(0, 3).map((bar) => nameOf(bar).replace(/^./, (letter) => letter.toLowerCase())))}.`;
  return `${phrase} is ${metricValue(draft, today.value)}. ${dependence}${stopped ? ' Stopped: only what had ended is shown.' : ''}`;
}

/** A label with what it is of, where it alone says too little: `Constant (duration)`, `Until (fault 1)`. */
function nameOf({ label, path }: Pick<SensitivityBar, 'label' | 'path'>): string {
  const keys = readPath(path)?.path ?? [];
  const inside = keys.at(-2) ?? '';
  if (/^\d+$/.test(inside)) return `${label} (${keys[0] === 'faults' ? 'fault' : (keys[0] ?? '')} ${String(Number(inside) + 1)})`;
  return keys.length > 3 && !label.includes(' ') ? `${label} (${inside})` : label;
}

/** A mark of the scale: `+5 points`, `−2 min`. */
function differenceMark(unit: MetricUnit, value: number): string {
  const sign = value < 0 ? '−' : '+';
  const size = Math.abs(value);
  if (unit === 'seconds') return `${sign}${formatSpan(size)}`;
  if (unit === 'dollars') return `${sign}$${String(Number(size.toPrecision(3)))}`;
  return unit === 'share' ? `${sign}${String(Number((100 * size).toPrecision(3)))} points` : `${sign}${String(Number(size.toPrecision(3)))}`;
}
