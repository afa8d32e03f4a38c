import { EvidenceChart } from '../../charts/planner/evidenceChart.tsx';
import { edit } from '../../state/edit.ts';
import { fileName } from '../../state/files.ts';
import { isStale, type Inquiry } from '../../state/planner.ts';
import type { PlanAnswer } from '../../../sim/worker/planningApi.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { CopyButton } from '../copyButton.tsx';
import { Prose } from '../prose.tsx';
import { commandText, endOf, limitOf, relationWords, settingAt, targetText } from './drafts.ts';
import type { FindDraft } from './findDraft.ts';
import { causesWords, sureness, verdictOf, type Asked } from './findWords.ts';
import { measuredValue, metricLabel, metricValue, unitOf } from './metrics.ts';
import { isTime, planned, saidValue, typedValue, writtenValue, type PlannedSetting } from './plannedSettings.ts';

/** What an inquiry keeps of its form: the setting as it was then, where the form knew it. */
export interface FindDetails {
  draft: FindDraft;
  setting: PlannedSetting | null;
  /** Of a question about the end of a fault: when it begins, in seconds. */
  began: number | null;
  functions: readonly string[];
}

/** What the words of an answer need to know of its question. */
export function askedOf({ draft, setting, functions }: FindDetails): Asked {
  return {
    said: (value) => saidValue(setting, value),
    low: endOf(setting, draft.low),
    high: endOf(setting, draft.high),
    targets: draft.targets.map((target) => ({ text: targetText(target), metric: target.metric })),
    functions,
  };
}

/** The answer: the verdict first, then what it rests on. */
export function Found({ answer, inquiry }: { answer: PlanAnswer; inquiry: Inquiry<'find', FindDetails> }) {
  const { question, details, scenario } = inquiry;
  const { draft, setting, began, functions } = details;
  const isStillThere = setting !== null && planned.value !== null && settingAt(planned.value, setting.id) !== null;
  const asked = askedOf(details);
  const causes = causesWords(answer.causes);
  const options = ['--find', question.find, ...question.suchThat.flatMap((target) => ['--such-that', target])];
  return (
    <>
      <h4 class="plan-verdict">
        <Prose text={verdictOf(answer, asked)} />
      </h4>
      {began !== null && answer.found !== null && <p>From {formatSpan(began)} until then it lasts {formatSpan(answer.found - began)}.</p>}
      {causes !== null && (
        <p>
          <Prose text={causes} />
        </p>
      )}
      <p class="records-hint">
        <Prose text={sureness(answer, asked)} />
      </p>
      <div class="plan-actions">
        {answer.found !== null && isStillThere && <UseButton value={answer.found} setting={setting} isAsked={!isStale(inquiry)} />}
        <CopyButton label="Copy as command" text={() => commandText('plan', `${fileName(scenario.name)}.json`, options, scenario.seed)} />
      </div>
      {draft.targets.map((target) => {
        const text = targetText(target);
        const limit = limitOf(target);
        return (
          <EvidenceChart
            key={text}
            title={metricLabel(target.metric, functions)}
            points={answer.evidence.filter((line) => line.target === text).map((line) => ({ ...line, judged: line.decided ? (line.satisfied ? 'met' : 'missed') : 'undecided' }))}
            limit={limit === null ? null : { value: limit, name: `${relationWords[target.relation]} ${metricValue(target.metric, limit)}` }}
            found={answer.found}
            setting={{ name: setting?.label ?? draft.path, isTime: isTime(setting), format: asked.said }}
            metric={{ name: metricLabel(target.metric, functions), isTime: unitOf(target.metric) === 'seconds', format: (value) => metricValue(target.metric, value) }}
            formatMeasured={(point) => measuredValue(target.metric, point)}
          />
        );
      })}
    </>
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
