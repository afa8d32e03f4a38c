import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateParts, isoMilliseconds, isoSeconds } from '../../sim/records/timestamp.ts';

const day = 86_400_000_000;
const lastMillisecond = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

describe('timestamps', () => {
  test('are cut to the millisecond and to the second, never rounded', () => {
    const instant = Date.UTC(2019, 10, 14, 18, 16, 5, 568) * 1_000 + 999;
    expect(isoMilliseconds(instant)).toBe('2019-11-14T18:16:05.568Z');
    expect(isoSeconds(instant)).toBe('2019-11-14T18:16:05Z');
    expect(isoMilliseconds(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(isoMilliseconds(999)).toBe('1970-01-01T00:00:00.000Z');
    expect(isoSeconds(day - 1)).toBe('1970-01-01T23:59:59Z');
  });

  test('are those of the calendar for every day from 1970 to 2400', () => {
    const last = Date.UTC(2401, 0, 1) / 86_400_000;
    for (let count = 0; count < last; count++) {
      const iso = new Date(count * 86_400_000).toISOString();
      if (isoMilliseconds(count * day) !== iso) expect(isoMilliseconds(count * day)).toBe(iso);
    }
    expect(isoMilliseconds(last * day)).toBe('2401-01-01T00:00:00.000Z');
  });

  test('are those of the calendar at any instant up to the end of the year 9999', () => {
    const instants = fc.oneof(fc.integer({ min: 0, max: lastMillisecond }), fc.integer({ min: 0, max: Date.UTC(2255, 0, 1) })).map((milliseconds) => milliseconds * 1_000);
    fc.assert(
      fc.property(instants, (instant) => {
        // Past the year 2255 a double holds no longer every microsecond, so what it does hold is divided exactly.
        const iso = new Date(Number(BigInt(instant) / 1_000n)).toISOString();
        expect(isoMilliseconds(instant)).toBe(iso);
        expect(isoSeconds(instant)).toBe(`${iso.slice(0, 19)}Z`);
      }),
      { numRuns: 5_000, examples: [[lastMillisecond * 1_000], [Date.UTC(2000, 1, 29, 23, 59, 59, 999) * 1_000], [Date.UTC(2100, 1, 28, 23, 59, 59, 999) * 1_000]] },
    );
  });

  test('microseconds inside a millisecond change nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2255, 0, 1) }), fc.integer({ min: 0, max: 999 }), (milliseconds, microseconds) => {
        expect(isoMilliseconds(milliseconds * 1_000 + microseconds)).toBe(new Date(milliseconds).toISOString());
      }),
    );
  });

  test('come in parts, padded', () => {
    expect(dateParts(Date.UTC(2026, 0, 5, 7, 8, 9, 4) * 1_000)).toEqual({ year: '2026', month: '01', day: '05', hour: '07', minute: '08', second: '09', millisecond: '004' });
  });
});
