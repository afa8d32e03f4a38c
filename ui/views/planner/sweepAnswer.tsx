import type { Limit, Quantity } from '../../charts/planner/axesPlot.tsx';
import { HeatMap, type HeatCell } from '../../charts/planner/heatMap.tsx';
import { SweepCurve } from '../../charts/planner/sweepCurve.tsx';
import type { Inquiry } from '../../state/planner.ts';
import type { Estimate, SweepAnswer, SweepCell } from '../../../sim/worker/planningApi.ts';
import { countOf, listed } from '../../../sim/report/count.ts';
import { relationWords } from '../../../sim/report/planWords.ts';
import type { DetailsOf } from './asking.ts';
import { limitOf, type TargetDraft } from './drafts.ts';
import { measuredValue, metricLabel, metricPhrase, metricValue, unitOf } from './metrics.ts';
import { isTime, saidValue, type PlannedSetting } from './plannedSettings.ts';
import { AnswerActions, Verdict } from './questionFrame.tsx';

/** What an inquiry keeps of its form: the settings as they were then, where the form knew them. */
export type SweepDetails = DetailsOf<'sweep', { settings: readonly (PlannedSetting | null)[]; functions: readonly string[] }>;

/** A sweep as far as it is: where the targets are met, and a curve or a heat map. */
export function Swept({ inquiry }: { inquiry: Inquiry<'sweep', SweepDetails> }) {
  const { details } = inquiry;
  const answer = inquiry.answer?.kind === 'sweep' ? inquiry.answer.answer : inquiry.cells;
  if (answer === null) return null;
  const { draft, functions } = details;
  return (
    <>
      <Verdict text={inquiry.answer !== null ? sweepVerdict(answer, details) : `${String(answer.cells.length)} of ${countOf(answer.wanted, 'value')} so far.`} />
      <p class="records-hint">{String(answer.replications)} runs of each, all with the same luck; each is judged for itself by its 95 % interval.</p>
      {answer.leftOut.length > 0 && (
        <p class="records-hint">
          Left out: {countOf(answer.leftOut.length, 'value')}. {answer.leftOut[0]?.reason}
        </p>
      )}
      <AnswerActions inquiry={inquiry} />
      {answer.values.length === 1 ? <Curve answer={answer} details={details} /> : <Map answer={answer} details={details} title={metricLabel(draft.metric, functions)} />}
    </>
  );
}

function Curve({ answer, details }: { answer: SweepAnswer; details: SweepDetails }) {
  const { draft, functions } = details;
  const inOrder = [...answer.cells].sort((one, other) => one.place - other.place);
  const target = draft.targets.find(({ metric }) => metric === draft.metric);
  const value = target === undefined ? null : limitOf(target);
  const limit: Limit | null = target === undefined || value === null ? null : { value, name: `${relationWords[target.relation]} ${metricValue(target.metric, value)}` };
  return (
    <SweepCurve
      title={metricLabel(draft.metric, functions)}
      points={inOrder.map((cell) => ({ value: cell.values[0] ?? 0, ...estimateIn(cell), replications: cell.replications, judged: cell.judgement }))}
      values={answer.values[0] ?? []}
      limit={limit}
      setting={quantityAt(details, 0)}
      metric={metricQuantity(details)}
      formatMeasured={(point) => measuredValue(draft.metric, point)}
    />
  );
}

function Map({ answer, details, title }: { answer: SweepAnswer; details: SweepDetails; title: string }) {
  const [columns = [], rows = []] = answer.values;
  const cells = answer.cells.map((cell): HeatCell => {
    const estimate = estimateIn(cell);
    return { column: Math.floor(cell.place / rows.length), row: cell.place % rows.length, metric: estimate.metric, judged: cell.judgement, measured: measuredValue(details.draft.metric, estimate) };
  });
  return <HeatMap title={title} cells={cells} columns={columns} rows={rows} across={quantityAt(details, 0)} up={quantityAt(details, 1)} metric={metricQuantity(details)} />;
}

