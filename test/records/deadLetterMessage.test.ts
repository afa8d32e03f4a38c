import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributeTypes, deadLetterBytes, deadLetterMessage } from '../../sim/records/deadLetterMessage.ts';
import type { Facts } from '../../sim/records/facts.ts';
import { utf8Bytes } from '../../sim/records/json.ts';
import { anyDiscarded, arn, facts, failed, requestId } from './samples.ts';

const messageOf = (errorMessage: unknown): string | undefined => deadLetterMessage(facts({ answer: failed(JSON.stringify({ errorMessage })) })).attributes['ErrorMessage'];
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('dead letters', () => {
  test('DLQ-02 the body is the event byte for byte, its whitespace too', () => {
    const payload = ' {"label": "a",\t"items": [1.0, 1e2, "\\u0041"]}\n';
    expect(deadLetterMessage(facts({ payload })).body).toBe(payload);
  });

  const cases: [string, Partial<Facts>, Record<string, string>][] = [
    ['DLQ-04 a handler that raised', { answer: failed('{"errorType":"E","errorMessage":"no luck"}') }, { ErrorCode: '200', ErrorMessage: 'no luck' }],
    ['DLQ-04 a handler that raised, then too old', { condition: 'EventAgeExceeded', answer: failed('{"errorMessage":"no luck"}') }, { ErrorCode: '200', ErrorMessage: 'no luck' }],
    ['DLQ-04 throttled until too old', { condition: 'EventAgeExceeded', answer: { status: 429 } }, { ErrorCode: '429', ErrorMessage: 'Rate Exceeded.' }],
    ['DLQ-04 a function that is gone', { answer: { status: 404 } }, { ErrorCode: '404', ErrorMessage: `Function not found: ${arn}` }],
    ['ERR-07 system errors until too old', { condition: 'EventAgeExceeded', answer: { status: 500 } }, { ErrorCode: '500', ErrorMessage: 'Internal server error.' }],
    ['DST-21 a loop that was stopped', { condition: 'RecursiveInvocation', answer: { status: 400 } }, { ErrorCode: '400', ErrorMessage: 'Function not invoked. A recursive loop was detected.' }],
    [
      'ZRC-03 reserved concurrency 0 has no code',
      { condition: 'ZeroReservedConcurrency', answer: null },
      { ErrorMessage: 'Function not invoked. Function isconfigured with zero reserved concurrent executions' },
    ],
    [
      'ZRC-05 reserved concurrency 0 hides an earlier failure',
      { condition: 'ZeroReservedConcurrency', answer: failed('{"errorMessage":"no luck"}') },
      { ErrorMessage: 'Function not invoked. Function isconfigured with zero reserved concurrent executions' },
    ],
    ['AGE-11 never read: neither code nor message', { condition: 'EventAgeExceeded', answer: null }, {}],
    ['an error without a message', { answer: failed('{"errorType":"E"}') }, { ErrorCode: '200' }],
    ['an error whose message is no text', { answer: failed('{"errorMessage":{"a":1}}') }, { ErrorCode: '200' }],
    ['an error with an empty message', { answer: failed('{"errorMessage":""}') }, { ErrorCode: '200' }],
  ];

  test.each(cases)('%s', (_, end, expected) => {
    const { attributes } = deadLetterMessage(facts(end));
    expect(Object.entries(attributes)).toEqual(Object.entries({ RequestID: requestId, ...expected }));
  });

  test('DLQ-03 the attributes have types', () => {
    expect(attributeTypes).toEqual({ RequestID: 'String', ErrorCode: 'Number', ErrorMessage: 'String' });
  });

  test('an event that succeeded is no dead letter', () => {
    expect(() => deadLetterMessage(facts({ condition: 'Success' }))).toThrow('only a discarded event');
  });
});

describe('the first kilobyte of the error message', () => {
  test('DLQ-05 1,500 bytes become 1,024, and 1,024 stay', () => {
    expect(messageOf('m'.repeat(1_500))).toBe('m'.repeat(1_024));
    expect(messageOf('m'.repeat(1_024))).toBe('m'.repeat(1_024));
    expect(messageOf('m'.repeat(1_025))).toBe('m'.repeat(1_024));
  });

  describe.each([
    ['2 bytes', 'é', 2],
    ['3 bytes', '€', 3],
    ['4 bytes', '😀', 4],
  ])('DLQ-05 a character of %s', (_, character, width) => {
    for (let before = 1_024 - 2 * width; before <= 1_025; before++) {
      const inside = Math.max(0, Math.min(width, 1_024 - before));
      const outcome = inside === width ? 'stays' : inside === 0 ? 'is cut off whole' : `leaves ${inside} of its bytes, which become one U+FFFD`;
      test(`after ${before} bytes ${outcome}`, () => {
        const kept = 'm'.repeat(Math.min(before, 1_024));
        const end = inside === width ? 'n'.repeat(1_024 - before - width) : '';
        expect(messageOf(`${'m'.repeat(before)}${character}${'n'.repeat(1_000)}`)).toBe(`${kept}${inside === width ? character : inside > 0 ? '\uFFFD' : ''}${end}`);
      });
    }
  });

  test('DLQ-05 any message: as many whole characters as fit, and U+FFFD for a broken one', () => {
    const characters = fc.array(fc.constantFrom('m', 'é', '€', '😀', '\uFFFD', '\u0000'), { minLength: 200, maxLength: 900 });
    fc.assert(
      fc.property(characters, (parts) => {
        const message = parts.join('');
        const bytes = encoded(message);
        // A decoder replaces a character that the end of the text breaks by one U+FFFD, too.
        const expected = bytes.length <= 1_024 ? message : new TextDecoder().decode(bytes.subarray(0, 1_024));
        expect(messageOf(message)).toBe(expected);
        expect(encoded(expected).length).toBeLessThanOrEqual(1_026);
      }),
      { numRuns: 500 },
    );
  });
});

describe('deadLetterBytes', () => {
  test('DLQ-10 counts the body and names, types and values of the attributes', () => {
    const end = facts({ payload: '{"é":1}', answer: failed('{"errorMessage":"€"}') });
    const requestIdBytes = 'RequestID'.length + 'String'.length + requestId.length;
    expect(deadLetterBytes(end, 8)).toBe(8 + requestIdBytes + 'ErrorCode'.length + 'Number'.length + 3 + 'ErrorMessage'.length + 'String'.length + 3);
    expect(deadLetterBytes(facts({ condition: 'EventAgeExceeded', answer: null }), 100)).toBe(100 + requestIdBytes);
  });

  test('DLQ-10 is the size of the message, from the length of the payload alone', () => {
    fc.assert(
      fc.property(anyDiscarded, (any) => {
        const { body, attributes } = deadLetterMessage(any);
        const sum = Object.entries(attributes).reduce((bytes, [name, value]) => bytes + encoded(name + attributeTypes[name] + value).length, encoded(body).length);
        expect(deadLetterBytes({ ...any, payload: 'not looked at' }, utf8Bytes(any.payload))).toBe(sum);
      }),
    );
  });
});
