import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const clauseId = /\b(?:ASY|POL|ERR|RTY|THR|AGE|DUP|ZRC|CON|ENV|DLQ|DST|MET|DDB|SQS|PRC|CFG)-\d{2}\b/g;

interface Row {
  clause: string;
  says: string;
  grade: string;
  source: string;
  implemented: string;
  tested: string;
}

const text = readFileSync(join(root, 'docs', 'clauses.md'), 'utf8');

const rows: Row[] = text
  .split('\n')
  .filter((line) => /^\| [A-Z]{3}-\d{2} \|/.test(line))
  .map((line) => {
    const [clause, says, grade, source, implemented, tested] = line.slice(2, -2).split(' | ') as [string, string, string, string, string, string];
    return { clause, says, grade, source, implemented, tested };
  });

const isImplemented = ({ implemented }: Row): boolean => implemented.startsWith('`');

/** Which files have a test whose title names a clause: the clause's own family first. */
const testedIn = new Map<string, string[]>();
for (const file of readdirSync(join(root, 'test', 'clauses')).sort()) {
  if (!file.endsWith('.test.ts') || file === 'coverage.test.ts') continue;
  const source = readFileSync(join(root, 'test', 'clauses', file), 'utf8');
  for (const [, single, double] of source.matchAll(/(?:\btest|\](?: as const)?\))\((?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g))
    for (const id of (single ?? double)!.match(clauseId) ?? []) {
      const files = testedIn.get(id) ?? [];
      if (!files.includes(file)) files.push(file);
      testedIn.set(id, files);
    }
}
for (const [id, files] of testedIn) files.sort((a, b) => Number(b.startsWith(id.slice(0, 3))) - Number(a.startsWith(id.slice(0, 3))));

describe('docs/clauses.md', () => {
  test('has every clause once, with a sentence, a grade and a source', () => {
    expect(rows).toHaveLength(235);
    expect(new Set(rows.map(({ clause }) => clause)).size).toBe(235);
    const known = ['seed document', 'documented', 'measured', 'emulator', 'assumed'];
    expect(rows.filter(({ says, grade, source }) => says.length < 10 || !known.includes(grade) || source.length < 3)).toEqual([]);
  });

  test('numbers every family from 01 without a gap', () => {
    const places = new Map<string, number>();
    for (const { clause } of rows) {
      const family = clause.slice(0, 3);
      places.set(family, (places.get(family) ?? 0) + 1);
      expect(clause).toBe(`${family}-${String(places.get(family)).padStart(2, '0')}`);
    }
  });

  test('names its sources in full', () => {
    expect(text.match(/\b(?:SK|CG|LS|LSC|S[0-4])\b/g)?.filter((key) => key !== 'S3') ?? []).toEqual([]);
    const legend = [...text.matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)].flatMap(([, names]) => names!.replace(': …', '').split(', '));
    const sources = rows.flatMap(({ source }) => source.split('; ').map((one) => one.split(/[:,]/)[0]!));
    expect(sources.filter((source) => !legend.some((name) => source.startsWith(name)))).toEqual([]);
  });

  test('says of every clause that it is implemented, planned, or why not', () => {
    expect(rows.filter((row) => !isImplemented(row) && !/^(?:later|not modelled: .{10,})/.test(row.implemented))).toEqual([]);
  });

  test('points to files and names that exist', () => {
    const missing = rows.filter(isImplemented).flatMap(({ clause, implemented }) =>
      implemented.split('; ').flatMap((place) => {
        const [, file, names] = /^`([^`]+)`(.*)$/.exec(place) ?? [];
        const path = join(root, 'sim', file ?? '?');
        if (!existsSync(path)) return [`${clause}: there is no sim/${file}`];
        const source = readFileSync(path, 'utf8');
        return names!
          .replace(/, which .*|: .*/, '')
          .split(', ')
          .map((name) => name.trim())
          .filter((name) => !new RegExp(`\\b${name}\\b`).test(source))
          .map((name) => `${clause}: there is no ${name} in sim/${file}`);
      }),
    );
    expect(missing).toEqual([]);
  });

  test('says of every clause where it is tested, and of every implemented one at least one place', () => {
    const told = rows.map(({ clause, tested }) => `${clause}: ${tested}`);
    expect(told).toEqual(rows.map(({ clause }) => `${clause}: ${testedIn.get(clause)?.join(', ') ?? '—'}`));
    expect(rows.filter((row) => isImplemented(row) !== testedIn.has(row.clause)).map(({ clause }) => clause)).toEqual([]);
  });

  test('has every clause that a test or the code names', () => {
    const written = new Set(rows.map(({ clause }) => clause));
    const inCode = readdirSync(join(root, 'sim'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => readFileSync(join(root, 'sim', path), 'utf8').match(clauseId) ?? []);
    expect(inCode.length).toBeGreaterThan(100);
    expect([...new Set([...inCode, ...testedIn.keys()])].filter((id) => !written.has(id))).toEqual([]);
  });
});
