import { describe, expect, it } from 'vitest';
import { oneOf, pathText, shown, visible } from '../../sim/scenario/issue.ts';

describe('what was found is quoted', () => {
  it.each(([
    [undefined, 'nothing'],
    [null, 'null'],
    [true, 'true'],
    [0, '0'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [12n, '12n'],
    [Symbol('x'), 'a symbol'],
    [() => 1, 'a function'],
    ['a "b"', '"a \\"b\\""'],
    [[], '[]'],
    [{}, '{}'],
    [[1, 'x', null], '[1, "x", null]'],
    [{ a: 1, 'b c': [true] }, '{"a": 1, "b c": [true]}'],
    [[1, 2, 3, 4, 5, 6, 7, 8], '[1, 2, 3, 4, 5, 6, 7, 8]'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], '[1, 2, 3, 4, 5, 6, 7, 8, …]'],
    [[[[]]], '[[[]]]'],
    [[[[1]]], '[[[1]]]'],
    [[[[[1]]]], '[[[[…]]]]'],
    [{ a: { b: { c: { d: 1 } } } }, '{"a": {"b": {"c": {…}}}}'],
    [[{ a: [{}] }], '[{"a": [{…}]}]'],
  ] as [unknown, string][]).map(([value, text]) => ({ value, text })))('as $text', ({ value, text }) => {
    expect(shown(value)).toBe(text);
  });

  it('at most sixty characters of it, and no half of a character', () => {
    expect(shown('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`);
    expect(shown('x'.repeat(59))).toBe(`"${'x'.repeat(58)}…`);
    expect(shown('x'.repeat(61))).toBe(`"${'x'.repeat(58)}…`);
    expect(shown({ [`${'k'.repeat(100)}`]: 1 })).toBe(`{"${'k'.repeat(57)}…`);
    // The first half of the face would be the fifty-ninth character.
    expect(shown(`${'x'.repeat(57)}😀yy`)).toBe(`"${'x'.repeat(57)}…`);
    expect(pathText([`${'x'.repeat(58)}😀yy!`])).toBe(`["${'x'.repeat(58)}…"]`);
    expect(pathText(['ü '.repeat(30)])).toBe(`["${'ü '.repeat(30)}"]`);
    expect(pathText(['ü '.repeat(31)])).toBe(`["${'ü '.repeat(29)}ü…"]`);
  });

  it('with everything written out that would not be seen', () => {
    const borders = [0x00, 0x1f, 0x7f, 0x9f, 0xad, 0x61c, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0xfeff, 0xfff9, 0xfffb];
    for (const code of borders) expect(visible(String.fromCharCode(code))).toBe(`\\u${code.toString(16).padStart(4, '0')}`);
    const seen = [0x20, 0x7e, 0xa0, 0xac, 0xae, 0x61b, 0x61d, 0x200a, 0x2010, 0x2027, 0x202f, 0x205f, 0x2070, 0xfefe, 0xff00, 0xfff8, 0xfffc];
    for (const code of seen) expect(visible(String.fromCharCode(code))).toBe(String.fromCharCode(code));
    expect(visible('a\u200bb\u200bc')).toBe('a\\u200bb\\u200bc');
  });
});

describe('a path', () => {
  it.each<[PropertyKey[], string]>([
    [[], ''],
    [['functions', 'f', 'Timeout'], 'functions.f.Timeout'],
    [['traffic', 0, 'to'], 'traffic[0].to'],
    [[0, 1], '[0][1]'],
    [['a_1', '$schema', 'x-y', '_'], 'a_1.$schema.x-y._'],
    [['über', 'größe9'], 'über.größe9'],
    [['a b'], '["a b"]'],
    [['functions', 'my import', 'Timeout'], 'functions["my import"].Timeout'],
    [['1', '-a', ''], '["1"]["-a"][""]'],
    [['a.b', 'a]', '"'], '["a.b"]["a]"]["\\""]'],
    [['a\u202eb'], '["a\\u202eb"]'],
  ])('%j is written %s', (path, text) => {
    expect(pathText(path)).toBe(text);
  });
});

it('alternatives are joined for a sentence', () => {
  expect([oneOf([]), oneOf(['a']), oneOf(['a', 'b']), oneOf(['a', 'b', 'c'])]).toEqual(['', 'a', 'a or b', 'a, b or c']);
});
