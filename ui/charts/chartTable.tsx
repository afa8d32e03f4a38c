import { useState } from 'preact/hooks';
import { cursor } from '../state/cursor.ts';
import { binAt } from './bins.ts';
import { TablePages } from './tablePages.tsx';
import { binClock } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** One column of a chart's table: a value for each bin, NaN where there is none. */
export interface TableColumn {
  name: string;
  values: readonly number[];
  /** Where a cell is a range: up to what. */
  upTo?: readonly number[];
  format: (value: number) => string;
  /** Said of the plain numbers of a file, where they need it; a formatted cell says it itself. */
  unit?: 'seconds';
}

/** A cell as text. */
export function cellOf({ values, upTo, format }: TableColumn, bin: number): string {
  const value = format(values[bin] ?? NaN);
  return upTo === undefined ? value : `${value} – ${format(upTo[bin] ?? NaN)}`;
}

const rowsOnPage = 25;

/** The chart as a table, a page at a time: it opens on the page of the cursor. */
export function ChartTable({ axis, caption, columns }: { axis: TimeAxis; caption: string; columns: readonly TableColumn[] }) {
  const count = axis.bins.starts.length;
  const pages = Math.max(1, Math.ceil(count / rowsOnPage));
  const [chosen, setPage] = useState(() => (cursor.peek() === null ? 0 : Math.floor(binAt(axis.bins, cursor.peek() ?? 0) / rowsOnPage)));
  const page = Math.min(chosen, pages - 1);
  const bins = Array.from({ length: Math.min(rowsOnPage, count - page * rowsOnPage) }, (_, row) => page * rowsOnPage + row);
  return (
    <div class="table-view">
      <div class="table-scroll" tabIndex={0} role="region" aria-label={`Table: ${caption}`}>
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">Simulated time</th>
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bins.map((bin) => (
              <tr key={bin}>
                <th scope="row">{binClock(axis, bin)}</th>
                {columns.map((column) => (
                  <td key={column.name}>{cellOf(column, bin)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TablePages page={page} pages={pages} words={['Earlier', 'Later']} go={setPage} />
    </div>
  );
}
