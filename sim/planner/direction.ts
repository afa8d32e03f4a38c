import type { Metric } from './metric.ts';

/** Whether one wants more of a metric or less. */
export type Direction = 'more' | 'less';

/**
 * Which way a metric is better: more deliveries and receptions, less of everything else: what is discarded, lost, late, waiting,
 * throttled, tried again or paid.
 */
export function betterDirection({ over }: Metric): Direction {
  const last = over.at(-1) ?? '';
  return last === 'received' || (over.includes('delivered') && !unwelcomeDeliveries.has(last)) ? 'more' : 'less';
}

const unwelcomeDeliveries: ReadonlySet<string> = new Set(['delayed', 'afterRetry']);
