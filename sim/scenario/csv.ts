/** One line of a CSV file that is not blank; a quoted cell may make it span several. */
export interface CsvRow {
  /** Counting from 1; where the row begins. */
  line: number;
  text: string;
}

export interface CsvTable {
  /** Trimmed and in lower case. */
  header: string[];
  rows: CsvRow[];
  /** The cells of a row, trimmed. Split on demand, because most rows of a large trace are never needed. */
  cellsOf: (row: CsvRow) => string[];
}

/** Reads CSV as programs write it: any line ends, a byte order mark, quoted cells, separated by commas, semicolons or tabs. Null where there is no header. */
export function readCsv(text: string): CsvTable | null {
  // A byte order mark is white space to `trim`, which every cell goes through.
  const [first, ...rows] = rowsOf(text);
  if (first === undefined) return null;
  const separator = separatorOf(first.text);
  return {
    header: splitCells(first.text, separator).map((cell) => cell.toLowerCase()),
    rows,
    cellsOf: (row) => splitCells(row.text, separator),
  };
}

function rowsOf(text: string): CsvRow[] {
  const quoted = text.includes('"');
  const rows: CsvRow[] = [];
  let line = 1;
  let start = 0;
  const lineEnd = /\r\n|\n|\r/g;
  let rowLine = 1;
  let insideQuotes = false;
  for (;;) {
    const end = lineEnd.exec(text);
    const stop = end?.index ?? text.length;
    // A line end inside quotes belongs to its cell.
    if (quoted) insideQuotes = countQuotes(text, start, stop) % 2 === 1;
    if (!insideQuotes || end === null) {
      const row = text.slice(start, stop);
      if (row.trim() !== '') rows.push({ line: rowLine, text: row });
      start = stop + (end?.[0].length ?? 0);
      rowLine = line + 1;
    }
    if (end === null) return rows;
    line++;
  }
}

function countQuotes(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('"', from); at !== -1 && at < to; at = text.indexOf('"', at + 1)) count++;
  return count;
}

function separatorOf(header: string): string {
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: header.split(separator).length }));
  return counts.reduce((best, candidate) => (candidate.count > best.count ? candidate : best)).separator;
}

function splitCells(row: string, separator: string): string[] {
  if (!row.includes('"')) return row.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < row.length; at++) {
    const character = row[at]!;
    if (character === '"') {
      if (quoted && row[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = !quoted;
    } else if (character === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
