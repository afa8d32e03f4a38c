import { assert } from '../kernel/assert.ts';
import type { Facts } from './facts.ts';
import { utf8Bytes } from './json.ts';

/** The type of each attribute, as SQS and SNS call it. [DLQ-03] */
export const attributeTypes: Readonly<Record<string, 'String' | 'Number'>> = { RequestID: 'String', ErrorCode: 'Number', ErrorMessage: 'String' };

/**
 * What a dead-letter queue receives of a discarded event: the event itself, byte for byte, and in attributes why it is
 * here. `ErrorCode` is left out where nothing answered, `ErrorMessage` where nothing was said. [DLQ-02, DLQ-03, DLQ-04, DLQ-05]
 *
 * `ErrorMessage` is made of the message's first 1,024 bytes of UTF-8. Where these end inside a character, the part that is
 * left is replaced by U+FFFD, which has 3 bytes itself: the value may then have 1,024 to 1,026 bytes.
 */
export const deadLetterMessage = (facts: Facts): { body: string; attributes: Record<string, string> } => ({
  body: facts.payload,
  attributes: attributesOf(facts),
});

/**
 * What counts against the target's limit: the body and every attribute's name, type and value, in bytes of UTF-8.
 * `facts.payload` is not looked at, `payloadBytes` is its length as it was accepted. [DLQ-10]
 */
export function deadLetterBytes(facts: Facts, payloadBytes: number): number {
  let bytes = payloadBytes;
  for (const [name, value] of Object.entries(attributesOf(facts))) bytes += utf8Bytes(name) + utf8Bytes(attributeTypes[name] ?? '') + utf8Bytes(value);
  return bytes;
}

function attributesOf(facts: Facts): Record<string, string> {
  const { requestId, condition, answer } = facts;
  assert(condition !== 'Success', 'only a discarded event becomes a dead letter');
  const attributes: Record<string, string> = { RequestID: requestId };
  if (answer !== null && condition !== 'ZeroReservedConcurrency') attributes['ErrorCode'] = String(answer.status);
  const message = errorMessage(facts);
  // Neither SQS nor SNS takes an attribute without a value.
  if (message !== '') attributes['ErrorMessage'] = firstBytes(message, longestMessage);
  return attributes;
}

function errorMessage({ functionArn, condition, answer }: Facts): string {
  if (condition === 'ZeroReservedConcurrency') return zeroReservedConcurrency;
  if (answer === null) return '';
  switch (answer.status) {
    case 200:
      return 'error' in answer ? messageOf(JSON.parse(answer.error)) : '';
    case 400:
      return recursion;
    case 404:
      return `Function not found: ${functionArn}`;
    case 429:
      return 'Rate Exceeded.';
    case 500:
      return systemError;
  }
}

/** As AWS spells it. [ZRC-03] */
const zeroReservedConcurrency = 'Function not invoked. Function isconfigured with zero reserved concurrent executions';

/** Nobody has published what these two say: assumed. */
const recursion = 'Function not invoked. A recursive loop was detected.';
const systemError = 'Internal server error.';

/** The errorMessage of an error object; nothing where it has none that is a text. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'errorMessage' in error ? error.errorMessage : '';
  return typeof message === 'string' ? message : '';
}

/** "The first 1 KB". [DLQ-05] */
const longestMessage = 1_024;

function firstBytes(text: string, limit: number): string {
  let kept = '';
  let left = limit;
  for (const character of text) {
    const bytes = utf8Bytes(character);
    if (bytes > left) return left > 0 ? `${kept}\uFFFD` : kept;
    kept += character;
    left -= bytes;
  }
  return text;
}
