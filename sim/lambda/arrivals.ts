import sin from '@stdlib/math-base-special-sin';
import type { SequentialStream } from '../kernel/random/streams.ts';
import { second, type Time } from '../kernel/time.ts';
import type { ArrivalModel } from '../model/model.ts';

/** The instants at which one source submits events, in order, counted from the pattern's start. */
export interface Arrivals {
  /** The next instant, Infinity after the last. */
  next(): Time;
}

/** Starts a pattern; `stream` is the source's own. */
export function startArrivals(model: ArrivalModel, stream: SequentialStream): Arrivals {
  switch (model.kind) {
    case 'poisson':
      return new Poisson(model.rate, stream);
    case 'constant':
      return new Evenly(model.rate);
    case 'stages':
      return new Stages(model.stages, model.spacing === 'poisson' ? stream : null);
    case 'sine':
      return new Sine(model, stream);
    case 'burst':
      return new Burst(model.count, model.at);
    case 'instants':
      return new Instants(model.instants);
    case 'counts':
      return new Counts(model, stream);
  }
}

class Poisson implements Arrivals {
  private readonly gap: number;
  private readonly stream: SequentialStream;
  private at = 0;
  constructor(rate: number, stream: SequentialStream) {
    this.gap = second / rate;
    this.stream = stream;
  }
  next(): Time {
    // The exact instant is kept and only its report is rounded, or long runs would drift by the rounding.
    this.at += this.gap * this.stream.exponential();
    return Math.round(this.at);
  }
}

/** k / rate for k = 0, 1, 2 … */
class Evenly implements Arrivals {
  private readonly rate: number;
  private count = 0;
  constructor(rate: number) {
    this.rate = rate;
  }
  next(): Time {
    return this.rate === 0 ? Infinity : Math.round((this.count++ * second) / this.rate);
  }
}

/** Linear ramps: an event each time the integral of the rate passes the next whole number, or the next exponential step. */
class Stages implements Arrivals {
  private readonly stages: readonly { duration: number; from: number; to: number }[];
  private readonly stream: SequentialStream | null;
  private stage = 0;
  private stageStart = 0;
  /** The integral of the rate at the stage's start, and at the next event. */
  private integral = 0;
  private target: number;
  constructor(stages: readonly { duration: number; from: number; to: number }[], stream: SequentialStream | null) {
    this.stages = stages;
    this.stream = stream;
    this.target = stream === null ? 0 : stream.exponential();
  }
  next(): Time {
    for (; this.stage < this.stages.length; this.stage++) {
      const { duration, from, to } = this.stages[this.stage]!;
      const area = (duration * (from + to)) / 2 / second;
      const inside = this.target - this.integral;
      if (inside < area) {
        const at = Math.round(this.stageStart + timeToArea(inside, duration, from, to));
        this.target += this.stream === null ? 1 : this.stream.exponential();
        return at;
      }
      this.stageStart += duration;
      this.integral += area;
    }
    return Infinity;
  }
}

/** When a rate that goes linearly from `from` to `to` has covered `area`. */
function timeToArea(area: number, duration: number, from: number, to: number): number {
  if (area === 0) return 0; // also where the ramp starts from nothing
  if (from === to) return (area * second) / from;
  const slope = (to - from) / duration;
  const scaled = area * second;
  // The stable root of slope/2·t² + from·t = area: no difference of nearly equal numbers.
  return (2 * scaled) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * scaled)));
}

/** A Poisson process whose rate swings around a mean: candidates at the highest rate, kept in proportion to the rate. */
class Sine implements Arrivals {
  private readonly mean: number;
  private readonly amplitude: number;
  private readonly period: number;
  private readonly peak: number;
  private readonly stream: SequentialStream;
  private at = 0;
  constructor(model: ArrivalModel & { kind: 'sine' }, stream: SequentialStream) {
    this.mean = model.mean;
    this.amplitude = model.amplitude;
    this.period = model.period;
    this.peak = model.peak;
    this.stream = stream;
  }
  next(): Time {
    const highest = this.mean + this.amplitude;
    if (highest === 0) return Infinity;
    for (;;) {
      this.at += (this.stream.exponential() * second) / highest;
      const turn = (this.at - this.peak) / this.period + 0.25;
      const rate = this.mean + this.amplitude * sin(2 * pi * (turn - Math.floor(turn)));
      if (this.stream.uniform() * highest < rate) return Math.round(this.at);
    }
  }
}

class Burst implements Arrivals {
  private left: number;
  private readonly at: Time;
  constructor(count: number, at: Time) {
    this.left = count;
    this.at = at;
  }
  next(): Time {
    return this.left-- > 0 ? this.at : Infinity;
  }
}

class Instants implements Arrivals {
  private readonly instants: readonly number[];
  private index = 0;
  constructor(instants: readonly number[]) {
    this.instants = instants;
  }
  next(): Time {
    return this.index < this.instants.length ? this.instants[this.index++]! : Infinity;
  }
}

/** So many events in each interval, exactly; where inside it they fall is the scenario's choice. */
class Counts implements Arrivals {
  private readonly interval: number;
  private readonly within: 'poisson' | 'uniform' | 'front';
  private readonly counts: readonly number[];
  private readonly stream: SequentialStream;
  private instants = new Float64Array(16);
  private filled = 0;
  private used = 0;
  private current = 0;
  constructor(model: ArrivalModel & { kind: 'counts' }, stream: SequentialStream) {
    this.interval = model.interval;
    this.within = model.within;
    this.counts = model.counts;
    this.stream = stream;
  }
  next(): Time {
    while (this.used === this.filled) {
      if (this.current === this.counts.length) return Infinity;
      this.fill(this.current++);
    }
    return this.instants[this.used++]!;
  }
  private fill(current: number): void {
    const count = this.counts[current]!;
    const start = current * this.interval;
    if (this.instants.length < count) this.instants = new Float64Array(count * 2);
    const instants = this.instants.subarray(0, count);
    for (let k = 0; k < count; k++) {
      const share = this.within === 'front' ? 0 : this.within === 'uniform' ? (k + 0.5) / count : this.stream.uniform();
      // Rounded down, so that no event leaves its interval.
      instants[k] = start + Math.floor(share * this.interval);
    }
    if (this.within === 'poisson') instants.sort();
    this.filled = count;
    this.used = 0;
  }
}

const pi = 3.141592653589793;
