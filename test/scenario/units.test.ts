import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatRate, parseDuration, parseRate, suggestDuration, suggestRate } from '../../sim/scenario/units.ts';

const second = 1_000_000;

describe('parseDuration', () => {
  it.each([
    ['90s', 90 * second],
    ['5m', 300 * second],
    ['6h', 21_600 * second],
    ['1h30m', 5_400 * second],
    ['1d', 86_400 * second],
    ['1d2h3m4s5ms6us', 86_400 * second + 7_384 * second + 5_006],
    ['200ms', 200_000],
    ['250us', 250],
    ['1.5h', 5_400 * second],
    ['0.1s', 100_000],
    ['0s', 0],
    ['1m500ms', 60_500_000],
    ['0.0000004s', 0],
    ['0.0000006s', 1],
    [90, 90 * second],
    [0, 0],
    [0.1, 100_000],
    [0.2000004, 200_000],
  ])('reads %j', (text, microseconds) => {
    expect(parseDuration(text)).toBe(microseconds);
  });

  it.each([
    '',
    ' ',
    '5',
    '5 m',
    '5m ',
    ' 5m',
    '30m1h',
    '1m1m',
    '5M',
    '5min',
    '1,5s',
    '-5s',
    '+5s',
    '1e3s',
    '.5s',
    '5.s',
    's',
    'NaN',
    'Infinity',
    '5m30',
    '٥s',
    '1h\n',
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it.each([-1, -0, NaN, Infinity, -Infinity, 1e300])('refuses the number %d', (seconds) => {
    expect(parseDuration(seconds)).toBeNull();
  });

  it('refuses what microseconds cannot hold exactly, and values of other types', () => {
    expect(parseDuration('105000d')).toBeNull();
    expect(parseDuration('104000d')).toBe(104_000 * 86_400 * second);
    for (const value of [null, undefined, true, {}, []]) expect(parseDuration(value as never)).toBeNull();
  });

  it('does not slow down on a long hostile text', () => {
    const start = performance.now();
    expect(parseDuration('1'.repeat(1_000_000))).toBeNull();
    expect(parseDuration('1s'.repeat(500_000))).toBeNull();
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1us'],
    [999, '999us'],
    [1_500, '1.5ms'],
    [200_000, '200ms'],
    [second, '1s'],
    [1_500_000, '1.5s'],
    [61_500_000, '1m1.5s'],
    [90 * 60 * second, '1h30m'],
    [86_400 * second, '1d'],
    [86_400 * second + 1, '1d0.000001s'],
  ])('writes %d', (microseconds, text) => {
    expect(formatDuration(microseconds)).toBe(text);
  });

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat({ max: 10_000 }),
          fc.maxSafeNat().map((n) => Math.floor(n / 4)),
        ),
        (microseconds) => {
          expect(parseDuration(formatDuration(microseconds))).toBe(microseconds);
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });
});

describe('parseRate', () => {
  it.each([
    ['1000/s', 1000],
    ['30/min', 0.5],
    ['30/m', 0.5],
    ['5/h', 5 / 3600],
    ['2/d', 2 / 86_400],
    ['1.5k/s', 1500],
    ['2M/s', 2_000_000],
    ['0/s', 0],
    [12.5, 12.5],
    [0, 0],
  ])('reads %j', (text, perSecond) => {
    expect(parseRate(text)).toBe(perSecond);
  });

  it.each(['', '1000', '1000 /s', '1000/sec', '/s', '-1/s', '1e3/s', '1,5/s', '10K/s', '5/ms', 'NaN/s', '1/s '])('refuses %j', (text) => {
    expect(parseRate(text)).toBeNull();
  });

  it.each([-1, -0, NaN, Infinity])('refuses the number %d', (rate) => {
    expect(parseRate(rate)).toBeNull();
  });
});

describe('formatRate', () => {
  it.each([
    [0, '0/s'],
    [1000, '1000/s'],
    [0.5, '30/min'],
    [5 / 3600, '5/h'],
    [1 / 3600, '1/h'],
    [1 / 86_400, '1/d'],
    [1 / 3, '20/min'],
    [1e21, '1000000000000000000000/s'],
  ])('writes %d', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it('is read back to six digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (rate) => {
        const back = parseRate(formatRate(rate));
        expect(back).not.toBeNull();
        expect(Math.abs(back! / rate - 1)).toBeLessThan(1e-5);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('guesses at what was meant', () => {
  it.each([
    ['5 min', '5m'],
    ['90', '90s'],
    ['1,5s', '1.5s'],
    ['2 hours', '2h'],
    ['10 seconds', '10s'],
    ['5M', '5m'],
    ['20µs', '20us'],
    ['.5s', '0.5s'],
    ['soon', null],
  ])('duration %j', (text, guess) => {
    expect(suggestDuration(text)).toBe(guess);
  });

  it.each([
    ['100', '100/s'],
    ['100 per second', '100/s'],
    ['30rpm', '30/min'],
    ['10 rps', '10/s'],
    ['5/hour', '5/h'],
    ['10K/s', '10k/s'],
    ['many', null],
  ])('rate %j', (text, guess) => {
    expect(suggestRate(text)).toBe(guess);
  });
});
