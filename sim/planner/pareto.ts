import { told } from './difference.ts';
import { estimate, pairedEstimate } from './estimate.ts';
import type { Metric, Reading } from './metric.ts';

/** What is weighed against the others; less is better. */
export interface Objective {
  metric: Metric;
  /** One list an alternative, one reading a replication. */
  readings: readonly (readonly Reading[])[];
}

/**
 * Which alternatives no other one dominates. Luck makes near ties, so an alternative is dominated only by one that is no worse in
 * every objective as measured, and better in at least one by its paired interval at `level`. A number that there is not is the worst.
 */
export function paretoFront(objectives: readonly Objective[], level = 0.95): boolean[] {
  const count = objectives[0]?.readings.length ?? 0;
  const values = objectives.map(({ metric, readings }) => readings.map((one) => estimate(metric, one).value ?? Infinity));
  const places = Array.from({ length: count }, (_, place) => place);
  const isNoWorse = (one: number, other: number): boolean => values.every((of) => of[one]! <= of[other]!);
  const isBetter = (one: number, other: number): boolean =>
    objectives.some(({ readings }) => told(pairedEstimate(readings[other]!, readings[one]!, level)) === 'less');
  return places.map((place) => !places.some((other) => other !== place && isNoWorse(other, place) && isBetter(other, place)));
}
