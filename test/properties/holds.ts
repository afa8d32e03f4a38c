import { expect, it } from 'vitest';
import type { Property } from './property.ts';

/** What these properties are tried on in `npm test`: always the same scenarios. */
const seed = 11;

/** One test for each property. */
export function testProperties(properties: readonly Property[]): void {
  it.each(properties.map((property) => [`${property.says} (${property.often} scenarios)`, property] as const))('%s', { timeout: 600_000 }, async (_, property) => {
    const { finding, seen } = await property.try(property.often, seed);
    expect(finding).toBe(null);
    for (const [what, share] of Object.entries(property.wants)) expect(seen[what], what).toBeGreaterThan(share * property.often);
  });
}
