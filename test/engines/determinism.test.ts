import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gallery } from '../determinism/cases.ts';
import { digestOf, linesOf } from '../determinism/digest.ts';
import { Sha256 } from '../determinism/sha256.ts';
import { prepare } from '../determinism/tell.ts';

const named = gallery().map((one) => [one.name, one] as const);

/**
 * The same scenario and seed give the same bytes: here in slices, traced or not, and over time. In other engines and on other threads
 * they are compared by `npm run determinism`.
 */
describe('the gallery gives the same bytes', () => {
  const kept: string[] = [];

  it.each(named)('%s, in slices and traced as at once', (_, one) => {
    const run = prepare(one);
    const [numbers, records] = run({ seed: '1', slices: [7, 1000, 1, 311], trace: true, parts: ['numbers', 'records'] }).map(digestOf);
    const [atOnce] = run({ seed: '1', slices: [], trace: false, parts: ['numbers'] }).map(digestOf);
    expect(atOnce).toBe(numbers);
    kept.push(`${one.name}\n  numbers ${numbers}\n  records ${records}\n`);
  });

  // A difference is a change of behaviour, however small, and belongs in one commit with what the goldens want:
  // `npx vitest run --project simulation test/engines/determinism.test.ts -u`.
  it('as it did before', async () => {
    await expect(kept.join('')).toMatchFileSnapshot('../determinism/keptDigests.txt');
  });

  it.each(named.filter(([name]) => ['burst-on-small-reserved-concurrency', 'azure-2021', 'queue-on-reserved-concurrency-one'].includes(name)))('%s gives others with another seed', (_, one) => {
    const run = prepare(one);
    const digests = ['1', '2', 'another seed'].flatMap((seed) => run({ seed, slices: [], trace: false, parts: ['numbers'] }).map(digestOf));
    expect(new Set(digests).size).toBe(3);
  });
});

describe('a digest', () => {
  it('is SHA-256, for messages of every length and in pieces of any size', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, place) => (place * 167) >> 3);
    for (const length of [...Array.from({ length: 200 }, (_, one) => one), 100_000]) {
      const message = bytes.subarray(0, length);
      const hash = new Sha256();
      for (let next = 0; next < length; next += 37) hash.add(message.subarray(next, Math.min(length, next + 37)));
      expect(hash.hex(), `${length} bytes`).toBe(createHash('sha256').update(message).digest('hex'));
    }
  });

  it('tells apart what differs in one bit, in the kind of a value, in a name or in an order', () => {
    const different = [0, -0, 5e-324, 1, 1 + Number.EPSILON, NaN, Infinity, '1', '', 'a', 'ä', null, undefined, true, false, [], [0], [-0], [[0]], {}, { a: 1 }, { b: 1 }, { a: 1, b: 2 }, { b: 2, a: 1 }];
    const columns = [new Float64Array(1), new Float64Array(2), Float64Array.of(-0), Float64Array.of(NaN)];
    expect(new Set([...different, ...columns].map(digestOf)).size).toBe(different.length + columns.length);
    expect(digestOf({ a: [1, { b: Float64Array.of(2) }] })).toBe(digestOf({ a: [1, { b: Float64Array.of(2) }] }));
    // Longer than the memory that it goes through.
    const long = Array.from({ length: 50_000 }, (_, place) => place / 7);
    expect(digestOf(long)).not.toBe(digestOf(long.with(49_999, 0)));
  });

  it('of NaN is one, whatever its bits', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer);
    expect(digestOf(odd)).toBe(digestOf(Float64Array.of(NaN)));
  });

  it('has lines beside it that show the first difference, to the bit', () => {
    expect(linesOf({ a: [1, 'x\ny'], b: Float64Array.of(-0) })).toEqual(['.a[0]: 1 (3ff0000000000000)', '.a[1][0]: "x"', '.a[1][1]: "y"', '.b[0]: 0 (8000000000000000)']);
  });
});
