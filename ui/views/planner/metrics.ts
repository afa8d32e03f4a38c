import { pathText } from '../../../sim/scenario/issue.ts';
import { formatCount } from '../../../sim/report/count.ts';
import { estimateText, type MetricUnit } from '../../../sim/report/metricWords.ts';
import { formatShare } from '../../../sim/report/share.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { Direction, Estimate } from '../../../sim/worker/planningApi.ts';

/** A number of the results that a question can be about. */
export interface NamedMetric {
  /** What is chosen from a list. */
  label: string;
  /** The subject of a sentence: "the p99 delay". */
  phrase: string;
  /** Paths of one function's results; with a slash, a ratio. */
  over: string;
  under?: string;
}

const namedMetrics: readonly NamedMetric[] = [
  { label: 'Delay p99', phrase: 'the p99 delay', over: 'delaySeconds.p99' },
  { label: 'Delay p50', phrase: 'the median delay', over: 'delaySeconds.p50' },
  { label: 'Delay, longest', phrase: 'the longest delay', over: 'delaySeconds.max' },
  { label: 'On time, share', phrase: 'the share that arrives on time', over: 'delivered.onTime', under: 'received' },
  { label: 'Late, share', phrase: 'the share that arrives late', over: 'delivered.delayed', under: 'received' },
  { label: 'Discarded, share', phrase: 'the share that is discarded', over: 'discarded.total', under: 'received' },
  { label: 'Gone, share', phrase: 'the share that is gone', over: 'discarded.gone', under: 'received' },
  { label: 'Discarded events', phrase: 'the number of discarded events', over: 'discarded.total' },
  { label: 'Discarded for their age', phrase: 'the number of events discarded for their age', over: 'discarded.byCondition.EventAgeExceeded' },
  { label: 'Discarded for their age, share', phrase: 'the share that is discarded for its age', over: 'discarded.byCondition.EventAgeExceeded', under: 'received' },
  { label: 'Gone events', phrase: 'the number of events that are gone', over: 'discarded.gone' },
  { label: 'Lost events', phrase: 'the number of lost events', over: 'lost' },
  { label: 'Waiting at the end', phrase: 'the number of events waiting at the end', over: 'waiting.total' },
  { label: 'Throttles', phrase: 'the number of throttles', over: 'metrics.Throttles' },
  { label: 'Concurrency, largest', phrase: 'the largest concurrency', over: 'metrics.ConcurrentExecutions.max' },
];

/** A metric as it is written, with its name. */
export interface MetricChoice extends NamedMetric {
  text: string;
}

/** The metrics that have names, of one function or of all together (null). */
export function metricChoices(functionName: string | null): MetricChoice[] {
  return namedMetrics.map((metric) => ({ ...metric, text: metricText(functionName, metric.over, metric.under) }));
}

/** A metric as the command line writes it: of one function, or of all together (null). */
export function metricText(functionName: string | null, over: string, under?: string): string {
  const prefix = functionName === null ? '' : `${pathText(['functions', functionName])}.`;
  return under === undefined ? `${prefix}${over}` : `${prefix}${over} / ${prefix}${under}`;
}

/** What a metric is called in a sentence; its path, where it has no name. */
export function metricPhrase(text: string, functions: readonly string[]): string {
  return named(text, functions, ({ phrase }) => phrase) ?? text;
}

/** What a metric is called over a chart; its path, where it has no name. */
export function metricLabel(text: string, functions: readonly string[]): string {
  return named(text, functions, ({ label }) => label) ?? text;
}

function named(text: string, functions: readonly string[], words: (metric: NamedMetric) => string): string | null {
  for (const name of [null, ...functions]) {
    const found = metricChoices(name).find((choice) => choice.text === text);
    if (found !== undefined) return name === null ? words(found) : `${words(found)} of ${name}`;
  }
  return null;
}

/** Which way a metric is usually wanted: more is better of what is received or delivered, but not of what is late or tried again; of all else less. */
export function usualDirection(text: string): Direction {
  const over = text.split('/')[0]?.trim() ?? '';
  return /(^|\.)received$|(^|\.)delivered\.(total|onTime)$/.test(over) ? 'more' : 'less';
}

/** What a metric is measured in, as its path says. */
export function unitOf(text: string): MetricUnit {
  if (text.includes('/')) return 'share';
  if (/^cost\b/.test(text)) return 'dollars';
  return /Seconds\b/.test(text) ? 'seconds' : 'number';
}

/** A value of a metric: `0.31 %`, `41 min`, `9,800`. */
export function metricValue(text: string, value: number | null): string {
  if (value === null) return '–';
  switch (unitOf(text)) {
    case 'share':
      // A ratio need be no share.
      return value < 0 || value > 1 ? String(Number(value.toPrecision(3))) : formatShare(Number(value.toPrecision(3)), 1);
    case 'seconds':
      return formatSpan(value);
    case 'dollars':
      return `$${String(Number(value.toPrecision(3)))}`;
    case 'number':
      return formatCount(value >= 100 ? Math.round(value) : value);
  }
}

/** What was measured of a metric, with its interval: `0.28 % (0.19–0.43 %)`. */
export function measuredValue(text: string, { metric: value, low, high, basis }: { metric: number | null } & Pick<Estimate, 'low' | 'high' | 'basis'>): string {
  // A ratio need be no share.
  return estimateText(basis === 'ratio' ? 'number' : unitOf(text), { value, low, high, basis, replications: 0 });
}

/** A mark of a scale of differences: `+5 points`, `−2 min`. */
export function differenceMark(unit: MetricUnit, value: number): string {
  const sign = value < 0 ? '−' : '+';
  const size = Math.abs(value);
  if (unit === 'seconds') return `${sign}${formatSpan(size)}`;
  if (unit === 'dollars') return `${sign}$${String(Number(size.toPrecision(3)))}`;
  return unit === 'share' ? `${sign}${String(Number((100 * size).toPrecision(3)))} points` : `${sign}${String(Number(size.toPrecision(3)))}`;
}
