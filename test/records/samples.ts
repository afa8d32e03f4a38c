import fc from 'fast-check';
import type { Answer, Facts } from '../../sim/records/facts.ts';
import { anyText } from '../anyText.ts';

/** Whole microseconds since 1970. */
export const at = (iso: string): number => Date.parse(iso) * 1_000;

export const requestId = 'e4b46cbf-b738-4a52-8880-a18cdf61200e';
export const arn = 'arn:aws:lambda:us-east-2:123456789012:function:my-function:$LATEST';

/** An event that failed for good, but for what a test says. */
export const facts = (changes: Partial<Facts> = {}): Facts => ({
  requestId,
  functionArn: arn,
  condition: 'RetriesExhausted',
  approximateInvokeCount: 3,
  instant: at('2026-01-01T00:00:00Z'),
  payload: '{"key":"value"}',
  answer: failed('{"errorMessage":"no"}'),
  ...changes,
});

export const failed = (error: string, functionError: 'Unhandled' | 'Handled' = 'Unhandled'): Answer => ({ status: 200, executedVersion: '$LATEST', functionError, error });
export const returned = (response: string, executedVersion = '$LATEST'): Answer => ({ status: 200, executedVersion, response });

const anyJson = fc.tuple(fc.jsonValue(), fc.constantFrom(0, 2)).map(([value, indent]) => JSON.stringify(value, null, indent));
const anyVersion = fc.constantFrom('$LATEST', '7');

const anyRefusal: fc.Arbitrary<Answer> = fc.oneof(
  fc.constantFrom<400 | 404 | 429 | 500>(400, 404, 429, 500).map((status) => ({ status })),
  fc
    .record({ executedVersion: anyVersion, functionError: fc.constantFrom<'Unhandled' | 'Handled'>('Unhandled', 'Handled'), message: anyText(1_100) })
    .map(({ message, ...answer }) => ({ status: 200 as const, ...answer, error: JSON.stringify({ errorMessage: message }) })),
);

const anyEnd = {
  requestId: anyText(20),
  functionArn: anyText(20).map((name) => `${arn}${name}`),
  approximateInvokeCount: fc.integer({ min: 0, max: 3 }),
  instant: fc.integer({ min: 0, max: at('2200-01-01T00:00:00Z') }),
  payload: anyJson,
};

/** Any event that was discarded. */
export const anyDiscarded: fc.Arbitrary<Facts> = fc.record({
  ...anyEnd,
  condition: fc.constantFrom<Facts['condition']>('RetriesExhausted', 'EventAgeExceeded', 'ZeroReservedConcurrency', 'RecursiveInvocation'),
  answer: fc.option(anyRefusal),
});

/** Any event that ended, also well. */
export const anyFacts: fc.Arbitrary<Facts> = fc.oneof(
  anyDiscarded,
  fc.record({
    ...anyEnd,
    condition: fc.constant('Success' as const),
    answer: fc.record({ status: fc.constant(200 as const), executedVersion: anyVersion, response: fc.oneof(anyJson, anyText(20)) }),
  }),
);
