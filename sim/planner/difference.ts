import type { PairedEstimate } from './estimate.ts';

/**
 * What a paired difference tells: `equal` where every replication gave the same, `undecided` where its interval contains nothing
 * at all to tell the two apart by, and otherwise the side on which it lies.
 */
export type Told = 'equal' | 'undecided' | 'less' | 'more';

/** What a difference tells at the level of its interval; null where there is no difference to take. */
export function told(difference: PairedEstimate | null): Told | null {
  if (difference === null) return null;
  const { value, low, high } = difference;
  if (value === 0 && low === 0 && high === 0) return 'equal';
  if (high < 0) return 'less';
  return low > 0 ? 'more' : 'undecided';
}

/** Whether the interval excludes that there is no difference. */
export function isSignificant(difference: PairedEstimate | null): boolean {
  const tells = told(difference);
  return tells === 'less' || tells === 'more';
}
