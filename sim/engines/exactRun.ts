import { addressedStream, sequentialStream } from '../kernel/random/streams.ts';
import { Simulation } from '../kernel/simulation.ts';
import { inSeconds, millisecond, minute, type Time } from '../kernel/time.ts';
import { AdaptiveReader } from '../lambda/adaptiveReader.ts';
import { Answers } from '../lambda/answers.ts';
import { AsyncEventQueue, type Route } from '../lambda/asyncEventQueue.ts';
import { BackoffReader } from '../lambda/backoffReader.ts';
import { AccountConcurrency, FunctionConcurrency } from '../lambda/concurrency.ts';
import { Destination } from '../lambda/destination.ts';
import { EventTable } from '../lambda/eventTable.ts';
import { ExecutionEnvironments } from '../lambda/executionEnvironments.ts';
import { FifoReader } from '../lambda/fifoReader.ts';
import { FifoTurns } from '../lambda/fifoTurns.ts';
import { LambdaFunction } from '../lambda/lambdaFunction.ts';
import { MessageSizes, overheadOf } from '../lambda/messageSizes.ts';
import { FunctionMetrics } from '../lambda/metrics.ts';
import { MinuteRecorder } from '../lambda/minuteRecorder.ts';
import { Origins } from '../lambda/origins.ts';
import type { Reader } from '../lambda/reader.ts';
import { billedUnits } from '../lambda/rules.ts';
import { ScalingRate } from '../lambda/scalingRate.ts';
import { Source } from '../lambda/source.ts';
import { Trace } from '../lambda/trace.ts';
import type { FunctionModel, Model } from '../model/model.ts';
import { utf8Bytes } from '../records/json.ts';
import type { BatchRecord } from './batchRecords.ts';
import type { eventRecord, eventRecords } from './eventRecords.ts';
import { Identities } from './identities.ts';
import type { EventSources, EventSourcesParts } from './eventSources.ts';
import { seriesColumns } from './result.ts';
import type { AccountResult, EventRecord, FunctionResult, FunctionSeries, RunResult, SentBatchRecord, SentRecord, Series } from './result.ts';
import type { Run, RunOptions } from './run.ts';
import type { SentBatchFilter } from './sentBatchRecords.ts';
import type { sentRecords, SentFilter } from './sentRecords.ts';
import { timeSummary } from './timeSummary.ts';

/**
 * Starts one replication of the exact engine: one row for every event, nothing approximated.
 * A pure function of (model, seed, replication): the same numbers in every engine, for slices of any size, traced or not.
 */
export function startRun(model: Model, options: RunOptions = {}): Run {
  return new ExactRun(model, options.seed ?? model.seed, options.replication ?? 0, options.trace ?? false);
}

/**
 * What few runs need: streams and queues, and the life-lines and records of traced runs. A page is there sooner that fetches them
 * when it needs them, so they are not imported here; the files that have them put them in when they are loaded.
 */
export interface RunParts {
  makeEventSources: (parts: EventSourcesParts) => EventSources;
  eventRecords: typeof eventRecords;
  eventRecord: typeof eventRecord;
  sentRecords: typeof sentRecords;
}

const loaded: Partial<RunParts> = {};

/** Called by whoever has a part. */
export function provideParts(parts: Partial<RunParts>): void {
  Object.assign(loaded, parts);
}

function part<Name extends keyof RunParts>(name: Name): RunParts[Name] {
  const found = loaded[name];
  if (found === undefined) throw new Error(`${name} is not loaded: import startRun from exact.ts`);
  return found as RunParts[Name];
}

/** Whether a run of the model needs its streams and queues. */
export const hasEventSources = ({ streams, queues, mappings }: Model): boolean => streams.length + queues.length + mappings.length > 0;

class ExactRun implements Run {
  finished = false;

  private readonly model: Model;
  private readonly simulation = new Simulation();
  private readonly metrics: FunctionMetrics[];
  private readonly destinations: Destination[];
  /** Null where there are none: most scenarios have only traffic. */
  private readonly eventSources: EventSources | null;
  private readonly recorder: MinuteRecorder;
  private readonly trace: Trace | null;
  private readonly identities: Identities;
  private readonly origins: Origins;
  private readonly account: AccountConcurrency;

