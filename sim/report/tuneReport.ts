import type { Estimate, PairedEstimate } from '../planner/estimate.ts';
import type { ByObjective, Recommendation, TuneAnswer, TuneOption } from '../planner/tune.ts';
import { countOf, formatCount } from './count.ts';
import { fitting, type EstimateWriter } from './fitting.ts';
import { differenceText, estimateText, undecidedLegend, type MetricUnit } from './metricWords.ts';
import { provenanceJson, provenanceLines, provenancedCsv, type Look, type Provenance } from './provenance.ts';
import { withoutControls } from './terminalReport.ts';
import { textTable, wrapped, type Alignment, type Cell } from './textTable.ts';

/** Settings that have been weighed. */
export interface Tuned {
  answer: TuneAnswer;
  provenance: Provenance;
}

/** Tuned settings as a page of text: what is recommended and what it risks, then the options that none is better than. */
export function tuneReport({ answer, provenance }: Tuned, look: Look): string {
  const front = answer.options.filter(({ onFront, sameAs }) => onFront && sameAs === null);
  const lines = [
    ...wrapped(verdictOf(answer), look.width).map((line) => look.paint('strong', line)),
    '',
    ...answer.recommendations.flatMap((one) => recommendationLines(answer, one, look)),
    ...fitting((write) => frontLines(answer, front, look, write), look.width),
    '',
    ...wrapped(remarkOn(answer, front.length), look.width),
    ...answer.leftOut.slice(0, mostLeftOut).flatMap(({ words, reason }) => wrapped(`Left out: ${words}. ${reason}`, look.width)),
    ...(answer.leftOut.length > mostLeftOut ? [`Left out as well: ${countOf(answer.leftOut.length - mostLeftOut, 'option')}.`] : []),
    '',
    ...provenanceLines(provenance, look),
  ];
  return `${lines.map(withoutControls).join('\n')}\n`;
}

/** Tuned settings as plain data. */
export function tuneJson({ answer, provenance }: Tuned): Record<string, unknown> {
  return { ...provenanceJson(provenance), ...answer };
}

/** One row an option. */
export function tuneCsv({ answer, provenance }: Tuned): Generator<string> {
  const columns = (name: string): string[] => [name, `${name}Low`, `${name}High`];
  const numbers = (one: Pick<Estimate, 'value' | 'low' | 'high'> | null): (number | null)[] => [one?.value ?? null, one?.low ?? null, one?.high ?? null];
  const names = ['loss', 'undelivered', 'delay', 'cost'] as const;
  const head = ['option', 'settings', ...names.flatMap(columns), ...columns('waiting'), ...names.flatMap((name) => columns(`${name}Difference`)), 'replications', 'onFront', 'sameAs', 'recommended'];
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
  ]);
  return provenancedCsv(head, rows, provenance);
}

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

function recommendationLines({ options }: TuneAnswer, { name, option, risk, isToday, change }: Recommendation, { width, paint }: Look): string[] {
  const chosen = options[option];
  if (chosen === undefined) return [];
  const title = `${name.replace(/^./, (letter) => letter.toUpperCase())}: `;
  if (isToday) return [...wrapped(`${title}today's settings; none can be told to be better.`, width), ''];
  return [
    `${paint('strong', title)}${chosen.words}`,
    ...wrapped(`Expected change: ${changeWords(change)}.`, width - indent.length).map((line) => indent + line),
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
