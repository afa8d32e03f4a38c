import type { AddressedStream } from '../kernel/random/streams.ts';
import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import { Histogram } from '../kernel/statistics/histogram.ts';
import type { Duration, Time } from '../kernel/time.ts';
import type { AssumptionsModel, QueueMappingModel } from '../model/model.ts';
import { batchVerdict } from './batchResponse.ts';
import { Flag } from './eventTable.ts';
import { Admission, Execution, type Caller, type Invoker, type LambdaFunction } from './lambdaFunction.ts';
import type { FunctionMetrics } from './metrics.ts';
import { Due } from './phases.ts';
import { anotherBatchEvery, fewestBatches, firstBatches, refusedBatchWait } from './rules.ts';
import type { QueueReader, SqsQueue } from './sqsQueue.ts';

/**
 * Lambda reads an SQS queue for a function: several batches at once, more while messages wait, fewer after failures.
 *
 *   visible ─ received ─> gathering, up to the window ─> dispatched ──> running ─> succeeded ─> deleted
 *                                              ^             │ refused       │ failed
 *                                              └─ wait ──────┤               └──> comes back at the visibility timeout [SQS-01]
 *                                                            └─ until the visibility timeout, then given up [SQS-05]
 */
export class SqsMapping implements Invoker, QueueReader {
  readonly model: QueueMappingModel;
  readonly metrics: FunctionMetrics;

  invocations = 0;
  failedInvocations = 0;
  /** Messages, added up over invocations. */
  invoked = 0;
  failedInvoked = 0;
  throttles = 0;
  polled = 0;
  filtered = 0;
  delivered = 0;
  /** Batches that were refused until their messages came back. */
  givenUp = 0;
  inFlight = 0;
  concurrencyMax = 0;
  /** From when a message was first sent until it was deleted, for each that was delivered. */
  readonly latencies = new Histogram();

  private readonly simulation: Simulation;
  private readonly queue: SqsQueue;
  private readonly function: LambdaFunction;
  private readonly retry: AssumptionsModel['eventSourceRetry'];
  private readonly receiveLatency: Duration;
  private readonly caller: Caller;
  private readonly response: string | null;
  private readonly fillIsDue: HandlerId;
  private readonly batchIsDue: HandlerId;
  private readonly growthIsDue: HandlerId;

  // Batches: the messages of each, how often it was refused in a row, and when it is looked at again.
  private readonly messages: number[][] = [];
  private readonly refusals: number[] = [];
  private readonly wakesAt: Time[] = [];
  private readonly freeBatches: number[] = [];
  private active = 0;
  /** How many batches there may be at once now. */
  private limit: number;
  /** The batch that is being gathered, and until when; -1 for none. */
  private open = -1;
  private windowEnds: Time = -1;
  private isFillScheduled = false;
  private isGrowthScheduled = false;
  private isReading = false;
  private dispatches = 0;

  constructor(parts: {
    simulation: Simulation;
    model: QueueMappingModel;
    queue: SqsQueue;
    function: LambdaFunction;
    metrics: FunctionMetrics;
    retry: AssumptionsModel['eventSourceRetry'];
    receiveLatency: Duration;
    luck: AddressedStream;
  }) {
    const { simulation, model } = parts;
    this.simulation = simulation;
    this.model = model;
    this.queue = parts.queue;
    this.function = parts.function;
    this.metrics = parts.metrics;
    this.retry = parts.retry;
    this.receiveLatency = parts.receiveLatency;
    this.caller = parts.function.invokedBy(this, parts.luck);
    const { response } = parts.function.model;
    this.response = model.reportsItemFailures && response !== null && 'text' in response ? response.text : null;
    this.limit = Math.min(firstBatches, model.maximumConcurrency);
    this.fillIsDue = simulation.register(() => {
      this.isFillScheduled = false;
      this.fill();
    });
    this.batchIsDue = simulation.register((batch) => this.wake(batch));
    this.growthIsDue = simulation.register(() => this.grow());
    if (model.from >= model.until) return;
    simulation.schedule(model.from, Due.settingsChange, simulation.register(() => this.start()), 0);
    simulation.schedule(model.until, Due.settingsChange, simulation.register(() => (this.isReading = false)), 0);
  }

  messagesVisible(): void {
    if (!this.isReading || this.isFillScheduled) return;
    this.isFillScheduled = true;
    this.simulation.schedule(this.simulation.now + this.receiveLatency, Due.dispatch, this.fillIsDue, 0);
  }

  executionEnded(batch: number, execution: Execution): void {
    const messages = this.messages[batch]!;
    this.inFlight -= messages.length;
    const succeeded = execution === Execution.succeeded && this.answersWell();
    let failed = 0;
    for (const row of messages) {
      if (!succeeded || (this.model.reportsItemFailures && this.fails(row))) {
        failed++;
        this.queue.letGo(row);
      } else this.finish(row);
    }
    if (failed > 0) {
      this.failedInvocations++;
      this.failedInvoked += failed;
      if (!this.model.reportsItemFailures) this.limit = Math.max(Math.min(fewestBatches, this.limit), this.limit - 1);
    }
    this.close(batch);
    this.fill();
  }

