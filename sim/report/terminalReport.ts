import { type Cost, costOf } from '../cost/cost.ts';
import type { FunctionResult, RunResult, TimeSummary } from '../engines/result.ts';
import type { AssumptionBand, Range } from '../planner/assumptionBand.ts';
import type { Interval, Summarised } from '../planner/summarise.ts';
import type { Scenario } from '../scenario/schema.ts';
import { accountWords } from './accountWords.ts';
import { assumptionRows } from './assumptionRows.ts';
import { isWide } from './bandWords.ts';
import { countOf, formatCount, listed } from './count.ts';
import { eventSourceTables, invokedByMappingsOnly } from './eventSourceTables.ts';
import { functionTable } from './functionTable.ts';
import { formatMoney } from './money.ts';
import { outcomeRows } from './outcomeRows.ts';
import type { Paint } from './paint.ts';
import type { RunReport } from './runReport.ts';
import { formatShare } from './share.ts';
import { formatSpan, secondsOf } from './span.ts';
import { withoutSteering } from './steering.ts';
import { type Cell, packed, textTable, wrapped } from './textTable.ts';
import type { Verdict } from './verdict.ts';

/** What is to be reported, and how wide and colourful the terminal is. */
export interface TerminalReportInput {
  report: RunReport;
  /** The numbers of the one replication, or the means of several. */
  result: RunResult;
  verdict: Verdict;
  band: AssumptionBand | null;
  /** There is no band because it would have taken longer than the run itself. */
  bandTooLong?: boolean;
  width: number;
  paint: Paint;
}

/** A run as a page of text: the verdict first, then the numbers behind it, then what was assumed. */
export function terminalReport(input: TerminalReportInput): string {
  const lines = [...heading(input), '', ...verdictLines(input), '', ...adviceLines(input), ...costLines(input), ''];
  const { scenario } = input.report;
  const elsewhere = invokedByMappingsOnly(scenario, input.result);
  const asynchronous = Object.entries(input.result.functions).filter(([name]) => !elsewhere.has(name));
  if (asynchronous.length <= mostInDetail) for (const [name] of asynchronous) lines.push(...functionLines(input, name), '');
  else lines.push(...functionTable({ ...input.result, functions: Object.fromEntries(asynchronous) }, input.width, input.paint), '');
  const intervals = input.report.replications > 1 ? (input.report.eventSourceMappings ?? null) : null;
  lines.push(...eventSourceTables({ ...input, scenario, intervals, intervalText }));
  lines.push(...destinationLines(input), ...accountLines(input), ...assumptionLines(input), ...bandLines(input));
  // Names come from files of strangers.
  return `${withoutSteering(lines, input.paint).join('\n').trimEnd()}\n`;
}

/** More functions than this share one table. */
const mostInDetail = 3;

function heading({ report, paint }: TerminalReportInput): string[] {
  const { scenario, replications } = report;
  const facts = [
    `${formatSpan(report.simulatedSeconds)} simulated${report.stopped === true ? ' (stopped)' : ''}`,
    `seed ${report.seed}`,
    ...(replications > 1 ? [`means of ${replications} replications`] : []),
    `${countOf(report.steps, 'step')} in ${formatSpan(report.wallSeconds)}`,
    `headroom ${report.headroom}, ${report.engine} engine`,
  ];
  return [...(scenario.name === '' ? [] : [paint('strong', scenario.name)]), paint('faint', facts.join(' · '))];
}

function verdictLines({ verdict, width, paint }: TerminalReportInput): string[] {
  const headline = wrapped(verdict.headline, width).map((line) => paint('strong', line));
  return [...headline, ...verdict.sentences.flatMap((sentence) => wrapped(sentence, width))];
}

/** What the metrics speak for, a finding in one or two lines; nothing where they are as they should be. [MET-20] */
function adviceLines({ report, width, paint }: TerminalReportInput): string[] {
  const shown = report.advice.slice(0, mostAdvice);
  if (shown.length === 0) return [];
  const rest = report.advice.length - shown.length;
  return [
    paint('faint', 'What the metrics tell:'),
    ...shown.flatMap(({ function: name, seen, means, first, clause }) => wrapped(`${name}: ${seen}: ${means}. ${first}. [${clause}]`, width)),
    ...(rest === 0 ? [] : [`${countOf(rest, 'finding')} more in --json.`]),
    '',
  ];
}

