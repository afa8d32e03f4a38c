import { assert } from './assert.ts';
import { Calendar } from './calendar.ts';
import { Sequences } from './sequences.ts';
import type { Time } from './time.ts';

/** Things due at one instant happen by phase, 0 first; within a phase in the order in which they were scheduled. */
export type Phase = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What a part of the model does when something it scheduled is due. `subject` means something only to that part. */
export type Handler = (subject: number) => void;

/** A registered handler: a number, so that the future is plain data. */
export type HandlerId = number;

/** A sequence of events that is in order by itself. */
export type SequenceId = number;

/**
 * The clock and the future. Knows when things happen and to whom, never what they mean.
 *
 * A part of the model registers what it does once and then schedules it for itself; parts reach each other by calling
 * each other now, so a delay of zero is a call.
 */
export class Simulation {
  now: Time = 0;
  /** Scheduled events handled so far. */
  steps = 0;

  private readonly calendar = new Calendar();
  private readonly sequences = new Sequences();
  private readonly sequenceHandlers: (() => void)[] = [];
  private readonly handlers: Handler[] = [];
  private scheduled = 0;

  register(handler: Handler): HandlerId {
    return this.handlers.push(handler) - 1;
  }

  /** `at` must not lie in the past. */
  schedule(at: Time, phase: Phase, handler: HandlerId, subject: number): void {
    this.calendar.push(at * phases + phase, this.scheduled++, handler, subject);
  }

  /**
   * A sequence of events that is in order by itself and so needs no calendar. When its next one is due the handler is
   * called, which must say, with `setNext`, what comes after it.
   */
  addSequence(handler: () => void): SequenceId {
    this.sequenceHandlers.push(handler);
    return this.sequences.add();
  }

  /**
   * What is next in a sequence; `at` is Infinity for nothing. `order` is its place among what is due at the same instant
   * and phase: a rank, or what `takeOrder` gave.
   */
  setNext(sequence: SequenceId, at: Time, phase: Phase, order: number): void {
    this.sequences.setNext(sequence, at * phases + phase, order);
  }

  /** The place of something scheduled now, for who keeps it until its turn comes. */
  takeOrder(): number {
    return this.scheduled++;
  }

  /** Handles what is due before `until`, at most `maxSteps` of it; true when nothing due before `until` is left. */
  advance(until: Time, maxSteps: number): boolean {
    const { calendar, sequences, handlers, sequenceHandlers } = this;
    const { near } = calendar;
    const end = until * phases;
    for (let left = maxSteps; left > 0; left--) {
      const sequenceKey = sequences.firstKey;
      const ownKey = calendar.firstKey(sequenceKey < end ? sequenceKey : end);
      if (sequenceKey < ownKey || (sequenceKey === ownKey && sequences.firstOrder < near.firstOrder())) {
        if (sequenceKey >= end) break;
        this.moveTo(sequenceKey);
        sequenceHandlers[sequences.first]!();
      } else {
        if (ownKey >= end) break;
        this.moveTo(ownKey);
        near.take();
        handlers[near.handler]!(near.subject);
      }
    }
    // The last step may have been the last thing due: a run ends at the same instant whatever its slices were.
    if (sequences.firstKey < end || calendar.firstKey(end) < end) return false;
    this.now = until;
    return true;
  }

  private moveTo(key: number): void {
    const at = Math.floor(key * perPhase);
    assert(at >= this.now, 'time never goes back');
    this.now = at;
    this.steps++;
  }
}

const phases = 8;
const perPhase = 1 / phases; // a power of two: exact
