import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { traceSteps } from '../../sim/lambda/trace.ts';
import { clauses, gradeMeans, readClauses } from '../../ui/state/clauses.ts';

const file = readFileSync(new URL('../../docs/clauses.md', import.meta.url), 'utf8');

describe('the clauses on the page', () => {
  it('are all that the document has, and no more', () => {
    const ids = [...file.matchAll(/^\| ([A-Z]{3}-\d+) \|/gm)].map(([, id]) => id);
    expect(ids.length).toBe(235);
    expect([...clauses.keys()]).toEqual(ids);
    expect(file).toContain(`${String(clauses.size)} of them`);
  });

  it('each say something, with a source and a grade whose meaning is known', () => {
    for (const { id, says, grade, source } of clauses.values()) {
      expect(says.length, id).toBeGreaterThan(10);
      expect(source, id).not.toBe('');
      expect(gradeMeans(grade), `${id}: ${grade}`).not.toBe('');
    }
    expect(clauses.get('RTY-01')).toEqual({
      id: 'RTY-01',
      says: 'A failed event is tried again after one minute and, failing again, after two more.',
      grade: 'seed document',
      source: 'async guide; dead-letter guide',
    });
  });

  it('explain every step that a life-line can have', () => {
    for (const { clause } of traceSteps) expect(clauses.has(clause), clause).toBe(true);
  });

  it('are read from any text: what is no clause is passed over, and an escaped bar is a bar', () => {
    const text = '# A title\n| clause | what it says |\n| --- | --- |\n| ABC-01 | one \\| two | assumed | nobody | x | y |\n| ABC-02 |\n|ABC-03|tight|measured|us|\n| ABCD-1 | no | a | b |\n| a | b |';
    expect([...readClauses(text).values()]).toEqual([
      { id: 'ABC-01', says: 'one | two', grade: 'assumed', source: 'nobody' },
      { id: 'ABC-03', says: 'tight', grade: 'measured', source: 'us' },
    ]);
    expect(readClauses('').size).toBe(0);
  });
});
