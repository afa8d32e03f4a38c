import { readCsv } from './csv.ts';
import { fromFirstMinute } from './firstMinute.ts';
import { shown } from './issue.ts';
import { groupRows, isRagged, readNumber, unreadable, type TraceFile, type TraceFunction, type TraceProblem } from './traceFile.ts';

/**
 * The Azure Functions 2021 trace: `app,func,end_timestamp,duration`, a row for each invocation, in seconds.
 * An invocation arrived at its end less its duration, so the rows, ordered by end, have to be sorted.
 */
export function readAzure2021(text: string): TraceFile {
  const table = readCsv(text);
  if (table === null) return unreadable('an empty file', 'a header line', 'the file is empty');
  const { header } = table;
  const [app, func, end, duration] = ['app', 'func', 'end_timestamp', 'duration'].map((name) => header.indexOf(name));
  const missing = ['func', 'end_timestamp', 'duration'].filter((name) => !header.includes(name));
  if (missing.length > 0)
    return unreadable('no such column', `the columns app, func, end_timestamp, duration`, `there is no column ${missing.join(', ')}`);

  const arrivalAt = (cells: readonly string[], row: { line: number; text: string }, problems: TraceProblem[]): number | null => {
    if (isRagged(cells, header.length, row, problems)) return null;
    const ended = readNumber(cells[end ?? 0] ?? '', 'end_timestamp', -Infinity, row, problems);
    const ran = readNumber(cells[duration ?? 0] ?? '', 'duration', 0, row, problems);
    if (ended === null || ran === null) return null;
    const arrived = Math.round((ended - ran) * 1_000_000);
    if (Number.isSafeInteger(arrived)) return arrived;
    const found = shown(`${cells[end ?? 0] ?? ''}, ${cells[duration ?? 0] ?? ''}`);
    problems.push({ line: row.line, found, allowed: 'times of at most 285 years', message: `there is no such time as the end less the duration of ${found}` });
    return null;
  };
  // The clock is the file's, not that of the chosen functions, so that functions of one file stay in step.
  const problems: TraceProblem[] = [];
  const arrivals = new Map(table.rows.map((row) => [row, arrivalAt(table.cellsOf(row), row, problems)]));
  const shift = fromFirstMinute([...arrivals.values()].filter((instant) => instant !== null));

  const arrivalsOf = (functions: readonly TraceFunction[]) => {
    const instants = functions.flatMap(({ rows }) => rows.flatMap((row) => arrivals.get(row) ?? []));
    return { kind: 'instants' as const, instants: instants.map((instant) => instant - shift).sort((a, b) => a - b) };
  };
  const namesOf = (cells: readonly string[]) => [cells[func ?? 0] ?? '', `${cells[app ?? -1] ?? ''}/${cells[func ?? 0] ?? ''}`];
  return { functions: groupRows(table.rows, (row) => namesOf(table.cellsOf(row))), problems, arrivalsOf };
}
