import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** As `expect`, but a hundred times quicker, for what is asked of every event of thousands of runs. */
export function demand(holds: boolean, otherwise: string | (() => string)): asserts holds {
  if (!holds) throw new Error(typeof otherwise === 'string' ? otherwise : otherwise());
}

/** As `expect(one).toEqual(other)`: where the two differ it says where, which takes ten times as long as to see that they do not. */
export function demandEqual(one: unknown, other: unknown, what?: string): void {
  if (!isDeepStrictEqual(one, other)) expect(one, what).toEqual(other);
}
