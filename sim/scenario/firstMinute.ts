/** The whole minute in which the first of some instants lies (microseconds): the start of the scenario for a trace of single events. */
export function fromFirstMinute(instants: readonly number[]): number {
  let first = Infinity;
  for (const instant of instants) if (instant < first) first = instant;
  return Number.isFinite(first) ? Math.floor(first / 60_000_000) * 60_000_000 : 0;
}
