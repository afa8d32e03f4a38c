import { dateParts } from './timestamp.ts';

/** Where a bucket keeps the record of an event that failed: the object is the record. `instant` is as in `Facts`. [DST-18] */
export function s3Key(functionName: string, instant: number, uuid: string): string {
  const { year, month, day, hour, minute, second } = dateParts(instant);
  return `aws/lambda/async/${functionName}/${year}/${month}/${day}/${year}-${month}-${day}T${hour}.${minute}.${second}-${uuid}`;
}
