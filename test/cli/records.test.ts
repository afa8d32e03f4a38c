import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { headroom } from './fakeTerminal.ts';

const scenarios = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const tester = join(scenarios, 'destinations-tester.json');

interface Line {
  t: number;
  event: number;
  function: string;
  destination: string;
  type: string;
  delivered: boolean;
  body: Record<string, unknown>;
  attributes?: Record<string, string>;
  key?: string;
  text?: string;
}

async function records(...words: string[]): Promise<{ lines: Line[]; text: string; code: number; error: string }> {
  const { out, code, error } = await headroom(['records', ...words]);
  return { lines: out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line), text: out, code, error };
}

const one = (scenario: object, ...words: string[]): Promise<{ code: number; out: string; error: string }> => headroom(['records', '-', ...words], { input: JSON.stringify(scenario) });

/** Keys at every level, in order. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]);
}

describe('headroom records', () => {
  test('the destinations tester of 2019 gives the records that its announcement prints, identifiers and times aside', async () => {
    const { lines, code, error } = await records(tester);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const printed = {
      success: {
        version: '1.0',
        timestamp: '2019-11-24T23:08:25.651Z',
        requestContext: {
          requestId: 'c2a6f2ae-7dbb-4d22-8782-d0485c9877e2',
          functionArn: 'arn:aws:lambda:sa-east-1:123456789123:function:event-destinations:$LATEST',
          condition: 'Success',
          approximateInvokeCount: 1,
        },
        requestPayload: { Success: true },
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        responsePayload: null,
      },
      failure: {
        version: '1.0',
        timestamp: '2019-11-24T21:52:47.333Z',
        requestContext: {
          requestId: '8ea123e4-1db7-4aca-ad10-d9ca1234c1fd',
          functionArn: 'arn:aws:lambda:sa-east-1:123456678912:function:event-destinations:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { Success: false },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Handled' },
        responsePayload: {
          errorMessage: 'Failure from event, Success = false, I am failing!',
          errorType: 'Error',
          stackTrace: ['exports.handler (/var/task/index.js:18:18)'],
        },
      },
    };
    const withoutIdentity = (record: Record<string, any>) => {
      const { requestId, functionArn, ...context } = record['requestContext'];
      expect(requestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(functionArn).toMatch(/^arn:aws:lambda:sa-east-1:\d{12}:function:event-destinations:\$LATEST$/);
      return { ...record, timestamp: '', requestContext: context };
    };
    expect(lines.map(({ destination, type, delivered }) => ({ destination, type, delivered }))).toEqual([
      { destination: 'destinations-topic', type: 'SNS', delivered: true },
      { destination: 'failure-handler', type: 'Lambda', delivered: true },
    ]);
    for (const [index, expected] of [printed.success, printed.failure].entries()) {
      expect(keysOf(lines[index]!.body)).toEqual(keysOf(expected));
      expect(withoutIdentity(lines[index]!.body)).toEqual(withoutIdentity(expected));
    }
    // Three attempts and two waits, and the delivery: three minutes after its acceptance.
    expect(lines[1]!.body['timestamp']).toBe('2019-11-24T21:52:47.315Z');
  });

  test('a line has the documented keys in the documented order', async () => {
    const { lines } = await records(join(scenarios, 'poison-events.json'), '--set', 'duration="10m"');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      const letter = line.destination === 'dead-letters';
      expect(Object.keys(line)).toEqual(['t', 'event', 'function', 'destination', 'type', 'delivered', 'body', ...(letter ? ['attributes'] : [])]);
    }
    expect(lines.every((line, index) => index === 0 || lines[index - 1]!.t <= line.t)).toBe(true);
    const bus = lines.find(({ type }) => type === 'EventBridge')!;
    expect(Object.keys(bus.body)).toEqual(['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail']);
    // Both sinks got each event: the dead letter first, with the payload that the record repeats.
    const [letter, record] = lines.filter(({ event }) => event === bus.event);
    expect(letter).toMatchObject({ type: 'SQS', t: record!.t, body: (bus.body['detail'] as Record<string, unknown>)['requestPayload'], attributes: { ErrorCode: '200' } });
  });

  test('--event and --condition choose', async () => {
    const all = await records(tester);
    expect((await records(tester, '--event', '1')).lines).toEqual(all.lines.filter(({ event }) => event === 1));
    expect((await records(tester, '--condition', 'RetriesExhausted')).lines).toEqual([all.lines[1]]);
    expect((await records(tester, '--event', '1', '--condition', 'RetriesExhausted')).lines).toEqual([]);
    expect((await records(tester, '--event', '99')).lines).toEqual([]);
  });

  test('the same scenario and seed give the same bytes, another seed other identifiers', async () => {
    const { text } = await records(tester);
    expect((await records(tester)).text).toBe(text);
    const other = await records(tester, '--seed', 'two');
    expect(other.text).not.toBe(text);
    expect(other.text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')).toBe(text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ''));
  });

  test('--wrapped adds what the receiver sees', async () => {
    const { lines } = await records(join(scenarios, 'large-dead-letters.json'), '--set', 'duration="10m"', '--wrapped');
    const [line] = lines as (Line & { message: Record<string, any> })[];
    expect(Object.keys(line!).at(-1)).toBe('message');
    expect(line!.message).toMatchObject({ Type: 'Notification', TopicArn: 'arn:aws:sns:us-east-1:123456789012:dead-letters' });
    expect(JSON.parse(line!.message['Message'] as string)).toEqual(line!.body);
    expect(line!.message['MessageAttributes']).toMatchObject({ ErrorCode: { Type: 'Number', Value: '200' } });
  });

  test('a payload keeps its bytes: spaces in the line, line breaks under text', async () => {
    const scenario = (payloadText: string) => ({
      version: 1,
      duration: '1m',
      functions: { f: { ReservedConcurrentExecutions: 0, DeadLetterConfig: { TargetArn: 'dlq' } } },
      destinations: { dlq: { type: 'SQS' } },
      traffic: [{ to: 'f', arrivals: { at: [0] }, payloadText }],
      assumptions: { timing: 'documented' },
    });
    const spaced = await one(scenario('{ "price": 1.0,  "id": 12345678901234567890 }'));
    expect(spaced.out).toContain('"body":{ "price": 1.0,  "id": 12345678901234567890 },"attributes":');
    const broken = await one(scenario('{\n  "a": 1\r\n}'));
    expect(broken.out.split('\n')).toHaveLength(2);
    expect(JSON.parse(broken.out)).toMatchObject({ body: { a: 1 }, text: '{\n  "a": 1\r\n}' });
    // On a terminal nothing in a payload may steer it; to a file it goes as it is.
    const steering = scenario('"\u009b2J"');
    expect((await one(steering)).out).toContain('\u009b');
    const shown = await headroom(['records', '-'], { input: JSON.stringify(steering), colour: true });
    expect(shown.out).not.toContain('\u009b');
    expect(JSON.parse(shown.out)).toMatchObject({ body: '\u009b2J' });
  });

  test('a function that is stopped, deleted or full: each answers in its own way', async () => {
    const first = async (settings: object, more: object = {}) => {
      const { out } = await one({
        version: 1,
        duration: '10m',
        functions: { f: { DeadLetterConfig: { TargetArn: 'dlq' }, ...settings } },
        destinations: { dlq: { type: 'SQS' } },
        traffic: [{ to: 'f', arrivals: { at: [1] } }],
        assumptions: { timing: 'documented', dispatch: 'backoff', dispatchLatency: '1s' },
        ...more,
      });
      return (JSON.parse(out.split('\n')[0] ?? '') as Line).attributes;
    };
    const id = { RequestID: expect.any(String) as string };
    expect(await first({ ReservedConcurrentExecutions: 0 })).toEqual({ ...id, ErrorMessage: 'Function not invoked. Function isconfigured with zero reserved concurrent executions' });
    const deleted = { faults: [{ function: 'f', from: '1.5s', until: '10m', deleted: true }] };
    expect(await first({ EventInvokeConfig: { MaximumRetryAttempts: 0 } }, deleted)).toEqual({ ...id, ErrorCode: '404', ErrorMessage: 'Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST' });
    const full = { account: { ConcurrentExecutions: 1 }, traffic: [{ to: 'f', arrivals: { at: [0, 1] } }] };
    const held = { Timeout: 900, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { duration: { constant: '900s' } } };
    expect(await first(held, full)).toEqual({ ...id, ErrorCode: '429', ErrorMessage: 'Rate Exceeded.' });
  });

  test('records of discarded batches stand among the others in order of time, and can be chosen', async () => {
    const scenario = {
      version: 1,
      duration: '10m',
      functions: { f: { behaviour: { duration: { constant: '100ms' } }, EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'done' } } } } },
      traffic: [{ to: 'f', arrivals: { at: ['1m', '5m'] } }],
      streams: { orders: { writes: [{ arrivals: { at: ['3m', '8m'] }, poison: [0, 1] }] } },
      destinations: { done: { type: 'SQS' }, failed: { type: 'S3' } },
      eventSourceMappings: { m: { EventSourceArn: 'orders', FunctionName: 'f', StartingPosition: 'LATEST', MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } } },
    };
    const linesOf = async (...words: string[]) => (await one(scenario, ...words)).out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line & { mapping?: string; batch?: number; message?: unknown });
    const lines = await linesOf();
    expect(lines.map(({ event, batch }) => event ?? `batch ${batch ?? ''}`)).toEqual([0, 'batch 0', 1, 'batch 1']);
    expect(lines.every((line, index) => index === 0 || lines[index - 1]!.t <= line.t)).toBe(true);
    expect(Object.keys(lines[1]!)).toEqual(['t', 'mapping', 'batch', 'function', 'destination', 'type', 'delivered', 'body', 'key']);
    expect(lines[1]).toMatchObject({ mapping: 'm', function: 'f', destination: 'failed', type: 'S3', delivered: true, body: { requestContext: { condition: 'RetryAttemptsExhausted' } } });
    expect(await linesOf('--condition', 'RetryAttemptsExhausted')).toEqual([lines[1], lines[3]]);
    expect(await linesOf('--condition', 'RecordAgeExceeded')).toEqual([]);
    expect(await linesOf('--condition', 'Success')).toEqual([lines[0], lines[2]]);
    expect(await linesOf('--event', '1')).toEqual([lines[2]]);
    const wrapped = await linesOf('--wrapped', '--condition', 'RetryAttemptsExhausted');
    expect(wrapped[0]?.message).toMatchObject({ Bucket: 'failed', Key: lines[1]!.key, ContentType: 'application/octet-stream' });
  });

  test('says everything that is wrong with its words at once', async () => {
    const { code, out, error } = await headroom(['records', 'a.json', 'b.json', '--event', '-1', '--condition', 'RetryExhausted', '--loud']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(/2 files were given/);
    expect(error).toMatch(/--event/);
    expect(error).toMatch(/--condition must be one of .* Did you mean "RetriesExhausted"\?/);
    expect(error).toMatch(/no option --loud/);
  });

  test('a bad scenario has its problems listed, exit code 2', async () => {
    const { code, error } = await one({ version: 1, duration: '1m', functions: { f: { DeadLetterConfig: { TargetArn: 'nowhere' } } } });
    expect(code).toBe(2);
    expect(error).toContain('functions.f.DeadLetterConfig.TargetArn');
  });
});
