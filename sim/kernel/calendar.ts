import { Heap } from './heap.ts';

/**
 * The future event list: a timing wheel of two levels in front of a small heap.
 *
 * Most of what is scheduled is far away compared with what happens in between, and a heap of thousands spends its time
 * on comparisons that no processor predicts. So an entry is only thrown into the bucket of its time, in constant time,
 * and sorted when that bucket, a few milliseconds wide, is reached:
 *
 *   near    a heap of the bucket in progress and of what was scheduled into it or before it
 *   fine    the buckets of the block in progress            (4.096 ms each)
 *   far     512 lists for the blocks of 16,384 buckets      (67 s each), one of which holds every 512th block
 *
 * The order of events is that of a single heap. Nothing is allocated per entry.
 */
export class Calendar {
  /** What is due first; take from here after `firstKey` returned a key below its limit. */
  readonly near = new Heap();

  private readonly fine = new Int32Array(bucketsPerBlock).fill(none);
  /** A bit for every bucket that holds something. */
  private readonly fineUsed = new Int32Array(bucketsPerBlock / 32);
  private readonly far = new Int32Array(blocks).fill(none);

  /** The block and the bucket of it in progress. */
  private block = 0;
  private bucket = 0;
  /** The key at which the bucket in progress ends: what is scheduled before it goes to `near`. */
  private nearEnd = keysPerBucket;
  private blockEnd = keysPerBlock;
  private inFine = 0;
  private inFar = 0;

  // The entries of the wheel, each in one list, free ones too: 32 bytes side by side, so that one cache line holds one.
  private capacity = initialCapacity;
  /** [4e] key, [4e + 1] order. */
  private numbers = new Float64Array(4 * initialCapacity);
  /** The same memory: [8e + 4] handler, [8e + 5] subject, [8e + 6] the next entry of the list. */
  private words = new Int32Array(this.numbers.buffer);
  private used = 0;
  private free = none;

  get size(): number {
    return this.near.size + this.inFine + this.inFar;
  }

  push(key: number, order: number, handler: number, subject: number): void {
    if (key < this.nearEnd) {
      this.near.push(key, order, handler, subject);
      return;
    }
    let entry = this.free;
    if (entry === none) {
      if (this.used === this.capacity) this.grow();
      entry = this.used++;
    } else this.free = this.words[8 * entry + 6]!;
    this.numbers[4 * entry] = key;
    this.numbers[4 * entry + 1] = order;
    this.words[8 * entry + 4] = handler;
    this.words[8 * entry + 5] = subject;
    if (key < this.blockEnd) this.throwIntoFine(entry, key);
    else this.throwIntoFar(entry, key);
  }

  /** The smallest key if it is below `limit`, else some number not below it. Never moves past the limit. */
  firstKey(limit: number): number {
    for (;;) {
      const key = this.near.firstKey();
      if (key < Infinity || limit < this.nearEnd || !this.moveOn(limit)) return key;
    }
  }

  /** Empties the next used bucket into `near`, if it begins at or before the limit; else waits at the limit's own. */
  private moveOn(limit: number): boolean {
    for (;;) {
      const last = Math.floor((limit - this.blockEnd + keysPerBlock) * perBucketKey);
      if (this.inFine > 0) {
        const found = this.nextUsed(this.bucket + 1);
        if (found <= last) {
          this.standAt(found);
          this.empty(found);
          return true;
        }
      }
      if (limit < this.blockEnd) {
        this.standAt(last);
        return false;
      }
      this.enterBlock(this.block + 1);
      if (this.fine[0] !== none) {
        this.empty(0);
        return true;
      }
    }
  }

  private standAt(bucket: number): void {
    this.bucket = bucket;
    this.nearEnd = this.blockEnd - keysPerBlock + (bucket + 1) * keysPerBucket;
  }

  private enterBlock(block: number): void {
    this.block = block;
    this.blockEnd = (block + 1) * keysPerBlock;
    this.standAt(0);
    const place = block % blocks;
    const list = this.far[place]!;
    this.far[place] = none;
    this.throwAgain(list);
  }

  /** Distributes a list of the far level: to the buckets of the block that begins, or for one of 512 blocks later back into it. */
  private throwAgain(list: number): void {
    for (let entry = list; entry !== none; ) {
      const after = this.words[8 * entry + 6]!;
      const key = this.numbers[4 * entry]!;
      this.inFar--;
      if (key < this.blockEnd) this.throwIntoFine(entry, key);
      else this.throwIntoFar(entry, key);
      entry = after;
    }
  }

  private throwIntoFine(entry: number, key: number): void {
    const place = Math.floor((key - this.blockEnd + keysPerBlock) * perBucketKey);
    this.words[8 * entry + 6] = this.fine[place]!;
    this.fine[place] = entry;
    this.fineUsed[place >>> 5]! |= 1 << (place & 31);
    this.inFine++;
  }

  private throwIntoFar(entry: number, key: number): void {
    const place = Math.floor(key * perBlockKey) % blocks;
    this.inFar++;
    this.words[8 * entry + 6] = this.far[place]!;
    this.far[place] = entry;
  }

  /** Moves a bucket's entries to `near`, where they are sorted. */
  private empty(place: number): void {
    const { near, numbers, words } = this;
    let entry = this.fine[place]!;
    this.fine[place] = none;
    this.fineUsed[place >>> 5]! &= ~(1 << (place & 31));
    while (entry !== none) {
      near.push(numbers[4 * entry]!, numbers[4 * entry + 1]!, words[8 * entry + 4]!, words[8 * entry + 5]!);
      const after = words[8 * entry + 6]!;
      words[8 * entry + 6] = this.free;
      this.free = entry;
      this.inFine--;
      entry = after;
    }
  }

  /** The first used bucket at or after `place`: there is one as long as anything is in a bucket, since those before are empty. */
  private nextUsed(place: number): number {
    const { fineUsed } = this;
    let word = place >>> 5;
    let bits = fineUsed[word]! & (-1 << (place & 31));
    while (bits === 0) bits = fineUsed[++word]!;
    return word * 32 + 31 - Math.clz32(bits & -bits);
  }

  private grow(): void {
    this.capacity *= 2;
    const numbers = new Float64Array(4 * this.capacity);
    numbers.set(this.numbers);
    this.numbers = numbers;
    this.words = new Int32Array(numbers.buffer);
  }
}

const none = -1;
const initialCapacity = 256;
const bucketsPerBlock = 16_384;
const blocks = 512;
/** A key is a time in eighths of a microsecond. Powers of two, so that every division is exact. */
const keysPerBucket = 32_768;
const keysPerBlock = keysPerBucket * bucketsPerBlock;
const perBucketKey = 1 / keysPerBucket;
const perBlockKey = 1 / keysPerBlock;
