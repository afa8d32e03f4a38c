import { type Series, type SeriesColumn, seriesColumns } from '../engines/result.ts';

/**
 * The per-minute series as CSV (RFC 4180), piece by piece: the header line, then one line a simulated minute a function.
 *
 * `t` is the second at which the row starts. A value that does not exist (an age in a minute without a dispatch) is an
 * empty field. Function names that a spreadsheet would take for a formula are made harmless with a leading apostrophe.
 */
export function* seriesCsv(series: Series): Generator<string> {
  yield `${['t', 'function', ...seriesColumns].join(',')}\r\n`;
  const functions = Object.entries(series.functions).map(([name, columns]) => ({
    name: csvField(name),
    columns: seriesColumns.map((column: SeriesColumn) => columns[column]),
  }));
  for (const [row, start] of series.minutes.entries()) {
    for (const { name, columns } of functions) {
      yield `${start},${name},${columns.map((column) => csvNumber(column[row])).join(',')}\r\n`;
    }
  }
}

/** A text as one CSV field: quoted where it must be, and never a spreadsheet formula. */
export function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function csvNumber(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}
