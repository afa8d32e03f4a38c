/** The kinds of stream, as scenarios name them. */
export type StreamType = 'DynamoDB' | 'Kinesis';

/** Where records stand: a shard of a stream. */
export interface ShardPlace {
  type: StreamType;
  /** From 0. */
  shard: number;
  /** 32 bits that are the stream's own. */
  mark: number;
  /** When the stream was made, whole microseconds since 1970. */
  since: number;
}

/** A shard's name: DynamoDB's with the millisecond in which it was made and eight hexadecimal digits, Kinesis's with its number. [DDB-09] */
export function shardId({ type, shard, mark, since }: ShardPlace): string {
  if (type === 'Kinesis') return `shardId-${String(shard).padStart(12, '0')}`;
  const digits = ((mark ^ Math.imul(shard + 1, 0x9e3779b1)) >>> 0).toString(16).padStart(8, '0');
  return `shardId-${String(Math.floor(since / 1000)).padStart(20, '0')}-${digits}`;
}

/**
 * The sequence number of a shard's n-th record, counting from 0: 21 decimal digits of DynamoDB, 56 of Kinesis. They rise with the
 * records of a shard and, as on AWS, not by one. [DDB-09]
 */
export function sequenceNumber({ type, shard, mark }: ShardPlace, record: number): string {
  const rising = record * widestStep + (Math.imul(record + 1, 0x9e3779b1 ^ mark) >>> 0) % widestStep;
  if (type === 'DynamoDB') return `8${digits(shard, 6)}${digits(rising, 14)}`;
  return `49${digits(mark, 10)}${digits(shard, 10)}${digits(rising, 34)}`;
}

const widestStep = 1000;

const digits = (number: number, length: number): string => String(number).padStart(length, '0');
