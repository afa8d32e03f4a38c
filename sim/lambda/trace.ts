import { chunkRows, Float64Column, Uint32Column } from '../kernel/column.ts';
import type { Time } from '../kernel/time.ts';

/** What can happen to an event, with the clause that explains it; a step is kept as its place in this list. */
export const traceSteps = [
  { what: 'accepted', clause: 'ASY-01' },
  { what: 'queued', clause: 'ASY-15' },
  { what: 'queued', clause: 'POL-03' },
  { what: 'read', clause: 'POL-06' },
  { what: 'throttled', clause: 'THR-01' },
  { what: 'systemError', clause: 'ERR-07' },
  { what: 'admitted', clause: 'CON-16' },
  { what: 'started', clause: 'ENV-01' },
  { what: 'failed', clause: 'RTY-01' },
  { what: 'timedOut', clause: 'ENV-07' },
  { what: 'succeeded', clause: 'DST-03' },
  { what: 'dropped', clause: 'RTY-07' },
  { what: 'dropped', clause: 'AGE-06' },
  { what: 'dropped', clause: 'ZRC-01' },
  { what: 'dropped', clause: 'DST-21' },
  { what: 'lost', clause: 'POL-05' },
  { what: 'sentToDeadLetterQueue', clause: 'DLQ-06' },
  { what: 'sentToDestination', clause: 'DST-03' },
  { what: 'deliveryFailed', clause: 'DST-13' },
  { what: 'duplicated', clause: 'DUP-01' },
  { what: 'admitted', clause: 'CON-05' },
  { what: 'admitted', clause: 'CON-06' },
  { what: 'failed', clause: 'ERR-09' },
  { what: 'functionNotFound', clause: 'ERR-08' },
  { what: 'deliveryFailed', clause: 'DLQ-08' },
] as const;

/** Names for the places in `traceSteps`. `dropped` plus a condition's place gives that condition's step. */
export const Step = {
  accepted: 0,
  queued: 1,
  unread: 2,
  read: 3,
  throttled: 4,
  systemError: 5,
  admitted: 6,
  started: 7,
  failed: 8,
  timedOut: 9,
  succeeded: 10,
  dropped: 11,
  lost: 15,
  sentToDeadLetterQueue: 16,
  sentToDestination: 17,
  deliveryFailed: 18,
  duplicated: 19,
  admittedProvisioned: 20,
  admittedSpillover: 21,
  responseTooLarge: 22,
  functionNotFound: 23,
  deadLetterFailed: 24,
} as const;

/** Flags beside a step. */
export const ofCopy = 1 << 5;
export const withColdStart = 1 << 6;

/** Who sent an event: an event's id, and whether its second delivery did. */
export const Sender = {
  pack: (id: number, copy: boolean): number => 2 * id + (copy ? 1 : 0),
  id: (sender: number): number => Math.floor(sender / 2),
  isCopy: (sender: number): boolean => sender % 2 === 1,
} as const;

/** How an event stands; the final ones are written once. */
export const Ending = { none: 0, delivered: 1, lost: 2, discarded: 3 } as const;

/**
 * Every event's life-line: an append-only list of steps, each pointing back to the event's step before it.
 * Reading it changes no number of the run; it costs 16 bytes a step and 44 an event.
 */
export class Trace {
  events = 0;
  private steps = 0;
  private stepRows = 0;
  private eventRows = 0;
  private readonly at = new Float64Column();
  private readonly step = new Uint32Column();
  private readonly before = new Uint32Column();
  private readonly last = new Uint32Column();
  private readonly functionOf = new Uint32Column();
  private readonly ending = new Uint32Column();
  private readonly endedAt = new Float64Column();
  private readonly accepted = new Float64Column();
  private readonly origin = new Uint32Column();
  private readonly sender = new Uint32Column();
  private readonly root = new Uint32Column();

  /**
   * A new event; ids count from 0 in order of acceptance. `sender` is who sent it, as `Sender` packs it, -1 for traffic.
   */
  begin(functionIndex: number, now: Time, origin: number, sender: number): number {
    if (this.events === this.eventRows) {
      this.eventRows += chunkRows;
      this.last.grow();
      this.functionOf.grow();
      this.ending.grow();
      this.endedAt.grow();
      this.accepted.grow();
      this.origin.grow();
      this.sender.grow();
      this.root.grow();
    }
    const id = this.events++;
    this.last.set(id, nothing);
    this.functionOf.set(id, functionIndex);
    this.ending.set(id, Ending.none);
    this.accepted.set(id, now);
    this.origin.set(id, origin);
    this.sender.set(id, sender + 1);
    this.root.set(id, sender < 0 ? id : this.root.get(Sender.id(sender)));
    this.add(id, now, Step.accepted);
    return id;
  }

  /** `step` is a place in `traceSteps`, with flags. */
  add(id: number, at: Time, step: number): void {
    if (this.steps === largestTrace) throw new TraceTooLongError();
    if (this.steps === this.stepRows) {
      this.stepRows += chunkRows;
      this.at.grow();
      this.step.grow();
      this.before.grow();
    }
    const place = this.steps++;
    this.at.set(place, at);
    this.step.set(place, step);
    this.before.set(place, this.last.get(id));
    this.last.set(id, place);
  }

  /** `ending` is one of `Ending`; for discarded events plus the condition's place. */
  end(id: number, at: Time, ending: number, executions: number): void {
    this.ending.set(id, ending | (executions << 8));
    this.endedAt.set(id, at);
  }

  functionIndexOf(id: number): number {
    return this.functionOf.get(id);
  }

  acceptedAt(id: number): Time {
    return this.accepted.get(id);
  }

  /** As TracedEvent has it. */
  originOf(id: number): number {
    return this.origin.get(id);
  }

  /** Who sent an event, as `Sender` packs it; -1: the traffic. */
  senderOf(id: number): number {
    return this.sender.get(id) - 1;
  }

  /** The event of the traffic that an event descends from; itself, if it is one. */
  rootOf(id: number): number {
    return this.root.get(id);
  }

  /** The event's story in order of time; steps that were planned but lie at or after `until` are left out. */
  read(id: number, until: Time): TracedEvent {
    const steps: TracedEvent['steps'] = [];
    for (let place = this.last.get(id); place !== nothing; place = this.before.get(place)) {
      const at = this.at.get(place);
      if (at < until) steps.push({ at, step: this.step.get(place) });
    }
    steps.reverse().sort((a, b) => a.at - b.at);
    const ending = this.ending.get(id);
    return {
      functionIndex: this.functionOf.get(id),
      origin: this.origin.get(id),
      sender: this.sender.get(id) - 1,
      ending: ending & 0xff,
      executions: ending >>> 8,
      endedAt: this.endedAt.get(id),
      steps,
    };
  }
}

export interface TracedEvent {
  functionIndex: number;
  /** For an event of the traffic: its entry's place. */
  origin: number;
  /** -1: the traffic. */
  sender: number;
  ending: number;
  executions: number;
  endedAt: Time;
  steps: { at: Time; step: number }[];
}

/** More life-line steps than a machine's memory should be asked to hold. */
export class TraceTooLongError extends Error {
  override name = 'TraceTooLongError';
  constructor() {
    super(
      `the life-lines of this run have more than ${largestTrace / 1e6} million steps; trace a shorter duration or a smaller rate`,
    );
  }
}

const largestTrace = 60_000_000;
const nothing = 0xffffffff;
