import type { Sampler } from '../kernel/random/distributions.ts';
import type { AddressedStream } from '../kernel/random/streams.ts';
import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import type { Duration, Time } from '../kernel/time.ts';
import type { FunctionModel, FunctionPhase } from '../model/model.ts';
import { largestResponseBytes } from '../records/errors.ts';
import type { Answers } from './answers.ts';
import type { FunctionConcurrency } from './concurrency.ts';
import { Flag, refusalsShift } from './eventTable.ts';
import type { ExecutionEnvironments } from './executionEnvironments.ts';
import type { FunctionMetrics } from './metrics.ts';
import { Due } from './phases.ts';
import { ProvisionedConcurrency } from './provisionedConcurrency.ts';
import { Purpose, randomIndex } from './randomAddress.ts';
import { billedMilliseconds } from './rules.ts';
import { samplerOf } from './sampler.ts';
import type { ScalingRate } from './scalingRate.ts';

/** What a function answers to a dispatch. */
export const Admission = { admitted: 0, throttled: 1, systemError: 2, notFound: 3 } as const;
export type Admission = (typeof Admission)[keyof typeof Admission];

/** How an execution ends. */
export const Execution = { succeeded: 0, failed: 1, timedOut: 2, responseTooLarge: 3 } as const;
export type Execution = (typeof Execution)[keyof typeof Execution];

/** Whatever invokes a function and is told how the execution ended. */
export interface Invoker {
  executionEnded(row: number, execution: Execution, started: Time): void;
}

/** An invoker as the function knows it: its place among those who invoke the function, and the luck of what it sends. */
export interface Caller {
  readonly place: number;
  readonly stream: AddressedStream;
  /** How much longer than drawn the handler runs on what it sends now. */
  extra: Duration;
}

/** Whoever has to act when a slot frees or the settings change. */
export interface RoomListener {
  roomChanged(): void;
  settingsChanged(): void;
}

/**
 * One Lambda function, as one of its versions or aliases: attempts, from admission through initialisation and handler to the end.
 *
 *   tryInvoke ── deleted ─────────────────────────────> notFound        [ERR-08]
 *      │  └───── no concurrency, no new environment ──> throttled       [CON-12]
 *      │  └───── 5xx ──────────────────────────────────> systemError     [ERR-07]
 *      └─ admitted: takes a slot ─> initialisation, if cold ─> started ─> ended    [CON-16]
 */
export class LambdaFunction {
  readonly model: FunctionModel;
  readonly concurrency: FunctionConcurrency;
  roomListener!: RoomListener;
  /** What faults leave of the settings now. */
  settings: FunctionPhase;
  /** Since when the reservation is what it is. */
  reservedSince: Time = 0;

  private readonly simulation: Simulation;
  private readonly environments: ExecutionEnvironments;
  private readonly scaling: ScalingRate;
  private readonly metrics: FunctionMetrics;
  /** Whoever invokes it; its own queue of asynchronous events first. */
  private readonly invokers: Invoker[] = [];
  private readonly queue: Caller;
  private readonly duration: Sampler;
  private readonly initDuration: Sampler;
  private readonly provisioned: ProvisionedConcurrency | null;
  private readonly answers: Answers;
  private readonly isScripted: boolean;
  /** Whether any response can be too large. */
  private readonly returnsMuch: boolean;
  private readonly executionEnds: HandlerId;

  // Executions in progress, one slot each.
  private slotRow = new Int32Array(16);
  private slotExecution = new Uint8Array(16);
  /** The place of whoever invoked. */
  private slotInvoker = new Int32Array(16);
  /** The minute of admission, to which CloudWatch counts the error. */
  private slotMinute = new Int32Array(16);
  private slotStarted = new Float64Array(16);
  private freeSlots = new Int32Array(16);
  private freeCount = 0;
  private slots = 0;
  private busy = 0;

  /** Of the execution admitted last, for the trace. */
  lastStarted: Time = 0;
  lastWasCold = false;
  lastWas: Environment = Environment.ordinary;

  constructor(parts: {
    simulation: Simulation;
    model: FunctionModel;
    concurrency: FunctionConcurrency;
    environments: ExecutionEnvironments;
    scaling: ScalingRate;
    metrics: FunctionMetrics;
    stream: AddressedStream;
    answers: Answers;
  }) {
    this.simulation = parts.simulation;
    this.model = parts.model;
    this.concurrency = parts.concurrency;
    this.environments = parts.environments;
    this.scaling = parts.scaling;
    this.metrics = parts.metrics;
    this.queue = { place: 0, stream: parts.stream, extra: 0 };
    this.duration = samplerOf(parts.model.duration);
    this.initDuration = samplerOf(parts.model.initDuration);
    this.isScripted = parts.model.script.length > 0;
    this.answers = parts.answers;
    this.returnsMuch = parts.answers.largest > largestResponseBytes;
    this.settings = parts.model.phases[0]!;
    this.concurrency.setReserved(this.settings.reserved);
    this.provisioned = this.provision(parts.model);
    this.executionEnds = parts.simulation.register((slot) => this.end(slot));
    const change = parts.simulation.register((phase) => this.change(parts.model.phases[phase]!));
    for (let next = 1; next < parts.model.phases.length; next++)
      parts.simulation.schedule(parts.model.phases[next]!.from, Due.settingsChange, change, next);
  }

