import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { EventRecord, SentRecord } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, lifeLine, run, story, underDeepBacklog, underHeldSlot, type Checked } from '../engines/check.ts';

type FunctionInput = ScenarioInput['functions'][string];
type TrafficInput = NonNullable<ScenarioInput['traffic']>[number];

const routes = { DestinationConfig: { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } } };
const caught = { DeadLetterConfig: { TargetArn: 'dlq' }, EventInvokeConfig: routes };
const order = { order: 17, lines: [{ sku: 'a', price: 1.5 }, null] };

/** Two queues and a dead-letter queue, an order as the event, and a calendar whose digits are all different. */
const shop = (more: Partial<ScenarioInput> = {}): Partial<ScenarioInput> => ({
  startsAt: '2026-03-05T07:18:29.046Z',
  account: { Region: 'eu-central-1', AccountId: '210987654321' },
  destinations: { done: { type: 'SQS' }, failed: { type: 'SQS' }, dlq: { type: 'SNS' } },
  traffic: [{ to: 'f', arrivals: at(0), payload: order }],
  ...more,
});
const arn = 'arn:aws:lambda:eu-central-1:210987654321:function:f';
const immediately = { duration: { constant: '0s' } };

/** A value in which keys have places, so that comparing it sees their order at every level. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return { keys: Object.entries(value).map(([key, one]) => [key, inOrder(one)]) };
}

/** A text is this JSON, key by key, in order. */
const expectJson = (text: string, expected: unknown): void => expect(inOrder(JSON.parse(text))).toEqual(inOrder(expected));

/** The only thing of a run that was sent to a destination. */
function only({ sent }: Checked, destination: string): SentRecord {
  const found = sent.filter((one) => one.destination === destination);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Everything sent, each also as its receiver sees it. */
function wrapped(scenario: ScenarioInput): { sent: SentRecord[]; messages: Record<string, unknown>[]; traceIds: string[] } {
  const traced = startRun(compileModel(parseScenario(JSON.stringify(scenario)).scenario!), { trace: true });
  traced.advance(Infinity);
  const sent = [...traced.sent({ wrapped: true })];
  return {
    sent,
    messages: sent.map(({ message }) => JSON.parse(message!) as Record<string, unknown>),
    traceIds: [...traced.events()].map(({ traceId }) => traceId),
  };
}

/** What Python's runtime says of an exception. */
const exception = (requestId: string) => ({
  errorMessage: 'The handler failed.',
  errorType: 'Exception',
  requestId,
  stackTrace: ['  File "/var/task/lambda_function.py", line 2, in lambda_handler\n    raise Exception("The handler failed.")\n'],
});

/** The requestContext of an event's record. */
const contextOf = ({ requestId }: EventRecord, condition: SentRecord['condition'], approximateInvokeCount: number, functionArn = `${arn}:$LATEST`) => ({
  requestId,
  functionArn,
  condition,
  approximateInvokeCount,
});

const failsInto = (Destination: string): FunctionInput => ({ EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination } } } });

/** A run as AWS tells of one: one event for one function, and the record of it, as text. */
function published(name: string, f: FunctionInput, payload: Pick<TrafficInput, 'payload' | 'payloadText'>, where: Partial<ScenarioInput>): { event: EventRecord; record: string } {
  const { events, sent } = run({
    version: 1,
    duration: '1h',
    ...where,
    functions: { [name]: { ...f, behaviour: { initDuration: { constant: '0s' }, ...f.behaviour } }, ...where.functions },
    traffic: [{ to: name, arrivals: at(0), ...payload }],
    assumptions: { timing: 'documented', dispatchLatency: 0 },
  });
  expect(sent).toHaveLength(1);
  return { event: events[0]!, record: sent[0]!.body };
}

