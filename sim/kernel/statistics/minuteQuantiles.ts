import { LogLinearScale } from './logLinear.ts';

/**
 * Quantiles of one minute's samples at a time, to about 2 %: 32 buckets an octave, emptied at every minute's end.
 * A chart needs no more. A run of equal samples is only counted until another comes. Reading changes nothing.
 */
export class MinuteQuantiles {
  private last = -1;
  private repeats = 0;

  // Of what came before the run of equal samples in progress.
  private settled = 0;
  private total = 0;
  private largest = 0;
  private readonly buckets = new Uint32Array(scale.bucketCount);
  private highest = 0;

  /** `value` is a whole number ≥ 0. */
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

  /** Nearest-rank quantile; NaN without samples. */
  quantile(perMille: number): number {
    if (this.count === 0) return NaN;
    const pending = scale.bucketOf(this.last);
    // As in most minutes of a quiet function.
    if (this.settled === 0) return Math.min(this.max, scale.middleOf(pending));
    const rank = Math.max(1, Math.ceil((perMille * this.count) / 1000));
    let seen = 0;
    // The buckets hold as many samples as any rank asks for.
    for (let bucket = 0; ; bucket++) {
      seen += this.buckets[bucket]!;
      if (bucket === pending) seen += this.repeats;
      if (seen >= rank) return Math.min(this.max, scale.middleOf(bucket));
    }
  }

  clear(): void {
    this.buckets.fill(0, 0, this.highest + 1);
    this.last = -1;
    this.repeats = this.settled = this.total = this.largest = this.highest = 0;
  }

  private settle(): void {
    const { last, repeats } = this;
    const bucket = scale.bucketOf(last);
    this.buckets[bucket]! += repeats;
    if (bucket > this.highest) this.highest = bucket;
    this.settled += repeats;
    this.total += last * repeats;
    this.largest = this.max;
  }
}

const scale = new LogLinearScale(5);
