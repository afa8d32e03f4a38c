import type { RunResult, Series } from '../engines/result.ts';

/**
 * The SHA-256 of everything a run says, in hexadecimal: equal wherever the scenario, the seed and the version are equal.
 * Null where the platform offers no hashing, as in a page that was not loaded securely.
 */
export async function fingerprint(result: RunResult, series: Series): Promise<string | null> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (subtle === undefined) return null;
  const columns = [...columnsOf(series)];
  const text = new TextEncoder().encode(JSON.stringify(result));
  const textBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(textBytes + 8 * columns.reduce((sum, column) => sum + column.length, 0));
  bytes.set(text);
  const numbers = new Float64Array(bytes.buffer, textBytes);
  let next = 0;
  // A missing value may be any of many NaN patterns; no column is ever negative, so −1 stands for it.
  for (const column of columns) for (const value of column) numbers[next++] = Number.isNaN(value) ? -1 : value;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Every column, in the order in which the engine names them: those of functions and destinations, of queues and mappings if there are any. */
function* columnsOf(part: unknown): Iterable<Float64Array> {
  if (part instanceof Float64Array) yield part;
  else if (typeof part === 'object' && part !== null) for (const one of Object.values(part)) yield* columnsOf(one);
}
