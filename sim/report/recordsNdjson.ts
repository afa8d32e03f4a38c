import type { SentBatchRecord, SentRecord } from '../engines/result.ts';

/**
 * One line of JSON for each thing sent, piece by piece. `body` stands in the line letter for letter as AWS sends it, so a
 * number keeps its digits. A body with line breaks cannot: it is written without them, and `text` has the exact bytes.
 */
export function* recordsNdjson(records: Iterable<SentRecord | SentBatchRecord>): Generator<string> {
  for (const record of records) yield `${line(record)}\n`;
}

/** What was sent for events and for batches in one order of time; at one instant events come first. Both are in order already. */
export function* inOrderOfTime(events: Iterable<SentRecord>, batches: Iterable<SentBatchRecord>): Generator<SentRecord | SentBatchRecord> {
  const rest = batches[Symbol.iterator]();
  let batch = rest.next();
  for (const event of events) {
    for (; batch.done !== true && batch.value.t < event.t; batch = rest.next()) yield batch.value;
    yield event;
  }
  for (; batch.done !== true; batch = rest.next()) yield batch.value;
}

function line(record: SentRecord | SentBatchRecord): string {
  const { t, function: name, destination, type, delivered, body, key, message } = record;
  const whose = 'event' in record ? { event: record.event } : { mapping: record.mapping, batch: record.batch };
  const attributes = 'event' in record ? record.attributes : undefined;
  const isOneLine = !/[\n\r]/.test(body);
  const rest = {
    ...(attributes === undefined ? {} : { attributes }),
    ...(key === undefined ? {} : { key }),
    ...(isOneLine ? {} : { text: body }),
  };
  const start = JSON.stringify({ t, ...whose, function: name, destination, type, delivered }).slice(0, -1);
  // A line break in JSON text is never inside a string, so it means nothing.
  const parts = [start, `"body":${isOneLine ? body : body.replace(/[\n\r]+/g, ' ')}`];
  if (Object.keys(rest).length > 0) parts.push(JSON.stringify(rest).slice(1, -1));
  if (message !== undefined) parts.push(`"message":${message}`);
  return `${parts.join(',')}}`;
}
