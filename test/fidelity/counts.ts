import { readFileSync, readdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** How much is verified, counted where it stands: the clauses, the systems with known answers, the gallery. As Markdown. */
export function countsTable(): string {
  const clauses = read('docs/clauses.md')
    .split('\n')
    .filter((line) => /^\| [A-Z]{3}-\d{2} \|/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
    .map(([, , grade = '', , , tested = '']) => ({ grade, isTested: tested !== '—' }));
  const grades = ['seed document', 'documented', 'measured', 'emulator', 'assumed'];
  const oracles = Object.values(JSON.parse(read('test/oracles/referenceValues.json')) as Record<string, unknown>).filter((family) => Array.isArray(family));
  const goldens = readdirSync(new URL('test/golden/', root)).filter((name) => name.endsWith('.txt'));
  const rows = [
    ['clauses, of which tested', `${clauses.length}, ${clauses.filter(({ isTested }) => isTested).length}`],
    ...grades.map((grade) => {
      const ofGrade = clauses.filter((clause) => clause.grade === grade);
      return [`… *${grade}*`, `${ofGrade.length}, ${ofGrade.filter(({ isTested }) => isTested).length}`];
    }),
    ['systems whose answer is known, in families', `${oracles.reduce((sum, family) => sum + family.length, 0)} in ${oracles.length}`],
    ['ready-made scenarios with a kept table of results', `${goldens.length}`],
  ];
  return [['what', 'how many'], ['---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
