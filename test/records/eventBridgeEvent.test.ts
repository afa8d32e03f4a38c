import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventBridgeBytes, eventBridgeEvent, eventBridgeOverhead } from '../../sim/records/eventBridgeEvent.ts';
import { invocationRecord } from '../../sim/records/invocationRecord.ts';
import { utf8Bytes } from '../../sim/records/json.ts';
import { anyFacts, arn, at, facts, failed, returned } from './samples.ts';

const destinationArn = 'arn:aws:events:us-east-2:123456789012:event-bus/results';
const envelope = { destinationArn, region: 'us-east-2', accountId: '123456789012', id: '9a8b7c6d-0000-4000-8000-000000000001' };
const instant = at('2026-09-14T15:46:55.999Z');

const expected = (detailType: string, detail: string): string =>
  `{"version":"0","id":"9a8b7c6d-0000-4000-8000-000000000001","detail-type":"${detailType}","source":"lambda","account":"123456789012",` +
  `"time":"2026-09-14T15:46:55Z","region":"us-east-2","resources":["${destinationArn}","${arn}"],"detail":${detail}}`;

describe('an event on a bus', () => {
  test('DST-10 of a success', () => {
    const end = facts({ condition: 'Success', approximateInvokeCount: 1, instant, answer: returned('{"n":1.0}') });
    expect(eventBridgeEvent({ facts: end, ...envelope })).toBe(expected('Lambda Function Invocation Result - Success', invocationRecord(end)));
  });

  test.each(['RetriesExhausted', 'EventAgeExceeded', 'ZeroReservedConcurrency', 'RecursiveInvocation'] as const)('DST-10 of a failure: %s', (condition) => {
    const end = facts({ condition, instant, answer: failed('{"errorMessage":"no"}') });
    expect(eventBridgeEvent({ facts: end, ...envelope })).toBe(expected('Lambda Function Invocation Result - Failure', invocationRecord(end)));
  });

  test('DST-10 the dash is a hyphen, the bus comes before the function, and the time has no fraction', () => {
    const event = eventBridgeEvent({ facts: facts({ instant }), ...envelope });
    expect(JSON.parse(event)).toMatchObject({ source: 'lambda', time: '2026-09-14T15:46:55Z', resources: [destinationArn, arn], detail: { timestamp: '2026-09-14T15:46:55.999Z' } });
    expect(event).not.toContain('\u2013');
  });
});

describe('eventBridgeBytes', () => {
  test('DST-13 counts time, source, detail type, detail and resources, as PutEvents does', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const event = eventBridgeEvent({ facts: any, ...envelope });
        const parsed = JSON.parse(event) as { source: string; 'detail-type': string; resources: string[] };
        const counted = [parsed.source, parsed['detail-type'], ...parsed.resources, invocationRecord(any)].reduce((sum, text) => sum + utf8Bytes(text), 14);
        expect(eventBridgeBytes({ facts: { ...any, payload: 'not looked at' }, destinationArn }, utf8Bytes(any.payload))).toBe(counted);
        expect(eventBridgeOverhead(destinationArn, any.functionArn)).toBe(counted - utf8Bytes(invocationRecord(any)));
      }),
    );
  });
});
