/** A growing column of numbers in fixed chunks: millions of rows are added without ever copying one. */
export class Float64Column {
  private readonly chunks: Float64Array[] = [];

  get(row: number): number {
    return this.chunks[row >>> chunkBits]![row & chunkMask]!;
  }

  set(row: number, value: number): void {
    this.chunks[row >>> chunkBits]![row & chunkMask] = value;
  }

  /** Makes room for one more chunk of rows. */
  grow(): void {
    this.chunks.push(new Float64Array(chunkRows));
  }
}

/** As Float64Column, for whole numbers up to 2^32 - 1. */
export class Uint32Column {
  private readonly chunks: Uint32Array[] = [];

  get(row: number): number {
    return this.chunks[row >>> chunkBits]![row & chunkMask]!;
  }

  set(row: number, value: number): void {
    this.chunks[row >>> chunkBits]![row & chunkMask] = value;
  }

  grow(): void {
    this.chunks.push(new Uint32Array(chunkRows));
  }
}

/** Small enough that a run of seconds, of which planning needs thousands, does not spend its time on making room. */
const chunkBits = 11;
const chunkMask = (1 << chunkBits) - 1;

/** Rows that one `grow` adds. */
export const chunkRows = 1 << chunkBits;
