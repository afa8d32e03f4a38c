import { EvidenceChart } from '../../charts/planner/evidenceChart.tsx';
import { edit } from '../../state/edit.ts';
import { isStale, type Inquiry } from '../../state/planner.ts';
import type { ClosedForm } from '../../../sim/worker/planningApi.ts';
import { planBandSentences, planSentences, relationWords, type PlanSentences } from '../../../sim/report/planWords.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { ClauseButton } from '../parameters/about.tsx';
import { Prose } from '../prose.tsx';
import type { AnswerTo, DetailsOf } from './asking.ts';
import { settingAt } from './drafts.ts';
import { measuredValue, metricLabel, metricPhrase, metricValue, unitOf } from './metrics.ts';
import { isTime, planned, saidValue, typedValue, writtenValue, type PlannedSetting } from './plannedSettings.ts';
import { AnswerActions, Verdict } from './questionFrame.tsx';

/** What an inquiry keeps of its form: the setting as it was then, where the form knew it. */
export type FindDetails = DetailsOf<
  'find',
  {
    setting: PlannedSetting | null;
    /** Of a question about the end of a fault: when it begins, in seconds. */
    began: number | null;
    functions: readonly string[];
  }
>;

/** The answer in sentences, with everything called as the form has it. */
export function findSentences({ answer, asked }: AnswerTo<'find'>, { setting, functions }: FindDetails): PlanSentences {
  return planSentences(asked.question, answer, { value: (value) => saidValue(setting, value), metric: ({ metric }) => metricPhrase(metric.text, functions) });
}

/** The answer: the verdict first, then what it rests on. */
export function Found({ answer: whole, inquiry }: { answer: AnswerTo<'find'>; inquiry: Inquiry<'find', FindDetails> }) {
  const { answer, asked, band } = whole;
  const { details } = inquiry;
  const { draft, setting, began, functions } = details;
  const isStillThere = setting !== null && planned.value !== null && settingAt(planned.value, setting.id) !== null;
  const { verdict, reasons } = findSentences(whole, details);
  return (
    <>
      <Verdict text={verdict.join(' ')} />
      {began !== null && answer.found !== null && <p>From {formatSpan(began)} until then it lasts {formatSpan(answer.found - began)}.</p>}
      <p class="records-hint">
        <Prose text={reasons.join(' ')} />
      </p>
      {band.kind === 'band' && (
        <p class="records-hint">
          <Prose text={planBandSentences(band, (value) => saidValue(setting, value)).join(' ')} />
        </p>
      )}
      <AnswerActions inquiry={inquiry}>{answer.found !== null && isStillThere && <UseButton value={answer.found} setting={setting} isAsked={!isStale(inquiry)} />}</AnswerActions>
      <Formulas forms={asked.closedForms} beganAt={answer.evidence.some(({ value }) => value === asked.question.guess) ? (asked.question.guess ?? null) : null} setting={setting} />
      {asked.question.targets.map(({ text, metric: { text: metric }, relation, value: limit }) => (
        <EvidenceChart
          key={text}
          title={metricLabel(metric, functions)}
          points={answer.evidence.filter((line) => line.target === text).map((line) => ({ ...line, judged: line.decided ? (line.satisfied ? 'met' : 'missed') : 'undecided' }))}
          limit={{ value: limit, name: `${relationWords[relation]} ${metricValue(metric, limit)}` }}
          found={answer.found}
          setting={{ name: setting?.label ?? draft.path, isTime: isTime(setting), format: (value) => saidValue(setting, value) }}
          metric={{ name: metricLabel(metric, functions), isTime: unitOf(metric) === 'seconds', format: (value) => metricValue(metric, value) }}
          formatMeasured={(point) => measuredValue(metric, point)}
        />
      ))}
    </>
  );
}

/** What formulas say beside the simulation, which begins its search at the first of them. */
function Formulas({ forms, beganAt, setting }: { forms: readonly ClosedForm[]; beganAt: number | null; setting: PlannedSetting | null }) {
  if (forms.length === 0) return null;
  return (
    <dl class="plan-formulas" aria-label="What formulas say">
      {forms.map(({ name, value, says, clause }, place) => (
        <div key={name + String(value)}>
          <dt>
            {name}
            {place === 0 && value === beganAt ? ', where the search began' : ''}
          </dt>
          <dd>
            <Prose text={`${setting?.unit === 'seconds' ? String(value) : saidValue(setting, value)} ${says}`} /> <ClauseButton id={clause} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Writes a value into the selected scenario. */
function UseButton({ value, setting, isAsked }: { value: number; setting: PlannedSetting; isAsked: boolean }) {
  const isToday = isAsked && setting.today === value;
  return (
    <button type="button" class="primary" disabled={isToday} onClick={() => edit([{ path: setting.path, value: writtenValue(setting, value) }])}>
      {isToday ? 'That is today’s value' : `Use ${typedValue(setting, value)}`}
    </button>
  );
}