  /** Makes the queue of its asynchronous events known, before anybody else. */
  invokedByQueue(queue: Invoker): void {
    this.invokers[this.queue.place] = queue;
  }

  /** Makes an event source mapping known, which invokes it as this caller. */
  invokedBy(invoker: Invoker, stream: AddressedStream): Caller {
    return { place: this.invokers.push(invoker) - 1, stream, extra: 0 };
  }

  /** Whether a dispatch now would be answered otherwise than with a throttle. */
  canStart(): boolean {
    const { now } = this.simulation;
    if (this.settings.deleted || this.hasProvisionedRoom(now)) return true;
    return this.concurrency.hasRoom() && (this.environments.hasWarm(now) || this.scaling.nextAt() <= now);
  }

  /** When there may be room although no execution ends: another environment is allowed, or provisioned ones serve again. */
  nextRoomAt(): Time {
    const { now } = this.simulation;
    const onDemand = this.concurrency.hasRoom() ? this.scaling.nextAt() : Infinity;
    return this.provisioned === null ? onDemand : Math.min(onDemand, this.provisioned.nextRoomAt(now));
  }

  /** Dispatches an event or a batch; when admitted, `executionEnded` follows. */
  tryInvoke(row: number, flags: number, ordinal: number, caller: Caller = this.queue): Admission {
    const { simulation, environments, concurrency, metrics, settings } = this;
    const now = simulation.now;
    if (settings.deleted) return Admission.notFound;
    if (this.provisioned !== null && this.hasProvisionedRoom(now)) return this.tryProvisioned(row, flags, ordinal, caller);
    if (!concurrency.hasRoom()) return Admission.throttled;
    const warm = environments.hasWarm(now);
    if (!warm && this.scaling.nextAt() > now) return Admission.throttled;
    if (settings.systemErrorRate > 0 && this.meetsSystemError(flags, ordinal, caller)) return Admission.systemError;
    concurrency.take();
    let started = now;
    if (warm) environments.takeWarm();
    else started += this.initialise(flags, ordinal, caller);
    metrics.admitted(now, ++this.busy);
    this.start(row, flags, ordinal, caller, started, 0);
    this.lastStarted = started;
    this.lastWasCold = !warm;
    if (this.provisioned !== null) this.spillOver(now);
    return Admission.admitted;
  }

  /** A provisioned environment is free: it takes the event, unless Lambda itself fails. [CON-05] */
  private tryProvisioned(row: number, flags: number, ordinal: number, caller: Caller): Admission {
    const { now } = this.simulation;
    const provisioned = this.provisioned!;
    if (this.settings.systemErrorRate > 0 && this.meetsSystemError(flags, ordinal, caller)) return Admission.systemError;
    provisioned.take(now);
    this.concurrency.takeProvisioned();
    this.metrics.admitted(now, ++this.busy);
    this.metrics.admittedProvisioned(provisioned.busy);
    this.start(row, flags, ordinal, caller, now, inProvisioned);
    this.lastStarted = now;
    this.lastWasCold = false;
    this.lastWas = Environment.provisioned;
    return Admission.admitted;
  }

  private hasProvisionedRoom(now: Time): boolean {
    return this.provisioned !== null && this.settings.reserved !== 0 && this.provisioned.hasRoom(now) && this.concurrency.hasAccountRoom();
  }

  /** Provisioned concurrency is there and busy, so the execution took what everybody may. [CON-06] */
  private spillOver(now: Time): void {
    const spills = this.provisioned!.isUsable(now);
    if (spills) this.metrics.provisionedSpillovers++;
    this.lastWas = spills ? Environment.spillover : Environment.ordinary;
  }

  /** Takes what is provisioned out of what is left for the others, from its request on. */
  private provision({ provisioned: model }: FunctionModel): ProvisionedConcurrency | null {
    if (model === null) return null;
    const { simulation } = this;
    const { environments, requestedAt } = model;
    const provisioned = new ProvisionedConcurrency(model);
    if (requestedAt === null) this.concurrency.provision(environments);
    else {
      simulation.schedule(requestedAt, Due.settingsChange, simulation.register(() => this.concurrency.provision(environments)), 0);
      simulation.schedule(provisioned.usableFrom, Due.settingsChange, simulation.register(() => this.roomListener.settingsChanged()), 0);
    }
    return provisioned;
  }

  private meetsSystemError(flags: number, ordinal: number, { stream }: Caller): boolean {
    const refusals = (flags & Flag.refusals) >> refusalsShift;
    const index = randomIndex(Purpose.dispatch, (flags & Flag.copy) !== 0, flags & Flag.failures, refusals);
    return stream.seek(ordinal, index).first < this.settings.systemErrorRate;
  }

