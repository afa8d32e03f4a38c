import { describe, expect, it } from 'vitest';
import { inputText, readInput, type Readable } from '../../sim/form/readInput.ts';

const field = (node: Partial<Readable> & Pick<Readable, 'type'>): Readable => ({ required: false, ...node });
const seconds = field({ type: 'integer', unit: 'seconds', minimum: 60, maximum: 21_600 });
const memory = field({ type: 'integer', unit: 'MB', minimum: 128, maximum: 10_240 });
const bytes = field({ type: 'integer', unit: 'bytes' });
const probability = field({ type: 'number', minimum: 0, maximum: 1 });
const factor = field({ type: 'number', minimum: 0, maximum: 10_000 });
const integer = field({ type: 'integer', minimum: 0 });
const duration = field({ type: 'duration', unit: 'duration' });
const rate = field({ type: 'rate', unit: 'rate' });
const text = field({ type: 'text' });
const json = field({ type: 'json' });

describe('readInput understands what is typed in the unit of the field', () => {
  it.each([
    [seconds, '5m', 300],
    [seconds, '6h', 21_600],
    [seconds, '90', 90],
    [memory, '1GB', 1024],
    [memory, '1.5 GB', 1536],
    [memory, '512MB', 512],
    [bytes, '256KB', 262_144],
    [bytes, '1 MB', 1_048_576],
    [probability, '5%', 0.05],
    [probability, '0.1%', 0.001],
    [probability, '7%', 0.07],
    [integer, '1.5k', 1500],
    [integer, '2M', 2_000_000],
    [duration, '5m', '5m'],
    [duration, '90', 90],
    [rate, '1.5k/s', '1.5k/s'],
    [rate, '12.5', 12.5],
    [field({ type: 'choice', choices: ['fifo', 'backoff'] }), 'fifo', 'fifo'],
    [field({ type: 'choice', choices: [true] }), 'true', true],
    [field({ type: 'boolean' }), 'false', false],
    [json, '{"a": [1, null]}', { a: [1, null] }],
    [text, ' as it is ', ' as it is '],
    [text, '42', '42'],
    [field({ type: 'text', value: 7 }), '8', 8],
    [field({ type: 'text', value: 7 }), 'eight', 'eight'],
  ] as const)('%o: %s', (node, typed, value) => {
    expect(readInput(node, typed)).toEqual(value);
  });
});

describe('readInput leaves what it cannot read as it was typed', () => {
  it.each([
    [seconds, 'soon'],
    [seconds, '1,5m'],
    [memory, '1 TB'],
    [factor, '5%'],
    [integer, '1,500'],
    [integer, '-0'],
    [integer, '12345678901234567890'],
    [integer, '1e400'],
    [integer, '0x10'],
    [duration, '5 minutes'],
    [rate, '1.5k'],
    [json, '{"a":'],
    [field({ type: 'boolean' }), 'yes'],
    [field({ type: 'integer', required: true }), ''],
  ] as const)('%o: %s', (node, typed) => {
    expect(readInput(node, typed)).toBe(typed);
  });
});

describe('an empty field', () => {
  it('is not written where it may be left out', () => {
    expect(readInput(integer, '')).toBeUndefined();
    expect(readInput(duration, '')).toBeUndefined();
    expect(readInput(field({ type: 'text' }), '')).toBeUndefined();
  });

  it('is an empty text where a text holds by default', () => {
    expect(readInput(field({ type: 'text', default: '' }), '')).toBe('');
  });
});

describe('inputText', () => {
  it('shows a value as it is typed', () => {
    expect(inputText(duration, '5m')).toBe('5m');
    expect(inputText(integer, 300)).toBe('300');
    expect(inputText(json, 'x')).toBe('"x"');
    expect(inputText(integer, undefined)).toBe('');
  });
});
