import { type FunctionResult, type FunctionSeries, type RunResult, type Series, conditions, seriesColumns } from '../../sim/engines/result.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';

/** A scenario from what differs from the smallest valid one; throws if it is not valid. */
export function scenarioOf(changes: Record<string, unknown> = {}): Scenario {
  const { scenario, issues } = parseScenario(JSON.stringify({ version: 1, duration: '1h', functions: { import: {} }, ...changes }));
  if (scenario === null) throw new Error(issues.map(({ message }) => message).join(' '));
  return scenario;
}

/** What a function's result is made of here: the outcome counts, of which the sums are derived. */
export interface Counts {
  onTime?: number;
  delayed?: number;
  afterRetry?: number;
  captured?: number;
  gone?: number;
  /** Which condition all discards have. */
  condition?: (typeof conditions)[number];
  lost?: number;
  unread?: number;
  throttleBackoff?: number;
  functionErrorWait?: number;
  waitingDelayed?: number;
  running?: number;
  rejected?: number;
  duplicates?: number;
  throttles?: number;
  errors?: number;
  maxConcurrency?: number;
  delayP99?: number | null;
}

/** A function's result that adds up. */
export function functionResult(counts: Counts): FunctionResult {
  const { onTime = 0, delayed = 0, captured = 0, gone = 0, lost = 0, unread = 0, throttleBackoff = 0, functionErrorWait = 0, running = 0 } = counts;
  const discarded = captured + gone;
  const waiting = unread + throttleBackoff + functionErrorWait;
  const delivered = onTime + delayed;
  const received = delivered + discarded + lost + waiting + running;
  const p99 = counts.delayP99 ?? (delivered === 0 ? null : delayed > 0 ? 90 : 0.2);
  const times = { mean: p99, p50: p99, p90: p99, p98: p99, p99, p99_5: p99, max: p99 };
  return {
    received,
    rejected: counts.rejected ?? 0,
    delivered: { total: delivered, onTime, delayed, afterRetry: counts.afterRetry ?? 0 },
    discarded: {
      total: discarded,
      byCondition: { RetriesExhausted: 0, EventAgeExceeded: 0, ZeroReservedConcurrency: 0, RecursiveInvocation: 0, [counts.condition ?? 'RetriesExhausted']: discarded },
      captured,
      capturedBy: { deadLetterQueue: captured, onFailure: 0, both: 0 },
      gone,
    },
    lost,
    waiting: { total: waiting, delayed: counts.waitingDelayed ?? 0, byReason: { unread, throttleBackoff, functionErrorWait } },
    running,
    duplicates: counts.duplicates ?? 0,
    delaySeconds: { ...times },
    latencySeconds: { ...times },
    metrics: {
      Invocations: delivered + (counts.errors ?? 0),
      Errors: counts.errors ?? 0,
      Throttles: counts.throttles ?? 0,
      AsyncEventsReceived: received,
      AsyncEventsDropped: discarded,
      DeadLetterErrors: 0,
      DestinationDeliveryFailures: 0,
      ColdStarts: 1,
      RecursiveInvocationsDropped: 0,
      ProvisionedConcurrencyInvocations: 0,
      ProvisionedConcurrencySpilloverInvocations: 0,
      ConcurrentExecutions: { mean: 1.5, max: counts.maxConcurrency ?? 2 },
      Duration: { mean: 1000, max: 1000 },
      ProvisionedConcurrentExecutions: { max: 0 },
      ProvisionedConcurrencyUtilization: { max: 0 },
    },
    billed: {
      requests: delivered + (counts.errors ?? 0),
      extraRequests: 0,
      milliseconds: 1000 * (delivered + (counts.errors ?? 0)),
      provisionedMilliseconds: 0,
      retryRequests: counts.afterRetry ?? 0,
      retryMilliseconds: 1000 * (counts.afterRetry ?? 0),
      retryProvisionedMilliseconds: 0,
    },
  };
}

/** A run of one hour unless said otherwise. */
export function runResult(functions: Record<string, Counts>, rest: Partial<RunResult> = {}): RunResult {
  return {
    simulatedSeconds: 3600,
    steps: 1234,
    account: { ConcurrentExecutions: { max: 2 }, UnreservedConcurrentExecutions: { max: 2 }, ClaimedAccountConcurrency: { max: 2 } },
    functions: Object.fromEntries(Object.entries(functions).map(([name, counts]) => [name, functionResult(counts)])),
    destinations: {},
    ...rest,
  };
}

/** A series of one row a minute; columns that are not given are zero. */
export function seriesOf(rows: number, functions: Record<string, Partial<Record<keyof FunctionSeries, number[]>>> = { import: {} }): Series {
  return {
    minutes: Float64Array.from({ length: rows }, (_, row) => row * 60),
    ends: Float64Array.from({ length: rows }, (_, row) => (row + 1) * 60),
    functions: Object.fromEntries(
      Object.entries(functions).map(([name, columns]) => [
        name,
        Object.fromEntries(seriesColumns.map((column) => [column, Float64Array.from({ length: rows }, (_, row) => columns[column]?.[row] ?? 0)])) as FunctionSeries,
      ]),
    ),
    destinations: {},
  };
}
