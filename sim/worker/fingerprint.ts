import { seriesColumns } from '../engines/result.ts';
import type { RunResult, Series } from '../engines/result.ts';

/**
 * The SHA-256 of everything a run says, in hexadecimal: equal wherever the scenario, the seed and the version are equal.
 * Null where the platform offers no hashing, as in a page that was not loaded securely.
 */
export async function fingerprint(result: RunResult, series: Series): Promise<string | null> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (subtle === undefined) return null;
  const columns: Float64Array[] = [series.minutes, series.ends];
  for (const one of Object.values(series.functions)) for (const column of seriesColumns) columns.push(one[column]);
  for (const one of Object.values(series.destinations)) columns.push(one.received, one.failed);

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
