import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../sim/scenario/json.ts';

const messageOf = (text: string): string => readJson(text).issues[0]?.message ?? 'no issue';

describe('readJson', () => {
  it('reads what JSON.parse reads, as the same value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t', ' \r\n'), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        expect(readJson(text)).toEqual({ value: JSON.parse(text), issues: [], readable: true });
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b',
      '1',
      '-',
      '0.5',
      '01',
      '1e5',
      'e',
      '.',
      'true',
      'null',
      'nul',
      ' ',
      '\n',
      '\\',
      '"\\u12"',
      '"\\n"',
      "'",
      '/',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
        const text = fragments.join('');
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(readJson(text).readable).toBe(valid);
      }),
      { seed: 2, numRuns: 20_000 },
    );
  });

  it.each([
    ['', 'line 1, column 1: the file is empty'],
    ['  \n ', 'line 2, column 2: the file is empty'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: there is a comma too many before }'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: a comma or a closing } is missing'],
    ['{ "a": [1, 2 }', 'line 1, column 14: a comma or a closing ] is missing'],
    ["{ 'a': 1 }", 'line 1, column 3: keys are written in double quotes'],
    ['{ a: 1 }', 'line 1, column 3: keys are written in double quotes'],
    ['{ "a": yes }', 'line 1, column 8: texts are written in double quotes'],
    ['{ "a": NaN }', 'line 1, column 8: JSON has no NaN'],
    ['{ "a": -Infinity }', 'line 1, column 8: JSON has no Infinity'],
    ['{ "a": 01 }', 'line 1, column 8: "01" is not a number as JSON writes it'],
    ['{ "a": 1,5 }', 'line 1, column 10: keys are written in double quotes'],
    ['{ "a": "x\n" }', 'line 1, column 8: the closing double quote is missing'],
    ['{ "a": "\\q" }', 'line 1, column 9: a backslash before "q" is no escape'],
    ['{ "a": "\\\n" }', 'line 1, column 9: a backslash before "\\n" is no escape'],
    ['{ "a" 1 }', 'line 1, column 7: a colon is missing after "a"'],
    ['{ "a": 1 } x', 'line 1, column 12: something follows'],
    ['// note\n{}', 'line 1, column 1: JSON has no comments'],
    ['{ /* note */ }', 'line 1, column 3: JSON has no comments'],
    ['{ "a": }', 'line 1, column 8: a value is missing'],
    ['[1', 'line 1, column 3: a closing ] is missing'],
    ['{\r\n"a": x\r\n}', 'line 2, column 6'],
    ['{ "a": "x\ty" }', 'line 1, column 10: a control character must be written as an escape such as \\t.'],
    ['{ "a": "x\r" }', 'line 1, column 8: the closing double quote is missing.'],
    ['{ "a": "x', 'line 1, column 8: the closing double quote is missing.'],
    ['{ "a": "\\u12" }', 'line 1, column 9: an escape is incomplete.'],
    ['{ "a": "\\u12g4" }', 'line 1, column 9: an escape is incomplete.'],
    ['{ "a": "\\', 'line 1, column 9: a backslash before "" is no escape; write \\\\ for a backslash.'],
    ['{ "a": Infinity }', 'line 1, column 8: JSON has no Infinity; leave the key out or give a number.'],
    ['{ "a": undefined }', 'line 1, column 8: leave the key out instead.'],
    ['{ "a": None }', 'line 1, column 8: write null, or leave the key out.'],
    ['{ "a": True }', 'line 1, column 8: write true.'],
    ['{ "a": False }', 'line 1, column 8: write false.'],
    ['{ "a": toString }', 'line 1, column 8: texts are written in double quotes.'],
    ["{ \"a\": 'x' }", 'line 1, column 8: texts are written in double quotes.'],
    ['{ "a": /* none */ 1 }', 'line 1, column 8: JSON has no comments.'],
    ['{ "a": // none\n 1 }', 'line 1, column 8: JSON has no comments.'],
    ['{ "a": / }', 'line 1, column 8: "/" cannot stand here.'],
    ['{ "a": # }', 'line 1, column 8: "#" cannot stand here.'],
    ['{ "a": ] }', 'line 1, column 8: a value is missing, or there is a comma too many before it.'],
    ['[1, ]', 'line 1, column 5: a value is missing, or there is a comma too many before it.'],
    ['{ "a": +1 }', 'line 1, column 8: "+1" is not a number as JSON writes it.'],
    ['{ "a": .5 }', 'line 1, column 8: ".5" is not a number as JSON writes it.'],
    ['{ "a": - }', 'line 1, column 8: "-" is not a number as JSON writes it.'],
    ['{ "a": 0x10 }', 'line 1, column 8: "0x10" is not a number as JSON writes it.'],
    ['{ "a": x1 }', 'line 1, column 8: texts are written in double quotes.'],
    ['{ "a": truely }', 'line 1, column 8: texts are written in double quotes.'],
    ['{ "a":', 'line 1, column 7: the file ends too early.'],
    ['{ "a"', 'line 1, column 6: a colon is missing after "a".'],
    ['{', 'line 1, column 2: a closing } is missing.'],
    ['{ "a": 1', 'line 1, column 9: a closing } is missing.'],
    ['{ "a": 1; }', 'line 1, column 9: a comma or a closing } is missing.'],
    ['[1; 2]', 'line 1, column 3: a comma or a closing ] is missing.'],
    ['{ / }', 'line 1, column 3: JSON has no comments.'],
    ['{ "a": 1 }\n\n  }', 'line 3, column 3: something follows the closing brace.'],
    ['\uFEFF', 'line 1, column 2: the file is empty.'],
  ])('says where and why: %j', (text, message) => {
    expect(messageOf(text)).toContain(message);
    expect(readJson(text).issues).toHaveLength(1);
  });

  it.each([
    ['{ "a": "\\u0041\\u00e4\\n\\r\\t\\b\\f\\/\\\\\\"" }', { a: 'A\u00e4\n\r\t\b\f/\\"' }],
    ['[0, -0.5, 10, 1e3, 1.25E-2, 2e+1, true, false, null]', [0, -0.5, 10, 1000, 0.0125, 20, true, false, null]],
    ['\t\r\n {\t"a"\r\n:\n1 ,"b" : [ ] , "c":{ } } \n', { a: 1, b: [], c: {} }],
  ])('reads %j', (text, value) => {
    expect(readJson(text)).toEqual({ value, issues: [], readable: true });
  });

  it('says what was expected', () => {
    const allowed = (text: string): string => readJson(text).issues[0]!.allowed;
    expect(['', '{"a":1}x', '{"a":}', '{a', '{"a"', '{"a":1', '[1', '"x', '"\\u1', '"\\q', '['.repeat(33)].map(allowed)).toEqual([
      'an object',
      'the end of the file',
      'a value',
      'a key in double quotes',
      'a colon',
      'a comma or }',
      'a comma or ]',
      'a closing double quote',
      'four hexadecimal digits after \\u',
      'an escape such as \\n or \\\\',
      'at most 32 levels',
    ]);
  });

  it('reads sixteen million characters and no more', () => {
    expect(readJson(`"${'x'.repeat(15_999_998)}"`).readable).toBe(true);
    expect(readJson(`"${'x'.repeat(15_999_999)}"`)).toEqual({
      value: undefined,
      readable: false,
      issues: [{ path: '', found: '16000001 characters', allowed: 'at most 16000000 characters', message: 'The file is too large: it has 16000001 characters, and at most 16000000 are read.' }],
    });
  });

  it('names the place of a repeated key, in lists too, and keeps what was found before the file breaks off', () => {
    expect(readJson('{"a":[0,{"b":1,"b":2}],"a":3').issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'a[1].b: "b" is given twice in the same object (again in line 1, column 16).',
      'a: "a" is given twice in the same object (again in line 1, column 24).',
      ': This is not JSON: line 1, column 29: a closing } is missing.',
    ]);
  });

  it('reads past a byte order mark', () => {
    expect(readJson('\uFEFF{"a":1}')).toEqual({ value: { a: 1 }, issues: [], readable: true });
  });

  it('reports a key that is given twice, instead of losing a value', () => {
    const { issues, readable, value } = readJson('{"a":{"b":1,\n"b":2},"c":1}');
    expect(readable).toBe(true);
    expect(value).toEqual({ a: { b: 2 }, c: 1 });
    expect(issues).toEqual([
      {
        path: 'a.b',
        found: '"b"',
        allowed: 'each key once',
        message: '"b" is given twice in the same object (again in line 2, column 1).',
      },
    ]);
  });

  it('keeps __proto__ a key and Object.prototype as it was', () => {
    const { value } = readJson('{"__proto__":{"polluted":1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses depth and size at once', () => {
    const start = performance.now();
    expect(messageOf('['.repeat(1_000_000))).toContain('nested more than 32 levels');
    expect(messageOf('{"a":'.repeat(1_000_000))).toContain('nested more than 32 levels');
    expect(messageOf(' '.repeat(100_000_000))).toContain('too large: it has 100000000 characters');
    expect(performance.now() - start).toBeLessThan(500);
    expect(readJson('['.repeat(32) + ']'.repeat(32)).readable).toBe(true);
  });
});
