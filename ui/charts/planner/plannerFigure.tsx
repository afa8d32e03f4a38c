import type { ComponentChildren } from 'preact';
import { useContext, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { speak } from '../../state/cursor.ts';
import { singleKeys } from '../../state/singleKeys.ts';
import { ExportMenu } from '../exportMenu.tsx';
import { TablePages } from '../tablePages.tsx';
import { ExportedAnswer } from './exportedAnswer.ts';

/** A key that moves the cursor of a planner's chart. */
export type MoveKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

const moveKeys: ReadonlySet<string> = new Set<MoveKey>(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** What every chart of the planner is: a title that says what it shows, a drawing, and the same as a table. */
export interface PlannerFigureProps {
  /** The chart's part of a file's name. */
  name: string;
  title: string;
  note: string;
  /** What there is to see, for those who do not. */
  summary: string;
  table: FigureTable;
  /** Whether the table is there from the start. */
  opensTable?: boolean;
  /** Moves the cursor and says what is there now; null where the key means nothing. */
  move: (key: MoveKey) => string | null;
  /** What is drawn in so many pixels. */
  children: (width: number) => ComponentChildren;
}

/** The first cell of a row is its head. */
export interface FigureTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** One chart of the planner, by keyboard and as a table, too. */
export function PlannerFigure({ name, title, note, summary, table, opensTable = false, move, children }: PlannerFigureProps) {
  const id = useId();
  const [tableOpen, setTableOpen] = useState(opensTable);
  const figure = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const answer = useContext(ExportedAnswer);
  const width = useWidth(plot);
  function onKeyDown(event: KeyboardEvent): void {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || (target as HTMLElement | null)?.closest('.table-scroll, .chart-actions, button') != null) return;
    if (key === 't' && singleKeys.value) setTableOpen(!tableOpen);
    else if (moveKeys.has(key)) {
      const said = move(key as MoveKey);
      if (said === null) return;
      speak(said);
    } else return;
    event.preventDefault();
  }
  return (
    <div ref={figure} class="chart plan-chart" role="figure" tabIndex={0} aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`} aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End t" onKeyDown={onKeyDown}>
      <header class="chart-head">
        <h4 id={`${id}-title`}>{title}</h4>
        <p class="chart-note">{note}</p>
        <div class="chart-actions">
          <button type="button" class="quiet" aria-expanded={tableOpen} aria-label={`Table: ${title}`} onClick={() => setTableOpen(!tableOpen)}>
            Table
          </button>
          {answer !== null && <ExportMenu figure={figure} chart={{ id: name, title, note, ...answer }} />}
        </div>
      </header>
      <p id={`${id}-summary`} class="visually-hidden">
        {summary} The arrow keys move from value to value, t shows the table.
      </p>
      <div class="plot" ref={plot}>
        {width > 0 && children(width)}
      </div>
      {tableOpen && <TableOf table={table} caption={title} />}
    </div>
  );
}

const rowsOnPage = 25;

function TableOf({ table: { head, rows }, caption }: { table: FigureTable; caption: string }) {
  const pages = Math.max(1, Math.ceil(rows.length / rowsOnPage));
  const [chosen, setPage] = useState(0);
  const page = Math.min(chosen, pages - 1);
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={`Table: ${caption}`}>
        <table>
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(page * rowsOnPage, (page + 1) * rowsOnPage).map(([first, ...rest], row) => (
              <tr key={row}>
                <th scope="row">{first}</th>
                {rest.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && <TablePages page={page} pages={pages} words={['Previous', 'Next']} go={setPage} />}
    </>
  );
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => entry !== undefined && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
