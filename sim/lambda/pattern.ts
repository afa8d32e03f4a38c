import type { SequentialStream } from '../kernel/random/streams.ts';
import type { SequenceId, Simulation } from '../kernel/simulation.ts';
import type { SourceModel } from '../model/model.ts';
import { startArrivals, type Arrivals } from './arrivals.ts';
import { Due } from './phases.ts';

/** When the entries of one list are due: the n-th call of `happens` comes at the pattern's n-th instant. */
export class Pattern {
  private readonly simulation: Simulation;
  private readonly arrivals: Arrivals;
  private readonly model: Pick<SourceModel, 'from' | 'until'>;
  private readonly order: number;
  private readonly sequence: SequenceId;

  /** `order` decides between patterns at one instant. */
  constructor(simulation: Simulation, model: Pick<SourceModel, 'from' | 'until' | 'arrivals'>, order: number, stream: SequentialStream, happens: () => void) {
    this.simulation = simulation;
    this.model = model;
    this.order = order;
    this.arrivals = startArrivals(model.arrivals, stream);
    this.sequence = simulation.addSequence(happens);
    this.next();
  }

  /** Must be called each time that it happened. */
  next(): void {
    const at = this.model.from + this.arrivals.next();
    this.simulation.setNext(this.sequence, at < this.model.until ? at : Infinity, Due.arrival, this.order);
  }
}
