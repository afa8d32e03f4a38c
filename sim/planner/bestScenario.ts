import { bestSet, levelOfEach } from './bestSet.ts';
import { compareScenarios, type CompareQuestion } from './compareScenarios.ts';
import type { Direction } from './direction.ts';
import { estimate, pairedEstimate, type Estimate, type PairedEstimate } from './estimate.ts';
import type { Metric } from './metric.ts';
import type { Trials, Watch } from './trials.ts';

/** Which of several scenarios is best by one metric. */
export interface BestQuestion extends CompareQuestion {
  metric: Metric;
  /** Whether the most of it is best, or the least. */
  better: Direction;
}

/** What is known of one scenario. */
export interface RankedScenario {
  name: string;
  /** At 95 %, for itself. */
  estimate: Estimate;
  /** Against the leader; all of an answer's differences together are right with 95 %. Null for the leader, and where there is no number. */
  difference: PairedEstimate | null;
  /** Whether it is in the set that cannot be told apart from the best. */
  best: boolean;
}

export interface BestAnswer {
  metric: Metric;
  better: Direction;
  /** The place of the scenario that came out best, be it by luck; null where none has the number. */
  leader: number | null;
  /** In the order of the question. */
  scenarios: RankedScenario[];
  /** Of each scenario. */
  replications: number;
  stopped: boolean;
}

/**
 * Multiple comparison with the best: all scenarios meet the same luck, and differences to the one that came out best are taken
 * replication by replication. Which one that is depends on luck too, so each interval is at the level (Bonferroni's) at which
 * those of all pairs hold together. Throws `TrialFailed` where a scenario takes too long.
 */
export async function bestScenario(trials: Trials, question: BestQuestion, watch: Watch = {}): Promise<BestAnswer> {
  const { alternatives, metric, better } = question;
  const { replications, stopped } = await compareScenarios(trials, question, watch);
  const readings = alternatives.map(({ alternative }) => trials.of(alternative).readingsOf(metric).slice(0, replications));
  const estimates = readings.map((its) => estimate(metric, its));
  const leader = leaderOf(estimates, better);
  const best = bestSet(readings, better);
  const level = levelOfEach((alternatives.length * (alternatives.length - 1)) / 2);
  return {
    metric,
    better,
    leader,
    scenarios: alternatives.map(({ name }, place) => ({
      name,
      estimate: estimates[place] ?? estimate(metric, []),
      difference: leader === null || place === leader ? null : pairedEstimate(readings[leader] ?? [], readings[place] ?? [], level),
      best: best[place] ?? false,
    })),
    replications,
    stopped,
  };
}

function leaderOf(estimates: readonly Estimate[], better: Direction): number | null {
  return estimates.reduce<number | null>((so, { value }, place) => {
    const most = so === null ? null : (estimates[so]?.value ?? null);
    if (value === null) return so;
    return most === null || (better === 'more' ? value > most : value < most) ? place : so;
  }, null);
}
