import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isDrawnMutant, subtreesWithoutADrawnPlace } from '../../scripts/mutationSample.mjs';
import type { Place } from '../../scripts/mutationSample.mjs';

function draw(share: number, seed: number): void {
  vi.stubEnv('HEADROOM_MUTATION_SHARE', String(share));
  vi.stubEnv('HEADROOM_MUTATION_SEED', String(seed));
}

beforeEach(() => draw(0.1, 1));
afterEach(() => vi.unstubAllEnvs());

const place = (line: number, column = 0): Place => ({ start: { line, column }, end: { line, column: column + 1 } });
const drawn = (fileName: string): number[] => Array.from({ length: 3_000 }, (_, line) => line).filter((line) => isDrawnMutant({ fileName, location: place(line) }));

describe('a sample of mutants', () => {
  test('has the share that was asked for', () => {
    // Four standard deviations of 3,000 draws.
    for (const share of [0.1, 0.5]) {
      draw(share, 1);
      expect(Math.abs(drawn('/project/sim/a.ts').length / 3_000 - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 3_000));
    }
    draw(1, 1);
    expect(drawn('/project/sim/a.ts')).toHaveLength(3_000);
  });

  test('is the same for the same seed, wherever the project lies, and another one for another seed or file', () => {
    const one = drawn('/project/sim/a.ts');
    expect(drawn('/elsewhere/copy-1/sim/a.ts')).toEqual(one);
    expect(drawn('/project/sim/b.ts')).not.toEqual(one);
    draw(0.1, 2);
    expect(drawn('/project/sim/a.ts')).not.toEqual(one);
  });

  test('loses nothing where subtrees are left out, and leaves out every subtree without a drawn place', () => {
    const located = (type: string, { start, end }: Place, rest: object = {}) => ({ type, loc: { start: { ...start, line: start.line + 1 }, end: { ...end, line: end.line + 1 } }, ...rest });
    const counts = [0, 0];
    for (let seed = 0; seed < 300; seed++) {
      draw(0.2, seed);
      // if (flag) { one === two }
      const test = located('Identifier', place(1, 4));
      const equality = located('BinaryExpression', place(2), { left: located('Identifier', place(2, 8)) });
      const tree = located('IfStatement', place(1), { test, consequent: { ...located('BlockStatement', place(1, 10)), body: [equality] } });
      const anyDrawn = [place(1, 4), place(2), place(1), place(1, 10)].some((location) => isDrawnMutant({ fileName: '/project/sim/a.ts', location }));
      const reason = subtreesWithoutADrawnPlace.shouldIgnore({ node: tree, key: 'body', hub: { file: { opts: { filename: '/copy/sim/a.ts' } } } });
      expect(reason === undefined).toBe(anyDrawn);
      counts[anyDrawn ? 1 : 0]!++;
    }
    expect(Math.min(...counts)).toBeGreaterThan(60);
  });
});
