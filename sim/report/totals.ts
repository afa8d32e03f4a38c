import { type Capture, type Condition, type FunctionResult, type RunResult, captures, conditions } from '../engines/result.ts';

/** The outcome counts of a scenario as a whole: every function's, added up. */
export interface Totals {
  received: number;
  rejected: number;
  delivered: number;
  onTime: number;
  delayed: number;
  afterRetry: number;
  discarded: number;
  byCondition: Record<Condition, number>;
  captured: number;
  capturedBy: Record<Capture, number>;
  gone: number;
  lost: number;
  waiting: number;
  waitingDelayed: number;
  running: number;
  duplicates: number;
  throttles: number;
  errors: number;
  deadLetterErrors: number;
  deliveryFailures: number;
}

/** Adds up the outcome counts of a run's functions, or of those that are given. */
export function totalsOf(functions: RunResult['functions'] | readonly FunctionResult[]): Totals {
  const all: readonly FunctionResult[] = Array.isArray(functions) ? functions : Object.values(functions);
  const sum = (count: (result: FunctionResult) => number): number => all.reduce((total, result) => total + count(result), 0);
  return {
    received: sum((result) => result.received),
    rejected: sum((result) => result.rejected),
    delivered: sum((result) => result.delivered.total),
    onTime: sum((result) => result.delivered.onTime),
    delayed: sum((result) => result.delivered.delayed),
    afterRetry: sum((result) => result.delivered.afterRetry),
    discarded: sum((result) => result.discarded.total),
    byCondition: Object.fromEntries(
      conditions.map((condition) => [condition, sum((result) => result.discarded.byCondition[condition])]),
    ) as Record<Condition, number>,
    captured: sum((result) => result.discarded.captured),
    capturedBy: Object.fromEntries(captures.map((capture) => [capture, sum((result) => result.discarded.capturedBy[capture])])) as Record<Capture, number>,
    gone: sum((result) => result.discarded.gone),
    lost: sum((result) => result.lost),
    waiting: sum((result) => result.waiting.total),
    waitingDelayed: sum((result) => result.waiting.delayed),
    running: sum((result) => result.running),
    duplicates: sum((result) => result.duplicates),
    throttles: sum((result) => result.metrics.Throttles),
    errors: sum((result) => result.metrics.Errors),
    deadLetterErrors: sum((result) => result.metrics.DeadLetterErrors),
    deliveryFailures: sum((result) => result.metrics.DestinationDeliveryFailures),
  };
}