  constructor(model: Model, seed: string, replication: number, traced: boolean) {
    const { simulation } = this;
    const { assumptions } = model;
    const addressed = (name: string) => addressedStream(seed, replication, name);
    this.model = model;
    this.trace = traced ? new Trace() : null;
    this.identities = new Identities(seed, replication);
    this.origins = new Origins(model);
    this.account = new AccountConcurrency(model.accountConcurrency);
    this.metrics = model.functions.map(() => new FunctionMetrics(model.duration, model.delayTarget));
    this.destinations = model.destinations.map((destination) => new Destination(simulation, destination, assumptions.deliveryAttempts));

    const { origins } = this;
    const answers = model.functions.map((one) => new Answers(one));
    const events = new EventTable(traced, traced || needsOrigins(model, answers));
    const turns = new FifoTurns(simulation);
    const concurrencies = perGroup(model, () => new FunctionConcurrency(this.account));
    const { capacity, interval, scope } = model.scaling;
    const sharedScaling = new ScalingRate(capacity, interval);
    const scalings = perGroup(model, () => (scope === 'account' ? sharedScaling : new ScalingRate(capacity, interval)));
    const environments = perEnvironments(model, (name) => new ExecutionEnvironments(assumptions.idleExpiry, addressed(`${name}/environments`)));
    const routeTo = (from: FunctionModel, index: number, place: Route['place']): Route | null => {
      const destination = this.destinations[index];
      if (destination === undefined) return null;
      return { destination, place, overhead: overheadOf(model, from, destination.model), group: model.functions[destination.model.invokes]?.group ?? -1 };
    };
    const wire = (functionModel: FunctionModel, index: number): AsyncEventQueue => {
      const stream = addressed(`${functionModel.name}/events`);
      const lambda = new LambdaFunction({
        simulation,
        model: functionModel,
        concurrency: concurrencies.get(functionModel.group)!,
        environments: environments.get(functionModel.environments)!,
        scaling: scalings.get(functionModel.group)!,
        metrics: this.metrics[index]!,
        stream,
        answers: answers[index]!,
      });
      const queue = new AsyncEventQueue({
        simulation,
        functionIndex: index,
        function: lambda,
        events,
        metrics: this.metrics[index]!,
        routes: {
          deadLetterQueue: routeTo(functionModel, functionModel.deadLetterQueue, 0),
          onFailure: routeTo(functionModel, functionModel.onFailure, 1),
          onSuccess: routeTo(functionModel, functionModel.onSuccess, 2),
        },
        origins,
        sizes: new MessageSizes(model, functionModel, answers[index]!),
        assumptions,
        delayTarget: model.delayTarget,
        stream,
        trace: this.trace,
      });
      queue.readBy(readerFor(queue, turns, index));
      return queue;
    };
    const queues = model.functions.map(wire);
    for (const destination of this.destinations) destination.invoked = queues[destination.model.invokes] ?? null;
    const functions = queues.map((queue) => queue.function);
    this.eventSources = hasEventSources(model)
      ? part('makeEventSources')({ simulation, model, seed, replication, functions, metrics: this.metrics, destinations: this.destinations, identities: this.identities, traced })
      : null;
    this.recorder = new MinuteRecorder(simulation, this.metrics, this.destinations, model.duration, this.eventSources === null ? [] : [this.eventSources]);
    model.sources.forEach((source, place) => {
      new Source(simulation, source, queues[source.function]!, place, sequentialStream(seed, replication, `arrivals/${place}`));
    });
  }

  get simulatedSeconds(): number {
    return inSeconds(this.simulation.now);
  }

  get steps(): number {
    return this.simulation.steps;
  }

  advance(maxSteps: number): boolean {
    return this.advanceTo(this.model.duration, maxSteps);
  }

  finishMinute(): void {
    const { now } = this.simulation;
    if (this.finished || now % minute === 0) return;
    this.advanceTo(Math.min(this.model.duration, now - (now % minute) + minute), Infinity);
    if (!this.finished) this.recorder.catchUp();
  }

