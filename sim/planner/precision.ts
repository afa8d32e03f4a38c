import { relativeHalfWidth, type Estimate } from './estimate.ts';
import type { Metric } from './metric.ts';
import type { Alternative, Trial, Trials } from './trials.ts';
import { judge, type Judgement, type Target } from './target.ts';

/** How many replications may be spent. Looks are at `least`, then at twice as many, and so on, up to `most`. */
export interface Effort {
  least: number;
  most: number;
  /** Scheduled events that one replication may take. */
  stepBudget?: number;
}

export const usualEffort: Effort = { least: 8, most: 128 };

/** The numbers of replications after which somebody looks whether they are enough. */
export function looksOf({ least, most }: Effort): number[] {
  const looks: number[] = [];
  for (let replications = least; replications < most; replications *= 2) looks.push(replications);
  return [...looks, Math.max(least, most)];
}

/** The level of the intervals by which each look decides: all looks together are right with 95 %. */
export const levelOfLooks = (effort: Effort): number => 1 - 0.05 / looksOf(effort).length;

/**
 * Replicates an alternative until every target is decided or the effort is spent.
 *
 * Who looks several times is several times in danger of being misled, so each look has its part of the 5 %: a decision is wrong
 * with a probability of at most 5 %, however many looks it took.
 */
export async function decide(trials: Trials, alternative: Alternative, targets: readonly Target[], effort: Effort): Promise<{ trial: Trial; judgements: Judgement[] }> {
  const level = levelOfLooks(effort);
  const judged = (trial: Trial): Judgement[] => targets.map((target) => judge(target, trial.estimate(target.metric, level)));
  let trial = trials.of(alternative);
  for (const replications of looksOf(effort)) {
    trial = await trials.upTo(alternative, replications, effort.stepBudget);
    const judgements = judged(trial);
    if (judgements.includes('missed') || judgements.every((judgement) => judgement === 'met')) break;
  }
  return { trial, judgements: judged(trial) };
}

/** Fewer replications than these say too little of their own spread: by chance they agree too often. */
export const pilotReplications = 32;

/** How many replications an estimate still takes until half its interval is `precision` of its value, at most up to `most`: a width goes down with the square root of their number. */
export function missingReplications(found: Estimate, done: number, precision: number, most: number): number {
  const ratio = relativeHalfWidth(found) / precision;
  return Math.max(0, Math.min(most, Math.ceil(done * ratio * ratio)) - done);
}

/**
 * Replicates an alternative until the interval of a metric is as narrow as wanted (half its width as a part of the value), or the
 * effort is spent.
 *
 * The first replications say how many it takes, and so many are done: who looked after each one and stopped as soon as it
 * looked good would stop too often by luck, and the interval would contain the truth too seldom (test/planner/coverage.test.ts).
 */
export async function estimateTo(trials: Trials, alternative: Alternative, metric: Metric, precision: number, most: number): Promise<{ trial: Trial; estimate: Estimate; reached: boolean }> {
  let trial = await trials.upTo(alternative, Math.min(pilotReplications, most));
  for (;;) {
    const estimate = trial.estimate(metric);
    const missing = missingReplications(estimate, trial.replications, precision, most);
    if (missing === 0) return { trial, estimate, reached: relativeHalfWidth(estimate) <= precision };
    trial = await trials.upTo(alternative, trial.replications + missing);
  }
}
