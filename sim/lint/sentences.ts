import { formatCount, listed } from '../report/count.ts';
import { minute, second, type Duration } from '../kernel/time.ts';
import { shown } from '../scenario/issue.ts';
import { formatDuration } from '../scenario/units.ts';
import type { Place, Route } from './situation.ts';

/** A target as sentences name it: `"import"`, `"import:live"`. */
export const named = ({ target }: Place): string => shown(target.name);

/** A length of time, exactly: "100 ms", "66.04 s", "15 min", "1 h 30 s". */
export function span(time: Duration): string {
  if (time >= second && time < 2 * minute) return `${time / second} s`;
  return formatDuration(time)
    .replace(/\d+(?:\.\d+)?(?=[a-z])/g, ' $& ')
    .replace(/ m(?= |$)/g, ' min')
    .trim();
}

/** `262,144 bytes`. */
export const bytes = (count: number): string => `${formatCount(count)} bytes`;

/** What counts a delivery that fails. [MET-06, MET-07] */
export const failureMetric = (kind: Route['kind']): string => (kind === 'DeadLetterConfig' ? 'DeadLetterErrors' : 'DestinationDeliveryFailures');

/** Some names as a list, with a number in place of those that would make it long. */
export function someOf(names: readonly string[]): string {
  return names.length <= 4 ? listed(names) : `${names.slice(0, 3).join(', ')} and ${formatCount(names.length - 3)} more`;
}
