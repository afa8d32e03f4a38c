/** First in, first out: a queue of row numbers in recycled chunks, so that it can hold millions and shrink again. */
export class Line {
  private readonly chunks: Uint32Array[] = [new Uint32Array(chunkRows)];
  private spare: Uint32Array | null = null;
  private firstChunk = 0;
  private head = 0;
  private tail = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(row: number): void {
    if (this.tail === chunkRows) {
      this.chunks.push(this.spare ?? new Uint32Array(chunkRows));
      this.spare = null;
      this.tail = 0;
    }
    this.chunks[this.chunks.length - 1]![this.tail++] = row;
    this.count++;
  }

  /** The row that has waited longest. Only when `length` > 0. */
  first(): number {
    return this.chunks[this.firstChunk]![this.head]!;
  }

  shift(): number {
    const row = this.first();
    this.count--;
    if (++this.head === chunkRows) this.leaveChunk();
    return row;
  }

  private leaveChunk(): void {
    this.head = 0;
    if (this.firstChunk === this.chunks.length - 1) {
      this.tail = 0;
      return;
    }
    this.spare = this.chunks[this.firstChunk]!;
    this.firstChunk++;
    // Dropping the references one by one would copy the list each time; in batches it costs nothing.
    if (this.firstChunk >= 64) {
      this.chunks.splice(0, this.firstChunk);
      this.firstChunk = 0;
    }
  }
}

const chunkRows = 1 << 14;
