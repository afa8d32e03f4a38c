import { describe, expect, it } from 'vitest';
import { isMetricText, readMetricPaths, readPath } from '../../sim/scenario/path.ts';

describe('the path that a text begins with', () => {
  it.each<[string, string[] | null, number]>([
    ['a', ['a'], 1],
    ['functions.import.Timeout=60', ['functions', 'import', 'Timeout'], 24],
    ['traffic[0].to', ['traffic', '0', 'to'], 13],
    ['traffic[12][3]', ['traffic', '12', '3'], 14],
    ['functions["my import"].x', ['functions', 'my import', 'x'], 24],
    ['a["b\\"]"].c', ['a', 'b"]', 'c'], 11],
    [' a . b ', ['a', 'b'], 7],
    ['["a"].b', ['a', 'b'], 7],
    ['[0].b', ['0', 'b'], 5],
    ['a.', ['a'], 1],
    ['a..b', ['a'], 1],
    ['a[b]', ['a'], 1],
    ['a[1', ['a'], 1],
    ['a["b', ['a'], 1],
    ['a"b', ['a'], 1],
    ["a'b", ['a'], 1],
    ['', null, 0],
    ['.a', ['a'], 2],
    ['=5', null, 0],
    ['a["\\q"]', null, 0],
    [`a${'.a'.repeat(63)}`, Array.from({ length: 64 }, () => 'a'), 127],
    [`a${'.a'.repeat(64)}`, null, 0],
  ])('%j', (text, path, length) => {
    expect(readPath(text)).toEqual(path === null ? null : { path, length });
  });
});

describe('a metric', () => {
  it.each<[string, string[], string[] | null]>([
    ['delivered', ['delivered'], null],
    [' functions.f.delaySeconds.p99 ', ['functions', 'f', 'delaySeconds', 'p99'], null],
    ['lost / received', ['lost'], ['received']],
    ['a.b/c.d', ['a', 'b'], ['c', 'd']],
    ['functions["a/b"].lost', ['functions', 'a/b', 'lost'], null],
    ['functions["a\\"/b"].lost/received', ['functions', 'a"/b', 'lost'], ['received']],
  ])('%j', (text, over, under) => {
    expect(readMetricPaths(text)).toEqual({ over, under });
    expect(isMetricText(text)).toBe(true);
  });

  it.each(['', ' ', '/', 'a/', '/a', 'a/b/c', 'a]', 'a.b[', 'a=b', 'a/b]', 'a["b/c"', 'a["x]', 'a"/b'])('%j is none', (text) => {
    expect(readMetricPaths(text)).toBeNull();
    expect(isMetricText(text)).toBe(false);
  });
});
