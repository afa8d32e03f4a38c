/**
 * Buckets that grow with the number: every whole number has its own up to 2^(subBits + 1), and above that each octave
 * is cut into 2^subBits equal parts, so a bucket's middle is within one part in 2^(subBits + 1) of all it holds.
 */
export class LogLinearScale {
  readonly bucketCount: number;
  private readonly subBits: number;
  private readonly perOctave: number;
  private readonly linear: number;

  constructor(subBits: number) {
    this.subBits = subBits;
    this.perOctave = 1 << subBits;
    this.linear = 2 << subBits;
    this.bucketCount = this.linear + (largestExponent - subBits) * this.perOctave;
  }

  /** The bucket of a whole number from 0 to 2^53. */
  bucketOf(value: number): number {
    if (value < this.linear) return value;
    if (value >= 2147483648) return this.bucketOfLarge(value);
    // How many octaves above the linear part; the leading bit is the octave's, the next ones are the part of it.
    const shift = 31 - this.subBits - Math.clz32(value);
    return this.linear + ((shift - 2) << this.subBits) + (value >>> shift);
  }

  private bucketOfLarge(value: number): number {
    const shift = 52 - this.subBits - Math.clz32(Math.floor(value / 2097152));
    return this.linear + ((shift - 2) << this.subBits) + Math.floor(value * reciprocals[shift]!);
  }

  /** The middle of the whole numbers in a bucket. */
  middleOf(bucket: number): number {
    if (bucket < this.linear) return bucket;
    const octave = Math.floor((bucket - this.linear) / this.perOctave);
    const part = (bucket - this.linear) % this.perOctave;
    const width = 1 / reciprocals[octave + 1]!;
    return (this.perOctave + part) * width + Math.floor((width - 1) / 2);
  }
}

const largestExponent = 52;

/** 2^-n, exact. */
const reciprocals = new Float64Array(largestExponent + 1);
let reciprocal = 1;
for (let power = 0; power <= largestExponent; power++) {
  reciprocals[power] = reciprocal;
  reciprocal /= 2;
}