  result(): RunResult {
    const { model, simulation } = this;
    const functions: Record<string, FunctionResult> = {};
    model.functions.forEach((one, index) => (functions[one.name] = functionResult(this.metrics[index]!, one, simulation.now)));
    const destinations: RunResult['destinations'] = {};
    model.destinations.forEach(({ name }, index) => {
      const { received, failed, units } = this.destinations[index]!;
      destinations[name] = { received, failed, units };
    });
    return { simulatedSeconds: this.simulatedSeconds, steps: this.steps, account: accountResult(this.account), functions, destinations, ...this.eventSources?.result() };
  }

  series(): Series {
    const { model, recorder, simulation } = this;
    const inMinute = !this.finished && simulation.now > recorder.ended * minute;
    if (inMinute) recorder.write();
    const rows = recorder.ended + (inMinute ? 1 : 0);
    const functions: Record<string, FunctionSeries> = {};
    model.functions.forEach(({ name }, index) => (functions[name] = functionSeries(this.metrics[index]!, rows)));
    const destinations: Series['destinations'] = {};
    model.destinations.forEach(({ name }, index) => {
      destinations[name] = { received: recorder.received[index]!.slice(0, rows), failed: recorder.failed[index]!.slice(0, rows) };
    });
    return {
      minutes: Float64Array.from({ length: rows }, (_, row) => inSeconds(row * minute)),
      ends: Float64Array.from({ length: rows }, (_, row) => inSeconds(Math.min((row + 1) * minute, simulation.now))),
      functions,
      destinations,
      ...this.eventSources?.series(rows),
    };
  }

  events(): Iterable<EventRecord> {
    if (this.trace === null) throw new Error('events() needs a run that was started with { trace: true }');
    return part('eventRecords')(this.trace, this.model, this.identities, this.simulation.now);
  }

  event(id: number): EventRecord | null {
    const { trace } = this;
    if (trace === null) throw new Error('event() needs a run that was started with { trace: true }');
    if (!Number.isInteger(id) || id < 0 || id >= trace.events) return null;
    return part('eventRecord')(id, trace, this.model, this.identities, this.simulation.now);
  }

  sent(filter?: SentFilter): Iterable<SentRecord> {
    if (this.trace === null) throw new Error('sent() needs a run that was started with { trace: true }');
    const { trace, model, origins, identities, simulation } = this;
    return part('sentRecords')({ trace, model, origins, identities, until: simulation.now }, filter);
  }

  sentBatches(filter?: SentBatchFilter): Iterable<SentBatchRecord> {
    if (this.trace === null) throw new Error('sentBatches() needs a run that was started with { trace: true }');
    return this.eventSources?.sentBatches(filter) ?? [];
  }

  batches(): Iterable<BatchRecord> {
    if (this.trace === null) throw new Error('batches() needs a run that was started with { trace: true }');
    return this.eventSources?.batches() ?? [];
  }

  private advanceTo(until: Time, maxSteps: number): boolean {
    if (this.finished) return false;
    const arrived = this.simulation.advance(until, maxSteps);
    if (arrived && until === this.model.duration) {
      this.finished = true;
      this.recorder.finish();
    }
    return !this.finished;
  }
}

/** One for each function, for all its versions and aliases together. */
const perGroup = <One>(model: Model, make: () => One): ReadonlyMap<number, One> =>
  new Map([...new Set(model.functions.map(({ group }) => group))].map((group) => [group, make()]));

/** One for each version, named like the first that uses them. */
function perEnvironments<One>(model: Model, make: (name: string) => One): ReadonlyMap<number, One> {
  const made = new Map<number, One>();
  for (const { environments, name } of model.functions) if (!made.has(environments)) made.set(environments, make(name));
  return made;
}

/** Whether what an event came from can matter: in a chain, or where a message may be too large for where it goes, or for one unit of its price. */
function needsOrigins(model: Model, answers: readonly Answers[]): boolean {
  if (model.destinations.some(({ invokes }) => invokes >= 0)) return true;
  return model.sources.some(({ payload, function: target }) => {
    const { deadLetterQueue, onFailure, onSuccess } = model.functions[target]!;
    const most = ('text' in payload ? utf8Bytes(payload.text) : payload.bytes) + answers[target]!.largest + largestEnvelope;
    return [deadLetterQueue, onFailure, onSuccess].some((index) => {
      const destination = model.destinations[index];
      return destination !== undefined && (most > destination.maximumBytes || billedUnits(destination.type, most) > 1);
    });
  });
}

