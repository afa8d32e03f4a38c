import type { Alternative, Trial, Trials } from './trials.ts';
import { TrialFailed } from './trials.ts';

/** What became of measuring an alternative that may turn out to be none. */
export type Attempt =
  | { kind: 'measured'; trial: Trial }
  /** It is no valid scenario, or takes too long: the reason, in a sentence. */
  | { kind: 'leftOut'; reason: string }
  /** The laboratory was stopped; the replications that had ended by then are kept. */
  | { kind: 'stopped'; trial: Trial };

/** How an attempt reports, and what it may take. */
export interface AttemptOptions {
  /** Scheduled events that a replication may take. */
  stepBudget?: number;
  /** Called whenever replications have ended. */
  onReplications?: () => void;
}

/**
 * Measures an alternative, with failure as a value. The first replication goes alone, so that what cannot be measured is found out
 * once; the others follow in small lots, so that a stop keeps most of what was done.
 */
export async function attempt(trials: Trials, alternative: Alternative, replications: number, { stepBudget, onReplications }: AttemptOptions = {}): Promise<Attempt> {
  const lot = Math.max(2, trials.laboratory.width);
  try {
    let trial = trials.of(alternative);
    while (trial.replications < replications) {
      trial = await trials.upTo(alternative, trial.replications === 0 ? 1 : Math.min(replications, trial.replications + lot), stepBudget);
      onReplications?.();
    }
    return { kind: 'measured', trial };
  } catch (problem) {
    if (!(problem instanceof TrialFailed)) throw problem;
    if (problem.reason === 'stopped') return { kind: 'stopped', trial: trials.of(alternative) };
    return { kind: 'leftOut', reason: problem.reason === 'tooLong' ? 'One replication takes too long.' : problem.issues.map(({ message }) => message).join(' ') };
  }
}

/** Does something for each item, `width` of them at once, beginning in the order of the list; the answers are in that order, whichever ends first. */
export async function inTurn<Item, Answer>(items: readonly Item[], width: number, work: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const queue = items.entries();
  const takeNext = async (): Promise<void> => {
    for (const [place, item] of queue) answers[place] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(width, items.length)) }, takeNext));
  return answers;
}
