/** A scenario's functions seen as one: what adds up is added, and what cannot be added is bounded. */
import { captures, conditions, seriesColumns, waitingReasons } from '../engines/result.ts';
import type { FunctionResult, FunctionSeries, SeriesColumn, TimeSummary } from '../engines/result.ts';

/** Percentiles of different functions cannot be combined, so the sum shows, minute by minute, the worst function's. */
const worstOf: ReadonlySet<SeriesColumn> = new Set([
  'AsyncEventAgeAverage',
  'AsyncEventAgeP50',
  'AsyncEventAgeP90',
  'AsyncEventAgeP99',
  'AsyncEventAgeMaximum',
]);

/** All functions' series as one, in one piece of memory. `ConcurrentExecutions` is then the sum of the functions' maxima: an upper bound. */
export function sumOfSeries(functions: readonly FunctionSeries[]): FunctionSeries {
  const first = functions[0];
  if (first === undefined) throw new Error('a scenario has at least one function');
  if (functions.length === 1) return first;
  const rows = first.received.length;
  const memory = new Float64Array(seriesColumns.length * rows);
  const entries = seriesColumns.map((column, index) => {
    const sum = memory.subarray(index * rows, (index + 1) * rows);
    if (worstOf.has(column)) {
      sum.fill(NaN);
      for (const one of functions) {
        one[column].forEach((value, row) => {
          const worst = sum[row] ?? NaN;
          if (!(value <= worst) && !Number.isNaN(value)) sum[row] = value;
        });
      }
    } else {
      for (const one of functions) {
        const values = one[column];
        for (let row = 0; row < sum.length; row++) sum[row] = (sum[row] ?? 0) + (values[row] ?? 0);
      }
    }
    return [column, sum] as const;
  });
  return Object.fromEntries(entries) as FunctionSeries;
}

/** All functions' totals as one. Its times are the worst function's; its means are null. */
export function sumOfResults(functions: readonly FunctionResult[]): FunctionResult {
  const only = functions[0];
  if (only !== undefined && functions.length === 1) return only;
  const sum = (value: (one: FunctionResult) => number): number => functions.reduce((total, one) => total + value(one), 0);
  return {
    received: sum((one) => one.received),
    rejected: sum((one) => one.rejected),
    delivered: {
      total: sum((one) => one.delivered.total),
      onTime: sum((one) => one.delivered.onTime),
      delayed: sum((one) => one.delivered.delayed),
      afterRetry: sum((one) => one.delivered.afterRetry),
    },
    discarded: {
      total: sum((one) => one.discarded.total),
      byCondition: byName(conditions, (name) => sum((one) => one.discarded.byCondition[name])),
      captured: sum((one) => one.discarded.captured),
      capturedBy: byName(captures, (name) => sum((one) => one.discarded.capturedBy[name])),
      gone: sum((one) => one.discarded.gone),
    },
    lost: sum((one) => one.lost),
    waiting: {
      total: sum((one) => one.waiting.total),
      delayed: sum((one) => one.waiting.delayed),
      byReason: byName(waitingReasons, (name) => sum((one) => one.waiting.byReason[name])),
    },
    running: sum((one) => one.running),
    duplicates: sum((one) => one.duplicates),
    delaySeconds: worstTimes(functions.map((one) => one.delaySeconds)),
    latencySeconds: worstTimes(functions.map((one) => one.latencySeconds)),
    metrics: {
      Invocations: sum((one) => one.metrics.Invocations),
      Errors: sum((one) => one.metrics.Errors),
      Throttles: sum((one) => one.metrics.Throttles),
      AsyncEventsReceived: sum((one) => one.metrics.AsyncEventsReceived),
      AsyncEventsDropped: sum((one) => one.metrics.AsyncEventsDropped),
      DeadLetterErrors: sum((one) => one.metrics.DeadLetterErrors),
      DestinationDeliveryFailures: sum((one) => one.metrics.DestinationDeliveryFailures),
      ColdStarts: sum((one) => one.metrics.ColdStarts),
      RecursiveInvocationsDropped: sum((one) => one.metrics.RecursiveInvocationsDropped),
      ProvisionedConcurrencyInvocations: sum((one) => one.metrics.ProvisionedConcurrencyInvocations),
      ProvisionedConcurrencySpilloverInvocations: sum((one) => one.metrics.ProvisionedConcurrencySpilloverInvocations),
      ConcurrentExecutions: {
        mean: sum((one) => one.metrics.ConcurrentExecutions.mean),
        max: sum((one) => one.metrics.ConcurrentExecutions.max),
      },
      Duration: { mean: null, max: worst(functions.map((one) => one.metrics.Duration.max)) },
      ProvisionedConcurrentExecutions: { max: sum((one) => one.metrics.ProvisionedConcurrentExecutions.max) },
      ProvisionedConcurrencyUtilization: { max: Math.max(...functions.map((one) => one.metrics.ProvisionedConcurrencyUtilization.max)) },
    },
    billed: {
      requests: sum((one) => one.billed.requests),
      extraRequests: sum((one) => one.billed.extraRequests),
      milliseconds: sum((one) => one.billed.milliseconds),
      provisionedMilliseconds: sum((one) => one.billed.provisionedMilliseconds),
      retryRequests: sum((one) => one.billed.retryRequests),
      retryMilliseconds: sum((one) => one.billed.retryMilliseconds),
      retryProvisionedMilliseconds: sum((one) => one.billed.retryProvisionedMilliseconds),
    },
  };
}

function byName<Name extends string>(names: readonly Name[], value: (name: Name) => number): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, number>;
}

function worst(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null || (most !== null && most >= value) ? most : value), null);
}

function worstTimes(times: readonly TimeSummary[]): TimeSummary {
  const worstOfAll = (quantile: keyof TimeSummary): number | null => worst(times.map((one) => one[quantile]));
  return {
    mean: null,
    p50: worstOfAll('p50'),
    p90: worstOfAll('p90'),
    p98: worstOfAll('p98'),
    p99: worstOfAll('p99'),
    p99_5: worstOfAll('p99_5'),
    max: worstOfAll('max'),
  };
}
