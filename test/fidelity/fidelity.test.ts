import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countsTable } from './counts.ts';
import { measurements, sources } from './measurements.ts';
import { knownOutside } from './outside.ts';
import { replays } from './replays.ts';
import { fidelity, fidelityTables } from './table.ts';

const all = fidelity();

describe('measurements of the real service', () => {
  it('each have one figure, a known source and a date, and are replayed once', () => {
    for (const one of measurements) {
      const kinds = [one.value, one.between, one.several, one.atMost, one.outcome].filter((figure) => figure !== undefined);
      expect(kinds, one.id).toHaveLength(1);
      expect(Object.keys(sources), one.id).toContain(one.source);
      expect(one.date, one.id).toMatch(/^20\d\d/);
    }
    const replayed = replays.flatMap(({ readings }) => Object.keys(readings));
    expect([...replayed].sort()).toEqual(measurements.map(({ id }) => id).sort());
  });

  it.each(all.adaptive.filter(({ measurement }) => !Object.hasOwn(knownOutside, measurement.id)))('$measurement.id is inside what is simulated: $what', ({ inside, simulated, share, other }) => {
    expect(inside, JSON.stringify({ simulated, share, other })).toBe(true);
  });

  it.each(Object.keys(knownOutside))('%s is outside, as docs/trust.md says', (id) => {
    const compared = all.adaptive.find(({ measurement }) => measurement.id === id);
    expect(compared?.inside, JSON.stringify(compared)).toBe(false);
  });

  it('say that a freed slot is not noticed: under fifo most of what was refused is outside, under backoff as much is inside as under adaptive', () => {
    const inside = (compared: typeof all.adaptive) => compared.filter((one) => one.inside).length;
    const refused = all.adaptive.filter((one) => one.refused);
    expect(inside(all.backoff)).toBe(inside(refused));
    expect(inside(all.fifo)).toBeLessThan(refused.length / 4);
  });
});

describe('docs/trust.md', () => {
  const page = readFileSync(new URL('../../docs/trust.md', import.meta.url), 'utf8');
  const shown = (name: string) => new RegExp(`<!-- ${name} -->\n\n([^]*?)\n\n<!-- end -->`).exec(page)?.[1];

  it('shows these tables, as `npm run fidelity -- --write` puts them there', () => {
    expect(shown('fidelity')).toBe(fidelityTables(all));
  });

  it('counts what is verified, as `npm run fidelity -- --write` puts it there', () => {
    expect(shown('counts')).toBe(countsTable());
  });
});
