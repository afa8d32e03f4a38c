import { sequenceNumber, shardId, type ShardPlace } from './streamPlaces.ts';

/** One record of a stream as an event shows it. */
export interface StreamRecord {
  /** In its shard, from 0. */
  number: number;
  /** When it was written, whole microseconds since 1970. */
  writtenAt: number;
  partitionKey: string;
  /** How large it is in the event. */
  bytes: number;
  /** 32 hexadecimal digits. */
  eventId: string;
}

/** What the records of an event have in common. */
export interface StreamEventOf {
  place: ShardPlace;
  streamArn: string;
  region: string;
  accountId: string;
}

/** The event that a function is invoked with for a batch, as JSON; each record is filled to its size where it is not larger by itself. [DDB-10, DDB-23] */
export function streamEvent(of: StreamEventOf, records: readonly StreamRecord[]): string {
  const one = of.place.type === 'DynamoDB' ? dynamoRecord : kinesisRecord;
  return `{"Records":[${records.map((record) => filled(record.bytes, (filling) => JSON.stringify(one(of, record, filling)))).join(',')}]}`;
}

/** All of it is ASCII, so that a character is a byte. */
function filled(bytes: number, write: (filling: number) => string): string {
  const bare = write(0);
  return bare.length >= bytes ? bare : write(bytes - bare.length);
}

function dynamoRecord({ place, streamArn, region }: StreamEventOf, { number, writtenAt, partitionKey, bytes, eventId }: StreamRecord, filling: number): unknown {
  const id = { S: partitionKey };
  return {
    eventID: eventId,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(writtenAt / 1_000_000),
      Keys: { id },
      NewImage: { id, data: { S: 'x'.repeat(filling) } },
      SequenceNumber: sequenceNumber(place, number),
      SizeBytes: bytes,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: streamArn,
  };
}

function kinesisRecord({ place, streamArn, region, accountId }: StreamEventOf, { number, writtenAt, partitionKey }: StreamRecord, filling: number): unknown {
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber: sequenceNumber(place, number),
      // Base64 comes in fours: "data" in it, again and again.
      data: 'ZGF0'.repeat(Math.floor(filling / 4)),
      approximateArrivalTimestamp: Math.floor(writtenAt / 1000) / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId(place)}:${sequenceNumber(place, number)}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: `${streamArn.split(':').slice(0, 2).join(':')}:iam::${accountId}:role/lambda-role`,
    awsRegion: region,
    eventSourceARN: streamArn,
  };
}
