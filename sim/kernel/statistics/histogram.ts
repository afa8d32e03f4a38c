import { LogLinearScale } from './logLinear.ts';

/**
 * Counts of whole numbers ≥ 0, for quantiles of millions of samples in bounded memory.
 *
 * The first samples are kept as they are, so small runs have exact quantiles; beyond that a log-linear histogram holds
 * them to one part in 2,048. Mean and maximum are always of the samples themselves.
 */
export class Histogram {
  count = 0;
  sum = 0;
  max = 0;

  private samples: Float64Array | null = new Float64Array(64);
  private buckets: Uint32Array | null = null;

  add(value: number): void {
    const place = this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
    if (this.buckets !== null) this.buckets[scale.bucketOf(value)]!++;
    else this.keep(place, value);
  }

  /** null when there is no sample. */
  get mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  /** The smallest sample that at least `perMille` thousandths of all samples do not exceed; never interpolated. */
  quantile(perMille: number): number | null {
    if (this.count === 0) return null;
    const rank = Math.max(1, Math.ceil((perMille * this.count) / 1000));
    if (this.samples !== null) return this.samples.slice(0, this.count).sort()[rank - 1]!;
    let seen = 0;
    for (let bucket = 0; bucket < this.buckets!.length; bucket++) {
      seen += this.buckets![bucket]!;
      if (seen >= rank) return Math.min(this.max, scale.middleOf(bucket));
    }
    return this.max;
  }

  private keep(place: number, value: number): void {
    let samples = this.samples!;
    if (place === samples.length) {
      if (place === exactSamples) {
        this.pour();
        this.buckets![scale.bucketOf(value)]!++;
        return;
      }
      samples = new Float64Array(place * 2);
      samples.set(this.samples!);
      this.samples = samples;
    }
    samples[place] = value;
  }

  private pour(): void {
    this.buckets = new Uint32Array(scale.bucketCount);
    for (const sample of this.samples!) this.buckets[scale.bucketOf(sample)]!++;
    this.samples = null;
  }
}

/** Samples kept as they are before the histogram takes over. */
export const exactSamples = 16_384;

const scale = new LogLinearScale(10);
