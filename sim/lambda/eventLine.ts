import type { Time } from '../kernel/time.ts';
import type { EventTable } from './eventTable.ts';

const chunkEvents = 1 << 11;

/**
 * First in, first out, for millions of events: they leave the table while they stand in line and come back as rows when
 * it is their turn. A line is read from memory in order, which costs far less than rows all over a table, and the table
 * holds only what is being worked on.
 */
export class EventLine {
  private readonly events: EventTable;
  private readonly chunks: Chunk[] = [];
  private firstChunk = 0;
  private head = 0;
  private tail = chunkEvents;
  private count = 0;

  constructor(events: EventTable) {
    this.events = events;
  }

  get length(): number {
    return this.count;
  }

  /** When the first event's age began. Only when `length` > 0. */
  firstAccepted(): Time {
    return this.chunks[this.firstChunk]!.times[2 * this.head]!;
  }

  /** Takes the event out of its row. */
  push(row: number): void {
    const { events } = this;
    if (this.tail === chunkEvents) {
      this.chunks.push(newChunk(events));
      this.tail = 0;
    }
    const chunk = this.chunks[this.chunks.length - 1]!;
    const place = this.tail++;
    chunk.times[2 * place] = events.accepted(row);
    chunk.words[4 * place + 2] = events.ordinal(row);
    chunk.words[4 * place + 3] = events.flags(row);
    if (chunk.ids !== null) chunk.ids[place] = events.id(row);
    if (chunk.origins !== null) chunk.origins[place] = events.origin(row);
    events.remove(row);
    this.count++;
  }

  /** Gives the first event a row again. */
  shift(): number {
    const { events } = this;
    const chunk = this.chunks[this.firstChunk]!;
    const place = this.head++;
    const row = events.add(chunk.times[2 * place]!, chunk.words[4 * place + 2]!, chunk.words[4 * place + 3]!);
    if (chunk.ids !== null) events.setId(row, chunk.ids[place]!);
    if (chunk.origins !== null) events.setOrigin(row, chunk.origins[place]!);
    this.count--;
    if (this.head === chunkEvents) this.leaveChunk();
    return row;
  }

  private leaveChunk(): void {
    this.head = 0;
    if (this.firstChunk === this.chunks.length - 1) {
      this.tail = 0;
      return;
    }
    this.chunks[this.firstChunk++] = empty;
    // Dropping the references one by one would copy the list each time; in batches it costs nothing.
    if (this.firstChunk < 64) return;
    this.chunks.splice(0, this.firstChunk);
    this.firstChunk = 0;
  }
}

/** As a row of the table: [2i] accepted; [4i + 2] ordinal, [4i + 3] flags. */
interface Chunk {
  times: Float64Array;
  words: Int32Array;
  ids: Int32Array | null;
  origins: Int32Array | null;
}

function newChunk({ hasIds, hasOrigins }: EventTable): Chunk {
  const times = new Float64Array(2 * chunkEvents);
  return {
    times,
    words: new Int32Array(times.buffer),
    ids: hasIds ? new Int32Array(chunkEvents) : null,
    origins: hasOrigins ? new Int32Array(chunkEvents) : null,
  };
}

const empty: Chunk = { times: new Float64Array(0), words: new Int32Array(0), ids: null, origins: null };
