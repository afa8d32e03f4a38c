import { millisecond } from '../kernel/time.ts';
import { attributeTypes } from './deadLetterMessage.ts';
import { isoMilliseconds } from './timestamp.ts';

/** A record, which has no attributes, or a dead letter, which has. */
interface Message {
  body: string;
  /** Name to value; the types are `attributeTypes`. */
  attributes: Readonly<Record<string, string>>;
  messageId: string;
  /** Whole microseconds since 1970. */
  sentAt: number;
}

/**
 * A message in an SQS queue as ReceiveMessage prints it, as compact JSON, without what differs from one receipt to the next
 * and without checksums. `senderId` is `<role id>:awslambda_<number>_<time>`; `traceHeader` links the traces, null for none. [DST-09, DST-23, DLQ-03]
 */
export function sqsMessage({
  body,
  attributes,
  messageId,
  traceHeader,
  sentAt,
  senderId,
}: Message & { traceHeader: string | null; senderId: string }): string {
  // SQS gives attributes back by name, whatever order they were sent in.
  const names = Object.keys(attributes).sort();
  return JSON.stringify({
    MessageId: messageId,
    Body: body,
    Attributes: {
      SenderId: senderId,
      SentTimestamp: String(Math.floor(sentAt / millisecond)),
      ...(traceHeader === null ? {} : { AWSTraceHeader: traceHeader }),
    },
    ...(names.length === 0
      ? {}
      : { MessageAttributes: Object.fromEntries(names.map((name) => [name, { StringValue: attributes[name], DataType: typeOf(name) }])) }),
  });
}

/** What a subscriber of an SNS topic receives, as compact JSON, without signature and links. [DST-09, DLQ-03] */
export function snsNotification({ body, attributes, messageId, sentAt, topicArn }: Message & { topicArn: string }): string {
  const entries = Object.entries(attributes);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Message: body,
    Timestamp: isoMilliseconds(sentAt),
    ...(entries.length === 0 ? {} : { MessageAttributes: Object.fromEntries(entries.map(([name, value]) => [name, { Type: typeOf(name), Value: value }])) }),
  });
}

const typeOf = (name: string): 'String' | 'Number' => attributeTypes[name] ?? 'String';

/** An object in S3, as compact JSON: where it is, its type and what is in it. [DST-18] */
export const s3Object = ({ bucket, key, body }: { bucket: string; key: string; body: string }): string =>
  `{"Bucket":${JSON.stringify(bucket)},"Key":${JSON.stringify(key)},"ContentType":"application/octet-stream","Body":${JSON.stringify(body)}}`;
