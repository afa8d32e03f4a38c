import { useState } from 'preact/hooks';
import { cursor } from '../state/cursor.ts';
import { binAt } from './bins.ts';
import { binClock } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** One column of a chart's table. */
export interface TableColumn {
  name: string;
  cell: (bin: number) => string;
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
                {columns.map(({ name, cell }) => (
                  <td key={name}>{cell(bin)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="table-pages">
        <button type="button" class="quiet" disabled={page === 0} onClick={() => setPage(page - 1)}>
          Earlier
        </button>
        <span>
          page {page + 1} of {pages}
        </span>
        <button type="button" class="quiet" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
          Later
        </button>
      </div>
    </div>
  );
}
