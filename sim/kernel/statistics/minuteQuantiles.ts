import { LogLinearScale } from './logLinear.ts';

/**
 * Quantiles of one minute's samples at a time, to about 2 %: 32 buckets an octave, emptied at every minute's end.
 * A chart needs no more, and a sample costs one increment.
 */
export class MinuteQuantiles {
  count = 0;
  sum = 0;
  max = 0;
  private readonly buckets = new Uint32Array(scale.bucketCount);
  private lowest = scale.bucketCount;
  private highest = -1;

  /** `value` is a whole number ≥ 0. */
  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value > this.max) this.max = value;
    const bucket = scale.bucketOf(value);
    this.buckets[bucket]!++;
    if (bucket < this.lowest) this.lowest = bucket;
    if (bucket > this.highest) this.highest = bucket;
  }

  /** Nearest-rank quantile; NaN without samples. */
  quantile(perMille: number): number {
    if (this.count === 0) return NaN;
    const rank = Math.max(1, Math.ceil((perMille * this.count) / 1000));
    let seen = 0;
    for (let bucket = this.lowest; bucket <= this.highest; bucket++) {
      seen += this.buckets[bucket]!;
      if (seen >= rank) return Math.min(this.max, scale.middleOf(bucket));
    }
    return this.max;
  }

  clear(): void {
    if (this.count === 0) return;
    this.buckets.fill(0, this.lowest, this.highest + 1);
    this.count = this.sum = this.max = 0;
    this.lowest = scale.bucketCount;
    this.highest = -1;
  }
}

const scale = new LogLinearScale(5);
