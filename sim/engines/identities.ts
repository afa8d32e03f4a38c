import { addressedStream, type AddressedStream } from '../kernel/random/streams.ts';
import { second } from '../kernel/time.ts';

/** What an identifier is for: its place in an event's stream of identifiers. */
const Use = { request: 0, trace: 1, segment: 2, lineage: 3, role: 4, batch: 5, batchMessage: 6, mapping: 7, sent: 8, stream: 14, streamEvent: 16 } as const;

/**
 * The identifiers that AWS would draw: the same for the same scenario, seed, replication and event, and of the right form.
 * None of them decides anything.
 */
export class Identities {
  private readonly stream: AddressedStream;

  constructor(seed: string, replication: number) {
    this.stream = addressedStream(seed, replication, 'identifiers');
  }

  /** The request id of an event, a version 4 UUID. */
  requestId(event: number): string {
    return this.uuid(event, Use.request);
  }

  /** The request id of a batch, which stays the same while it is retried unchanged. [DDB-30] */
  batchRequestId(batch: number): string {
    return this.uuid(batch, Use.batch);
  }

  /** The id of the record of a discarded batch, as a message or as an object. */
  batchMessageId(batch: number): string {
    return this.uuid(batch, Use.batchMessage);
  }

  /** The id of a mapping, by its place. */
  mappingId(mapping: number): string {
    return this.uuid(mapping, Use.mapping);
  }

  /** What tells a stream's shards and sequence numbers from another's: 32 bits. */
  streamMark(stream: number): number {
    return this.stream.seek(stream, Use.stream).words[0];
  }

  /** The id of a change in a table's stream: 32 hexadecimal digits. */
  streamEventId(stream: number, shard: number, record: number): string {
    return this.hexadecimal(record, Use.streamEvent + 16 * (stream * mostShards + shard)).join('');
  }

  /** The id of one thing sent for an event: of a message, an object, an envelope. `place` tells them apart. */
  messageId(event: number, place: number): string {
    return this.uuid(event, Use.sent + place);
  }

  /** `1-`, the second of acceptance in hexadecimal, and 24 digits: X-Ray's form. `instant` in microseconds since 1970. */
  traceId(event: number, instant: number): string {
    const [a, b, c] = this.hexadecimal(event, Use.trace);
    return `1-${padded(Math.floor(instant / second))}-${a}${b}${c}`;
  }

  /** The segment of an event's execution, the parent of what it sends: 16 digits. */
  segmentId(event: number): string {
    const [a, b] = this.hexadecimal(event, Use.segment);
    return `${a}${b}`;
  }

  /** Which function a trace header counts the invocations of: 8 digits. */
  lineageId(functionName: string): string {
    let hash = 0;
    for (let at = 0; at < functionName.length; at++) hash = (Math.imul(hash, 31) + functionName.charCodeAt(at)) | 0;
    return this.hexadecimal(hash, Use.lineage)[0];
  }

  /** Who sent a message to a queue, as SQS shows it: a role and a session of Lambda's. `instant` in microseconds since 1970. */
  senderId(instant: number): string {
    const [a, b] = this.hexadecimal(0, Use.role);
    return `AROA${`${a}${b}`.toUpperCase()}X:awslambda_0_${Math.floor(instant / second)}`;
  }

  private uuid(event: number, use: number): string {
    const [a, b, c, d] = this.hexadecimal(event, use);
    const variant = '89ab'.charAt(Number.parseInt(c.charAt(0), 16) % 4);
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
  }

  private hexadecimal(event: number, use: number): [string, string, string, string] {
    const [a, b, c, d] = this.stream.seek(event, use).words;
    return [padded(a), padded(b), padded(c), padded(d)];
  }
}

/** Of one stream. */
const mostShards = 10_000;

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A word as eight digits; records have dozens of them, and byte by byte they are written twice as fast. */
const padded = (word: number): string => bytes[word >>> 24]! + bytes[(word >>> 16) & 255]! + bytes[(word >>> 8) & 255]! + bytes[word & 255]!;
