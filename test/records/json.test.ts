import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJson, utf8Bytes } from '../../sim/records/json.ts';

describe('isJson', () => {
  test.each(['null', '0', '"text"', ' {"a": [1, 2]}\n', '-1.5e+10', '"\\ud800"', '[]'])('%j is JSON', (text) => expect(isJson(text)).toBe(true));
  test.each(['', ' ', 'text', "'text'", '{a: 1}', '[1,]', '01', '1.', 'NaN', '"a\nb"', '{"a":1} x', '\ufeff1', '{"a":1,}', '"\\x41"'])('%j is not', (text) =>
    expect(isJson(text)).toBe(false),
  );
});

describe('utf8Bytes', () => {
  test.each([
    ['', 0],
    ['a', 1],
    ['\u007f', 1],
    ['\u0080', 2],
    ['\u07ff', 2],
    ['\u0800', 3],
    ['\uffff', 3],
    ['😀', 4],
    ['\ud83d', 3],
    ['\ude00', 3],
    ['\ude00\ud83d', 6],
    ['\ud83d\ud83d\ude00', 7],
    ['\ud83da', 4],
  ])('%j has %i', (text, bytes) => expect(utf8Bytes(text)).toBe(bytes));

  test('counts as an encoder does, lone surrogates included', () => {
    const units = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 40 });
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
      }),
      { numRuns: 1_000 },
    );
  });
});