/** A record's own fields, its attributes or its envelope are never longer than this; names have at most 140 characters. */
const largestEnvelope = 8192;

function readerFor(queue: AsyncEventQueue, turns: FifoTurns, place: number): Reader {
  switch (queue.assumptions.dispatch) {
    case 'fifo':
      return new FifoReader(queue, turns, place);
    case 'backoff':
      return new BackoffReader(queue);
    case 'adaptive':
      return new AdaptiveReader(queue, place);
  }
}

function accountResult({ mostBusy, mostUnreservedBusy, mostClaimed }: AccountConcurrency): AccountResult {
  return { ConcurrentExecutions: { max: mostBusy }, UnreservedConcurrentExecutions: { max: mostUnreservedBusy }, ClaimedAccountConcurrency: { max: mostClaimed } };
}

function durationOf(metrics: FunctionMetrics): FunctionResult['metrics']['Duration'] {
  const mean = metrics.meanHandlerTime();
  return mean === null ? { mean, max: null } : { mean: mean / millisecond, max: metrics.handlerTimeMax / millisecond };
}

function functionResult(metrics: FunctionMetrics, { provisioned }: FunctionModel, now: Time): FunctionResult {
  const [retriesExhausted, eventAgeExceeded, zeroReservedConcurrency, recursiveInvocation] = metrics.discarded as [number, number, number, number];
  const [, , throttleBackoff, functionErrorWait] = metrics.waiting as [number, number, number, number];
  return {
    received: metrics.received,
    rejected: metrics.rejected,
    delivered: {
      total: metrics.deliveredTotal(),
      onTime: metrics.deliveredOnTime,
      delayed: metrics.deliveredDelayed,
      afterRetry: metrics.deliveredAfterRetry,
    },
    discarded: {
      total: metrics.discardedTotal(),
      byCondition: {
        RetriesExhausted: retriesExhausted,
        EventAgeExceeded: eventAgeExceeded,
        ZeroReservedConcurrency: zeroReservedConcurrency,
        RecursiveInvocation: recursiveInvocation,
      },
      captured: metrics.capturedTotal(),
      capturedBy: { deadLetterQueue: metrics.captured[0]!, onFailure: metrics.captured[1]!, both: metrics.captured[2]! },
      gone: metrics.gone,
    },
    lost: metrics.lost,
    waiting: { total: metrics.waitingTotal(), delayed: metrics.waitingDelayed, byReason: { unread: metrics.unread(), throttleBackoff, functionErrorWait } },
    running: metrics.running,
    duplicates: metrics.duplicates,
    delaySeconds: timeSummary(metrics.delays),
    latencySeconds: timeSummary(metrics.latencies),
    metrics: {
      Invocations: metrics.invocations,
      Errors: metrics.errors,
      Throttles: metrics.throttles,
      AsyncEventsReceived: metrics.received,
      AsyncEventsDropped: metrics.dropped,
      DeadLetterErrors: metrics.deadLetterErrors,
      DestinationDeliveryFailures: metrics.deliveryFailures,
      ColdStarts: metrics.coldStarts,
      RecursiveInvocationsDropped: metrics.recursiveInvocationsDropped,
      ProvisionedConcurrencyInvocations: metrics.provisionedInvocations,
      ProvisionedConcurrencySpilloverInvocations: metrics.provisionedSpillovers,
      ConcurrentExecutions: { mean: metrics.meanConcurrency(now), max: metrics.concurrencyMax },
      Duration: durationOf(metrics),
      ProvisionedConcurrentExecutions: { max: metrics.provisionedMax },
      ProvisionedConcurrencyUtilization: { max: provisioned === null ? 0 : metrics.provisionedMax / provisioned.environments },
    },
    billed: {
      requests: metrics.invocations,
      extraRequests: metrics.billedExtraRequests,
      milliseconds: metrics.billedMilliseconds,
      provisionedMilliseconds: metrics.billedProvisionedMilliseconds,
      retryRequests: metrics.retries,
      retryMilliseconds: metrics.billedRetryMilliseconds,
      retryProvisionedMilliseconds: metrics.billedRetryProvisionedMilliseconds,
    },
  };
}

