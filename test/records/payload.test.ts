import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Bytes } from '../../sim/records/json.ts';
import { generatedPayload, generatedResponse } from '../../sim/records/payload.ts';

describe('generated payloads', () => {
  test.each([
    [0, 17, '{}'],
    [1, 17, '0'],
    [2, 17, '{}'],
    [3, 17, '"x"'],
    [21, 17, '"xxxxxxxxxxxxxxxxxxx"'],
    [22, 17, '{"event":17,"data":""}'],
    [26, 17, '{"event":17,"data":"xxxx"}'],
    [21, 0, '{"event":0,"data":""}'],
  ])('%i bytes of event %i', (bytes, event, text) => {
    expect(generatedPayload(bytes, event)).toBe(text);
  });

  test('are compact JSON of exactly the length asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.nat(), (bytes, event) => {
        const payload = generatedPayload(bytes, event);
        expect(utf8Bytes(payload)).toBe(bytes);
        expect(() => JSON.parse(payload) as unknown).not.toThrow();
        expect(JSON.stringify(JSON.parse(payload))).toBe(payload);
      }),
    );
    expect(generatedPayload(1_048_576, 86_399_999)).toHaveLength(1_048_576);
  });
});

describe('generated responses', () => {
  test('are JSON of exactly the length asked for, and text wherever a text fits', () => {
    expect(generatedResponse(1)).toBe('0');
    for (const bytes of [2, 3, 100, 6_291_557]) {
      const response = generatedResponse(bytes);
      expect(utf8Bytes(response)).toBe(bytes);
      expect(typeof JSON.parse(response)).toBe('string');
    }
  });
});
