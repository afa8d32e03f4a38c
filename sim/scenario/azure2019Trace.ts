import { readCsv } from './csv.ts';
import { groupRows, isRagged, readCount, unreadable, type TraceFile, type TraceFunction, type TraceProblem } from './traceFile.ts';

const minute = 60_000_000;

/**
 * The Azure Functions 2019 trace: `HashOwner,HashApp,HashFunction,Trigger` and a column of counts for each minute of a day.
 * The minutes of a file may begin anywhere (480…959 is a morning); the first one is the start of the scenario.
 */
export function readAzure2019(text: string): TraceFile {
  const table = readCsv(text);
  if (table === null) return unreadable('an empty file', 'a header line', 'the file is empty');
  const { header } = table;
  const functionColumn = header.indexOf('hashfunction');
  const appColumn = header.indexOf('hashapp');
  const minutes = header.flatMap((name, column) => (/^\d+$/.test(name) ? [{ column, minute: Number(name) }] : []));
  if (functionColumn === -1) return unreadable('no such column', 'a column HashFunction', 'there is no column HashFunction');
  if (minutes.length === 0)
    return unreadable('no such column', 'a column for each minute, such as 1, 2, 3 …', 'there is no column for any minute');
  const gap = minutes.findIndex(({ minute: at }, index) => index > 0 && at !== (minutes[index - 1]?.minute ?? 0) + 1);
  if (gap !== -1)
    return unreadable(
      String(minutes[gap]?.minute),
      'consecutive minutes',
      `minute ${minutes[gap]?.minute} follows minute ${minutes[gap - 1]?.minute}`,
    );

  const arrivalsOf = (functions: readonly TraceFunction[], problems: TraceProblem[]) => {
    const counts = new Array<number>(minutes.length).fill(0);
    for (const row of functions.flatMap(({ rows }) => rows)) {
      const cells = table.cellsOf(row);
      if (isRagged(cells, header.length, row, problems)) continue;
      for (const [index, { column }] of minutes.entries()) counts[index]! += readCount(cells[column] ?? '', row, problems) ?? 0;
    }
    return { kind: 'counts' as const, interval: minute, counts };
  };

  const namesOf = (cells: readonly string[]) => [cells[functionColumn] ?? '', `${cells[appColumn] ?? ''}/${cells[functionColumn] ?? ''}`];
  return { functions: groupRows(table.rows, (row) => namesOf(table.cellsOf(row))), problems: [], arrivalsOf };
}
