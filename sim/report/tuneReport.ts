import { disciplinesWith, rangeOver, type DisciplineBand } from '../planner/banded.ts';
import { told } from '../planner/difference.ts';
import type { Estimate, PairedEstimate } from '../planner/estimate.ts';
import type { ByObjective, Recommendation, TuneAnswer, TuneOption } from '../planner/tune.ts';
import { bandJson, eachOf, mapped, overTheWays, remarkLines } from './bandWords.ts';
import { countOf, formatCount, listed } from './count.ts';
import { fitting, type EstimateWriter } from './fitting.ts';
import { differenceBandText, differenceText, estimateText, undecidedLegend, type MetricUnit } from './metricWords.ts';
import { provenanceJson, provenanceLines, provenancedCsv, type Look, type Provenance } from './provenance.ts';
import { withoutSteering } from './steering.ts';
import { textTable, wrapped, type Alignment, type Cell } from './textTable.ts';

/** Settings that have been weighed. */
export interface Tuned {
  answer: TuneAnswer;
  band: DisciplineBand<Changes[]>;
  provenance: Provenance;
}

/** What changes against today's settings, of each recommendation. */
type Changes = ByObjective<PairedEstimate | null>;

/** Tuned settings as a page of text: what is recommended and what it risks, then the options that none is better than. */
export function tuneReport({ answer, band, provenance }: Tuned, look: Look): string {
  const front = answer.options.filter(({ onFront, sameAs }) => onFront && sameAs === null);
  const lines = [
    ...wrapped(verdictOf(answer), look.width).map((line) => look.paint('strong', line)),
    '',
    ...answer.recommendations.flatMap((one, place) => recommendationLines(answer, one, bandWords(band, place), look)),
    ...fitting((write) => frontLines(answer, front, look, write), look.width),
    '',
    ...wrapped(remarkOn(answer, front.length), look.width),
    ...answer.leftOut.slice(0, mostLeftOut).flatMap(({ words, reason }) => wrapped(`Left out: ${words}. ${reason}`, look.width)),
    ...(answer.leftOut.length > mostLeftOut ? [`Left out as well: ${countOf(answer.leftOut.length - mostLeftOut, 'option')}.`] : []),
    ...remarkLines(band, look.width),
    '',
    ...provenanceLines(provenance, look),
  ];
  return `${withoutSteering(lines, look.paint).join('\n')}\n`;
}

/** Tuned settings as plain data. */
export function tuneJson({ answer, band, provenance }: Tuned): Record<string, unknown> {
  const changes = bandJson(band, (banded) => ({
    recommendations: answer.recommendations.map(({ name }, place) => ({ name, change: Object.fromEntries(objectives.map((one) => [one, rangeOver(banded, (its) => its[place]?.[one]?.value)])) })),
    byDispatch: mapped(banded, (its) => its.map((change, place) => ({ name: answer.recommendations[place]?.name, change }))),
  }));
  return { ...provenanceJson(provenance), ...answer, ...changes };
}

/** One row an option. */
export function tuneCsv({ answer, band, provenance }: Tuned): Generator<string> {
  const columns = (name: string): string[] => [name, `${name}Low`, `${name}High`];
  const numbers = (one: Pick<Estimate, 'value' | 'low' | 'high'> | null): (number | null)[] => [one?.value ?? null, one?.low ?? null, one?.high ?? null];
  const names = objectives;
  const head = ['option', 'settings', ...names.flatMap(columns), ...columns('waiting'), ...names.flatMap((name) => columns(`${name}Difference`)), 'replications', 'onFront', 'sameAs', 'recommended', ...names.flatMap((name) => [`${name}BandLow`, `${name}BandHigh`])];
  const rows = answer.options.map((option, place) => [
    option.words,
    option.settings.join(' '),
    ...names.flatMap((name) => numbers(option[name])),
    ...numbers(option.waiting),
    ...names.flatMap((name) => numbers(option.differences[name])),
    option.replications,
    option.onFront,
    option.sameAs === null ? null : (answer.options[option.sameAs]?.words ?? null),
    answer.recommendations.filter((one) => one.option === place).map(({ name }) => name).join(' '),
    ...names.flatMap((name) => {
      const which = answer.recommendations.findIndex((one) => one.option === place);
      const range = band.kind === 'none' ? null : rangeOver(band, (its) => its[which]?.[name]?.value);
      return [range?.low ?? null, range?.high ?? null];
    }),
  ]);
  return provenancedCsv(head, rows, provenance);
}

const objectives = ['loss', 'undelivered', 'delay', 'cost'] as const;
const mostLeftOut = 3;
/** Beyond these, a table says less than the file does. */
const mostRows = 16;

const units = { loss: 'share', undelivered: 'share', delay: 'seconds', cost: 'dollars' } as const satisfies Record<keyof ByObjective<unknown>, MetricUnit>;

function verdictOf({ function: name, recommendations, options, today }: TuneAnswer): string {
  if (recommendations.length === 0) return `${name}: stopped before anything could be recommended; today's settings are ${today.words}.`;
  if (recommendations.every(({ isToday }) => isToday)) return `${name}: keep today's settings (${today.words}): of ${countOf(options.length, 'option')} none is surely better in what matters.`;
  const changes = recommendations.filter(({ isToday }) => !isToday).map(({ name: wish, option }) => `${wish} with ${options[option]?.words ?? ''}`);
  return `${name}: ${changes.join('; ')}. Today: ${today.words}.`;
}

