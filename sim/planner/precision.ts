import { relativeHalfWidth, type Estimate } from './estimate.ts';
import type { Metric } from './metric.ts';
import type { Alternative, Trial, Trials } from './trials.ts';
import { judge, type Judgement, type Target } from './target.ts';

/** How many replications may be spent. Looks are at `least`, then at twice as many, and so on, up to `most`. */
export interface Effort {
  least: number;
  most: number;
}

export const usualEffort: Effort = { least: 8, most: 128 };

/** The numbers of replications after which somebody looks whether they are enough. */
export function looksOf({ least, most }: Effort): number[] {
  const looks: number[] = [];
  for (let replications = least; replications < most; replications *= 2) looks.push(replications);
  return [...looks, Math.max(least, most)];
}

/**
 * Replicates an alternative until every target is decided or the effort is spent.
 *
 * Who looks several times is several times in danger of being misled, so each look has its part of the 5 %: a decision is wrong
 * with a probability of at most 5 %, however many looks it took.
 */
export async function decide(trials: Trials, alternative: Alternative, targets: readonly Target[], effort: Effort): Promise<{ trial: Trial; judgements: Judgement[] }> {
  const looks = looksOf(effort);
  const level = 1 - 0.05 / looks.length;
  const judged = (trial: Trial): Judgement[] => targets.map((target) => judge(target, trial.estimate(target.metric, level)));
  let trial = trials.of(alternative);
  for (const replications of looks) {
    trial = await trials.upTo(alternative, replications);
    const judgements = judged(trial);
    if (judgements.includes('missed') || judgements.every((judgement) => judgement === 'met')) break;
  }
  return { trial, judgements: judged(trial) };
}

/** Fewer replications than these say too little of their own spread: by chance they agree too often. */
const pilot = 32;

/**
 * Replicates an alternative until the interval of a metric is as narrow as wanted (half its width as a part of the value), or the
 * effort is spent.
 *
 * The first replications say how many it takes, and so many are done: who looked after each one and stopped as soon as it
 * looked good would stop too often by luck, and the interval would contain the truth too seldom (test/planner/coverage.test.ts).
 */
export async function estimateTo(trials: Trials, alternative: Alternative, metric: Metric, precision: number, most: number): Promise<{ trial: Trial; estimate: Estimate; reached: boolean }> {
  let trial = await trials.upTo(alternative, Math.min(pilot, most));
  for (;;) {
    const estimate = trial.estimate(metric);
    const ratio = relativeHalfWidth(estimate) / precision;
    if (ratio <= 1 || trial.replications >= most) return { trial, estimate, reached: ratio <= 1 };
    // A width goes down with the square root of their number.
    trial = await trials.upTo(alternative, Math.min(most, Math.ceil(trial.replications * ratio * ratio)));
  }
}