/** Of a hundred functions nobody reads more. */
const mostAdvice = 6;

/** What the run costs and how much of that retries are; the rest of the bill is in the JSON. [PRC-01, PRC-06] */
function costLines({ result, report, width }: TerminalReportInput): string[] {
  const { prices } = report;
  const { total, retries } = costOf(report.scenario, result, prices);
  const money = (amount: number): string => formatMoney(amount, prices.currency);
  const { low, high } = report.replications > 1 ? (report.cost as Summarised<Cost>).total : { low: null, high: null };
  const hasInterval = low !== null && high !== null && money(low) !== money(high);
  const amount = `${money(total)}${hasInterval ? ` (95 % interval ${money(low)} – ${money(high)})` : ''}`;
  const share = retries === 0 ? '' : `, ${formatShare(retries, total)} of it for retries`;
  return wrapped(`Cost ${amount}${share}: ${prices.region} prices of ${prices.date}, ${prices.architecture}, without free tier.`, width);
}

function functionLines(input: TerminalReportInput, name: string): string[] {
  const { result, report, band, paint } = input;
  const own = result.functions[name];
  if (own === undefined) return [];
  const intervals = report.replications > 1 ? (report.functions as Record<string, Summarised<FunctionResult>>)[name] : undefined;
  const ranges = band?.functions[name];
  const rows = outcomeRows(formatSpan(secondsOf(report.scenario.delayTarget)))
    .filter((row) => row.always || row.value(own) > 0 || isWide(row.headline === undefined ? null : ranges?.[row.headline]))
    .map((row): (Cell | string)[] => {
      const value = row.value(own);
      const count = formatCount(value);
      return [
        row.label,
        row.meaning === undefined || value === 0 ? count : { text: count, painted: paint(row.meaning, count) },
        row.label.startsWith('received') || row.label.startsWith('rejected') || own.received === 0 ? '' : formatShare(value, own.received),
        ...(intervals === undefined ? [] : [intervalText(row.interval(intervals))]),
        ...(ranges === undefined ? [] : [rangeText(row.headline === undefined ? null : ranges[row.headline], formatCount)]),
      ];
    });
  const head = [name, 'events', 'share', ...(intervals === undefined ? [] : ['95 % interval']), ...(ranges === undefined ? [] : ['assumption band'])];
  return [
    ...textTable([head.map((text, column): Cell => ({ text, painted: paint(column === 0 ? 'strong' : 'faint', text) })), ...rows], ['left', 'right', 'right', 'right', 'right'].slice(0, head.length) as ('left' | 'right')[]),
    '',
    ...timesLines(input, own, ranges?.delayP50 ?? null, ranges?.delayP99 ?? null),
    '',
    ...metricsLines(own, input.width),
  ];
}

function timesLines({ paint }: TerminalReportInput, own: FunctionResult, p50: Range | null, p99: Range | null): string[] {
  if (own.delaySeconds.max === null) return ['Nothing was delivered, so there is no delay to report.'];
  const quantiles: [heading: string, key: keyof TimeSummary][] = [['mean', 'mean'], ['p50', 'p50'], ['p90', 'p90'], ['p98', 'p98'], ['p99', 'p99'], ['p99.5', 'p99_5'], ['max', 'max']];
  const timesRow = (label: string, times: TimeSummary): string[] => [label, ...quantiles.map(([, key]) => formatSpan(times[key]))];
  const head = ['of what was delivered', ...quantiles.map(([heading]) => heading)].map((text): Cell => ({ text, painted: paint('faint', text) }));
  return [
    ...textTable(
      [head, timesRow('delay, to the start', own.delaySeconds), timesRow('latency, to the end', own.latencySeconds)],
      ['left', ...quantiles.map(() => 'right' as const)],
    ),
    ...(isWide(p50) || isWide(p99) ? [`assumption band of the delay: p50 ${rangeText(p50, formatSpan)}; p99 ${rangeText(p99, formatSpan)}`] : []),
  ];
}

