import type { SequentialStream } from '../kernel/random/streams.ts';
import type { SequenceId, Simulation } from '../kernel/simulation.ts';
import type { SourceModel } from '../model/model.ts';
import { startArrivals, type Arrivals } from './arrivals.ts';
import type { AsyncEventQueue } from './asyncEventQueue.ts';
import { Due } from './phases.ts';

/** Whoever invokes a function asynchronously: an S3 bucket, a topic, a client; one entry of the scenario's traffic. [ASY-06] */
export class Source {
  private readonly simulation: Simulation;
  private readonly model: SourceModel;
  private readonly queue: AsyncEventQueue;
  private readonly arrivals: Arrivals;
  private readonly place: number;
  private readonly sequence: SequenceId;

  /** `place` is the entry's place in the file: at one instant earlier entries arrive first. */
  constructor(simulation: Simulation, model: SourceModel, queue: AsyncEventQueue, place: number, stream: SequentialStream) {
    this.simulation = simulation;
    this.model = model;
    this.queue = queue;
    this.place = place;
    this.arrivals = startArrivals(model.arrivals, stream);
    this.sequence = simulation.addSequence(() => this.submit());
    this.scheduleNext();
  }

  private submit(): void {
    this.queue.submit(this.place, this.model.rejected);
    this.scheduleNext();
  }

  private scheduleNext(): void {
    const at = this.model.from + this.arrivals.next();
    this.simulation.setNext(this.sequence, at < this.model.until ? at : Infinity, Due.arrival, this.place);
  }
}
