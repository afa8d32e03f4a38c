import exp from '@stdlib/math-base-special-exp';
import pow from '@stdlib/math-base-special-pow';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { AddressedStream } from './streams.ts';

/**
 * A distribution to draw from. Each draw is a function of its address, mostly the inverse of the distribution function at
 * one uniform number, so that a longer mean makes every single draw longer and variants stay comparable.
 * Values are not rounded.
 */
export interface Sampler {
  /** The value at (row, index) of the stream and, where one number is not enough, at the indices after it. Uses only `fine` numbers. */
  sample(stream: AddressedStream, row: number, index: number): number;
}

export class Constant implements Sampler {
  private readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  sample(): number {
    return this.value;
  }
}

export class Exponential implements Sampler {
  private readonly mean: number;
  constructor(mean: number) {
    this.mean = mean;
  }
  sample(stream: AddressedStream, row: number, index: number): number {
    return this.mean * stream.seek(row, index).exponential;
  }
}

/** exp of a normal variate with mean `mu` and standard deviation `sigma`. */
export class Lognormal implements Sampler {
  private readonly mu: number;
  private readonly sigma: number;
  constructor(mu: number, sigma: number) {
    this.mu = mu;
    this.sigma = sigma;
  }
  sample(stream: AddressedStream, row: number, index: number): number {
    return exp(normalQuantile(stream.seek(row, index).fine, this.mu, this.sigma));
  }
}

export class Weibull implements Sampler {
  private readonly scale: number;
  private readonly power: number;
  constructor(scale: number, shape: number) {
    this.scale = scale;
    this.power = 1 / shape;
  }
  sample(stream: AddressedStream, row: number, index: number): number {
    return this.scale * pow(stream.seek(row, index).exponential, this.power);
  }
}

export class Uniform implements Sampler {
  private readonly min: number;
  private readonly span: number;
  constructor(min: number, max: number) {
    this.min = min;
    this.span = max - min;
  }
  sample(stream: AddressedStream, row: number, index: number): number {
    return this.min + this.span * stream.seek(row, index).fine;
  }
}

/**
 * Marsaglia and Tsang's squeeze: a cube of a shifted normal variate, accepted nineteen times in twenty. A rejection looks
 * at the next sub-address, so the draw is still a function of (row, index). A shape below 1 is raised by one and scaled back.
 */
export class Gamma implements Sampler {
  private readonly scale: number;
  private readonly shape: number;
  private readonly d: number;
  private readonly c: number;
  constructor(mean: number, shape: number) {
    this.shape = shape;
    this.scale = mean / shape;
    this.d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
    this.c = 1 / Math.sqrt(9 * this.d);
  }
  sample(stream: AddressedStream, row: number, index: number): number {
    for (let at = index; ; at += 2) {
      const normal = normalQuantile(stream.seek(row, at).fine, 0, 1);
      const root = 1 + this.c * normal;
      if (root <= 0) continue;
      const cube = root * root * root;
      const density = exp(0.5 * normal * normal + this.d * (1 - cube)) * pow(cube, this.d);
      if (stream.seek(row, at + 1).fine >= density) continue;
      const boost = this.shape < 1 ? pow(stream.seek(row, at + 2).fine, 1 / this.shape) : 1;
      return this.d * cube * this.scale * boost;
    }
  }
}

/** Linear between the given points of the quantile function, flat below the first and above the last. */
export class Percentiles implements Sampler {
  private readonly probabilities: readonly number[];
  private readonly values: readonly number[];
  constructor(probabilities: readonly number[], values: readonly number[]) {
    this.probabilities = probabilities;
    this.values = values;
  }
  sample(stream: AddressedStream, row: number, index: number): number {
    const { probabilities, values } = this;
    const u = stream.seek(row, index).fine;
    if (u <= probabilities[0]!) return values[0]!;
    for (let at = 1; at < probabilities.length; at++) {
      const high = probabilities[at]!;
      if (u > high) continue;
      const low = probabilities[at - 1]!;
      return values[at - 1]! + ((values[at]! - values[at - 1]!) * (u - low)) / (high - low);
    }
    return values[values.length - 1]!;
  }
}

/** One of several samplers, chosen by weight for each draw. */
export class Mixture implements Sampler {
  private readonly bounds: readonly number[];
  private readonly parts: readonly Sampler[];
  /** `bounds[i]` is the sum of the weights up to and including part i; the last is 1. */
  constructor(bounds: readonly number[], parts: readonly Sampler[]) {
    this.bounds = bounds;
    this.parts = parts;
  }
  sample(stream: AddressedStream, row: number, index: number): number {
    const choice = stream.seek(row, index).fine;
    let part = 0;
    while (part < this.parts.length - 1 && choice >= this.bounds[part]!) part++;
    // The part looks further on, or it would draw with the number that chose it.
    return this.parts[part]!.sample(stream, row, index + 1);
  }
}
