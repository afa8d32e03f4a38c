import type { SourceModel } from '../model/model.ts';
import { utf8Bytes } from '../records/json.ts';
import type { Traffic } from '../scenario/schema.ts';

/** The key that gives the payload of an entry. */
export function payloadKey(traffic: Traffic): 'payload' | 'payloadText' | 'payloadBytes' {
  if (traffic.payload !== undefined) return 'payload';
  return traffic.payloadText === undefined ? 'payloadBytes' : 'payloadText';
}

/** The size of each event of an entry, in bytes. */
export function payloadBytes({ payload }: SourceModel): number {
  return 'bytes' in payload ? payload.bytes : utf8Bytes(payload.text);
}