  private start(): void {
    this.isReading = true;
    this.messagesVisible();
  }

  /** Receives as many messages as there may be batches for. */
  private fill(): void {
    const { queue, model, simulation } = this;
    if (!this.isReading) return;
    while (this.open >= 0 || (this.active < this.limit && queue.visible > 0)) {
      if (this.open < 0) this.openBatch();
      const batch = this.open;
      const messages = this.messages[batch]!;
      this.receiveInto(messages);
      if (messages.length === 0) {
        this.open = -1;
        this.close(batch);
        break;
      }
      if (messages.length < model.batchSize && simulation.now < this.windowEnds) {
        this.wakeBatch(this.windowEnds, batch);
        break;
      }
      this.open = -1;
      this.wakesAt[batch] = -1;
      this.dispatch(batch);
    }
    if (this.active === 0 && queue.visible === 0) this.limit = Math.min(firstBatches, model.maximumConcurrency);
    if (queue.visible > 0 && this.limit < model.maximumConcurrency && !this.isGrowthScheduled) {
      this.isGrowthScheduled = true;
      simulation.schedule(simulation.now + anotherBatchEvery, Due.dispatch, this.growthIsDue, 0);
    }
  }

  private receiveInto(messages: number[]): void {
    const { queue, model } = this;
    while (messages.length < model.batchSize) {
      const row = queue.receive();
      if (row < 0) return;
      this.polled++;
      if (model.passRate === 1 || this.caller.stream.seek(this.polled, filterIndex).first < model.passRate) messages.push(row);
      else {
        this.filtered++;
        queue.delete(row);
      }
    }
  }

  private openBatch(): void {
    const batch = this.freeBatches.pop() ?? this.messages.push([]) - 1;
    this.messages[batch]!.length = 0;
    this.refusals[batch] = 0;
    this.wakesAt[batch] = -1;
    this.active++;
    this.open = batch;
    this.windowEnds = this.simulation.now + this.model.window;
  }

  private close(batch: number): void {
    this.active--;
    this.freeBatches.push(batch);
  }

  private wakeBatch(at: Time, batch: number): void {
    if (this.wakesAt[batch] === at) return;
    this.wakesAt[batch] = at;
    this.simulation.schedule(at, Due.dispatch, this.batchIsDue, batch);
  }

  private wake(batch: number): void {
    if (this.wakesAt[batch] !== this.simulation.now) return;
    this.wakesAt[batch] = -1;
    if (batch === this.open) this.fill();
    else this.dispatch(batch);
  }

  private dispatch(batch: number): void {
    const { model, caller, simulation } = this;
    const messages = this.messages[batch]!;
    const isPoison = !model.reportsItemFailures && messages.some((row) => this.fails(row));
    caller.extra = model.durationPerItem * messages.length;
    const admission = this.function.tryInvoke(batch, isPoison ? Flag.poison : 0, this.dispatches++, caller);
    if (admission === Admission.admitted) {
      this.metrics.dispatchedByMapping('admitted');
      this.invocations++;
      this.invoked += messages.length;
      this.inFlight += messages.length;
      this.concurrencyMax = Math.max(this.concurrencyMax, this.active);
      return;
    }
    if (admission === Admission.throttled) {
      this.throttles++;
      this.metrics.dispatchedByMapping('throttled');
    } else if (admission === Admission.systemError) this.metrics.dispatchedByMapping('systemError');
    const next = simulation.now + refusedBatchWait(++this.refusals[batch]!, this.retry);
    if (next < this.queue.hiddenUntil(messages[0]!)) this.wakeBatch(next, batch);
    else {
      for (const row of messages) this.queue.letGo(row);
      this.givenUp++;
      this.close(batch);
      this.messagesVisible();
    }
  }

  private finish(row: number): void {
    if (this.queue.exists(row)) {
      this.delivered++;
      this.latencies.add(this.simulation.now - this.queue.sentAt(row));
    }
    this.queue.delete(row);
  }

  private fails(row: number): boolean {
    return this.queue.isPoison(row) && this.simulation.now < this.function.model.poisonUntil;
  }

  /** Whether what the function returns says that all went well, or cannot say otherwise; what names no message fails them all. [DDB-17] */
  private answersWell(): boolean {
    return this.response === null || batchVerdict(this.response, () => -1) === 'all';
  }

  /** Messages still wait, so one batch more may be processed at once. [SQS-04] */
  private grow(): void {
    this.isGrowthScheduled = false;
    if (this.queue.visible === 0 || this.limit >= this.model.maximumConcurrency) return;
    this.limit++;
    this.fill();
  }
}

/** Where the luck of the filters begins; dispatches draw elsewhere. */
const filterIndex = 0x60000000;
