import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../../sim/records/facts.ts';
import { invocationRecord, recordBytes } from '../../sim/records/invocationRecord.ts';
import { utf8Bytes } from '../../sim/records/json.ts';
import { anyFacts, at, facts, failed, requestId, returned } from './samples.ts';

const error = '{"errorMessage":"no","errorType":"Error"}';
const threw = failed(error);

describe('the records that AWS prints', () => {
  test('DST-06 the success of the 2019 announcement: no functionError, a null response', () => {
    const record = invocationRecord({
      requestId: 'c2a6f2ae-7dbb-4d22-8782-d0485c9877e2',
      functionArn: 'arn:aws:lambda:sa-east-1:123456789123:function:event-destinations:$LATEST',
      condition: 'Success',
      approximateInvokeCount: 1,
      instant: at('2019-11-24T23:08:25.651Z'),
      payload: '{"Success":true}',
      answer: returned('null'),
    });
    expect(record).toBe(
      '{"version":"1.0","timestamp":"2019-11-24T23:08:25.651Z","requestContext":{"requestId":"c2a6f2ae-7dbb-4d22-8782-d0485c9877e2",' +
        '"functionArn":"arn:aws:lambda:sa-east-1:123456789123:function:event-destinations:$LATEST","condition":"Success","approximateInvokeCount":1},' +
        '"requestPayload":{"Success":true},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":null}',
    );
  });

  test('ERR-03 the failure of the 2019 announcement: an error that the handler gave back is Handled', () => {
    const record = invocationRecord({
      requestId: '8ea123e4-1db7-4aca-ad10-d9ca1234c1fd',
      functionArn: 'arn:aws:lambda:sa-east-1:123456678912:function:event-destinations:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
      instant: at('2019-11-24T21:52:47.333Z'),
      payload: '{"Success":false}',
      answer: failed('{"errorMessage":"Failure from event, Success = false, I am failing!","errorType":"Error","stackTrace":["exports.handler (/var/task/index.js:18:18)"]}', 'Handled'),
    });
    expect(record).toBe(
      '{"version":"1.0","timestamp":"2019-11-24T21:52:47.333Z","requestContext":{"requestId":"8ea123e4-1db7-4aca-ad10-d9ca1234c1fd",' +
        '"functionArn":"arn:aws:lambda:sa-east-1:123456678912:function:event-destinations:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3},' +
        '"requestPayload":{"Success":false},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Handled"},' +
        '"responsePayload":{"errorMessage":"Failure from event, Success = false, I am failing!","errorType":"Error","stackTrace":["exports.handler (/var/task/index.js:18:18)"]}}',
    );
  });

  test('DST-05 the RetriesExhausted example of the guide', () => {
    const payload = '{"ORDER_IDS":["9e07af03-ce31-4ff3-xmpl-36dce652cb4f","637de236-e7b2-464e-xmpl-baf57f86bb53","a81ddca6-2c35-45c7-xmpl-c3a03a31ed15"]}';
    const record = invocationRecord({
      requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
      functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:my-function:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
      instant: at('2019-11-14T18:16:05.568Z'),
      payload,
      answer: failed('{"errorMessage":"RequestId: e4b46cbf-b738-xmpl-8880-a18cdf61200e Process exited before completing request"}'),
    });
    expect(record).toBe(
      '{"version":"1.0","timestamp":"2019-11-14T18:16:05.568Z","requestContext":{"requestId":"e4b46cbf-b738-xmpl-8880-a18cdf61200e",' +
        '"functionArn":"arn:aws:lambda:us-east-2:123456789012:function:my-function:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3},' +
        '"requestPayload":{"ORDER_IDS":["9e07af03-ce31-4ff3-xmpl-36dce652cb4f","637de236-e7b2-464e-xmpl-baf57f86bb53","a81ddca6-2c35-45c7-xmpl-c3a03a31ed15"]},' +
        '"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},' +
        '"responsePayload":{"errorMessage":"RequestId: e4b46cbf-b738-xmpl-8880-a18cdf61200e Process exited before completing request"}}',
    );
  });
});

