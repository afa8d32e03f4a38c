import { Lane } from '../kernel/lane.ts';
import type { AddressedStream, SequentialStream } from '../kernel/random/streams.ts';
import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import type { Time } from '../kernel/time.ts';
import type { QueueModel, SendModel } from '../model/model.ts';
import type { FedQueue } from './destination.ts';
import { Pattern } from './pattern.ts';
import { Due } from './phases.ts';
import { isReceivedTooOften } from './rules.ts';
import { Poison } from './stream.ts';

/** Where a message is. */
const Place = { free: 0, delayed: 1, visible: 2, hidden: 3, deleted: 4 } as const;

/** Whoever reads a queue: a mapping. */
export interface QueueReader {
  messagesVisible(): void;
}

/**
 * A standard SQS queue: what is received is hidden for a while, and comes back unless it was deleted.
 *
 *   sent ─> (delay) ─> visible ─ received ─> hidden ─ deleted ─> gone
 *                        ^  │                  │
 *                        │  └ received too often ─> dead-letter queue [SQS-03]
 *                        └─── visibility timeout ─┘ [SQS-01]
 *
 * At every instant sent = deleted + redriven + expired + visible + delayed + hidden, counted from this queue alone.
 */
export class SqsQueue implements FedQueue {
  readonly model: QueueModel;
  /** Whoever reads it; the first one comes first. */
  readonly readers: QueueReader[] = [];
  deadLetterQueue: SqsQueue | null = null;

  sent = 0;
  received = 0;
  deleted = 0;
  /** Moved to the dead-letter queue; and how many of them were poison. */
  redriven = 0;
  redrivenPoison = 0;
  expired = 0;
  visible = 0;
  delayed = 0;
  hidden = 0;

  private readonly simulation: Simulation;
  private readonly mayExpire: boolean;
  /** Messages that were received, and new ones of a queue with a delay, until they can be received. */
  private readonly hiding: Lane;
  private readonly delaying: Lane;
  private readonly isOver: HandlerId;

  private firstSent = new Float64Array(16);
  /** When a hidden or delayed message can be received. */
  private until = new Float64Array(16);
  private receiveCount = new Int32Array(16);
  private poison = new Uint8Array(16);
  private place = new Uint8Array(16);
  /** How many batches have a message that was not let go. */
  private held = new Uint8Array(16);
  /** Whether an expiry is still to come for the row, which keeps it. */
  private awaitsExpiry = new Uint8Array(16);
  private rows = 0;
  private readonly freeRows: number[] = [];

  // Messages that can be received, first come first.
  private ring = new Int32Array(16);
  private head = 0;
  private count = 0;

  constructor(simulation: Simulation, model: QueueModel, duration: Time) {
    this.simulation = simulation;
    this.model = model;
    this.mayExpire = model.retention < duration;
    this.hiding = new Lane(simulation, model.visibilityTimeout, Due.arrival, (row) => this.appear(row));
    this.delaying = new Lane(simulation, model.delay, Due.arrival, (row) => this.appear(row));
    this.isOver = simulation.register((row) => this.expire(row));
  }

  send(poison: boolean): void {
    this.take(poison, this.simulation.now);
  }

  /** Takes the next message; -1 if there is none. One that was received too often goes to the dead-letter queue instead. [SQS-03] */
  receive(): number {
    while (this.count > 0) {
      const row = this.ring[this.head]!;
      this.head = (this.head + 1) & (this.ring.length - 1);
      this.count--;
      // Deleted or expired while it stood in line.
      if (this.place[row] !== Place.visible) {
        this.held[row]!--;
        this.release(row);
        continue;
      }
      this.held[row]!--;
      this.visible--;
      if (this.deadLetterQueue !== null && isReceivedTooOften(this.receiveCount[row]!, this.model.maxReceiveCount)) {
        this.redriven++;
        this.redrivenPoison += this.poison[row]!;
        this.place[row] = Place.deleted;
        this.deadLetterQueue.take(this.poison[row] !== 0, this.firstSent[row]!);
        this.release(row);
        continue;
      }
      this.received++;
      this.receiveCount[row]!++;
      this.held[row]!++;
      this.hide(row);
      return row;
    }
    return -1;
  }

  /** A batch has done with a message. */
  delete(row: number): void {
    this.held[row]!--;
    const place = this.place[row];
    if (place === Place.hidden) this.hidden--;
    else if (place === Place.visible) this.visible--;
    // Another batch, or the end of its retention, was first.
    if (place !== Place.deleted) {
      this.deleted++;
      this.place[row] = Place.deleted;
    }
    this.release(row);
  }

  /** A batch gives a message up, which becomes visible by itself. */
  letGo(row: number): void {
    this.held[row]!--;
    this.release(row);
  }

