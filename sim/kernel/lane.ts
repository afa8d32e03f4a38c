import type { Handler, HandlerId, Phase, Simulation } from './simulation.ts';
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
  private readonly id: HandlerId;
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private subjects = new Uint32Array(64);
  private head = 0;
  private count = 0;

  constructor(simulation: Simulation, delay: Duration, phase: Phase, handler: Handler) {
    this.simulation = simulation;
    this.delay = delay;
    this.phase = phase;
    this.handler = handler;
    this.id = simulation.register(() => this.next());
  }

  schedule(subject: number): void {
    this.scheduleAt(this.simulation.now + this.delay, subject);
  }

  /** Schedules for an instant not before that of the last one in the lane. */
  scheduleAt(at: Time, subject: number): void {
    const { simulation } = this;
    const order = simulation.takeOrder();
    if (this.count === 0) simulation.scheduleInSequence(at, this.phase, order, this.id);
    else if (this.count === this.times.length) this.grow();
    const place = (this.head + this.count++) & (this.times.length - 1);
    this.times[place] = at;
    this.orders[place] = order;
    this.subjects[place] = subject;
  }

  /** Takes everything out, first to last, before its time. */
  drain(take: (subject: number) => void): void {
    for (; this.count > 0; this.count--) {
      take(this.subjects[this.head]!);
      this.head = (this.head + 1) & (this.times.length - 1);
    }
  }

  private next(): void {
    // After a drain an entry of the sequence may find its subject gone.
    if (this.count === 0 || this.times[this.head] !== this.simulation.now) return;
    const subject = this.subjects[this.head]!;
    this.head = (this.head + 1) & (this.times.length - 1);
    if (--this.count > 0)
      this.simulation.scheduleInSequence(this.times[this.head]!, this.phase, this.orders[this.head]!, this.id);
    this.handler(subject);
  }

  private grow(): void {
    const mask = this.times.length - 1;
    const times = new Float64Array(this.times.length * 2);
    const orders = new Float64Array(times.length);
    const subjects = new Uint32Array(times.length);
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
