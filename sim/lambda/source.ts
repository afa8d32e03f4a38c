import type { SequentialStream } from '../kernel/random/streams.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { SourceModel } from '../model/model.ts';
import type { AsyncEventQueue } from './asyncEventQueue.ts';
import { Pattern } from './pattern.ts';

/** Whoever invokes a function asynchronously: an S3 bucket, a topic, a client; one entry of the scenario's traffic. [ASY-06] */
export class Source {
  private readonly model: SourceModel;
  private readonly queue: AsyncEventQueue;
  private readonly place: number;
  private readonly pattern: Pattern;

  /** `place` is the entry's place in the file: at one instant earlier entries arrive first. */
  constructor(simulation: Simulation, model: SourceModel, queue: AsyncEventQueue, place: number, stream: SequentialStream) {
    this.model = model;
    this.queue = queue;
    this.place = place;
    this.pattern = new Pattern(simulation, model, place, stream, () => this.submit());
  }

  private submit(): void {
    this.queue.submit(this.place, this.model.rejected);
    this.pattern.next();
  }
}
