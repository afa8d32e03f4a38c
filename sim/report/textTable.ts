/** A cell: its text and, if it has a colour, the text with it. Widths are counted on the bare text. */
export interface Cell {
  text: string;
  painted?: string;
}

/** How a column stands: words to the left, numbers to the right. */
export type Alignment = 'left' | 'right';

/** Rows of cells as lines of aligned columns, two spaces apart; the ends of lines are not padded. */
export function textTable(rows: readonly (readonly (Cell | string)[])[], alignments: readonly Alignment[], indent = ''): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths = alignments.map((_, column) => cells.reduce((widest, row) => Math.max(widest, widthOf(row[column]?.text ?? '')), 0));
  return cells.map((row) => {
    const parts = alignments.map((alignment, column) => {
      const cell = row[column] ?? { text: '' };
      const space = ' '.repeat((widths[column] ?? 0) - widthOf(cell.text));
      const text = cell.painted ?? cell.text;
      return alignment === 'left' ? text + space : space + text;
    });
    return `${indent}${parts.join('  ')}`.trimEnd();
  });
}

/** Breaks a text into lines of at most `width` characters, between words but not between a number and its unit. */
export function wrapped(text: string, width: number): string[] {
  const units = / (?=(?:%|ms|s|min|h|d)(?![\w]))(?<=\d )/g;
  return packed(text.replace(units, '\u00a0').split(' '), ' ', width).map((line) => line.replaceAll('\u00a0', ' '));
}

/** Items on as few lines of at most `width` characters as they fit, `gap` between two on a line; an item is never broken. */
export function packed(items: readonly string[], gap: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && widthOf(line) + widthOf(gap) + widthOf(item) > width) {
      lines.push(line);
      line = item;
    } else {
      line = line === '' ? item : line + gap + item;
    }
  }
  return [...lines, line];
}

/** Code points, not code units: an emoji in a function's name is one. */
const widthOf = (text: string): number => [...text].length;
