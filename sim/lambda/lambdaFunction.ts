import type { Sampler } from '../kernel/random/distributions.ts';
import type { AddressedStream } from '../kernel/random/streams.ts';
import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import type { Duration, Time } from '../kernel/time.ts';
import type { FunctionModel, FunctionPhase, ScriptModel } from '../model/model.ts';
import type { FunctionConcurrency } from './concurrency.ts';
import { Flag, refusalsShift } from './eventTable.ts';
import type { ExecutionEnvironments } from './executionEnvironments.ts';
import type { FunctionMetrics } from './metrics.ts';
import { Due } from './phases.ts';
import { Purpose, randomIndex } from './randomAddress.ts';
import { samplerOf } from './sampler.ts';
import type { ScalingRate } from './scalingRate.ts';

/** What a function answers to a dispatch. */
export const Admission = { admitted: 0, throttled: 1, systemError: 2 } as const;
export type Admission = (typeof Admission)[keyof typeof Admission];

/** How an execution ends. */
export const Execution = { succeeded: 0, failed: 1, timedOut: 2 } as const;
export type Execution = (typeof Execution)[keyof typeof Execution];

/** Whatever invokes a function and is told how the execution ended. */
export interface Invoker {
  executionEnded(row: number, execution: Execution, started: Time): void;
}

/** Whoever has to act when a slot frees or the settings change. */
export interface RoomListener {
  roomChanged(): void;
  settingsChanged(): void;
}

/**
 * One Lambda function: attempts, from admission through initialisation and handler to the end.
 *
 *   tryInvoke ── no concurrency, no new environment ──> throttled       [CON-12]
 *      │  └───── 5xx ──────────────────────────────────> systemError     [ERR-07]
 *      └─ admitted: takes a slot ─> initialisation, if cold ─> started ─> ended    [CON-16]
 */
export class LambdaFunction {
  readonly model: FunctionModel;
  readonly concurrency: FunctionConcurrency;
  invoker!: Invoker;
  roomListener!: RoomListener;
  /** What faults leave of the settings now. */
  settings: FunctionPhase;
  /** Since when the reservation is what it is. */
  reservedSince: Time = 0;

  private readonly simulation: Simulation;
  private readonly environments: ExecutionEnvironments;
  private readonly scaling: ScalingRate;
  private readonly metrics: FunctionMetrics;
  private readonly stream: AddressedStream;
  private readonly duration: Sampler;
  private readonly initDuration: Sampler;
  private readonly isScripted: boolean;
  private readonly scripts: ReadonlyMap<number, ScriptModel>;
  private readonly executionEnds: HandlerId;

  // Executions in progress, one slot each.
  private slotRow = new Int32Array(16);
  private slotExecution = new Uint8Array(16);
  /** The minute of admission, to which CloudWatch counts the error. */
  private slotMinute = new Int32Array(16);
  private slotStarted = new Float64Array(16);
  private freeSlots = new Int32Array(16);
  private freeCount = 0;
  private slots = 0;

  /** Of the execution admitted last, for the trace. */
  lastStarted: Time = 0;
  lastWasCold = false;

  constructor(parts: {
    simulation: Simulation;
    model: FunctionModel;
    concurrency: FunctionConcurrency;
    environments: ExecutionEnvironments;
    scaling: ScalingRate;
    metrics: FunctionMetrics;
    stream: AddressedStream;
  }) {
    this.simulation = parts.simulation;
    this.model = parts.model;
    this.concurrency = parts.concurrency;
    this.environments = parts.environments;
    this.scaling = parts.scaling;
    this.metrics = parts.metrics;
    this.stream = parts.stream;
    this.duration = samplerOf(parts.model.duration);
    this.initDuration = samplerOf(parts.model.initDuration);
    this.isScripted = parts.model.script.length > 0;
    this.scripts = new Map(parts.model.script.map((script) => [script.event, script]));
    this.settings = parts.model.phases[0]!;
    this.concurrency.setReserved(this.settings.reserved);
    this.executionEnds = parts.simulation.register((slot) => this.end(slot));
    const change = parts.simulation.register((phase) => this.change(parts.model.phases[phase]!));
    for (let next = 1; next < parts.model.phases.length; next++)
      parts.simulation.schedule(parts.model.phases[next]!.from, Due.settingsChange, change, next);
  }