describe('records and dead letters of whole runs, key by key', () => {
  test('DST-05 DST-06 the announcement’s record of a success: no functionError, and null for a handler that returns nothing', () => {
    const { event, record } = published(
      'event-destinations',
      { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'topic' } } }, behaviour: { duration: { constant: '200ms' } } },
      { payloadText: '{ "Success": true }' },
      { startsAt: '2019-11-24T23:08:25.351Z', account: { Region: 'sa-east-1', AccountId: '123456789123' }, destinations: { topic: { type: 'SNS' } } },
    );
    expectJson(record, {
      version: '1.0',
      timestamp: '2019-11-24T23:08:25.651Z',
      requestContext: contextOf(event, 'Success', 1, 'arn:aws:lambda:sa-east-1:123456789123:function:event-destinations:$LATEST'),
      requestPayload: { Success: true },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: null,
    });
  });

  test('DST-05 ERR-03 CFG-08 the announcement’s record of a failure, with a handled error and its stack', () => {
    const error = {
      errorMessage: 'Failure from event, Success = false, I am failing!',
      errorType: 'Error',
      stackTrace: ['exports.handler (/var/task/index.js:18:18)'],
    };
    const { event, record } = published(
      'event-destinations',
      { ...failsInto('handler-of-failures'), behaviour: { ...immediately, errorRate: 1, functionError: 'Handled', error } },
      { payloadText: '{ "Success": false }' },
      { startsAt: '2019-11-24T21:49:47.233Z', account: { Region: 'sa-east-1', AccountId: '123456678912' }, functions: { 'handler-of-failures': {} } },
    );
    expectJson(record, {
      version: '1.0',
      timestamp: '2019-11-24T21:52:47.333Z',
      requestContext: contextOf(event, 'RetriesExhausted', 3, 'arn:aws:lambda:sa-east-1:123456678912:function:event-destinations:$LATEST'),
      requestPayload: { Success: false },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Handled' },
      responsePayload: error,
    });
  });

  test('DST-05 the guide’s record of three failures of a process that exits', () => {
    const errorMessage = 'RequestId: e4b46cbf-b738-xmpl-8880-a18cdf61200e Process exited before completing request';
    const ORDER_IDS = ['9e07af03-ce31-4ff3-xmpl-36dce652cb4f', '637de236-e7b2-464e-xmpl-baf57f86bb53', 'a81ddca6-2c35-45c7-xmpl-c3a03a31ed15'];
    const { event, record } = published(
      'my-function',
      { ...failsInto('queue'), behaviour: { ...immediately, errorRate: 1, error: { errorMessage } } },
      { payload: { ORDER_IDS } },
      { startsAt: '2019-11-14T18:13:05.468Z', account: { Region: 'us-east-2' }, destinations: { queue: { type: 'SQS' } } },
    );
    expectJson(record, {
      version: '1.0',
      timestamp: '2019-11-14T18:16:05.568Z',
      requestContext: contextOf(event, 'RetriesExhausted', 3, 'arn:aws:lambda:us-east-2:123456789012:function:my-function:$LATEST'),
      requestPayload: { ORDER_IDS },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorMessage },
    });
  });

  test('DST-06 DST-08 a success after a failed attempt says 1 and what the second attempt returned', () => {
    const script = [{ event: 0, attempts: [{ result: 'error' as const }, { result: 'success' as const, response: { total: 3, of: ['a'] } }] }];
    const told = run(exactly({ ...caught, behaviour: { ...immediately, response: 'not this', script } }, at(0), shop()));
    expect(told.sent).toHaveLength(1);
    expect(only(told, 'done')).toMatchObject({ t: 60.1, delivered: true, condition: 'Success', type: 'SQS' });
    expectJson(only(told, 'done').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:19:29.146Z',
      requestContext: contextOf(told.own[0]!, 'Success', 1),
      requestPayload: order,
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { total: 3, of: ['a'] },
    });
  });

  test('CFG-10 CFG-08 three failures: the record has request and response with the stack, the dead letter the event alone', () => {
    const told = run(exactly({ ...caught, behaviour: { ...immediately, errorRate: 1 } }, at(0), shop()));
    const { requestId } = told.own[0]!;
    expect(told.sent).toHaveLength(2);
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:21:29.146Z',
      requestContext: contextOf(told.own[0]!, 'RetriesExhausted', 3),
      requestPayload: order,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: exception(requestId),
    });
    expect(only(told, 'dlq').body).toBe(JSON.stringify(order));
    expectJson(JSON.stringify(only(told, 'dlq').attributes), { RequestID: requestId, ErrorCode: '200', ErrorMessage: 'The handler failed.' });
  });

  test('DST-08 no retries: one failure, count 1', () => {
    const told = run(exactly({ EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { ...immediately, errorRate: 1 } }, at(0), shop()));
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:18:29.146Z',
      requestContext: contextOf(told.own[0]!, 'RetriesExhausted', 1),
      requestPayload: order,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: exception(told.own[0]!.requestId),
    });
  });

  test.each([
    { MaximumEventAgeInSeconds: 60, count: 1, timestamp: '2026-03-05T07:18:29.146Z', errorMessage: 'first' },
    { MaximumEventAgeInSeconds: 90, count: 2, timestamp: '2026-03-05T07:19:29.146Z', errorMessage: 'second' },
  ])('DST-07 DST-08 the age limit ends it after $count attempts: EventAgeExceeded, with what the last of them said', ({ MaximumEventAgeInSeconds, count, timestamp, errorMessage }) => {
    const attempts = ['first', 'second', 'third'].map((message) => ({ result: 'error' as const, error: { errorType: 'E', errorMessage: message } }));
    const told = run(
      exactly(
        { ...caught, EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds }, behaviour: { ...immediately, script: [{ event: 0, attempts }] } },
        at(0),
        shop(),
      ),
    );
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp,
      requestContext: contextOf(told.own[0]!, 'EventAgeExceeded', count),
      requestPayload: order,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'E', errorMessage },
    });
    expect(only(told, 'dlq').attributes).toEqual({ RequestID: told.own[0]!.requestId, ErrorCode: '200', ErrorMessage: errorMessage });
  });

  test.each(['backoff', 'adaptive'] as const)('DST-08 under %s throttled until the age limit: count 0, 429 and nothing else of a response', (dispatch) => {
    const held = shop({ assumptions: { dispatch }, duration: '10m' });
    const told = run(
      underHeldSlot({ ...caught, EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds: 60 } }, at(0), {
        ...held,
        account: { ...held.account, ConcurrentExecutions: 1 },
        traffic: [{ to: 'holder', arrivals: { constant: { rate: '4/h' } } }, ...held.traffic!],
      }),
    );
    const { requestId } = told.own[0]!;
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:19:00.146Z',
      requestContext: contextOf(told.own[0]!, 'EventAgeExceeded', 0),
      requestPayload: order,
      responseContext: { statusCode: 429 },
    });
    expectJson(JSON.stringify(only(told, 'dlq').attributes), { RequestID: requestId, ErrorCode: '429', ErrorMessage: 'Rate Exceeded.' });
  });

  test('DST-08 failed once, then throttled to the age limit: the execution counts, the throttle is what is told', () => {
    const f: FunctionInput = {
      ...caught,
      EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds: 300 },
      ReservedConcurrentExecutions: 1,
      Timeout: 900,
      behaviour: { script: [story(0, '0s error'), story(1, '800s success')] },
    };
    const told = run(
      exactly(f, at(0), shop({ traffic: [{ to: 'f', arrivals: at(0), payload: order }, { to: 'f', arrivals: at(30), payload: 'holds the slot' }] })),
    );
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:21:36.146Z', // at 187 s: the next of 60, 61, 63, 67, 75, 91, 123, 187 would be at 315 s
      requestContext: contextOf(told.own[0]!, 'EventAgeExceeded', 1),
      requestPayload: order,
      responseContext: { statusCode: 429 },
    });
    expect(only(told, 'dlq').attributes).toMatchObject({ ErrorCode: '429' });
  });

  test('AGE-11 DST-08 never read, or never started under fifo: count 0 and no response at all', () => {
    const config = { ...caught, EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds: 60 } };
    const backlog = run(underDeepBacklog(config, { destinations: shop().destinations, duration: '2m' }));
    const unread = backlog.own.find((event) => /^1\.5 accepted \| 1\.5 queued \| 61\.5 dropped/.test(lifeLine(event)))!;
    const ideal = run(
      underHeldSlot(config, at(0), { destinations: shop().destinations, duration: '2m', assumptions: { dispatch: 'fifo' } }),
    );
    for (const [{ sent }, event, seconds] of [
      [backlog, unread, '01:01.600'],
      [ideal, ideal.own[0]!, '01:00.100'],
    ] as const) {
      const own = sent.filter((one) => one.event === event.id);
      expect(own.map(({ destination }) => destination)).toEqual(['dlq', 'failed']);
      const [letter, record] = own;
      expectJson(record!.body, {
        version: '1.0',
        timestamp: `2026-01-01T00:${seconds}Z`,
        requestContext: contextOf(event, 'EventAgeExceeded', 0, 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST'),
        requestPayload: JSON.parse(letter!.body) as unknown,
      });
      expect(Object.keys(letter!.attributes!)).not.toContain('ErrorCode');
    }
  });

  test.each(['backoff', 'adaptive', 'fifo'] as const)('ZRC-03 under %s zero reserved concurrency: no response, and a dead letter without a status', (dispatch) => {
    const told = run(exactly({ ...caught, ReservedConcurrentExecutions: 0 }, at(0), shop({ assumptions: { dispatch } })));
    const { requestId } = told.own[0]!;
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:18:29.146Z',
      requestContext: contextOf(told.own[0]!, 'ZeroReservedConcurrency', 0),
      requestPayload: order,
    });
    expect(only(told, 'dlq').body).toBe(JSON.stringify(order));
    expectJson(JSON.stringify(only(told, 'dlq').attributes), {
      RequestID: requestId,
      ErrorMessage: 'Function not invoked. Function isconfigured with zero reserved concurrent executions',
    });
  });

  test('ZRC-05 zero reserved concurrency after a failed attempt: its execution counts, its response is not told', () => {
    const faults = [{ function: 'f', from: 30, until: 100, ReservedConcurrentExecutions: 0 }];
    const told = run(exactly({ ...caught, behaviour: { ...immediately, errorRate: 1 } }, at(0), shop({ faults })));
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:19:29.146Z',
      requestContext: contextOf(told.own[0]!, 'ZeroReservedConcurrency', 1),
      requestPayload: order,
    });
    expect(Object.keys(only(told, 'dlq').attributes!)).toEqual(['RequestID', 'ErrorMessage']);
  });

  test('ERR-07 system errors until the age limit: count 0, 500 and nothing else of a response', () => {
    const told = run(
      exactly({ ...caught, EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds: 60 }, behaviour: { systemErrorRate: 1 } }, at(0), shop()),
    );
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:19:00.146Z',
      requestContext: contextOf(told.own[0]!, 'EventAgeExceeded', 0),
      requestPayload: order,
      responseContext: { statusCode: 500 },
    });
    expect(only(told, 'dlq').attributes).toMatchObject({ ErrorCode: '500' });
  });

  test.each([
    { MaximumRetryAttempts: 0, count: 1, timestamp: '2026-03-05T07:18:31.146Z' },
    { MaximumRetryAttempts: 1, count: 2, timestamp: '2026-03-05T07:19:31.146Z' },
  ])('ERR-08 a function deleted while the event waits, $MaximumRetryAttempts retries: 404 after $count dispatches', ({ MaximumRetryAttempts, count, timestamp }) => {
    const told = run(
      exactly(
        { ...caught, EventInvokeConfig: { ...routes, MaximumRetryAttempts } },
        at(0),
        shop({ faults: [{ function: 'f', from: 1, until: 900, deleted: true }], assumptions: { dispatchLatency: '2s' } }),
      ),
    );
    const { requestId } = told.own[0]!;
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp,
      requestContext: contextOf(told.own[0]!, 'RetriesExhausted', count),
      requestPayload: order,
      responseContext: { statusCode: 404 },
    });
    expectJson(JSON.stringify(only(told, 'dlq').attributes), {
      RequestID: requestId,
      ErrorCode: '404',
      ErrorMessage: `Function not found: ${arn}:$LATEST`,
    });
  });

  test('ERR-09 a response that is too large: a function error of its own type', () => {
    const told = run(
      exactly({ ...caught, EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { ...immediately, responseBytes: 7_000_000 } }, at(0), shop()),
    );
    const body = JSON.parse(only(told, 'failed').body) as { responsePayload: { errorMessage: string } };
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:18:29.146Z',
      requestContext: contextOf(told.own[0]!, 'RetriesExhausted', 1),
      requestPayload: order,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorMessage: body.responsePayload.errorMessage, errorType: 'Function.ResponseSizeTooLarge' },
    });
    expect(body.responsePayload.errorMessage).toContain('6291556'); // 6 MB and 100 bytes
    expect(only(told, 'dlq').attributes).toMatchObject({ ErrorCode: '200', ErrorMessage: body.responsePayload.errorMessage });
  });

  test('ERR-05 a timeout: a function error of its own type that says after how long', () => {
    const told = run(
      exactly(
        { ...caught, Timeout: 7, EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { duration: { constant: '8s' } } },
        at(0),
        shop(),
      ),
    );
    const body = JSON.parse(only(told, 'failed').body) as { responsePayload: { errorMessage: string } };
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:18:36.146Z',
      requestContext: contextOf(told.own[0]!, 'RetriesExhausted', 1),
      requestPayload: order,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorMessage: body.responsePayload.errorMessage, errorType: 'Sandbox.Timedout' },
    });
    expect(body.responsePayload.errorMessage).toMatch(/Task timed out after 7\.00 seconds$/);
  });

  test.each(['', 'plain words', '{"a":1', '{} {}', 'NaN', "{'a':1}", '\uFEFF{}'])(
    'DST-19 a response that is no JSON, %j, is left out, and the record says that it was',
    (responseText) => {
      const told = run(exactly({ ...caught, behaviour: { ...immediately, responseText } }, at(0), shop()));
      const body = JSON.parse(only(told, 'done').body) as { deliveryError: { errorMessage: string } };
      expectJson(only(told, 'done').body, {
        version: '1.0',
        timestamp: '2026-03-05T07:18:29.146Z',
        requestContext: contextOf(told.own[0]!, 'Success', 1),
        requestPayload: order,
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        deliveryError: { statusCode: 400, errorCode: 'InvalidRequestContentException', errorMessage: body.deliveryError.errorMessage },
      });
      expect(body.deliveryError.errorMessage).not.toBe('');
      expect(told.first.delivered.total).toBe(1);
    },
  );

  test.each([
    [{}, null],
    [{ response: null }, null],
    [{ response: 0 }, 0],
    [{ response: '' }, ''],
    [{ response: false }, false],
    [{ responseText: ' [1, 2] ' }, [1, 2]],
    [{ responseText: 'null' }, null],
    [{ responseText: '"words"' }, 'words'],
  ])('DST-06 a handler that behaves as %j has the responsePayload %j', (behaviour, responsePayload) => {
    const told = run(exactly({ ...caught, behaviour: { ...immediately, ...behaviour } }, at(0), shop()));
    const body = JSON.parse(only(told, 'done').body) as Record<string, unknown>;
    expect(Object.keys(body).slice(-2)).toEqual(['responseContext', 'responsePayload']);
    expect(body['responsePayload']).toEqual(responsePayload);
  });

  test('DST-10 EventBridge wraps a success as an event of its own, the record in detail', () => {
    const told = run(
      exactly(
        { EventInvokeConfig: routes, behaviour: { duration: { constant: '999ms' }, response: { ok: true } } },
        at(0),
        shop({ destinations: { done: { type: 'EventBridge' }, failed: { type: 'EventBridge' } } }),
      ),
    );
    const { body, type } = only(told, 'done');
    const { id } = JSON.parse(body) as { id: string };
    expect(type).toBe('EventBridge');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id).not.toBe(told.own[0]!.requestId);
    expectJson(body, {
      version: '0',
      id,
      'detail-type': 'Lambda Function Invocation Result - Success',
      source: 'lambda',
      account: '210987654321',
      time: '2026-03-05T07:18:30Z',
      region: 'eu-central-1',
      resources: ['arn:aws:events:eu-central-1:210987654321:event-bus/done', `${arn}:$LATEST`],
      detail: {
        version: '1.0',
        timestamp: '2026-03-05T07:18:30.145Z',
        requestContext: contextOf(told.own[0]!, 'Success', 1),
        requestPayload: order,
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        responsePayload: { ok: true },
      },
    });
  });

  test('DST-10 EventBridge wraps a failure likewise, of an alias with the alias in its ARN', () => {
    const f: FunctionInput = {
      versions: { '12': { behaviour: { ...immediately, initDuration: { constant: '0s' }, errorRate: 1, error: {} } } },
      aliases: { live: { FunctionVersion: '12', EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 } } },
    };
    const told = run(
      exactly(
        f,
        at(0),
        shop({
          destinations: { done: { type: 'SQS' }, failed: { type: 'EventBridge' } },
          traffic: [{ to: 'f', qualifier: 'live', arrivals: at(0), payload: order }],
        }),
      ),
    );
    const { body } = only(told, 'failed');
    expectJson(body, {
      version: '0',
      id: (JSON.parse(body) as { id: string }).id,
      'detail-type': 'Lambda Function Invocation Result - Failure',
      source: 'lambda',
      account: '210987654321',
      time: '2026-03-05T07:18:29Z',
      region: 'eu-central-1',
      resources: ['arn:aws:events:eu-central-1:210987654321:event-bus/failed', `${arn}:live`],
      detail: {
        version: '1.0',
        timestamp: '2026-03-05T07:18:29.146Z',
        requestContext: contextOf(told.own[0]!, 'RetriesExhausted', 1, `${arn}:live`),
        requestPayload: order,
        responseContext: { statusCode: 200, executedVersion: '12', functionError: 'Unhandled' },
        responsePayload: {},
      },
    });
  });

  test.each([
    ['$LATEST', '$LATEST', '$LATEST'],
    ['7', '7', '7'],
    ['live', 'live', '7'],
    ['head', 'head', '$LATEST'],
  ])('DST-05 invoked as %s the ARN ends in %s, and version %s is what executed', (qualifier, shown, executedVersion) => {
    const EventInvokeConfig = routes;
    const f: FunctionInput = {
      EventInvokeConfig,
      versions: { '7': { EventInvokeConfig } },
      aliases: { live: { FunctionVersion: '7', EventInvokeConfig }, head: { FunctionVersion: '$LATEST', EventInvokeConfig } },
    };
    const told = run(exactly(f, at(0), shop({ traffic: [{ to: 'f', qualifier, arrivals: at(0) }] })));
    const record = JSON.parse(only(told, 'done').body) as { requestContext: { functionArn: string }; responseContext: object };
    expect(record.requestContext.functionArn).toBe(`${arn}:${shown}`);
    expect(record.responseContext).toEqual({ statusCode: 200, executedVersion });
  });

  test('DST-21 a loop that is stopped: RecursiveInvocation, 400, no execution of its own, the sender’s record as its payload', () => {
    const to = (Destination: string): FunctionInput => ({
      EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination: 'failed' } } },
      DeadLetterConfig: { TargetArn: 'dlq' },
      behaviour: immediately,
    });
    const told = run(exactly(to('g'), at(0), shop({ functions: { g: to('f') } })));
    const last = told.events.at(-1)!;
    expect(last).toMatchObject({ function: 'f', condition: 'RecursiveInvocation' });
    const payload = told.sent.find((one) => one.event === last.sentBy)!.body;
    expectJson(only(told, 'failed').body, {
      version: '1.0',
      timestamp: '2026-03-05T07:18:32.346Z', // 32 deliveries of 100 ms to get there, and one more
      requestContext: contextOf(last, 'RecursiveInvocation', 0),
      requestPayload: JSON.parse(payload) as unknown,
      responseContext: { statusCode: 400 },
    });
    expect(only(told, 'dlq').body).toBe(payload);
    expect(only(told, 'dlq').attributes).toMatchObject({ RequestID: last.requestId, ErrorCode: '400' });
  });

  test('DST-09 the same record goes to a queue, a topic, a bucket and a function, and as detail to a bus', () => {
    const EventInvokeConfig = { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'sink' } } };
    const record = (type: 'SQS' | 'SNS' | 'S3' | 'Lambda' | 'EventBridge') => {
      const told = run(
        exactly({ EventInvokeConfig, behaviour: { ...immediately, errorRate: 1 } }, at(0), shop({ functions: { sink: {} }, destinations: { sink: { type } } })),
      );
      const { body, attributes, key } = only(told, 'sink');
      expect(attributes).toBeUndefined();
      expect(key === undefined).toBe(type !== 'S3');
      return type === 'EventBridge' ? body.slice(body.indexOf('"detail":') + '"detail":'.length, -1) : body;
    };
    const queued = record('SQS');
    const keys = ['version', 'timestamp', 'requestContext', 'requestPayload', 'responseContext', 'responsePayload'];
    expect(Object.keys(JSON.parse(queued) as object)).toEqual(keys);
    for (const type of ['SNS', 'S3', 'Lambda', 'EventBridge'] as const) expect(record(type)).toBe(queued);
  });

  test('DST-09 DLQ-03 as its receiver sees it: a message of a queue, its attributes with their types', () => {
    const queues = { done: { type: 'SQS' as const }, failed: { type: 'SQS' as const }, dlq: { type: 'SQS' as const } };
    const scenario = exactly({ ...caught, behaviour: { ...immediately, errorRate: 1 } }, at(0), shop({ destinations: queues }));
    const { sent, messages, traceIds } = wrapped(scenario);
    const [letter, record] = messages as { MessageId: string; Attributes: Record<string, string> }[];
    const header = new RegExp(`^Root=${traceIds[0]!};Parent=[0-9a-f]{16};Sampled=1;Lineage=1:[0-9a-f]+:1$`);
    for (const message of [letter!, record!]) {
      expect(message.MessageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(message.Attributes['SenderId']).toMatch(/^[A-Z0-9]+:awslambda_\d+_\d+$/);
      expect(message.Attributes['SentTimestamp']).toBe(String(Date.parse('2026-03-05T07:21:29.146Z')));
      expect(message.Attributes['AWSTraceHeader']).toMatch(header);
    }
    expect(letter).toMatchObject({
      Body: JSON.stringify(order),
      MessageAttributes: {
        RequestID: { DataType: 'String', StringValue: sent[0]!.attributes!['RequestID'] },
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: { DataType: 'String', StringValue: 'The handler failed.' },
      },
    });
    expect(record).toMatchObject({ Body: sent[1]!.body });
    expect(Object.keys(record!)).not.toContain('MessageAttributes');
    expect(letter!.MessageId).not.toBe(record!.MessageId);
  });

  test('DST-09 DLQ-03 as its receiver sees it: a notification of a topic, an object of a bucket, an event of a bus and of a function', () => {
    const seen = (type: 'SNS' | 'S3' | 'EventBridge' | 'Lambda') => {
      const { sent, messages } = wrapped(
        exactly(
          { ...caught, behaviour: { ...immediately, errorRate: 1 } },
          at(0),
          shop({ functions: { failed: {} }, destinations: { done: { type: 'SQS' }, failed: { type }, dlq: { type: 'SNS' } } }),
        ),
      );
      return { letter: messages[0], record: messages[1], body: sent[1]!.body, attributes: sent[0]!.attributes!, key: sent[1]!.key };
    };
    const topic = seen('SNS');
    expect(topic.letter).toMatchObject({
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-central-1:210987654321:dlq',
      Message: JSON.stringify(order),
      Timestamp: '2026-03-05T07:21:29.146Z',
      MessageAttributes: {
        RequestID: { Type: 'String', Value: topic.attributes['RequestID'] },
        ErrorCode: { Type: 'Number', Value: '200' },
        ErrorMessage: { Type: 'String', Value: 'The handler failed.' },
      },
    });
    expect(topic.record).toMatchObject({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-central-1:210987654321:failed', Message: topic.body });
    const bucket = seen('S3');
    expect(bucket.record).toMatchObject({ Bucket: 'failed', Key: bucket.key, ContentType: 'application/octet-stream', Body: bucket.body });
    for (const type of ['EventBridge', 'Lambda'] as const) {
      const { record, body } = seen(type);
      expect(record).toEqual(JSON.parse(body));
    }
  });

  test('DST-22 DST-23 the trace header goes on along a chain, and counts how often a function was invoked', () => {
    const step = (OnSuccess: string): FunctionInput => ({
      EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: OnSuccess }, OnFailure: { Destination: 'failed' } } },
      DeadLetterConfig: { TargetArn: 'dlq' },
      behaviour: immediately,
    });
    const { messages, traceIds, sent } = wrapped(
      exactly(step('g'), at(0), shop({ functions: { g: step('f') }, destinations: { failed: { type: 'SQS' }, dlq: { type: 'SQS' } } })),
    );
    expect(new Set(traceIds).size).toBe(1);
    const last = messages.slice(-2) as { Attributes: { AWSTraceHeader: string } }[];
    expect(sent.slice(-2).map(({ destination }) => destination)).toEqual(['dlq', 'failed']);
    const header = new RegExp(`^Root=${traceIds[0]!};Parent=[0-9a-f]{16};Sampled=1;Lineage=1:[0-9a-f]+:17$`);
    for (const { Attributes } of last) expect(Attributes.AWSTraceHeader).toMatch(header);
  });

  test('CFG-09 what was sent can be asked for by event and by condition', () => {
    const script = [story(1, '0s error', '0s error', '0s error')];
    const scenario = exactly({ ...caught, behaviour: { ...immediately, script } }, at(0), shop({ traffic: [{ to: 'f', arrivals: at(0, 1, 2) }] }));
    const traced = startRun(compileModel(parseScenario(JSON.stringify(scenario)).scenario!), { trace: true });
    traced.advance(Infinity);
    const all = [...traced.sent()];
    expect(all.map(({ event, destination }) => `${event} ${destination}`)).toEqual(['0 done', '2 done', '1 dlq', '1 failed']);
    expect([...traced.sent({ event: 1 })]).toEqual(all.slice(2));
    expect([...traced.sent({ condition: 'Success' })]).toEqual(all.slice(0, 2));
    expect([...traced.sent({ condition: 'RetriesExhausted', event: 0 })]).toEqual([]);
    expect([...traced.sent({ event: 99 }), ...traced.sent({ event: -1 })]).toEqual([]);
  });

  test('DST-05 what the event and the handler say stays what it is, byte for byte: white space, repeated keys, large and exact numbers, escapes', () => {
    const payloadText = ' {"b":1.0,\n\t"a" : 12345678901234567890,"b":1e2,"\\u00e9":"\\/"}\r\n';
    const responseText = '\n{"z":0.10, "y":9007199254740993,"z":"\\u0000"} ';
    const traffic = [{ to: 'f', arrivals: at(0), payloadText }];
    const { body } = only(run(exactly({ ...caught, behaviour: { ...immediately, responseText } }, at(0), shop({ traffic }))), 'done');
    expect(body).toContain(`"requestPayload":${payloadText},"responseContext"`);
    expect(body.endsWith(`,"responsePayload":${responseText}}`)).toBe(true);
    // So it counts in full.
    const failures = (maximumBytes: number) => {
      const destinations = { done: { type: 'SQS' as const, maximumBytes }, failed: { type: 'SQS' as const }, dlq: { type: 'SQS' as const } };
      const { first } = run(exactly({ ...caught, behaviour: { ...immediately, responseText } }, at(0), shop({ traffic, destinations })));
      return first.metrics.DestinationDeliveryFailures;
    };
    expect([failures(body.length), failures(body.length - 1)]).toEqual([0, 1]);
  });

  test('CFG-08 the record of a failure carries the exception with its stack; the dead letter has one line of it', () => {
    const told = run(exactly({ ...caught, behaviour: { ...immediately, errorRate: 1 } }, at(0), shop()));
    const { responsePayload } = JSON.parse(only(told, 'failed').body) as { responsePayload: Record<string, unknown> };
    expect(Object.keys(responsePayload)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace']);
    const letter = only(told, 'dlq');
    expect(JSON.stringify([letter.body, letter.attributes])).not.toMatch(/stackTrace|lambda_handler|errorType/);
    expect(letter.attributes!['ErrorMessage']).toBe(responsePayload['errorMessage']);
  });

  test('CFG-09 ASY-05 one request id from the acceptance through every attempt: on the life-line, in the record, its error and the dead letter', () => {
    const told = run(
      exactly({ ...caught, behaviour: { ...immediately, errorRate: 1 } }, at(0, 1, 2), shop({ traffic: [{ to: 'f', arrivals: at(0, 1, 2), payload: order }] })),
    );
    expect(new Set(told.own.map(({ requestId }) => requestId)).size).toBe(3);
    for (const { id, requestId } of told.own) {
      const ids = told.sent
        .filter(({ event }) => event === id)
        .flatMap(({ body, attributes }) => {
          if (attributes !== undefined) return [attributes['RequestID']];
          const record = JSON.parse(body) as { requestContext: { requestId: string }; responsePayload: { requestId: string } };
          return [record.requestContext.requestId, record.responsePayload.requestId];
        });
      expect(ids).toEqual([requestId, requestId, requestId]);
    }
  });

  test('CFG-10 whatever happened, a dead letter has no word of the response and a record has the request whole', () => {
    const ends: Record<string, FunctionInput> = {
      errors: { behaviour: { ...immediately, errorRate: 1, error: { errorMessage: 'broken', detail: 'inner workings' } } },
      timesOut: { Timeout: 1, behaviour: { duration: { constant: '2s' } } },
      isStopped: { ReservedConcurrentExecutions: 0 },
      isDown: { EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds: 60 }, behaviour: { systemErrorRate: 1 } },
    };
    for (const f of Object.values(ends)) {
      const told = run(exactly({ ...caught, ...f }, at(0), shop()));
      expect(only(told, 'dlq').body).toBe('{"order":17,"lines":[{"sku":"a","price":1.5},null]}');
      expect(only(told, 'failed').body).toContain(`"requestPayload":${only(told, 'dlq').body}`);
    }
  });

  test('CFG-07 a chain of functions takes longer than any of them may run', () => {
    const step = (Destination: string): FunctionInput => ({
      Timeout: 900,
      EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination } } },
      behaviour: { duration: { constant: '800s' } },
    });
    const { events, sent } = run(
      exactly(step('b'), at(0), shop({ functions: { b: step('c'), c: step('done') }, destinations: { done: { type: 'SQS' } } })),
    );
    expect(events.map(lifeLine)).toEqual([
      '0 accepted | 0 admitted | 0 started | 800 succeeded | 800.1 sentToDestination',
      '800.1 accepted | 800.1 admitted | 800.1 started | 1600.1 succeeded | 1600.2 sentToDestination',
      '1600.2 accepted | 1600.2 admitted | 1600.2 started | 2400.2 succeeded | 2400.3 sentToDestination',
    ]);
    expect(sent.at(-1)).toMatchObject({ t: 2400.3, destination: 'done', function: 'c', delivered: true });
    // Nobody waits meanwhile: each holds one environment for its own 800 s and no more.
    const { result } = run(exactly(step('b'), at(0), shop({ functions: { b: step('c'), c: {} }, destinations: {}, duration: '2400s' })));
    for (const name of ['f', 'b']) expect(result.functions[name]!.metrics.ConcurrentExecutions.mean).toBeCloseTo(800 / 2400, 9);
  });
});