  /** A cold start: how long the new environment takes until the handler starts. [ENV-06] */
  private initialise(flags: number, ordinal: number, { stream }: Caller): Duration {
    this.scaling.take(this.simulation.now);
    this.metrics.coldStarts++;
    const index = randomIndex(Purpose.initialisation, (flags & Flag.copy) !== 0, flags & Flag.failures, 0);
    return Math.round(this.initDuration.sample(stream, ordinal, index));
  }

  /** Decides how long the handler runs and how it ends, and takes a slot for it. */
  private start(row: number, flags: number, ordinal: number, caller: Caller, started: Time, where: 0 | typeof inProvisioned): void {
    const { model, settings } = this;
    const { stream } = caller;
    const copy = (flags & Flag.copy) !== 0;
    const failures = flags & Flag.failures;
    const scripted = !this.isScripted || caller.place !== 0 ? undefined : this.answers.scripts.get(ordinal >>> 0)?.attempts[failures];
    const index = randomIndex(Purpose.execution, copy, failures, 0);
    let duration: number;
    if (scripted !== undefined && scripted.duration !== null) duration = scripted.duration;
    else {
      const drawn = this.duration.sample(stream, ordinal, index);
      duration = Math.round((drawn + caller.extra) * settings.durationFactor);
    }
    let execution: Execution = Execution.succeeded;
    if (scripted !== undefined) {
      if (scripted.result === 'timeout') duration = model.timeout + 1;
      else if (scripted.result === 'error') execution = Execution.failed;
    } else if ((flags & Flag.poison) !== 0 && started < model.poisonUntil) execution = Execution.failed;
    else if (settings.errorRate > 0 && stream.seek(ordinal, index).first < settings.errorRate) execution = Execution.failed;
    if (execution === Execution.succeeded && this.returnsMuch && this.answers.isTooLarge(scripted?.response ?? null)) execution = Execution.responseTooLarge; // [ERR-09]
    if (duration > model.timeout) {
      duration = model.timeout; // [ENV-07]
      execution = Execution.timedOut;
    }
    this.metrics.bills(billedMilliseconds(started + duration - this.simulation.now), where === inProvisioned, failures > 0);
    const slot = this.takeSlot();
    this.slotRow[slot] = row;
    this.slotInvoker[slot] = caller.place;
    this.slotExecution[slot] = execution | where;
    this.slotMinute[slot] = this.metrics.minute;
    this.slotStarted[slot] = started;
    this.simulation.schedule(started + duration, Due.executionEnd, this.executionEnds, slot);
  }

  private end(slot: number): void {
    const now = this.simulation.now;
    const packed = this.slotExecution[slot]!;
    const execution = (packed & ~inProvisioned) as Execution;
    const failed = execution !== Execution.succeeded;
    if (packed === execution) {
      this.concurrency.release();
      // A timeout resets the environment: the next attempt is an ordinary cold start. [ERR-05]
      if (execution !== Execution.timedOut) this.environments.release(now);
    } else {
      // By assumption Lambda replaces a provisioned environment at once, whatever became of it. [CON-05]
      this.provisioned!.release();
      this.metrics.endedProvisioned(this.provisioned!.busy);
      this.concurrency.releaseProvisioned();
    }
    this.metrics.ended(now, this.slotMinute[slot]!, this.slotStarted[slot]!, --this.busy, failed);
    this.freeSlots[this.freeCount++] = slot;
    this.invokers[this.slotInvoker[slot]!]!.executionEnded(this.slotRow[slot]!, execution, this.slotStarted[slot]!);
    this.roomListener.roomChanged();
  }

  private change(settings: FunctionPhase): void {
    if (settings.reserved !== this.settings.reserved) this.reservedSince = settings.from;
    this.settings = settings;
    this.concurrency.setReserved(settings.reserved);
    this.roomListener.settingsChanged();
  }

  private takeSlot(): number {
    if (this.freeCount > 0) return this.freeSlots[--this.freeCount]!;
    if (this.slots === this.slotRow.length) this.growSlots();
    return this.slots++;
  }

  private growSlots(): void {
    const capacity = this.slots * 2;
    const grown = <A extends Int32Array | Uint8Array | Float64Array>(to: A, from: A): A => (to.set(from), to);
    this.slotRow = grown(new Int32Array(capacity), this.slotRow);
    this.slotExecution = grown(new Uint8Array(capacity), this.slotExecution);
    this.slotInvoker = grown(new Int32Array(capacity), this.slotInvoker);
    this.slotMinute = grown(new Int32Array(capacity), this.slotMinute);
    this.slotStarted = grown(new Float64Array(capacity), this.slotStarted);
    this.freeSlots = grown(new Int32Array(capacity), this.freeSlots);
  }
}

/** In what an execution runs. */
export const Environment = { ordinary: 0, provisioned: 1, spillover: 2 } as const;
export type Environment = (typeof Environment)[keyof typeof Environment];

/** Beside an execution's end: it runs in a provisioned environment. */
const inProvisioned = 1 << 2;
