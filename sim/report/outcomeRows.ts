import type { FunctionResult } from '../engines/result.ts';
import type { Headline } from '../planner/assumptionBand.ts';
import type { Interval, Summarised } from '../planner/summarise.ts';
import type { Meaning } from './paint.ts';

/** One outcome of a function's events, as a row of its table. */
export interface OutcomeRow {
  label: string;
  /** Shown also when it is zero. */
  always: boolean;
  /** Under which headline the assumption band has it. */
  headline?: Headline;
  meaning?: Meaning;
  value(result: FunctionResult): number;
  interval(result: Summarised<FunctionResult>): Interval;
}

/** Every outcome in the words of the glossary, in the order of `received = delivered + discarded + lost + waiting + running`. */
export function outcomeRows(target: string): OutcomeRow[] {
  return [
    row('received', ['received'], { always: true }),
    row('delivered', ['delivered', 'total'], { always: true, headline: 'delivered' }),
    row(`  on time (within ${target})`, ['delivered', 'onTime'], { always: true, headline: 'onTime', meaning: 'onTime' }),
    row('  late', ['delivered', 'delayed'], { always: true, headline: 'delayed', meaning: 'delayed' }),
    row('  after a retry', ['delivered', 'afterRetry'], {}),
    row('discarded', ['discarded', 'total'], { always: true, headline: 'discarded' }),
    row('  RetriesExhausted', ['discarded', 'byCondition', 'RetriesExhausted'], {}),
    row('  EventAgeExceeded', ['discarded', 'byCondition', 'EventAgeExceeded'], {}),
    row('  ZeroReservedConcurrency', ['discarded', 'byCondition', 'ZeroReservedConcurrency'], {}),
    row('  RecursiveInvocation', ['discarded', 'byCondition', 'RecursiveInvocation'], {}),
    row('  captured', ['discarded', 'captured'], { headline: 'captured', meaning: 'captured' }),
    row('    by the dead-letter queue', ['discarded', 'capturedBy', 'deadLetterQueue'], { meaning: 'captured' }),
    row('    by the failure destination', ['discarded', 'capturedBy', 'onFailure'], { meaning: 'captured' }),
    row('    by both', ['discarded', 'capturedBy', 'both'], { meaning: 'captured' }),
    row('  gone', ['discarded', 'gone'], { headline: 'gone', meaning: 'gone' }),
    row('lost', ['lost'], { headline: 'lost', meaning: 'lost' }),
    row('waiting at the end', ['waiting', 'total'], { headline: 'waiting', meaning: 'waiting' }),
    row('  unread', ['waiting', 'byReason', 'unread'], { meaning: 'waiting' }),
    row('  in throttle back-off', ['waiting', 'byReason', 'throttleBackoff'], { meaning: 'waiting' }),
    row('  in a function-error wait', ['waiting', 'byReason', 'functionErrorWait'], { meaning: 'waiting' }),
    row('running at the end', ['running'], {}),
    row('rejected, never received', ['rejected'], {}),
    row('delivered twice (duplicates)', ['duplicates'], { meaning: 'duplicate' }),
  ];
}

/** A plain result and a summarised one have the same shape, so one path reads both. */
function row(label: string, path: readonly string[], rest: { always?: boolean; headline?: Headline; meaning?: Meaning }): OutcomeRow {
  return {
    label,
    always: rest.always === true,
    ...(rest.headline === undefined ? {} : { headline: rest.headline }),
    ...(rest.meaning === undefined ? {} : { meaning: rest.meaning }),
    value: (result) => inside(result, path) as number,
    interval: (result) => inside(result, path) as Interval,
  };
}

/** What stands at a path into plain data. */
export const inside = (shape: unknown, path: readonly string[]): unknown => path.reduce((inner, key) => (inner as Record<string, unknown>)[key], shape);
