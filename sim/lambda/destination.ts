import type { AddressedStream } from '../kernel/random/streams.ts';
import { Lane } from '../kernel/lane.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { Duration } from '../kernel/time.ts';
import type { DestinationModel } from '../model/model.ts';
import { Due } from './phases.ts';

/** A queue, topic, bus or bucket that receives what becomes of events. Takes no function concurrency. [DST-26] */
export class Destination {
  received = 0;
  failed = 0;

  private readonly model: DestinationModel;
  private readonly attempts: number;
  private readonly deliveries: Lane;
  private phase = 0;

  constructor(
    simulation: Simulation,
    model: DestinationModel,
    latency: Duration,
    attempts: number,
  ) {
    this.model = model;
    this.attempts = attempts;
    this.deliveries = new Lane(simulation, latency, Due.delivery, (arrives) => this.arrive(arrives === 1));
    const change = simulation.register((phase) => (this.phase = phase));
    for (let next = 1; next < model.phases.length; next++)
      simulation.schedule(model.phases[next]!.from, Due.settingsChange, change, next);
  }

  /** Sends one record or message, with the luck of whose event it is; false when every attempt fails, which is decided now and counted on arrival. [DST-14] */
  deliver(stream: AddressedStream, row: number, index: number): boolean {
    const arrives = this.decide(stream, row, index);
    this.deliveries.schedule(arrives ? 1 : 0);
    return arrives;
  }

  private arrive(arrives: boolean): void {
    if (arrives) this.received++;
    else this.failed++;
  }

  private decide(stream: AddressedStream, row: number, index: number): boolean {
    const { failureRate } = this.model.phases[this.phase]!;
    if (failureRate === 0) return true;
    for (let attempt = 0; attempt < this.attempts; attempt++)
      if (stream.seek(row, index + attempt).first >= failureRate) return true;
    return false;
  }
}
