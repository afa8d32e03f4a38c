import { queueColumns, queueMappingColumns, type Series, seriesColumns, shardColumns } from '../engines/result.ts';

/** The columns of mappings: those of streams, then what only queues have. */
const mappingColumns: readonly string[] = [...shardColumns, ...queueMappingColumns.filter((column) => !(shardColumns as readonly string[]).includes(column))];

/**
 * The per-minute series as CSV (RFC 4180), piece by piece: the header line, then for each simulated minute a line for each
 * function, mapping, shard and queue.
 *
 * `t` is the second at which the row starts. A value that does not exist (an age in a minute without a dispatch) is an
 * empty field, and so is every column of another kind of row: `function`, `mapping` or `queue` says whose row it is. A mapping of a
 * stream with several shards has a row for all of them, without a `shard`, and one for each. The columns of mappings and queues are there
 * only if the scenario has some. Names that a spreadsheet would take for a formula are made harmless with a leading apostrophe.
 */
export function* seriesCsv(series: Series): Generator<string> {
  const hasMappings = series.eventSourceMappings !== undefined;
  const hasQueues = series.queues !== undefined;
  const blocks: Block[] = [
    { names: ['function'], columns: seriesColumns, prefix: '' },
    ...(hasMappings ? [{ names: ['mapping', 'shard'], columns: mappingColumns, prefix: 'mapping.' }] : []),
    ...(hasQueues ? [{ names: ['queue'], columns: queueColumns, prefix: 'queue.' }] : []),
  ];
  yield `${['t', ...blocks.flatMap(({ names, columns, prefix }) => [...names, ...columns.map((column) => prefix + column)])].join(',')}\r\n`;
  const rows = [
    ...Object.entries(series.functions).map(([name, columns]) => rowOf(blocks, 0, [name], columns)),
    ...mappingRows(series, blocks),
    ...Object.entries(series.queues ?? {}).map(([name, columns]) => rowOf(blocks, blocks.length - 1, [name], columns)),
  ];
  for (const [place, start] of series.minutes.entries()) {
    for (const { before, columns, after } of rows) yield `${start},${before}${columns.map((column) => csvNumber(column?.[place])).join(',')}${after}\r\n`;
  }
}

/** The columns of one kind of row, and what says whose it is. */
interface Block {
  names: readonly string[];
  columns: readonly string[];
  prefix: string;
}

/** What stands before and after a row's numbers is the same each minute. */
interface Row {
  before: string;
  columns: (Float64Array | undefined)[];
  after: string;
}

function rowOf(blocks: readonly Block[], own: number, names: readonly string[], values: Readonly<Record<string, Float64Array>>): Row {
  const width = ({ names: some, columns }: Block): number => some.length + columns.length;
  const empty = (of: readonly Block[]): string => ','.repeat(of.reduce((sum, block) => sum + width(block), 0));
  return {
    before: `${empty(blocks.slice(0, own))}${names.map(csvField).join(',')},`,
    columns: (blocks[own]?.columns ?? []).map((column) => values[column]),
    after: empty(blocks.slice(own + 1)),
  };
}

function mappingRows(series: Series, blocks: readonly Block[]): Row[] {
  return Object.entries(series.eventSourceMappings ?? {}).flatMap(([name, own]): Row[] => {
    if (own.source === 'queue') {
      const { source: _source, ...columns } = own;
      return [rowOf(blocks, 1, [name, ''], columns)];
    }
    const shards = own.shards.length > 1 ? own.shards.map((columns, shard) => rowOf(blocks, 1, [name, String(shard)], columns)) : [];
    return [rowOf(blocks, 1, [name, ''], own.total), ...shards];
  });
}

/** A text as one CSV field: quoted where it must be, and never a spreadsheet formula, of which some take the wide signs for the usual ones. */
export function csvField(text: string): string {
  const harmless = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function csvNumber(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}
