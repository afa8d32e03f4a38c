import type { FunctionResult, RunResult } from '../engines/result.ts';
import { formatCount } from './count.ts';
import type { Meaning, Paint } from './paint.ts';
import { formatShare } from './share.ts';
import { formatSpan } from './span.ts';
import { type Cell, textTable } from './textTable.ts';
import { totalsOf } from './totals.ts';

/**
 * Many functions in one table, the most troubled first, with a row for the rest and a row of totals.
 * Where the terminal is narrow the least telling columns are left out.
 */
export function functionTable(result: RunResult, width: number, paint: Paint): string[] {
  const all = Object.entries(result.functions);
  const ordered = all.map(([name, own], order) => ({ name, own, order })).sort((a, b) => compareTrouble(a.own, b.own) || a.order - b.order);
  const shown = ordered.slice(0, mostRows);
  const rest = ordered.slice(mostRows);
  const rows: Row[] = [
    ...shown.map(({ name, own }) => ({ label: shortened(name), functions: [own] })),
    ...(rest.length === 0 ? [] : [{ label: `${rest.length} more`, functions: rest.map(({ own }) => own) }]),
    { label: `all ${all.length}`, functions: all.map(([, own]) => own) },
  ];
  let columns = allColumns;
  let lines = draw(columns, rows, paint);
  while (columns.length > fewestColumns && lines.bare > width) {
    const least = Math.max(...columns.map(({ priority }) => priority));
    columns = columns.filter(({ priority }) => priority !== least);
    lines = draw(columns, rows, paint);
  }
  return lines.painted;
}

const mostRows = 20;
const fewestColumns = 3;
const longestName = 28;

interface Row {
  label: string;
  functions: FunctionResult[];
}

interface Column {
  heading: string;
  /** 1 stays longest. */
  priority: number;
  meaning?: Meaning;
  text(row: Row): string;
}

const sumColumn = (heading: string, priority: number, value: (own: FunctionResult) => number, meaning?: Meaning): Column => ({
  heading,
  priority,
  ...(meaning === undefined ? {} : { meaning }),
  text: ({ functions }) => formatCount(functions.reduce((sum, own) => sum + value(own), 0)),
});

/** Quantiles of several functions cannot be combined, so rows of several have none. */
const spanColumn = (heading: string, priority: number, value: (own: FunctionResult) => number | null): Column => ({
  heading,
  priority,
  text: ({ functions }) => (functions.length === 1 && functions[0] !== undefined ? formatSpan(value(functions[0])) : ''),
});

const allColumns: readonly Column[] = [
  sumColumn('received', 1, (own) => own.received),
  {
    heading: 'delivered',
    priority: 2,
    text: ({ functions }) => {
      const { delivered, received } = totalsOf(functions);
      return formatShare(delivered, received);
    },
  },
  sumColumn('late', 3, (own) => own.delivered.delayed, 'delayed'),
  sumColumn('captured', 6, (own) => own.discarded.captured, 'captured'),
  sumColumn('gone', 4, (own) => own.discarded.gone, 'gone'),
  sumColumn('lost', 9, (own) => own.lost, 'lost'),
  sumColumn('waiting', 7, (own) => own.waiting.total, 'waiting'),
  spanColumn('delay p50', 8, (own) => own.delaySeconds.p50),
  spanColumn('p99', 5, (own) => own.delaySeconds.p99),
  sumColumn('Throttles', 10, (own) => own.metrics.Throttles),
];

function draw(columns: readonly Column[], rows: readonly Row[], paint: Paint): { painted: string[]; bare: number } {
  const head = ['function', ...columns.map(({ heading }) => heading)].map((text): Cell => ({ text, painted: paint('faint', text) }));
  const body = rows.map((row, index): Cell[] => [
    { text: row.label, painted: index === rows.length - 1 ? paint('strong', row.label) : row.label },
    ...columns.map(({ text, meaning }): Cell => {
      const value = text(row);
      return { text: value, painted: meaning === undefined || value === '0' ? value : paint(meaning, value) };
    }),
  ]);
  const alignments = ['left' as const, ...columns.map(() => 'right' as const)];
  const bare = textTable([head, ...body].map((cells) => cells.map(({ text }) => text)), alignments);
  return { painted: textTable([head, ...body], alignments), bare: Math.max(...bare.map((line) => [...line].length)) };
}

/** More events gone or lost first, then discarded, then waiting, then late, then simply more events. */
function compareTrouble(a: FunctionResult, b: FunctionResult): number {
  for (const trouble of troubles) {
    const difference = trouble(b) - trouble(a);
    if (difference !== 0) return difference;
  }
  return 0;
}

const troubles: ((own: FunctionResult) => number)[] = [
  (own) => own.discarded.gone + own.lost,
  (own) => own.discarded.total,
  (own) => own.waiting.delayed,
  (own) => own.delivered.delayed,
  (own) => own.received,
];

/** The middle goes: names of one family begin alike and differ at the end. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= longestName) return name;
  const kept = longestName - 1;
  return `${characters.slice(0, Math.ceil(kept / 2)).join('')}…${characters.slice(-Math.floor(kept / 2)).join('')}`;
}