function metricsLines({ metrics }: FunctionResult, width: number): string[] {
  const { ConcurrentExecutions, Duration, ProvisionedConcurrentExecutions, ProvisionedConcurrencyUtilization, ...counters } = metrics;
  const shown = Object.entries(counters)
    .filter(([name, value]) => value > 0 || !onlyWhereUsed.test(name))
    .map(([name, value]) => `${name} ${formatCount(value)}`);
  const concurrency = [`ConcurrentExecutions mean ${formatCount(ConcurrentExecutions.mean)}, max ${formatCount(ConcurrentExecutions.max)}`];
  if (Duration.max !== null) concurrency.push(`Duration ${Duration.mean === null ? '' : `mean ${formatSpan(Duration.mean / 1000)}, `}max ${formatSpan(Duration.max / 1000)}`);
  if (ProvisionedConcurrentExecutions.max > 0) {
    const utilization = formatShare(ProvisionedConcurrencyUtilization.max, 1);
    concurrency.push(`ProvisionedConcurrentExecutions max ${formatCount(ProvisionedConcurrentExecutions.max)} (${utilization})`);
  }
  return packed([...shown, ...concurrency], '   ', width);
}

/** Metrics of features that few scenarios use. */
const onlyWhereUsed = /^(Provisioned|Recursive)/;

function destinationLines({ result, report, paint }: TerminalReportInput): string[] {
  const rows = Object.entries(result.destinations).map(([name, { received, failed }]) => [name, typeOfSink(report.scenario, name), formatCount(received), formatCount(failed)]);
  if (rows.length === 0) return [];
  const head = ['destination', 'type', 'received', 'failed'].map((text): Cell => ({ text, painted: paint('faint', text) }));
  return [...textTable([head, ...rows], ['left', 'left', 'right', 'right']), ''];
}

function accountLines({ result, report: { scenario }, width }: TerminalReportInput): string[] {
  const words = accountWords(result, scenario);
  return words.length === 0 ? [] : [...packed(words, '   ', width), ''];
}

/** A queue may be a destination without being declared as one, and so may a function. */
const typeOfSink = (scenario: Scenario, name: string): string => scenario.destinations[name]?.type ?? (Object.hasOwn(scenario.queues, name) ? 'SQS' : 'Lambda');

function assumptionLines({ report, paint }: TerminalReportInput): string[] {
  const head = ['assumption', 'value', 'grade', 'clause'].map((text): Cell => ({ text, painted: paint('faint', text) }));
  const rows = assumptionRows(report.scenario).map(({ name, value, changed, grade, clause }) => [name, changed ? `${value} (changed)` : value, grade, clause]);
  return [...textTable([head, ...rows], ['left', 'left', 'left', 'left']), ''];
}

function bandLines({ band, bandTooLong, report, width }: TerminalReportInput): string[] {
  if (band === null && bandTooLong === true) {
    const cost = `two more runs of up to twice its ${countOf(report.steps, 'step')}`;
    return wrapped(`The dispatch discipline is an assumption that these numbers depend on. How much, --band works out, in ${cost}.`, width);
  }
  if (band === null) return [];
  const missing =
    band.notFinished.length === 0
      ? ''
      : ` Not finished within the budget of ${countOf(band.stepBudget, 'step')}, and so left out: ${listed(band.notFinished)}.`;
  // With many functions there is no column for the bands, so those of the whole are given in words.
  const whole =
    Object.keys(band.functions).length <= mostInDetail
      ? ''
      : ` ${(['delivered', 'delayed', 'gone', 'waiting'] as const)
          .filter((headline) => isWide(band.total[headline]))
          .map((headline) => `${headline === 'delayed' ? 'late' : headline} ${rangeText(band.total[headline], formatCount)}`)
          .join('; ')}.`;
  return wrapped(
    `Assumption band:${whole} ${whole === '' ? 'the' : 'The'} range over ${listed(band.covered)}, the ways in which Lambda may dispatch what it refused; how it really does is not published.${missing} --no-band leaves it out.`,
    width,
  );
}

/** Nothing where every discipline says the same: the number itself is enough. */
function rangeText(range: Range | null, format: (value: number) => string): string {
  if (range === null || range.low === range.high) return '';
  return `${format(range.low)} – ${format(range.high)}`;
}

/** Of what was never seen, what it is less than; nothing where all replications say the same. */
function intervalText({ mean, low, high }: Interval): string {
  if (mean === 0 && high !== null && high > 0) return `< ${formatCount(high)}`;
  return mean === null || low === null || high === null || (low === mean && high === mean) ? '' : `${formatCount(low)} – ${formatCount(high)}`;
}
