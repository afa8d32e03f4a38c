import { LogLinearScale } from './logLinear.ts';

/**
 * Counts of whole numbers ≥ 0, for quantiles of millions of samples in bounded memory.
 *
 * The first samples are kept as they are, so small runs have exact quantiles; beyond that a log-linear histogram holds
 * them to one part in 2,048. Mean and maximum are always of the samples themselves. On a function that keeps up most
 * samples equal the one before, so a run of equal ones is only counted until another comes. Reading changes nothing.
 */
export class Histogram {
  private last = -1;
  private repeats = 0;

  // Of what came before the run of equal samples in progress.
  private settled = 0;
  private total = 0;
  private largest = 0;
  private samples: Float64Array | null = new Float64Array(64);
  private buckets: Uint32Array | null = null;

  add(value: number): void {
    if (value === this.last) this.repeats++;
    else {
      if (this.repeats > 0) this.settle();
      this.last = value;
      this.repeats = 1;
    }
  }

  get count(): number {
    return this.settled + this.repeats;
  }

  get sum(): number {
    return this.total + this.last * this.repeats;
  }

  get max(): number {
    return Math.max(this.last, this.largest);
  }

  /** null when there is no sample. */
  get mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  /** The smallest sample that at least `perMille` thousandths of all samples do not exceed; never interpolated. */
  quantile(perMille: number): number | null {
    return this.quantiles(perMille)[0]!;
  }

  /** Several of them: the samples are put in order once for all. */
  quantiles(...perMilles: readonly number[]): (number | null)[] {
    const { count } = this;
    if (count === 0) return perMilles.map(() => null);
    const ranks = perMilles.map((perMille) => Math.max(1, Math.ceil((perMille * count) / 1000)));
    const inOrder = this.samplesInOrder();
    return ranks.map((rank) => (inOrder === null ? this.sampleAt(rank) : inOrder[rank - 1]!));
  }

  private samplesInOrder(): Float64Array | null {
    if (this.samples === null) return null;
    const all = new Float64Array(this.count).fill(this.last);
    all.set(this.samples.subarray(0, this.settled));
    return all.sort();
  }

  /** To one part in 2,048, from the buckets, which hold as many samples as any rank asks for. */
  private sampleAt(rank: number): number {
    const buckets = this.buckets!;
    const pending = scale.bucketOf(this.last);
    let seen = 0;
    for (let bucket = 0; ; bucket++) {
      seen += buckets[bucket]!;
      if (bucket === pending) seen += this.repeats;
      if (seen >= rank) return Math.min(this.max, scale.middleOf(bucket));
    }
  }

  private settle(): void {
    const { last, repeats } = this;
    if (this.buckets !== null) this.buckets[scale.bucketOf(last)]! += repeats;
    else this.keep(last, repeats);
    this.settled += repeats;
    this.total += last * repeats;
    this.largest = this.max;
  }

  private keep(value: number, repeats: number): void {
    const after = this.settled + repeats;
    if (after > exactSamples) {
      this.pour();
      this.buckets![scale.bucketOf(value)]! += repeats;
      return;
    }
    if (after > this.samples!.length) {
      const larger = new Float64Array(Math.min(exactSamples, 2 * after));
      larger.set(this.samples!);
      this.samples = larger;
    }
    this.samples!.fill(value, this.settled, after);
  }

  private pour(): void {
    this.buckets = new Uint32Array(scale.bucketCount);
    for (const sample of this.samples!.subarray(0, this.settled)) this.buckets[scale.bucketOf(sample)]!++;
    this.samples = null;
  }
}

/** Samples kept as they are before the histogram takes over. */
export const exactSamples = 16_384;

const scale = new LogLinearScale(10);
