import type { HandlerId, Simulation } from '../kernel/simulation.ts';
import { minute, type Time } from '../kernel/time.ts';
import type { Destination } from './destination.ts';
import type { FunctionMetrics } from './metrics.ts';
import { Due } from './phases.ts';

/** Whatever else has a row for each minute. */
export interface MinuteWriter {
  /** Writes the minute in progress as it is now. */
  writeMinute(row: number): void;
  /** Writes it for the last time. */
  endMinute(row: number): void;
}

/** Closes every function's and destination's minute, before anything at the minute's end happens. */
export class MinuteRecorder {
  /** Minutes closed so far. */
  ended = 0;
  readonly received: readonly Float64Array[];
  readonly failed: readonly Float64Array[];

  private readonly simulation: Simulation;
  private readonly metrics: readonly FunctionMetrics[];
  private readonly destinations: readonly Destination[];
  private readonly minuteEnds: HandlerId;
  private readonly duration: Time;
  private readonly others: readonly MinuteWriter[];

  constructor(simulation: Simulation, metrics: readonly FunctionMetrics[], destinations: readonly Destination[], duration: Time, others: readonly MinuteWriter[]) {
    const rows = Math.ceil(duration / minute);
    this.simulation = simulation;
    this.metrics = metrics;
    this.destinations = destinations;
    this.duration = duration;
    this.others = others;
    this.received = destinations.map(() => new Float64Array(rows));
    this.failed = destinations.map(() => new Float64Array(rows));
    this.minuteEnds = simulation.register(() => {
      this.catchUp();
      this.scheduleNext();
    });
    this.scheduleNext();
  }

  /** Closes the minute that ends now, if it is not closed already. */
  catchUp(): void {
    if ((this.ended + 1) * minute <= this.simulation.now) this.endMinute();
  }

  /** Closes the last minute once the run is over. */
  finish(): void {
    this.endMinute();
  }

  /** Writes the minute in progress as it is now. */
  write(): void {
    for (const metrics of this.metrics) metrics.writeMinute(this.ended);
    this.writeDestinations();
    for (const other of this.others) other.writeMinute(this.ended);
  }

  private endMinute(): void {
    for (const metrics of this.metrics) metrics.endMinute();
    this.writeDestinations();
    for (const other of this.others) other.endMinute(this.ended);
    this.ended++;
  }

  private writeDestinations(): void {
    this.destinations.forEach((destination, index) => {
      this.received[index]![this.ended] = destination.received;
      this.failed[index]![this.ended] = destination.failed;
    });
  }

  /** The minute that ends with the run is closed by `finish`. */
  private scheduleNext(): void {
    const at = (this.ended + 1) * minute;
    if (at < this.duration) this.simulation.schedule(at, Due.minuteEnd, this.minuteEnds, 0);
  }
}