  /** When a received message can be received again. */
  hiddenUntil(row: number): Time {
    return this.until[row]!;
  }

  /** When a message was first sent, to this queue or to the one it was moved from. */
  sentAt(row: number): Time {
    return this.firstSent[row]!;
  }

  isPoison(row: number): boolean {
    return this.poison[row] !== 0;
  }

  /** Whether a message is still there: nobody deleted it, and it is not too old. */
  exists(row: number): boolean {
    return this.place[row] !== Place.deleted;
  }

  private take(poison: boolean, firstSent: Time): void {
    const { now } = this.simulation;
    const expires = firstSent + this.model.retention;
    this.sent++;
    if (expires <= now) {
      this.expired++;
      return;
    }
    const row = this.freeRows.pop() ?? this.newRow();
    this.firstSent[row] = firstSent;
    this.receiveCount[row] = 0;
    this.poison[row] = poison ? 1 : 0;
    if (this.mayExpire) {
      this.awaitsExpiry[row] = 1;
      this.simulation.schedule(expires, Due.ageLimit, this.isOver, row);
    }
    if (this.model.delay > 0) {
      this.place[row] = Place.delayed;
      this.delayed++;
      this.until[row] = this.simulation.now + this.model.delay;
      this.delaying.schedule(row);
    } else this.enterLine(row);
  }

  private hide(row: number): void {
    const { visibilityTimeout } = this.model;
    this.until[row] = this.simulation.now + visibilityTimeout;
    if (visibilityTimeout === 0) {
      this.enterLine(row);
      return;
    }
    this.place[row] = Place.hidden;
    this.hidden++;
    this.hiding.schedule(row);
  }

  private appear(row: number): void {
    const place = this.place[row];
    if (this.until[row] !== this.simulation.now || (place !== Place.hidden && place !== Place.delayed)) return;
    if (place === Place.hidden) this.hidden--;
    else this.delayed--;
    this.enterLine(row);
  }

  private enterLine(row: number): void {
    this.place[row] = Place.visible;
    this.held[row]!++;
    this.visible++;
    if (this.count === this.ring.length) this.growRing();
    this.ring[(this.head + this.count++) & (this.ring.length - 1)] = row;
    for (const reader of this.readers) reader.messagesVisible();
  }

  private expire(row: number): void {
    this.awaitsExpiry[row] = 0;
    const place = this.place[row];
    if (place !== Place.deleted) {
      if (place === Place.hidden) this.hidden--;
      else if (place === Place.visible) this.visible--;
      else this.delayed--;
      this.expired++;
      this.place[row] = Place.deleted;
    }
    this.release(row);
  }

  /** A row is free once its message is gone and nobody has it. */
  private release(row: number): void {
    if (this.place[row] !== Place.deleted || this.held[row] !== 0 || this.awaitsExpiry[row] !== 0) return;
    this.place[row] = Place.free;
    this.freeRows.push(row);
  }

  private newRow(): number {
    if (this.rows === this.until.length) {
      const capacity = this.rows * 2;
      const grown = <A extends Float64Array | Int32Array | Uint8Array>(to: A, from: A): A => (to.set(from), to);
      this.firstSent = grown(new Float64Array(capacity), this.firstSent);
      this.until = grown(new Float64Array(capacity), this.until);
      this.receiveCount = grown(new Int32Array(capacity), this.receiveCount);
      this.poison = grown(new Uint8Array(capacity), this.poison);
      this.place = grown(new Uint8Array(capacity), this.place);
      this.held = grown(new Uint8Array(capacity), this.held);
      this.awaitsExpiry = grown(new Uint8Array(capacity), this.awaitsExpiry);
    }
    return this.rows++;
  }

  private growRing(): void {
    const ring = new Int32Array(this.ring.length * 2);
    for (let place = 0; place < this.count; place++) ring[place] = this.ring[(this.head + place) & (this.ring.length - 1)]!;
    this.ring = ring;
    this.head = 0;
  }
}

/** Whoever sends messages to a queue that are none of Lambda's: one entry of its `sends`. */
export class Sender {
  private readonly queue: SqsQueue;
  private readonly luck: AddressedStream;
  private readonly poison: Poison;
  private readonly pattern: Pattern;
  private count = 0;

  constructor(simulation: Simulation, queue: SqsQueue, model: SendModel, order: number, arrivals: SequentialStream, luck: AddressedStream) {
    this.queue = queue;
    this.luck = luck;
    this.poison = new Poison(model.poison);
    this.pattern = new Pattern(simulation, model, order, arrivals, () => this.send());
  }

  private send(): void {
    const poison = this.poison.next(this.luck.seek(this.count++, 0).second);
    this.pattern.next();
    this.queue.send(poison);
  }
}
