import { conditions, type Condition } from '../engines/result.ts';
import type { Metric } from './metric.ts';
import type { Trial } from './trials.ts';

/** What became of events that were not delivered. */
export interface Cause {
  cause: Condition | 'lost' | 'waiting';
  /** Events in a run, on average. */
  events: number;
}

const named: readonly { cause: Cause['cause']; metric: Metric }[] = [
  ...conditions.map((condition) => ({ cause: condition, metric: counted(['discarded', 'byCondition', condition]) })),
  { cause: 'lost', metric: counted(['lost']) },
  { cause: 'waiting', metric: counted(['waiting', 'total']) },
];

/** The metrics that say why events were not delivered; of all functions together. */
export const countedCauses: readonly Metric[] = named.map(({ metric }) => metric);

/** Why events were not delivered, the most frequent cause first; of a trial that reads `countedCauses`. */
export function causesIn(trial: Trial): Cause[] {
  return named
    .map(({ cause, metric }) => ({ cause, events: trial.estimate(metric).value ?? 0 }))
    .filter(({ events }) => events > 0)
    .sort((one, other) => other.events - one.events);
}

function counted(over: readonly string[]): Metric {
  return { text: over.join('.'), over, under: null };
}
