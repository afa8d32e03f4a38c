import type { Facts } from './facts.ts';
import { invocationRecord, recordBytes } from './invocationRecord.ts';
import { utf8Bytes } from './json.ts';
import { isoSeconds } from './timestamp.ts';

/** A record on its way to an event bus; `id` is the event's own. */
export interface EventBridgeDelivery {
  facts: Facts;
  /** The bus's. */
  destinationArn: string;
  region: string;
  accountId: string;
  id: string;
}

/** The event that a rule of the bus matches, as JSON with its keys in EventBridge's order; the record is its `detail`. [DST-09, DST-10] */
export function eventBridgeEvent({ facts, destinationArn, region, accountId, id }: EventBridgeDelivery): string {
  return (
    `{"version":"0","id":${JSON.stringify(id)},"detail-type":${JSON.stringify(detailType(facts))},"source":"${source}"` +
    `,"account":${JSON.stringify(accountId)},"time":"${isoSeconds(facts.instant)}","region":${JSON.stringify(region)}` +
    `,"resources":${JSON.stringify([destinationArn, facts.functionArn])},"detail":${invocationRecord(facts)}}`
  );
}

/**
 * The size that PutEvents counts, in bytes of UTF-8: what `eventBridgeOverhead` says and the detail; not the envelope.
 * `payloadBytes` is as in `recordBytes`. [DST-13]
 */
export const eventBridgeBytes = ({ facts, destinationArn }: Pick<EventBridgeDelivery, 'facts' | 'destinationArn'>, payloadBytes: number): number =>
  eventBridgeOverhead(destinationArn, facts.functionArn) + recordBytes(facts, payloadBytes);

/** What PutEvents counts beside the record, whatever the record says: 14 bytes for the time, and source, detail type and both resources. */
export const eventBridgeOverhead = (destinationArn: string, functionArn: string): number =>
  timeBytes + utf8Bytes(source) + utf8Bytes(detailTypes.failure) + utf8Bytes(destinationArn) + utf8Bytes(functionArn);

const source = 'lambda';
const timeBytes = 14;

/** Both are equally long. */
const detailTypes = { success: 'Lambda Function Invocation Result - Success', failure: 'Lambda Function Invocation Result - Failure' };

const detailType = ({ condition }: Facts): string => (condition === 'Success' ? detailTypes.success : detailTypes.failure);
