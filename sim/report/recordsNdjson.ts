import type { SentRecord } from '../engines/result.ts';

/**
 * One line of JSON for each thing sent, piece by piece. `body` stands in the line letter for letter as AWS sends it, so a
 * number keeps its digits. A body with line breaks cannot: it is written without them, and `text` has the exact bytes.
 */
export function* recordsNdjson(records: Iterable<SentRecord>): Generator<string> {
  for (const record of records) yield `${line(record)}\n`;
}

function line({ t, event, function: name, destination, type, delivered, body, attributes, key, message }: SentRecord): string {
  const isOneLine = !/[\n\r]/.test(body);
  const rest = {
    ...(attributes === undefined ? {} : { attributes }),
    ...(key === undefined ? {} : { key }),
    ...(isOneLine ? {} : { text: body }),
  };
  const start = JSON.stringify({ t, event, function: name, destination, type, delivered }).slice(0, -1);
  // A line break in JSON text is never inside a string, so it means nothing.
  const parts = [start, `"body":${isOneLine ? body : body.replace(/[\n\r]+/g, ' ')}`];
  if (Object.keys(rest).length > 0) parts.push(JSON.stringify(rest).slice(1, -1));
  if (message !== undefined) parts.push(`"message":${message}`);
  return `${parts.join(',')}}`;
}