/** The columns of one function, in one piece of memory: a hundred functions are thousands of columns. */
function functionSeries({ minutes }: FunctionMetrics, rows: number): FunctionSeries {
  const memory = new Float64Array(seriesColumns.length * rows);
  let given = 0;
  const column = (): Float64Array => memory.subarray(given, (given += rows));
  const own = (from: Float64Array): Float64Array => {
    const to = column();
    to.set(from.subarray(0, rows));
    return to;
  };
  const perMinute = (cumulative: Float64Array): Float64Array => {
    const to = column();
    for (let row = 0; row < rows; row++) to[row] = cumulative[row]! - (row === 0 ? 0 : cumulative[row - 1]!);
    return to;
  };
  const inMilliseconds = (from: Float64Array): Float64Array => {
    const to = column();
    for (let row = 0; row < rows; row++) to[row] = from[row]! / millisecond;
    return to;
  };
  const sum = (...columns: readonly Float64Array[]): Float64Array => {
    const to = column();
    for (let row = 0; row < rows; row++) to[row] = columns.reduce((total, from) => total + from[row]!, 0);
    return to;
  };
  return {
    AsyncEventsReceived: perMinute(minutes.received),
    AsyncEventsDropped: perMinute(minutes.dropped),
    Invocations: own(minutes.invocations),
    Errors: own(minutes.errors),
    Throttles: perMinute(minutes.throttles),
    DeadLetterErrors: perMinute(minutes.deadLetterErrors),
    DestinationDeliveryFailures: perMinute(minutes.deliveryFailures),
    ConcurrentExecutions: own(minutes.concurrency),
    ColdStarts: perMinute(minutes.coldStarts),
    RecursiveInvocationsDropped: perMinute(minutes.recursiveInvocationsDropped),
    ProvisionedConcurrencyInvocations: perMinute(minutes.provisionedInvocations),
    ProvisionedConcurrencySpilloverInvocations: perMinute(minutes.provisionedSpillovers),
    ProvisionedConcurrentExecutions: own(minutes.provisioned),
    AsyncEventAgeAverage: inMilliseconds(minutes.ageAverage),
    AsyncEventAgeP50: inMilliseconds(minutes.ageP50),
    AsyncEventAgeP90: inMilliseconds(minutes.ageP90),
    AsyncEventAgeP99: inMilliseconds(minutes.ageP99),
    AsyncEventAgeMaximum: inMilliseconds(minutes.ageMax),
    received: own(minutes.received),
    rejected: own(minutes.rejected),
    deliveredOnTime: own(minutes.deliveredOnTime),
    deliveredDelayed: own(minutes.deliveredDelayed),
    deliveredAfterRetry: own(minutes.deliveredAfterRetry),
    discardedRetriesExhausted: own(minutes.discarded[0]!),
    discardedEventAgeExceeded: own(minutes.discarded[1]!),
    discardedZeroReservedConcurrency: own(minutes.discarded[2]!),
    discardedRecursiveInvocation: own(minutes.discarded[3]!),
    discardedCaptured: sum(...minutes.captured),
    capturedByDeadLetterQueue: own(minutes.captured[0]!),
    capturedByOnFailure: own(minutes.captured[1]!),
    capturedByBoth: own(minutes.captured[2]!),
    discardedGone: own(minutes.gone),
    lost: own(minutes.lost),
    duplicates: own(minutes.duplicates),
    retries: own(minutes.retries),
    waitingUnread: own(minutes.waiting[0]!),
    waitingThrottleBackoff: own(minutes.waiting[1]!),
    waitingFunctionErrorWait: own(minutes.waiting[2]!),
    waitingDelayed: own(minutes.waitingDelayed),
    running: own(minutes.running),
  };
}
