import { csvField } from '../../../sim/report/seriesCsv.ts';
import { spanOf } from '../bins.ts';
import type { TableColumn } from '../chartTable.tsx';
import { clock } from '../timeAxis.ts';
import type { TimeAxis } from '../timeAxis.ts';

/**
 * A chart's bins as CSV (RFC 4180): simulated time in seconds and by the clock, then its columns as plain numbers, a range as two.
 * A value that does not exist is an empty field. Names that a spreadsheet would take for a formula are made harmless.
 */
export function binsCsv(axis: TimeAxis, columns: readonly TableColumn[]): string {
  const plain = columns.flatMap(plainColumns);
  const rows = axis.bins.starts.map((_, bin) => {
    const { from, to } = spanOf(axis.bins, bin);
    const times = [String(from), String(to), clock(from, axis.durationSeconds), clock(to, axis.durationSeconds)];
    return [...times, ...plain.map(({ values }) => numberField(values[bin]))];
  });
  const head = ['from (seconds)', 'to (seconds)', 'from', 'to', ...plain.map(({ name }) => csvField(name))];
  return [head, ...rows].map((fields) => `${fields.join(',')}\r\n`).join('');
}

function plainColumns({ name, values, upTo, unit }: TableColumn): { name: string; values: readonly number[] }[] {
  const full = unit === undefined ? name : `${name} (${unit})`;
  if (upTo === undefined) return [{ name: full, values }];
  return [
    { name: `${full}, lowest`, values },
    { name: `${full}, highest`, values: upTo },
  ];
}

const numberField = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '' : String(value));
