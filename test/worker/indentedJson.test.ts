import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentedJson, piecesOf } from '../../sim/worker/indentedJson.ts';

describe('indented JSON', () => {
  it('is what JSON.stringify indents, for whatever it can print', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom('', ' ', '\n\t '), (compact, space) => {
        const value: unknown = JSON.parse(compact);
        // Whitespace at every place where JSON allows it, and at none inside a string.
        const spaced = compact.replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g, (token) => `${space}${token}${space}`);
        expect(indentedJson(spaced)).toEqual({ text: JSON.stringify(value, null, 2), isWhole: true });
      }),
    );
  });

  it('keeps numbers, escapes and repeated keys as they were written', () => {
    const text = '{"a":1.0,"b":1e2,"c":12345678901234567890,"d":"\\u0041\\/\\"}{","a":[-0.0]}';
    const { text: indented } = indentedJson(text);
    for (const lexeme of ['1.0', '1e2', '12345678901234567890', '"\\u0041\\/\\"}{"', '-0.0']) expect(indented).toContain(lexeme);
    expect(indented.match(/"a": /g)).toHaveLength(2);
  });

  it('leaves a text that is no JSON alone', () => {
    expect(indentedJson('<html> {')).toEqual({ text: '<html> {', isWhole: true });
    expect(indentedJson('no JSON at all', { whole: 5, string: 100 })).toEqual({ text: 'no JS', isWhole: false });
  });

  it('is cut where it is too long, and says so', () => {
    const text = JSON.stringify(Array.from({ length: 500 }, (_, index) => index));
    const { text: start, isWhole } = indentedJson(text, { whole: 100, string: 50 });
    expect(isWhole).toBe(false);
    expect(start).toHaveLength(100);
    expect(indentedJson(text).text.startsWith(start)).toBe(true);
  });

  it('shortens a long string to its beginning and what is missing, never in the middle of a character', () => {
    const { text, isWhole } = indentedJson(JSON.stringify({ before: 1, data: '😀'.repeat(100), after: 2 }), { whole: 1000, string: 20 });
    expect(isWhole).toBe(false);
    expect(text).toContain(`"data": "${'😀'.repeat(9)}… 182 more characters"`);
    expect(text).toContain('"after": 2');
  });

  it('comes in pieces that are short, whole characters, and together the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '😀', '"')), fc.integer({ min: 2, max: 12 }), (characters, most) => {
        const text = characters.join('');
        const pieces = piecesOf(text, most);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(most);
          expect(piece).not.toMatch(/\p{Surrogate}/u);
        }
      }),
    );
  });

  it('takes a deep and a large text without trouble', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(indentedJson(deep).text.replace(/\s/g, '')).toBe(deep);
    const large = JSON.stringify({ data: 'x'.repeat(5_000_000) });
    expect(indentedJson(large).text).toHaveLength(large.length + 5);
  });
});
