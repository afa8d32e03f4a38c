import { describe, expect, test } from 'vitest';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { accountWords } from '../../sim/report/accountWords.ts';
import { allOf, countOf, formatCount, listed } from '../../sim/report/count.ts';
import { formatMoney } from '../../sim/report/money.ts';
import { formatShare } from '../../sim/report/share.ts';
import { formatSpan } from '../../sim/report/span.ts';
import { textTable, wrapped } from '../../sim/report/textTable.ts';

describe('counts', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [86_400_000, '86,400,000'],
    [1e15, '1,000,000,000,000,000'],
    [0.004, '< 0.01'],
    [0.25, '0.25'],
    [12.34, '12.3'],
    [1234.5, '1,235'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s is written %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  test('a count takes its noun in the right number', () => {
    expect([0, 1, 2, 1500].map((value) => countOf(value, 'event'))).toEqual(['no events', '1 event', '2 events', '1,500 events']);
    expect([1, 2, 3].map((value) => allOf(value, 'event'))).toEqual(['The one event', 'Both events', 'All 3 events']);
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});

describe('money', () => {
  test.each([
    [0, 'USD', '$0.00'],
    [0.00004, 'USD', '< $0.0001'],
    [0.00034567, 'USD', '$0.00035'],
    [0.0042, 'USD', '$0.0042'],
    [0.0994, 'USD', '$0.099'],
    [0.0996, 'USD', '$0.10'],
    [12.4, 'USD', '$12.40'],
    [999.994, 'USD', '$999.99'],
    [999.996, 'USD', '$1,000'],
    [1_234_567.8, 'EUR', 'EUR 1,234,568'],
  ])('%s %s is written %s', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });
});

describe('shares', () => {
  test.each([
    [1, 3, '33.3 %'],
    [0, 5, '0 %'],
    [5, 5, '100 %'],
    [0, 0, '–'],
    [999, 1000, '99.9 %'],
    [9_999, 10_000, '99.99 %'],
    [99_999, 100_000, '99.999 %'],
    [99_999_999, 100_000_000, '> 99.9999 %'],
    [1, 100_000, '0.001 %'],
    [1, 100_000_000, '< 0.0001 %'],
  ])('%d of %d is %s', (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
  });

  test('only everything is 100 % and only nothing is 0 %', () => {
    for (let exponent = 0; exponent < 15; exponent += 1) {
      const whole = Number(`1e${exponent}`) + 1;
      expect(formatShare(whole - 1, whole)).not.toMatch(/^100(\.0+)? %$/);
      expect(formatShare(1, whole)).not.toMatch(/^0(\.0+)? %$/);
    }
  });
});

describe('spans', () => {
  test.each([
    [0, '0 s'],
    [0.0001, '< 1 ms'],
    [0.04, '40 ms'],
    [0.9996, '1 s'],
    [1.25, '1.3 s'],
    [60, '60 s'],
    [119, '119 s'],
    [120, '2 min'],
    [125.4, '2 min 5 s'],
    [3599.7, '1 h'],
    [5400, '1 h 30 min'],
    [21_600, '6 h'],
    [86_400, '24 h'],
    [172_800, '2 d'],
    [1_209_600, '14 d'],
    [null, '–'],
  ])('%s seconds are written %s', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });
});

describe('lines', () => {
  test('are broken between words, but never between a number and its unit', () => {
    expect(wrapped('it took 60 s and 5 min', 9)).toEqual(['it took', '60 s and', '5 min']);
    expect(wrapped('12.5 % of 3 hours', 8)).toEqual(['12.5 %', 'of 3', 'hours']);
    expect(wrapped('unbreakable', 4)).toEqual(['unbreakable']);
  });

  test('of a table are aligned by what is seen, not by colour codes or code units', () => {
    const lines = textTable([['a', { text: '5', painted: '<5>' }], ['😀bc', '1000']], ['left', 'right'], '> ');
    expect(lines).toEqual(['> a       <5>', '> 😀bc  1000']);
  });
});

describe('what functions took of the account', () => {
  const account = (most: number, unreserved: number, claimed: number) => ({ ConcurrentExecutions: { max: most }, UnreservedConcurrentExecutions: { max: unreserved }, ClaimedAccountConcurrency: { max: claimed } });
  const words = (functions: object, ...numbers: Parameters<typeof account>) =>
    accountWords({ account: account(...numbers), functions } as Parameters<typeof accountWords>[0], checkScenario({ version: 1, duration: '1h', functions: { f: {} } }).scenario!);

  test('is said of several, or where more is set aside than runs, and not where it is one function’s own concurrency', () => {
    expect(words({ f: {} }, 34, 34, 34)).toEqual([]);
    expect(words({ f: {} }, 34, 34, 1200)).toEqual(['Account, at most: ConcurrentExecutions 34', 'UnreservedConcurrentExecutions 34', 'ClaimedAccountConcurrency 1,200 of 1,000']);
    expect(words({ f: {}, g: {} }, 3, 0, 3)).toEqual(['Account, at most: ConcurrentExecutions 3', 'UnreservedConcurrentExecutions 0', 'ClaimedAccountConcurrency 3 of 1,000']);
  });
});
