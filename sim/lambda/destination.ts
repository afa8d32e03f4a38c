import type { AddressedStream } from '../kernel/random/streams.ts';
import { Lane } from '../kernel/lane.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { DestinationModel } from '../model/model.ts';
import { Due } from './phases.ts';
import { billedUnits } from './rules.ts';

/** A function as a destination: what it is sent becomes an event of its own. [DST-20] */
export interface InvokedFunction {
  /** Whether an asynchronous invocation now would be accepted, by the luck at an address. */
  accepts(stream: AddressedStream, row: number, index: number): boolean;
  /** An asynchronous invocation that was accepted arrives. */
  invoke(origin: number, sender: number): void;
}

/** A queue as a destination: what it is sent waits there to be received. [SQS-01] */
export interface FedQueue {
  /** `poison`: whoever processes it fails. */
  send(poison: boolean): void;
}

/**
 * A queue, topic, function, bus or bucket that receives what becomes of events. Takes no concurrency of who sends. [DST-26]
 */
export class Destination {
  received = 0;
  failed = 0;
  /** What its service bills of what was received. */
  units = 0;
  readonly model: DestinationModel;
  /** Of type Lambda: what it invokes. */
  invoked: InvokedFunction | null = null;
  /** Of type SQS: the queue that gets what arrives, where somebody reads it. */
  fed: FedQueue | null = null;

  private readonly attempts: number;
  private readonly deliveries: Lane;
  private phase = 0;

  // Invocations on their way, for a function: what they come from and who sent them.
  private origins = new Int32Array(16);
  private senders = new Float64Array(16);
  private free: number[] = [];
  private used = 0;

  constructor(simulation: Simulation, model: DestinationModel, attempts: number) {
    this.model = model;
    this.attempts = attempts;
    this.deliveries = new Lane(simulation, model.latency, Due.delivery, (subject) => this.arrive(subject));
    const change = simulation.register((phase) => (this.phase = phase));
    for (let next = 1; next < model.phases.length; next++)
      simulation.schedule(model.phases[next]!.from, Due.settingsChange, change, next);
  }

  /**
   * Sends one record or message of so many bytes, with the luck of whose event it is; false when it does not get there,
   * which is decided now and counted when it would arrive. [DST-13, DST-14]
   */
  deliver(stream: AddressedStream, row: number, index: number, bytes: number, poison = false): boolean {
    const arrives = bytes <= this.model.maximumBytes && this.decide(stream, row, index);
    const message = -billedUnits(this.model.type, bytes) - (poison ? ofPoison : 0);
    if (!arrives || this.invoked === null) this.deliveries.schedule(arrives ? message : failsThere);
    return arrives;
  }

  /** After `deliver` said so: the function is invoked with the record once it arrives. */
  invokeOnArrival(origin: number, sender: number): void {
    const place = this.free.pop() ?? this.used++;
    if (place === this.origins.length) this.grow();
    this.origins[place] = origin;
    this.senders[place] = sender;
    this.deliveries.schedule(place);
  }

  private arrive(subject: number): void {
    if (subject === failsThere) this.failed++;
    else {
      this.received++;
      if (subject < 0) {
        const poison = subject <= -ofPoison;
        this.units -= poison ? subject + ofPoison : subject;
        this.fed?.send(poison);
        return;
      }
      this.free.push(subject);
      this.invoked!.invoke(this.origins[subject]!, this.senders[subject]!);
    }
  }

  private decide(stream: AddressedStream, row: number, index: number): boolean {
    if (this.model.refuses) return false;
    const { failureRate } = this.model.phases[this.phase]!;
    for (let attempt = 0; attempt < this.attempts; attempt++) {
      if (failureRate > 0 && stream.seek(row, index + attempt).first < failureRate) continue;
      if (this.invoked === null || this.invoked.accepts(stream, row, index + attempt)) return true;
    }
    return false;
  }

  private grow(): void {
    const origins = new Int32Array(this.used * 2);
    const senders = new Float64Array(this.used * 2);
    origins.set(this.origins);
    senders.set(this.senders);
    this.origins = origins;
    this.senders = senders;
  }
}

/** What travels: the place of an invocation, less than 0 for the units of what arrives anywhere else, or this. */
const failsThere = -0x80000000;

/** Taken off the units of a message that is poison; no message has as many. */
const ofPoison = 1 << 20;
