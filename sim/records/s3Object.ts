import { dateParts } from './timestamp.ts';

/** Where a bucket keeps the record of an event that failed: the object is the record. `instant` is as in `Facts`. [DST-18] */
export function s3Key(functionName: string, instant: number, uuid: string): string {
  return `aws/lambda/async/${functionName}/${dated(instant, uuid)}`;
}

/** Where a bucket keeps the record of a discarded batch. [DDB-10] */
export function s3BatchKey(mappingId: string, shard: string, instant: number, uuid: string): string {
  return `aws/lambda/${mappingId}/${shard}/${dated(instant, uuid)}`;
}

function dated(instant: number, uuid: string): string {
  const { year, month, day, hour, minute, second } = dateParts(instant);
  return `${year}/${month}/${day}/${year}-${month}-${day}T${hour}.${minute}.${second}-${uuid}`;
}
