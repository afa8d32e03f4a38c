import type { CsvRow } from './csv.ts';
import { shown } from './issue.ts';

/** Arrivals read from a trace: events in intervals of equal length, or an instant each. Times in microseconds from the start. */
export type TraceArrivals = { kind: 'counts'; interval: number; counts: number[] } | { kind: 'instants'; instants: number[] };

/** Something wrong with a trace file; without a line where it concerns the file as a whole. */
export interface TraceProblem {
  line?: number;
  found: string;
  allowed: string;
  message: string;
}

/** One function of a trace, under the names by which a scenario may choose it; its rows are read only when it is chosen. */
export interface TraceFunction {
  /** `HashFunction`, and `HashApp/HashFunction` where the first alone might be ambiguous. */
  names: readonly string[];
  rows: CsvRow[];
}

/** A trace file whose functions are known. */
export interface TraceFile {
  functions: TraceFunction[];
  problems: TraceProblem[];
  /** The arrivals of some of its functions together; problems of their rows are added to the list. */
  arrivalsOf: (functions: readonly TraceFunction[], problems: TraceProblem[]) => TraceArrivals;
}

/** How a trace file is read: one function for each format. */
export type TraceReader = (text: string) => TraceFile;

/** A file in which nothing could be found, and why. */
export function unreadable(found: string, allowed: string, message: string): TraceFile {
  return {
    functions: [],
    problems: [{ found, allowed, message }],
    arrivalsOf: () => ({ kind: 'counts', interval: 60_000_000, counts: [] }),
  };
}

/** Gathers rows by function, in the order in which functions first appear. */
export function groupRows(rows: readonly CsvRow[], namesOf: (row: CsvRow) => readonly string[]): TraceFunction[] {
  const functions = new Map<string, TraceFunction>();
  for (const row of rows) {
    const names = namesOf(row);
    const key = names[names.length - 1] ?? '';
    const known = functions.get(key);
    if (known === undefined) functions.set(key, { names, rows: [row] });
    else known.rows.push(row);
  }
  return [...functions.values()];
}

/** A whole number of events, such as `12` or `12.0`; null and a problem for anything else. */
export function readCount(cell: string, row: CsvRow, problems: TraceProblem[]): number | null {
  const count = /^\d+(\.0+)?$/.test(cell) ? Number(cell) : NaN;
  if (Number.isSafeInteger(count)) return count;
  problems.push({
    line: row.line,
    found: shown(cell),
    allowed: 'a whole number, 0 or more',
    message: `the count must be a whole number, 0 or more, but is ${shown(cell)}`,
  });
  return null;
}

/** A decimal number of any size, also in exponent form; null and a problem for anything else. */
export function readNumber(cell: string, noun: string, least: number, row: CsvRow, problems: TraceProblem[]): number | null {
  const value = /^-?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : NaN;
  if (Number.isFinite(value) && value >= least) return value;
  const allowed = least === -Infinity ? 'a number' : `a number, ${least} or more`;
  problems.push({ line: row.line, found: shown(cell), allowed, message: `the ${noun} must be ${allowed}, but is ${shown(cell)}` });
  return null;
}

/** Whether a row has as many cells as the header; empty cells at the end do not count. */
export function isRagged(cells: readonly string[], columns: number, row: CsvRow, problems: TraceProblem[]): boolean {
  let count = cells.length;
  while (count > columns && cells[count - 1] === '') count--;
  if (count === columns) return false;
  problems.push({
    line: row.line,
    found: `${count} cells`,
    allowed: `${columns} cells, as in the header`,
    message: `the row has ${count} cells, but the header has ${columns}`,
  });
  return true;
}
