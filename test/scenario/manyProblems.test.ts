import { describe, expect, it } from 'vitest';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { plainData } from '../../sim/scenario/plainData.ts';
import { minimal } from './samples.ts';

const more = { path: '', found: 'more than 1000 problems', allowed: 'none', message: 'There are more problems than are listed here.' };

describe('more problems than can be listed', () => {
  it('are those of the first places, and that there are more', () => {
    const wrong = (count: number) => checkScenario({ ...minimal, traffic: Array.from({ length: count }, () => 5) }).issues;
    expect(wrong(1000).map(({ path }) => path)).toEqual(Array.from({ length: 1000 }, (_, index) => `traffic[${index}]`));
    expect(wrong(1001)).toHaveLength(1001);
    expect(wrong(1001)[1000]).toEqual(more);
    expect(wrong(1002)).toEqual(wrong(1001));
  });

  it('are told once where two rules stumble over the same value, and each where they say different things', () => {
    const { issues } = checkScenario({ ...minimal, functions: { f: { ReservedConcurrentExecutions: 950, versions: { 1: { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 951 } } } } } });
    expect(issues.map(({ path }) => path)).toEqual(['functions.f.versions["1"].ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions', 'functions.f.ReservedConcurrentExecutions']);
    expect(checkScenario({ ...minimal, duration: -0 }).issues).toEqual([{ path: 'duration', found: '-0', allowed: expect.stringContaining('a duration') as string, message: expect.stringContaining('duration must be') as string, }]);
  });
});

describe('plain data', () => {
  const issuesOf = (value: unknown) => plainData(value).issues;

  it('is copied, without what is undefined', () => {
    const value = { a: [1, 'x', null, true, { b: [] }], c: undefined, d: Object.assign(Object.create(null) as object, { e: 1 }) };
    const { value: copy, issues } = plainData(value);
    expect(issues).toEqual([]);
    expect(copy).toStrictEqual({ a: [1, 'x', null, true, { b: [] }], d: { e: 1 } });
    expect(plainData([undefined, , 1]).value).toEqual([null, null, 1]);
  });

  it.each<[unknown, string, string, string, unknown]>([
    [NaN, 'NaN', 'a finite number', 'NaN is not a number.', NaN],
    [-Infinity, '-Infinity', 'a finite number', 'The number is too large to be held.', -Infinity],
    [-0, '-0', '0', 'Zero has no sign here; write 0.', -0],
    [1n, '1n', 'plain data', 'A bigint is not plain data.', null],
    [() => 1, 'a function', 'plain data', 'A function is not plain data.', null],
    [new Date(0), '{}', 'plain data', 'A special object is not plain data.', null],
    [new (class extends Array {})(), '[]', '', '', []],
  ])('is not the %#th', (value, found, allowed, message, kept) => {
    expect(plainData({ a: [value] })).toEqual({ value: { a: [kept] }, issues: message === '' ? [] : [{ path: 'a[0]', found, allowed, message }] });
  });

  it('has no name that JavaScript would find, no more than 32 levels and no more than ten thousand keys', () => {
    expect(plainData({ toString: 1, a: { valueOf: 2, b: 3 } })).toEqual({
      value: { a: { b: 3 } },
      issues: [
        { path: 'toString', found: '"toString"', allowed: 'another name', message: 'This name cannot be used: "toString" has a meaning of its own in JavaScript.' },
        { path: 'a.valueOf', found: '"valueOf"', allowed: 'another name', message: 'This name cannot be used: "valueOf" has a meaning of its own in JavaScript.' },
      ],
    });
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(issuesOf(nested(32))).toEqual([]);
    expect(issuesOf(nested(33))).toMatchObject([{ path: '[0]'.repeat(32), allowed: 'at most 32 levels', message: 'This is nested more than 32 levels deep.' }]);
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));
    expect(issuesOf(keys(10_000))).toEqual([]);
    expect(issuesOf(keys(10_001))).toMatchObject([{ path: '', allowed: 'at most 10000 keys', message: 'This has 10001 keys; at most 10000 are read.' }]);
    expect(Object.keys(plainData(keys(10_001)).value as object)).toHaveLength(10_000);
    expect(issuesOf(Array.from({ length: 1001 }, () => NaN))).toHaveLength(1000);
  });
});