  /** Whether a dispatch now would be admitted, system errors aside. */
  canStart(): boolean {
    return this.concurrency.hasRoom() && (this.environments.hasWarm(this.simulation.now) || this.nextEnvironmentAt() <= this.simulation.now);
  }

  /** When the scaling rate next allows a new environment. */
  nextEnvironmentAt(): Time {
    return this.scaling.nextAt();
  }

  /** Dispatches an event; when admitted, `executionEnded` follows. */
  tryInvoke(row: number, flags: number, ordinal: number): Admission {
    const { simulation, environments, concurrency, metrics, settings } = this;
    const now = simulation.now;
    if (!concurrency.hasRoom()) return Admission.throttled;
    const warm = environments.hasWarm(now);
    if (!warm && this.scaling.nextAt() > now) return Admission.throttled;
    if (settings.systemErrorRate > 0 && this.meetsSystemError(flags, ordinal)) return Admission.systemError;
    concurrency.take();
    let started = now;
    if (warm) environments.takeWarm();
    else started += this.initialise(flags, ordinal);
    metrics.admitted(now, concurrency.busy);
    this.start(row, flags, ordinal, started);
    this.lastStarted = started;
    this.lastWasCold = !warm;
    return Admission.admitted;
  }

  private meetsSystemError(flags: number, ordinal: number): boolean {
    const refusals = (flags & Flag.refusals) >> refusalsShift;
    const index = randomIndex(Purpose.dispatch, (flags & Flag.copy) !== 0, flags & Flag.failures, refusals);
    return this.stream.seek(ordinal, index).first < this.settings.systemErrorRate;
  }

  /** A cold start: how long the new environment takes until the handler starts. [ENV-06] */
  private initialise(flags: number, ordinal: number): Duration {
    this.scaling.take(this.simulation.now);
    this.metrics.coldStarts++;
    const index = randomIndex(Purpose.initialisation, (flags & Flag.copy) !== 0, flags & Flag.failures, 0);
    return Math.round(this.initDuration.sample(this.stream, ordinal, index));
  }

  /** Decides how long the handler runs and how it ends, and takes a slot for it. */
  private start(row: number, flags: number, ordinal: number, started: Time): void {
    const { model, settings, stream } = this;
    const copy = (flags & Flag.copy) !== 0;
    const failures = flags & Flag.failures;
    const scripted = !this.isScripted ? undefined : this.scripts.get(ordinal >>> 0)?.attempts[failures];
    const index = randomIndex(Purpose.execution, copy, failures, 0);
    let duration: number;
    if (scripted !== undefined && scripted.duration !== null) duration = scripted.duration;
    else {
      const drawn = this.duration.sample(stream, ordinal, index);
      duration = Math.round(drawn * settings.durationFactor);
    }
    let execution: Execution = Execution.succeeded;
    if (scripted !== undefined) {
      if (scripted.result === 'timeout') duration = model.timeout + 1;
      else if (scripted.result === 'error') execution = Execution.failed;
    } else if ((flags & Flag.poison) !== 0) execution = Execution.failed;
    else if (settings.errorRate > 0 && stream.seek(ordinal, index).first < settings.errorRate) execution = Execution.failed;
    if (duration > model.timeout) {
      duration = model.timeout; // [ENV-07]
      execution = Execution.timedOut;
    }
    const slot = this.takeSlot();
    this.slotRow[slot] = row;
    this.slotExecution[slot] = execution;
    this.slotMinute[slot] = this.metrics.minute;
    this.slotStarted[slot] = started;
    this.simulation.schedule(started + duration, Due.executionEnd, this.executionEnds, slot);
  }

  private end(slot: number): void {
    const now = this.simulation.now;
    const execution = this.slotExecution[slot]! as Execution;
    const failed = execution !== Execution.succeeded;
    this.concurrency.release();
    // A timeout resets the environment: the next attempt is an ordinary cold start. [ERR-05]
    if (execution !== Execution.timedOut) this.environments.release(now);
    this.metrics.ended(now, this.slotMinute[slot]!, this.concurrency.busy, failed);
    this.freeSlots[this.freeCount++] = slot;
    this.invoker.executionEnded(this.slotRow[slot]!, execution, this.slotStarted[slot]!);
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
    this.slotMinute = grown(new Int32Array(capacity), this.slotMinute);
    this.slotStarted = grown(new Float64Array(capacity), this.slotStarted);
    this.freeSlots = grown(new Int32Array(capacity), this.freeSlots);
  }
}