function recommendationLines({ options }: TuneAnswer, { name, option, risk, isToday, change }: Recommendation, overDisciplines: string | null, { width, paint }: Look): string[] {
  const chosen = options[option];
  if (chosen === undefined) return [];
  const title = `${name.replace(/^./, (letter) => letter.toUpperCase())}: `;
  if (isToday) return [...wrapped(`${title}today's settings; none can be told to be better.`, width), ''];
  return [
    `${paint('strong', title)}${chosen.words}`,
    ...wrapped(`Expected change: ${changeWords(change)}.`, width - indent.length).map((line) => indent + line),
    ...(overDisciplines === null ? [] : wrapped(overDisciplines, width - indent.length).map((line) => indent + line)),
    ...wrapped(`Risk: ${risk} ${openWords(chosen)}`.trimEnd(), width - indent.length).map((line) => indent + line),
    // One line, so that it can be copied.
    indent + paint('faint', chosen.settings.map((setting) => `--set '${setting.replaceAll("'", "'\\''")}'`).join(' ')),
    '',
  ];
}

/** A run that ends while many wait flatters whatever keeps events longest. */
function openWords({ waiting }: TuneOption): string {
  return (waiting.value ?? 0) < manyWaiting ? '' : `${estimateText('share', waiting)} still wait when the run ends: a longer run would tell what becomes of them.`;
}

const manyWaiting = 0.01;

const indent = '  ';

/** The range of a recommendation's expected change over the disciplines, and under which it cannot be told from luck. */
function bandWords(band: DisciplineBand<Changes[]>, place: number): string | null {
  const over = band.kind === 'none' ? null : overTheWays(band);
  if (band.kind === 'none' || over === null) return null;
  const words = objectives.flatMap((name) => {
    const range = rangeOver(band, (its) => its[place]?.[name]?.value);
    const unsure = disciplinesWith(band, (its) => told(its[place]?.[name] ?? null) === 'undecided');
    const doubt = unsure.length === 0 ? '' : unsure.length === eachOf(band).length ? ' (≈)' : ` (≈ under ${listed(unsure)})`;
    return range === null ? [] : [`${labels[name]} ${range.low === 0 && range.high === 0 ? 'equal' : differenceBandText(units[name], range)}${doubt}`];
  });
  return `${over}: ${words.join('; ')}.`;
}

const labels = { loss: 'loss', undelivered: 'undelivered', delay: 'delay p99', cost: 'cost' } as const;

function changeWords({ loss, undelivered, delay, cost }: ByObjective<PairedEstimate | null>): string {
  return [
    `loss ${differenceText(units.loss, loss)}`,
    `undelivered ${differenceText(units.undelivered, undelivered)}`,
    `delay p99 ${differenceText(units.delay, delay)}`,
    `cost ${differenceText(units.cost, cost)}`,
  ].join('; ');
}

function frontLines({ today, recommendations, options }: TuneAnswer, front: readonly TuneOption[], { paint }: Look, write: EstimateWriter): string[] {
  const head = ['', 'loss', 'undelivered', 'delay p99', 'cost', ''].map((text): Cell => ({ text, painted: paint('faint', text) }));
  const rowOf = (option: TuneOption, mark: string): string[] => [option.words, write(units.loss, option.loss), write(units.undelivered, option.undelivered), write(units.delay, option.delay), write(units.cost, option.cost), mark];
  const namesOf = (option: TuneOption): string => recommendations.filter((one) => options[one.option] === option).map(({ name }) => name).join(', ');
  const lossOf = ({ loss }: TuneOption): number => loss.value ?? Infinity;
  const others = front.filter(({ settings }) => settings.length > 0).sort((one, other) => lossOf(one) - lossOf(other));
  const shown = [...others.filter((option) => namesOf(option) !== ''), ...others.filter((option) => namesOf(option) === '')].slice(0, mostRows);
  const rows = [rowOf(today, ['today', ...recommendations.filter(({ isToday }) => isToday).map(({ name }) => name)].join(', ')), ...shown.map((option) => rowOf(option, namesOf(option)))];
  return textTable([head, ...rows], head.map((_, column): Alignment => (column === 0 || column === head.length - 1 ? 'left' : 'right')));
}

function remarkOn({ options, today, replications }: TuneAnswer, front: number): string {
  const rest = Math.max(0, front - mostRows);
  const waits = openWords(today) === '' ? '' : ` With today's settings ${openWords(today)}`;
  return `${countOf(options.length, 'option')} weighed; ${formatCount(front)} on the Pareto front, which no other option surely beats${rest > 0 ? `, ${String(rest)} of them only in --csv and --json` : ''}. Loss is what is gone or lost of what is received; undelivered is what a dead-letter queue or destination took instead, or still waits at the end.${waits} Expected changes are of ${countOf(replications, 'replication')} that no choice was made by. ${undecidedLegend}.`;
}
