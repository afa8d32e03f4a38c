import type { Direction } from './direction.ts';
import { told } from './difference.ts';
import { pairedEstimate } from './estimate.ts';
import type { Reading } from './metric.ts';

/** The probability with which all statements of one comparison hold together. */
export const familyLevel = 0.95;

/** The level of each of `count` statements at which all of them hold together with `familyLevel`. [Bonferroni] */
export const levelOfEach = (count: number): number => 1 - (1 - familyLevel) / Math.max(1, count);

/**
 * Multiple comparison with the best: which alternatives cannot be told apart from the best one. An alternative is out only where
 * another one is better by a paired Student's interval; all pairs together are right with 95 %. One without the number is out.
 *
 * `readings` has one list an alternative, one reading a replication, replication i with the same luck in all of them.
 */
export function bestSet(readings: readonly (readonly Reading[])[], better: Direction): boolean[] {
  const level = levelOfEach((readings.length * (readings.length - 1)) / 2);
  return readings.map((mine) => mine.some(hasNumber) && !readings.some((other) => other !== mine && told(pairedEstimate(mine, other, level)) === better));
}

const hasNumber = ({ over, under }: Reading): boolean => over !== null && under !== 0;
