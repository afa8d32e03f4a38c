import { readCsv, type CsvRow, type CsvTable } from './csv.ts';
import { fromFirstMinute } from './firstMinute.ts';
import { shown } from './issue.ts';
import { parseIsoInstant } from './isoInstant.ts';
import {
  groupRows,
  isRagged,
  readCount,
  readNumber,
  unreadable,
  type TraceFile,
  type TraceFunction,
  type TraceProblem,
} from './traceFile.ts';

const timeNames = ['timestamp', 'time', 'ts'];
const countNames = ['count', 'arrivals', 'rate'];
const functionNames = ['function', 'func', 'name'];
/** More intervals than this between the first and the last row can only be a mistake in a time. */
const mostIntervals = 10_000_000;

/**
 * Any CSV with a column `timestamp`, `time` or `ts`: a row for each event, or, with a column `count` or `arrivals` (events)
 * or `rate` (events a second), a row for each interval. The interval is the smallest gap between two times; intervals
 * without a row are empty. Times are seconds, or milli-, micro- or nanoseconds since 1970, or ISO 8601.
 */
export function readGeneric(text: string): TraceFile {
  const table = readCsv(text);
  if (table === null) return unreadable('an empty file', 'a header line', 'the file is empty');
  const timeColumn = columnNamed(table, timeNames);
  const countColumn = columnNamed(table, countNames);
  const functionColumn = columnNamed(table, functionNames);
  if (timeColumn === -1)
    return unreadable(
      shown(table.header.slice(0, 8).join(',')),
      'a header with timestamp, time or ts',
      'there is no column timestamp, time or ts',
    );

  const problems: TraceProblem[] = [];
  const times = new Map<CsvRow, number>();
  let unit: TimeUnit | null = null;
  for (const row of table.rows) {
    const cells = table.cellsOf(row);
    if (isRagged(cells, table.header.length, row, problems)) continue;
    const cell = cells[timeColumn] ?? '';
    const time = readTime(cell);
    if (time === null)
      problems.push({
        line: row.line,
        found: shown(cell),
        allowed: 'seconds, milliseconds since 1970 or an ISO 8601 time',
        message: `${shown(cell)} is no time`,
      });
    else if (time.unit !== (unit ??= time.unit))
      problems.push({
        line: row.line,
        found: shown(cell),
        allowed: `${unit}, as above`,
        message: `${shown(cell)} is written in ${time.unit}, but the rows above in ${unit}`,
      });
    else times.set(row, time.microseconds);
  }
  const functions = groupRows(
    table.rows.filter((row) => times.has(row)),
    (row) => [functionColumn === -1 ? '' : (table.cellsOf(row)[functionColumn] ?? '')],
  );
  if (countColumn === -1) return { functions, problems, arrivalsOf: instantsOf(times) };
  return perInterval(table, countColumn, times, functions, problems);
}

/** One row an event. The clock is the file's, so that the functions of one file stay in step. */
function instantsOf(times: ReadonlyMap<CsvRow, number>) {
  const shift = fromFirstMinute([...times.values()]);
  return (functions: readonly TraceFunction[]) => {
    const instants = functions.flatMap(({ rows }) => rows.flatMap((row) => times.get(row) ?? []));
    return { kind: 'instants' as const, instants: instants.map((instant) => instant - shift).sort((a, b) => a - b) };
  };
}

/** One row an interval. */
function perInterval(
  table: CsvTable,
  countColumn: number,
  times: ReadonlyMap<CsvRow, number>,
  functions: TraceFunction[],
  problems: TraceProblem[],
): TraceFile {
  const starts = [...new Set(times.values())].sort((a, b) => a - b);
  const [first, second] = starts;
  if (first === undefined || second === undefined)
    return {
      ...unreadable(`${starts.length} rows`, 'at least two intervals', 'the length of an interval cannot be told from fewer than two rows'),
      ...(problems.length > 0 ? { problems } : {}),
    };
  const interval = starts.reduce((least, start, index) => (index === 0 ? least : Math.min(least, start - starts[index - 1]!)), Infinity);
  const intervals = (starts[starts.length - 1]! - first) / interval + 1;
  if (intervals > mostIntervals)
    return unreadable(
      `${Math.floor(intervals)} intervals`,
      `at most ${mostIntervals} intervals`,
      'the times are too far apart for their smallest gap',
    );
  for (const [row, time] of times) {
    if ((time - first) % interval !== 0)
      problems.push({
        line: row.line,
        found: shown(row.text),
        allowed: `a whole number of intervals of ${interval / 1_000_000} s after the first`,
        message: `the time is not a whole number of intervals of ${interval / 1_000_000} s after the first`,
      });
  }
  const isRate = table.header[countColumn] === 'rate';

  const arrivalsOf = (chosen: readonly TraceFunction[], found: TraceProblem[]) => {
    const counts = new Array<number>(Math.floor(intervals)).fill(0);
    for (const row of chosen.flatMap(({ rows }) => rows)) {
      const cell = table.cellsOf(row)[countColumn] ?? '';
      const index = Math.floor((times.get(row)! - first) / interval);
      counts[index]! += (isRate ? readNumber(cell, 'rate', 0, row, found) : readCount(cell, row, found)) ?? 0;
    }
    return { kind: 'counts' as const, interval, counts: isRate ? wholeEvents(counts, interval / 1_000_000) : counts };
  };
  return { functions, problems, arrivalsOf };
}

/** Rates as whole events an interval: each rounding error is carried on, so the total stays within half an event. */
function wholeEvents(rates: readonly number[], seconds: number): number[] {
  let exact = 0;
  let whole = 0;
  return rates.map((rate) => {
    exact += rate * seconds;
    const count = Math.round(exact) - whole;
    whole += count;
    return count;
  });
}

type TimeUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' | 'ISO 8601';

/** A number so large that it would lie millennia ahead in one unit is in the next smaller one, counted from 1970. */
function readTime(cell: string): { unit: TimeUnit; microseconds: number } | null {
  if (!/^-?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(cell)) {
    const microseconds = parseIsoInstant(cell);
    return microseconds === null ? null : { unit: 'ISO 8601', microseconds };
  }
  const value = Number(cell);
  if (!Number.isFinite(value)) return null;
  const [unit, microseconds] =
    Math.abs(value) < 1e11
      ? (['seconds', 1e6] as const)
      : Math.abs(value) < 1e14
        ? (['milliseconds', 1e3] as const)
        : Math.abs(value) < 1e17
          ? (['microseconds', 1] as const)
          : (['nanoseconds', 1e-3] as const);
  const instant = Math.round(value * microseconds);
  return Number.isSafeInteger(instant) ? { unit, microseconds: instant } : null;
}

function columnNamed(table: CsvTable, names: readonly string[]): number {
  return table.header.findIndex((name) => names.includes(name));
}
