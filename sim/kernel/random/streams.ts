import alea from 'seedrandom/lib/alea.js';
import { minusLogarithm } from './logarithm.ts';

/**
 * Named random streams: `stream(seed, replication, 'import/attempts')` is independent of every other name and the same
 * in every variant of a scenario, so that two settings are compared under the same luck.
 *
 * alea is seedrandom's quickest generator without a known systematic failure in BigCrush.
 */
export function sequentialStream(seed: string, replication: number, name: string): SequentialStream {
  return new SequentialStream(streamName(seed, replication, name));
}

/** A stream whose numbers are looked up, not consumed. */
export function addressedStream(seed: string, replication: number, name: string): AddressedStream {
  const key = alea(streamName(seed, replication, name));
  return new AddressedStream(key.int32(), key.int32());
}

const streamName = (seed: string, replication: number, name: string): string => `${seed}/${replication}/${name}`;

/**
 * Random numbers taken one after the other; for arrivals, which have no address of their own. Exponential ones are made a
 * batch at a time, because their arithmetic overlaps then instead of waiting for itself.
 */
export class SequentialStream {
  private readonly generator: ReturnType<typeof alea>;
  private readonly batch = new Float64Array(128);
  private used = 128;

  constructor(name: string) {
    this.generator = alea(name);
  }

  /** Uniform on [0, 1), 53 bits. */
  uniform(): number {
    return this.generator.double();
  }

  /** Exponential with mean 1. */
  exponential(): number {
    if (this.used === this.batch.length) this.refill();
    return this.batch[this.used++]!;
  }

  private refill(): void {
    const { batch, generator } = this;
    for (let place = 0; place < batch.length; place++) batch[place] = minusLogarithm(generator.int32(), generator.int32());
    this.used = 0;
  }
}

/**
 * Random numbers with an address: what is drawn for (row, index) depends on the stream and on these two alone, never on
 * how many numbers were drawn before. So a third attempt meets the same luck in every variant, and a stopped run holds
 * no generator state.
 *
 * `seek` mixes the address and the key with the four-word hash of Jarzynski and Olano ("Hash Functions for GPU Rendering",
 * JCGT 2020), and one more shift for the low bits; test/kernel holds it to distribution, pair and neighbour tests.
 */
export class AddressedStream {
  private readonly key0: number;
  private readonly key1: number;
  private row = -1;
  private index = -1;
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  constructor(key0: number, key1: number) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Moves to an address; `row` and `index` count as 32-bit words. Staying where it is costs nothing. */
  seek(row: number, index: number): this {
    if (row !== this.row || index !== this.index) this.mix(row, index);
    return this;
  }

  /** Uniform on (0, 1), 52 bits, never 0 or 1. */
  get fine(): number {
    return ((this.a >>> 0) * 1048576 + (this.b >>> 12) + 0.5) * twoToMinus52;
  }

  /** The same number as `fine`, as minus its logarithm: a standard exponential. */
  get exponential(): number {
    return minusLogarithm(this.a, this.b);
  }

  /** Uniform on (0, 1), 32 bits, independent of `fine`. */
  get first(): number {
    return ((this.c >>> 0) + 0.5) * twoToMinus32;
  }

  /** Uniform on (0, 1), 32 bits, independent of `fine` and `first`. */
  get second(): number {
    return ((this.d >>> 0) + 0.5) * twoToMinus32;
  }

  /** All 128 bits, as four whole numbers below 2³². */
  get words(): [number, number, number, number] {
    return [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0];
  }

  private mix(row: number, index: number): void {
    this.row = row;
    this.index = index;
    let a = (Math.imul(row, 1664525) + 1013904223) | 0;
    // Addresses differ in the high bits of the index as often as in the low ones, and the hash only carries upwards.
    const folded = Math.imul(index ^ (index >>> 16), 0x85ebca6b);
    let b = (Math.imul(folded ^ (folded >>> 13), 1664525) + 1013904223) | 0;
    let c = (Math.imul(this.key0, 1664525) + 1013904223) | 0;
    let d = (Math.imul(this.key1, 1664525) + 1013904223) | 0;
    a = (a + Math.imul(b, d)) | 0;
    b = (b + Math.imul(c, a)) | 0;
    c = (c + Math.imul(a, b)) | 0;
    d = (d + Math.imul(b, c)) | 0;
    a ^= a >>> 16;
    b ^= b >>> 16;
    c ^= c >>> 16;
    d ^= d >>> 16;
    a = (a + Math.imul(b, d)) | 0;
    b = (b + Math.imul(c, a)) | 0;
    c = (c + Math.imul(a, b)) | 0;
    d = (d + Math.imul(b, c)) | 0;
    this.a = a ^ (a >>> 16);
    this.b = b ^ (b >>> 16);
    this.c = c ^ (c >>> 16);
    this.d = d ^ (d >>> 16);
  }
}

const twoToMinus52 = 1 / 4503599627370496;
const twoToMinus32 = 1 / 4294967296;