/** The answer in a sentence. */
export function sweepVerdict(answer: SweepAnswer, details: SweepDetails): string {
  const { cells, wanted, stopped } = answer;
  const end = stopped ? ` Stopped: ${String(cells.length)} of ${countOf(wanted, 'value')} had been measured.` : '';
  if (cells.length === 0) return 'Stopped before anything was known.';
  return `${details.draft.targets.length > 0 ? feasibility(answer, details) : tendency(answer, details)}${end}`;
}

function feasibility({ cells, values }: SweepAnswer, details: SweepDetails): string {
  const wish = listed(details.draft.targets.map((target) => `${metricPhrase(target.metric, details.functions)} is ${relationWords[target.relation]} ${limitWords(target)}`));
  const met = [...cells].filter(({ judgement }) => judgement === 'met').sort((one, other) => one.place - other.place);
  const open = cells.filter(({ judgement }) => judgement === 'undecided').length;
  const unsure = open === 0 ? '' : ` ${countOf(open, 'value')} ${open === 1 ? 'is' : 'are'} too close to tell.`;
  const wanted = wish.replace(/^./, (letter) => letter.toUpperCase());
  if (met.length === 0) return `${wanted} at none of the values that were measured.${unsure}`;
  if (values.length > 1) return `${wanted} in ${String(met.length)} of ${countOf(cells.length, 'combination')}.${unsure}`;
  return `${wanted} at ${listed(stretches(met).map(([first, last]) => (first === last ? said(details, first) : `${said(details, first)} to ${said(details, last)}`)))}.${unsure}`;
}

/** Neighbouring cells as one stretch, from its first value to its last. */
function stretches(met: readonly SweepCell[]): [number, number][] {
  const found: { from: SweepCell; to: SweepCell }[] = [];
  for (const cell of met) {
    const open = found.at(-1);
    if (open !== undefined && open.to.place === cell.place - 1) open.to = cell;
    else found.push({ from: cell, to: cell });
  }
  return found.map(({ from, to }) => [from.values[0] ?? 0, to.values[0] ?? 0]);
}

function tendency({ cells, values }: SweepAnswer, details: SweepDetails): string {
  const { metric } = details.draft;
  const phrase = metricPhrase(metric, details.functions).replace(/^./, (letter) => letter.toUpperCase());
  const known = cells.flatMap((cell) => {
    const { metric: value } = estimateIn(cell);
    return value === null ? [] : [{ cell, value }];
  });
  const [first] = known;
  if (first === undefined) return `${phrase}: there is no such number at any value.`;
  const least = known.reduce((best, one) => (one.value < best.value ? one : best), first);
  const most = known.reduce((best, one) => (one.value > best.value ? one : best), first);
  const words = ({ cell, value }: typeof first): string => `${metricValue(metric, value)} at ${listed(cell.values.map((one, place) => (values.length === 1 ? said(details, one) : `${quantityAt(details, place).name} ${said(details, one, place)}`)))}`;
  return least.value === most.value ? `${phrase} is ${metricValue(metric, least.value)} throughout.` : `${phrase} goes from ${words(least)} to ${words(most)}.`;
}

/** What was measured of the metric that is looked at. */
function estimateIn({ estimates: [first] }: SweepCell): { metric: number | null } & Pick<Estimate, 'low' | 'high' | 'basis'> {
  return { metric: first?.value ?? null, low: first?.low ?? null, high: first?.high ?? null, basis: first?.basis ?? 'mean' };
}

function quantityAt({ draft, settings }: SweepDetails, place: number): Quantity {
  const setting = settings[place] ?? null;
  return { name: setting?.label ?? draft.ranges[place]?.path ?? '', isTime: isTime(setting), format: (value) => saidValue(setting, value) };
}

function metricQuantity({ draft: { metric }, functions }: SweepDetails): Quantity {
  return { name: metricLabel(metric, functions), isTime: unitOf(metric) === 'seconds', format: (value) => metricValue(metric, value) };
}

const said = ({ settings }: SweepDetails, value: number, place = 0): string => saidValue(settings[place] ?? null, value);

function limitWords(target: TargetDraft): string {
  const limit = limitOf(target);
  return limit === null ? target.value : metricValue(target.metric, limit);
}
