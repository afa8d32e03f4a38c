import text from '../../docs/clauses.md?raw';

/** One sentence about what Lambda does, with where it comes from. Code in backticks and *emphasis* are as written. */
export interface Clause {
  /** Such as `RTY-01`. */
  id: string;
  says: string;
  /** How well it is known, in one or two words. */
  grade: string;
  source: string;
}

/** Every clause of the tables in a Markdown text, by its number; what is no clause is passed over. */
export function readClauses(markdown: string): ReadonlyMap<string, Clause> {
  const rows = markdown.split('\n').map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));
  return new Map(
    rows.flatMap(([, id = '', says = '', grade = '', source = '']): [string, Clause][] => (/^[A-Z]{3}-\d+$/.test(id) && says !== '' ? [[id, { id, says, grade, source }]] : [])),
  );
}

/** The clauses of this version of Headroom. */
export const clauses = readClauses(text);

const meanings: Readonly<Record<string, string>> = {
  'seed document': 'AWS says so in one of the five documents that this simulator started from.',
  documented: 'AWS says so.',
  measured: 'Somebody saw it on the real service.',
  emulator: 'An emulator does it, which proves nothing about AWS.',
  assumed: 'Nobody publishes it; this is the answer that was chosen here.',
};

/** What a grade means, as a sentence; empty for one that is not known. */
export const gradeMeans = (grade: string): string => meanings[grade] ?? '';
