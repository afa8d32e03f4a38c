import type { Estimate } from '../planner/estimate.ts';
import type { Metric } from '../planner/metric.ts';
import { formatCount } from './count.ts';
import { formatShare } from './share.ts';
import { formatSpan } from './span.ts';

/** A value of a metric as a person reads it: a ratio as a percentage, a time with its unit, money with its sign, a count as a count. */
export function metricText({ over, under }: Pick<Metric, 'over' | 'under'>, value: number | null): string {
  if (value === null) return '–';
  if (under !== null) return value >= 0 && value <= 1 ? percentage(value) : formatCount(value);
  if (over.some((key) => key.endsWith('Seconds'))) return formatSpan(value);
  return over.includes('cost') ? money(value) : formatCount(value);
}

/** An estimate with its interval: "0.28 % (0.19 % – 0.43 %)"; what was never seen says of how many. */
export function estimateText(metric: Metric, { value, low, high, basis, outOf }: Pick<Estimate, 'value' | 'low' | 'high' | 'basis' | 'outOf'>): string {
  const text = metricText(metric, value);
  if (value === null || low === null || high === null) return text;
  const whole = metric.under === null ? 'replications' : 'events';
  if (basis === 'neverSeen' && outOf !== undefined) return `none in ${formatCount(outOf)} ${whole} (fewer than ${metricText(metric, high)})`;
  if (basis === 'alwaysSeen' && outOf !== undefined) return `all ${formatCount(outOf)} ${whole} (more than ${metricText(metric, low)})`;
  return low === high ? text : `${text} (${metricText(metric, low)} – ${metricText(metric, high)})`;
}

/** Three digits: two values that an interval tells apart must not look the same. All and nothing are said of nothing else. */
function percentage(value: number): string {
  const text = (value * 100).toPrecision(3);
  return value > 0 && value < 1 && Number(text) < 100 && value >= 0.000001 ? `${String(Number(text))} %` : formatShare(value, 1);
}

/** Dollars: two decimals from a dollar on, three digits below. */
function money(value: number): string {
  const size = Math.abs(value);
  return `${value < 0 ? '-' : ''}$${size >= 1 || size === 0 ? size.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',') : String(Number(size.toPrecision(3)))}`;
}