describe('what stands behind the payload, by outcome', () => {
  const handled = '"responseContext":{"statusCode":200,"executedVersion":"$LATEST"}';
  const unhandled = `"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":${error}`;
  const cases: [string, Pick<Facts, 'condition' | 'approximateInvokeCount' | 'answer'>, string][] = [
    ['success at the first attempt', { condition: 'Success', approximateInvokeCount: 1, answer: returned('{"ok":1}') }, `${handled},"responsePayload":{"ok":1}`],
    ['success of a version', { condition: 'Success', approximateInvokeCount: 1, answer: returned('[]', '12') }, '"responseContext":{"statusCode":200,"executedVersion":"12"},"responsePayload":[]'],
    ['three failures', { condition: 'RetriesExhausted', approximateInvokeCount: 3, answer: threw }, unhandled],
    ['no retries, one failure', { condition: 'RetriesExhausted', approximateInvokeCount: 1, answer: threw }, unhandled],
    ['too old after the first attempt', { condition: 'EventAgeExceeded', approximateInvokeCount: 1, answer: threw }, unhandled],
    ['too old after the second attempt', { condition: 'EventAgeExceeded', approximateInvokeCount: 2, answer: threw }, unhandled],
    ['too old, only ever throttled', { condition: 'EventAgeExceeded', approximateInvokeCount: 0, answer: { status: 429 } }, '"responseContext":{"statusCode":429}'],
    ['reserved concurrency 0', { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0, answer: null }, ''],
    ['deleted, no retries', { condition: 'RetriesExhausted', approximateInvokeCount: 1, answer: { status: 404 } }, '"responseContext":{"statusCode":404}'],
    ['deleted, one retry', { condition: 'RetriesExhausted', approximateInvokeCount: 2, answer: { status: 404 } }, '"responseContext":{"statusCode":404}'],
    ['too old and never read', { condition: 'EventAgeExceeded', approximateInvokeCount: 0, answer: null }, ''],
    ['too old after system errors only', { condition: 'EventAgeExceeded', approximateInvokeCount: 0, answer: { status: 500 } }, '"responseContext":{"statusCode":500}'],
    ['failed, then throttled until too old', { condition: 'EventAgeExceeded', approximateInvokeCount: 2, answer: { status: 429 } }, '"responseContext":{"statusCode":429}'],
    ['reserved concurrency 0 after a failed attempt', { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 1, answer: threw }, ''],
    ['a loop that was stopped', { condition: 'RecursiveInvocation', approximateInvokeCount: 0, answer: { status: 400 } }, '"responseContext":{"statusCode":400}'],
  ];

  test.each(cases)('%s', (_, end, behind) => {
    const { condition, approximateInvokeCount } = end;
    const record = invocationRecord(facts(end));
    expect(record).toBe(
      `{"version":"1.0","timestamp":"2026-01-01T00:00:00.000Z","requestContext":{"requestId":"${requestId}",` +
        `"functionArn":"arn:aws:lambda:us-east-2:123456789012:function:my-function:$LATEST","condition":"${condition}","approximateInvokeCount":${approximateInvokeCount}},` +
        `"requestPayload":{"key":"value"}${behind === '' ? '' : `,${behind}`}}`,
    );
  });
});

describe('payloads in records', () => {
  const behindRequest = (record: string): string => record.slice(record.indexOf('"requestPayload":'));

  test('DST-05 the event, the response and the error stand there byte for byte: whitespace, numbers, escapes and repeated keys', () => {
    const written = ' { "a" : 1.0,\n"a": 1e2, "n":12345678901234567890, "t": "\\u0041\\/" }\n';
    expect(invocationRecord(facts({ payload: written }))).toContain(`"requestPayload":${written},"responseContext"`);
    expect(invocationRecord(facts({ condition: 'Success', answer: returned(written) }))).toContain(`"responsePayload":${written}}`);
    expect(invocationRecord(facts({ answer: failed(written) }))).toContain(`"responsePayload":${written}}`);
  });

  test('DST-19 a response that is no JSON is left out, and a deliveryError stands in its place', () => {
    for (const response of ['', 'plain text', '{"a":1', "{'a': 1}"])
      expect(behindRequest(invocationRecord(facts({ condition: 'Success', approximateInvokeCount: 1, answer: returned(response) })))).toBe(
        '"requestPayload":{"key":"value"},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},' +
          '"deliveryError":{"statusCode":400,"errorCode":"InvalidRequestContentException","errorMessage":"The function response payload could not be parsed as JSON."}}',
      );
  });

  test('any record is JSON, with its keys in order', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const record = JSON.parse(invocationRecord(any)) as Record<string, unknown>;
        expect(Object.keys(record).slice(0, 4)).toEqual(['version', 'timestamp', 'requestContext', 'requestPayload']);
        expect(record['requestPayload']).toEqual(JSON.parse(any.payload));
      }),
    );
  });
});

describe('recordBytes', () => {
  test('DST-19 is the length of the record, from the length of the payload alone', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const bytes = utf8Bytes(invocationRecord(any));
        expect(recordBytes(any, utf8Bytes(any.payload))).toBe(bytes);
        expect(recordBytes({ ...any, payload: 'not looked at' }, utf8Bytes(any.payload))).toBe(bytes);
        expect(bytes).toBe(new TextEncoder().encode(invocationRecord(any)).length);
      }),
      { numRuns: 500 },
    );
  });
});
