import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demand } from '../engines/demand.ts';
import { allProperties } from './all.ts';
import { property } from './property.ts';

/** What does not hold for lists in which a number is more than 5. */
const small = property({
  id: 'small',
  says: 'numbers are small',
  arbitrary: fc.array(fc.nat(100)),
  holds(numbers) {
    if (numbers.some((number) => number > 5)) throw new Error('there is a large one');
    return [numbers.length === 0 ? 'none' : 'some', 'any'];
  },
});

describe('a property', () => {
  it('that is false is found, made as small as it can be, and found again by its seed and path', async () => {
    const { finding } = await small.try(100, 3);
    expect(finding).toMatchObject({ seed: 3, message: 'there is a large one', smallest: '[6]' });
    expect((await small.try(1, finding!.seed, finding!.path)).finding).toEqual(finding);
  });

  it('counts in how many scenarios each thing happened, each once', async () => {
    const twice = property({ id: 'twice', says: 'anything', arbitrary: fc.nat(), holds: (number) => ['any', 'any', ...(number % 2 === 0 ? ['even'] : [])] });
    const { finding, seen } = await twice.try(200, 1);
    expect(finding).toBe(null);
    expect(seen['any']).toBe(200);
    expect(seen['even']).toBeGreaterThan(50);
    expect(seen['even']).toBeLessThan(150);
  });

  it('may be asynchronous', async () => {
    const late = property({ id: 'late', says: 'anything', arbitrary: fc.nat(), holds: (number) => Promise.resolve().then(() => demand(number < 3, 'large')) });
    expect((await late.try(100, 1)).finding?.smallest).toBe('3');
  });

  it('has an id of its own', () => {
    expect(new Set(allProperties.map(({ id }) => id)).size).toBe(allProperties.length);
  });
});
