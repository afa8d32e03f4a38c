import type { Range } from '../planner/assumptionBand.ts';
import { told } from '../planner/difference.ts';
import type { Estimate, PairedEstimate } from '../planner/estimate.ts';
import type { Metric } from '../planner/metric.ts';
import { formatCount } from './count.ts';
import { formatSpan } from './span.ts';

/** What a metric is measured in. A ratio that is no part of a whole is a bare number, as counts are. */
export type MetricUnit = 'share' | 'seconds' | 'dollars' | 'number';

/** The unit of a metric; whether a ratio is a part of a whole, its estimates say. */
export function unitOf({ over, under }: Metric, estimates: readonly Estimate[]): MetricUnit {
  if (under !== null) return estimates.some(({ basis }) => basis === 'ratio') ? 'number' : 'share';
  if (over[0] === 'cost') return 'dollars';
  return over.some((key) => /Seconds$/.test(key)) ? 'seconds' : 'number';
}

/** A value with its interval: `0.28 % (0.19–0.43 %)`; of what was never seen, `none seen (fewer than 0.03 %)`. A dash where there is none. */
export function estimateText(unit: MetricUnit, { value, low, high, basis }: Estimate): string {
  if (value === null) return '–';
  const format = formatOf(unit, low === null || high === null ? null : high - low);
  if (low === null || high === null || low === high) return format(value);
  if (basis === 'neverSeen') return `none seen (fewer than ${format(high)})`;
  if (basis === 'alwaysSeen') return `all seen (more than ${format(low)})`;
  // Narrower than its last digit shows.
  if (format(low) === format(high)) return format(value);
  return `${format(value)} (${rangeText(unit, format(low), format(high))})`;
}

/** The value of an estimate alone, with as many digits as its interval supports; of what was never seen, what it is less than. */
export function pointText(unit: MetricUnit, { value, low, high, basis }: Estimate): string {
  if (value === null) return '–';
  if (basis === 'neverSeen' && high !== null) return `< ${formatOf(unit, high)(high)}`;
  return formatOf(unit, low === null || high === null ? null : high - low)(value);
}

/** A difference with its sign and interval: `−0.4 points (−0.6 to −0.2)`; `equal` where no replication differed; after ≈ where it may be luck. */
export function differenceText(unit: MetricUnit, difference: PairedEstimate | null): string {
  if (difference === null) return '–';
  const said = told(difference);
  if (said === 'equal') return 'equal';
  const { value, low, high } = difference;
  const format = formatOf(unit === 'share' ? 'points' : unit, high - low);
  const noun = unit === 'share' ? ' points' : '';
  const interval = signed(low, format) === signed(high, format) ? '' : ` (${signed(low, format)} to ${signed(high, format)})`;
  return `${said === 'undecided' ? '≈ ' : ''}${signed(value, format)}${noun}${interval}`;
}

/** A band: `0.19–0.43 %`. */
export function bandText(unit: MetricUnit, { low, high }: Range): string {
  const format = formatOf(unit, high - low);
  return format(low) === format(high) ? format(low) : rangeText(unit, format(low), format(high));
}

/** A band of differences: `−0.6 to −0.2 points`. */
export function differenceBandText(unit: MetricUnit, { low, high }: Range): string {
  const format = formatOf(unit === 'share' ? 'points' : unit, high - low);
  const [least, most] = [signed(low, format), signed(high, format)];
  return `${least === most ? least : `${least} to ${most}`}${unit === 'share' ? ' points' : ''}`;
}

/** The legend of `differenceText`. */
export const undecidedLegend = '≈ cannot be told from luck';

function signed(value: number, format: (value: number) => string): string {
  const size = format(Math.abs(value));
  return value === 0 ? size : `${value < 0 ? '−' : '+'}${size}`;
}

/** The unit is said once where it is the same at both ends. */
function rangeText(unit: MetricUnit, low: string, high: string): string {
  if (unit === 'seconds') return `${low} – ${high}`;
  return unit === 'share' && low.endsWith(' %') && high.endsWith(' %') ? `${low.slice(0, -2)}–${high}` : `${low}–${high}`;
}

function formatOf(unit: MetricUnit | 'points', width: number | null): (value: number) => string {
  switch (unit) {
    case 'seconds':
      return formatSpan;
    case 'share':
      return (value) => (value === 1 ? '100 %' : `${decimalText(value * 100, width === null ? null : width * 100, 100)} %`);
    case 'points':
      return (value) => decimalText(value * 100, width === null ? null : width * 100);
    case 'dollars':
      return (value) => `$${decimalText(value, width)}`;
    case 'number':
      return (value) => (Number.isInteger(value) || Math.abs(value) >= 100 ? formatCount(value) : decimalText(value, width));
  }
}

/** With as many decimals as the interval's width gives a meaning to, and never a nothing that is something, or a `whole` that is not all. */
function decimalText(value: number, width: number | null, whole = NaN): string {
  const scale = width === null || width === 0 ? Math.abs(value) : width;
  let decimals = 0;
  for (let size = scale; size > 0 && size < wantedSize * (1 - 1e-9) && decimals < mostDecimals; size *= 10) decimals++;
  while (value !== 0 && decimals < mostDecimals && [0, whole].includes(Number(value.toFixed(decimals)))) decimals++;
  return value === 0 ? '0' : value.toFixed(decimals);
}

const wantedSize = 3;
const mostDecimals = 6;
