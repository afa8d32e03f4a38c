import { TradeOffChart, type TradeOffPoint } from '../../charts/planner/tradeOffChart.tsx';
import { edit, type Edit } from '../../state/edit.ts';
import { isStale, type Inquiry } from '../../state/planner.ts';
import type { Recommendation, TuneAnswer, TuneBand, TuneOption } from '../../../sim/worker/planningApi.ts';
import { rangeOver } from '../../../sim/planner/banded.ts';
import { countOf } from '../../../sim/report/count.ts';
import { differenceBandText, differenceText, estimateText, type MetricUnit } from '../../../sim/report/metricWords.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { readPath } from '../../../sim/scenario/path.ts';
import type { Json } from '../../../sim/scenario/values.ts';
import { ClauseButton } from '../parameters/about.tsx';
import { Prose } from '../prose.tsx';
import { useAsking, type DetailsOf } from './asking.ts';
import { metricValue } from './metrics.ts';
import type { PlannedScenario } from './plannedSettings.ts';
import { AnswerActions, QuestionFrame, Verdict } from './questionFrame.tsx';

/** Which retry settings are worth considering? */
export function TuneView({ planned }: { planned: PlannedScenario }) {
  const { functions } = planned;
  const asking = useAsking<'tune', DetailsOf<'tune'>>({
    kind: 'tune',
    planned,
    usual: () => ({ function: '' }),
    prepare: (draft) => ({ question: { kind: 'tune', function: draft.function === '' ? null : draft.function }, details: { draft }, options: draft.function === '' ? [] : ['--function', draft.function] }),
    verdict: ({ answer }) => tuneVerdict(answer),
  });
  const { draft, change, inquiry } = asking;
  return (
    <QuestionFrame asking={asking} label="Tune retries" button="Weigh the settings" answer={inquiry?.answer?.kind === 'tune' && <Tuned answer={inquiry.answer.answer} band={inquiry.answer.band} inquiry={inquiry} />}>
      <p class="records-hint">
        Weighs every number of retries, the usual maximum ages, up to twice and down to half of the reserved concurrency, and a dead-letter queue where nothing takes what is given up: by what is lost, how late the latest are, and what it costs. What a dead-letter queue or a destination takes is not lost: it is captured, and somebody has to deal with it.
      </p>
      {(functions.length > 1 || draft.function !== '') && (
        <label class="plan-field plan-metric">
          Settings of
          <select value={draft.function} onChange={(event) => change({ function: event.currentTarget.value })}>
            <option value="">the function that loses most</option>
            {[...functions, ...(draft.function === '' || functions.includes(draft.function) ? [] : [draft.function])].map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </QuestionFrame>
  );
}

function Tuned({ answer, band, inquiry }: { answer: TuneAnswer; band: TuneBand; inquiry: Inquiry<'tune'> }) {
  const { options, today, recommendations, replications, stopped } = answer;
  const front = options.filter(({ onFront, sameAs }) => onFront && sameAs === null).length;
  return (
    <>
      <Verdict text={tuneVerdict(answer)} />
      <p class="records-hint">
        {countOf(options.length, 'choice')} weighed, {front} of which no other surely beats.{stopped ? '' : ` Expected changes are of ${countOf(replications, 'run')} that no choice was made by; ≈ cannot be told from luck.`}
      </p>
      <ul class="plan-options" aria-label="Recommendations">
        {recommendations.map((one, place) => (
          <Recommended key={one.name} recommendation={one} rangeOf={(name) => (band.kind === 'none' ? null : rangeOver(band, (changes) => changes[place]?.[name]?.value))} option={options[one.option] ?? today} undelivered={undeliveredName(options)} isStale={isStale(inquiry)} />
        ))}
      </ul>
      <AnswerActions inquiry={inquiry} />
      <TradeOff answer={answer} />
    </>
  );
}

function Recommended({ recommendation: { name, risk, isToday, change }, rangeOf, option, undelivered, isStale: stale }: { recommendation: Recommendation; rangeOf: RangeOf; option: TuneOption; undelivered: string; isStale: boolean }) {
  return (
    <li class="plan-option">
      <h5>{capital(name)}</h5>
      <p>
        <Prose text={isToday ? 'Today’s settings: none can be told to be better.' : capital(option.words)} />
      </p>
      {!isToday && (
        <>
          <dl>
            <Change label="Lost" text={differenceText('share', change.loss)} band={bandText('share', rangeOf('loss'))} />
            <Change label={undelivered} text={differenceText('share', change.undelivered)} band={bandText('share', rangeOf('undelivered'))} />
            <Change label="Delay p99" text={differenceText('seconds', change.delay)} band={bandText('seconds', rangeOf('delay'))} />
            {change.cost !== null && <Change label="Cost" text={differenceText('dollars', change.cost)} band={bandText('dollars', rangeOf('cost'))} />}
          </dl>
          <p class="plan-risk">
            <Risk text={risk} />
          </p>
          <button type="button" disabled={stale} onClick={() => edit(editsOf(option.settings))}>
            Use these settings
          </button>
        </>
      )}
    </li>
  );
}

/** What may go wrong, with its clauses to be opened. */
function Risk({ text }: { text: string }) {
  return text.split(/\(([A-Z]{3}-\d{2})\)/).map((part, index) => (index % 2 === 1 ? <ClauseButton key={index} id={part} /> : part));
}

/** The range of a change over the dispatch disciplines. */
type RangeOf = (name: 'loss' | 'undelivered' | 'delay' | 'cost') => { low: number; high: number } | null;

/** Null where every discipline says the same. */
const bandText = (unit: MetricUnit, range: ReturnType<RangeOf>): string | null => (range === null || range.low === range.high ? null : differenceBandText(unit, range));

/** An expected change with its interval, and below it its assumption band. */
function Change({ label, text, band }: { label: string; text: string; band: string | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Prose text={text} />
        {band !== null && <span class="plan-band">any dispatch: {band}</span>}
      </dd>
    </div>
  );
}

function TradeOff({ answer: { options, today, recommendations } }: { answer: TuneAnswer }) {
  const hasCost = today.cost !== null;
  const nameOf = (option: TuneOption): string | null => {
    const names = recommendations.filter((one) => options[one.option] === option).map(({ name }) => name);
    return [...(option.settings.length === 0 ? ['today'] : []), ...names].join(', ') || null;
  };
  const undeliveredIs = undeliveredName(options);
  const measuredWords = ({ loss, undelivered, delay, cost }: TuneOption): string => `lost ${estimateText('share', loss)}, ${undeliveredIs.toLowerCase()} ${estimateText('share', undelivered)}, delay p99 ${estimateText('seconds', delay)}${cost === null ? '' : `, cost ${estimateText('dollars', cost)}`}`;
  const points = options.flatMap((option): TradeOffPoint[] => {
    const across = (hasCost ? option.cost : option.loss)?.value ?? null;
    if (across === null || option.delay.value === null || option.sameAs !== null) return [];
    return [{ words: option.words, measured: measuredWords(option), across, up: option.delay.value, loss: option.loss.value ?? 0, onFront: option.onFront, name: nameOf(option) }];
  });
  if (points.length === 0) return null;
  const listed = options.filter((option) => (option.onFront && option.sameAs === null) || nameOf(option) !== null);
  return (
    <TradeOffChart
      title={`Delay p99 against ${hasCost ? 'cost' : 'loss'}`}
      points={points}
      across={hasCost ? { name: 'Cost of the run', isTime: false, format: (value) => `$${String(Number(value.toPrecision(3)))}` } : { name: 'Lost, share', isTime: false, format: (value) => metricValue('lost / received', value) }}
      up={{ name: 'Delay p99', isTime: true, format: formatSpan }}
      table={{
        head: ['Settings', 'Lost', undeliveredIs, 'Delay p99', ...(hasCost ? ['Cost'] : []), ''],
        rows: listed.map((option) => [option.words, estimateText('share', option.loss), estimateText('share', option.undelivered), estimateText('seconds', option.delay), ...(option.cost === null ? [] : [estimateText('dollars', option.cost)]), nameOf(option) ?? '']),
      }}
    />
  );
}

/** What is neither delivered nor lost: captured, and what still waits at the end where that is anything. */
function undeliveredName(options: readonly TuneOption[]): string {
  return options.some(({ waiting }) => (waiting.value ?? 0) > 0) ? 'Captured or waiting' : 'Captured';
}

/** The answer in a sentence. */
function tuneVerdict({ function: name, recommendations, stopped, options, today }: TuneAnswer): string {
  if (recommendations.length === 0 || (stopped && options.length < 2)) return `Stopped before anything could be recommended for ${name}; today it has ${today.words}.`;
  const better = recommendations.filter(({ isToday }) => !isToday);
  if (better.length === 0) return `Keep what ${name} has today (${today.words}): of ${countOf(options.length, 'choice')} none is surely better.`;
  return `${capital(better.map(({ name: wish, option }) => `${wish}: ${options[option]?.words ?? ''}`).join('; '))}. Today ${name} has ${today.words}.`;
}

/** Settings as `--set` takes them, as changes of the text. */
function editsOf(settings: readonly string[]): Edit[] {
  return settings.flatMap((setting) => {
    const read = readPath(setting);
    return read === null ? [] : [{ path: read.path, value: JSON.parse(setting.slice(read.length + 1)) as Json }];
  });
}

const capital = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase());
