import type { Handler, Phase, SequenceId, Simulation } from './simulation.ts';
import type { Duration, Time } from './time.ts';

/**
 * A queue for what is always due the same time after it is scheduled: it is in order by itself, so it waits in a ring
 * instead of the calendar, and happens exactly as if it had been scheduled there.
 */
export class Lane {
  private readonly simulation: Simulation;
  private readonly delay: Duration;
  private readonly phase: Phase;
  private readonly handler: Handler;
  private readonly sequence: SequenceId;
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private subjects = new Int32Array(64);
  private head = 0;
  private count = 0;

  constructor(simulation: Simulation, delay: Duration, phase: Phase, handler: Handler) {
    this.simulation = simulation;
    this.delay = delay;
    this.phase = phase;
    this.handler = handler;
    this.sequence = simulation.addSequence(() => this.next());
  }

  schedule(subject: number): void {
    this.scheduleAt(this.simulation.now + this.delay, subject);
  }

  /** Schedules for an instant not before that of the last one in the lane. */
  scheduleAt(at: Time, subject: number): void {
    const { simulation } = this;
    const order = simulation.takeOrder();
    if (this.count === 0) simulation.setNext(this.sequence, at, this.phase, order);
    else if (this.count === this.times.length) this.grow();
    const place = (this.head + this.count++) & (this.times.length - 1);
    this.times[place] = at;
    this.orders[place] = order;
    this.subjects[place] = subject;
  }

  /** Takes everything out, first to last, before its time. */
  drain(take: (subject: number) => void): void {
    this.simulation.setNext(this.sequence, Infinity, this.phase, 0);
    for (; this.count > 0; this.count--) {
      take(this.subjects[this.head]!);
      this.head = (this.head + 1) & (this.times.length - 1);
    }
  }

  private next(): void {
    const subject = this.subjects[this.head]!;
    this.head = (this.head + 1) & (this.times.length - 1);
    if (--this.count > 0) this.simulation.setNext(this.sequence, this.times[this.head]!, this.phase, this.orders[this.head]!);
    else this.simulation.setNext(this.sequence, Infinity, this.phase, 0);
    this.handler(subject);
  }

  private grow(): void {
    const mask = this.times.length - 1;
    const times = new Float64Array(this.times.length * 2);
    const orders = new Float64Array(times.length);
    const subjects = new Int32Array(times.length);
    for (let place = 0; place < this.count; place++) {
      const from = (this.head + place) & mask;
      times[place] = this.times[from]!;
      orders[place] = this.orders[from]!;
      subjects[place] = this.subjects[from]!;
    }
    this.times = times;
    this.orders = orders;
    this.subjects = subjects;
    this.head = 0;
  }
}
