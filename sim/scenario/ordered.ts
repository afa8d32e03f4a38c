import type { Broken } from './rule.ts';
import { parseDuration } from './units.ts';

/** A rule that of two durations of an object the longer one really is the longer one; nothing to say where one of them is none. */
export function* ordered(value: Record<string, unknown>, shorter: string, longer: string, orEqual: boolean): Iterable<Broken> {
  const low = parseDuration(value[shorter]);
  const high = parseDuration(value[longer]);
  if (low === null || high === null || (orEqual ? high >= low : high > low)) return;
  const least = orEqual ? 'at least' : 'more than';
  yield {
    path: [longer],
    allowed: `${least} ${shorter}`,
    message: `"${longer}" must be ${least} "${shorter}" (${String(value[shorter])}), but is ${String(value[longer])}.`,
  };
}
