import { describe, expect, test } from 'vitest';
import { lint } from '../../sim/lint/lint.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, issuesOf, lifeLine, run, story, timesOf, underDeepBacklog, underHeldSlot } from '../engines/check.ts';

type FunctionInput = ScenarioInput['functions'][string];

const failing = { behaviour: { duration: { constant: '0s' }, errorRate: 1 }, EventInvokeConfig: { MaximumRetryAttempts: 0 } };
const dlq = { DeadLetterConfig: { TargetArn: 'dlq' } };
const queue = { destinations: { dlq: { type: 'SQS' as const } } };
const disciplines = ['backoff', 'adaptive', 'fifo'] as const;

/** A function that fails every event at once with this message. */
const failingWith = (errorMessage: string, more: FunctionInput = {}): FunctionInput => ({
  ...failing,
  ...dlq,
  ...more,
  behaviour: { ...failing.behaviour, error: { errorMessage } },
});

/** What the only dead letter of a run says. */
function deadLetter(f: FunctionInput, more: Partial<ScenarioInput> = {}): { body: string; attributes: Record<string, string> } {
  const { sent } = run(exactly(f, at(0), { ...queue, duration: '10m', ...more }));
  expect(sent).toHaveLength(1);
  return { body: sent[0]!.body, attributes: sent[0]!.attributes! };
}

/** A payload of exactly so many bytes. */
const payloadOf = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));

describe('DLQ: dead-letter queues', () => {
  test('DLQ-01 a dead-letter queue is a standard queue or topic', () => {
    const path = 'functions.f.DeadLetterConfig.TargetArn';
    const issues = (destinations: NonNullable<ScenarioInput['destinations']>) => issuesOf(exactly(dlq, at(0), { destinations }));
    for (const type of ['SQS', 'SNS'] as const) expect(issues({ dlq: { type } })).toEqual([]);
    for (const type of ['Lambda', 'EventBridge', 'S3'] as const)
      expect(issuesOf(exactly(dlq, at(0), { functions: { dlq: {} }, destinations: { dlq: { type } } }))).toEqual([{ path, clause: 'DLQ-01' }]);
    expect(issuesOf(exactly(dlq, at(0), { functions: { dlq: {} } }))).toEqual([{ path, clause: 'DLQ-01' }]);
  });

  test('DLQ-01 a FIFO queue or topic is none, whether it says so or its name ends so; nor is it for a version', () => {
    for (const type of ['SQS', 'SNS'] as const) {
      const fifo = { flagged: { type, fifo: true }, 'named.fifo': { type }, standard: { type } };
      const issues = (TargetArn: string) =>
        issuesOf(exactly({ DeadLetterConfig: { TargetArn }, versions: { '1': { DeadLetterConfig: { TargetArn } } } }, at(0), { destinations: fifo }));
      const everywhere = ['functions.f.DeadLetterConfig.TargetArn', 'functions.f.versions["1"].DeadLetterConfig.TargetArn'];
      expect(issues('flagged')).toEqual(everywhere.map((path) => ({ path, clause: 'DLQ-01' })));
      expect(issues('named.fifo')).toEqual(everywhere.map((path) => ({ path, clause: 'DLQ-01' })));
      expect(issues('standard')).toEqual([]);
    }
  });

  test.each([
    ['white space, doubled keys and exact numbers', '\t{ "b" : 1.0,\r\n  "a": 12345678901234567890 , "b":1e2 } \n'],
    ['escapes and other letters', '{"\\u0041":"\\/ é € 😀 \\ud83d\\ude00 \\ud800","<>&":"\u2028"}'],
    ['no object at all', ' "text" '],
  ])('DLQ-02 the message is the event, byte for byte: %s', (_, payloadText) => {
    const { body } = deadLetter({ ...failing, ...dlq }, { traffic: [{ to: 'f', arrivals: at(0), payloadText }] });
    expect(body).toBe(payloadText);
    // It stays so after attempts, and where there was none.
    const traffic = [{ to: 'f', arrivals: at(0), payloadText }];
    expect(deadLetter({ ...failing, ...dlq, EventInvokeConfig: {} }, { traffic }).body).toBe(payloadText);
    expect(deadLetter({ ...dlq, ReservedConcurrentExecutions: 0 }, { traffic }).body).toBe(payloadText);
  });

  test('DLQ-02 nothing of the response is in the message', () => {
    const { body } = deadLetter(failingWith('a secret of the handler'), { traffic: [{ to: 'f', arrivals: at(0), payload: { order: [1, null, 'two'] } }] });
    expect(body).toBe('{"order":[1,null,"two"]}');
  });

  test('DLQ-03 three attributes, all of them text: the request id, a status of three digits, the message of the error', () => {
    const { sent, own } = run(exactly(failingWith('no such order'), at(0), queue));
    expect(sent[0]!.attributes).toEqual({ RequestID: own[0]!.requestId, ErrorCode: '200', ErrorMessage: 'no such order' });
    expect(Object.keys(sent[0]!.attributes!)).toEqual(['RequestID', 'ErrorCode', 'ErrorMessage']);
    expect(own[0]!.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  describe('DLQ-04 what the attributes say', () => {
    test('DLQ-04 200 and the message of the error after an error of the handler or a timeout', () => {
      expect(deadLetter(failingWith('no')).attributes).toMatchObject({ ErrorCode: '200', ErrorMessage: 'no' });
      const { sent, own } = run(exactly({ ...failing, ...dlq, Timeout: 3, behaviour: { duration: { constant: '4s' } } }, at(0), queue));
      expect(sent[0]!.attributes).toMatchObject({ ErrorCode: '200' });
      expect(sent[0]!.attributes!['ErrorMessage']).toMatch(/Task timed out after 3\.00 seconds$/);
      expect(own[0]!.condition).toBe('RetriesExhausted');
    });

    test.each(disciplines.slice(0, 2))('DLQ-04 under %s 429 and Rate Exceeded where throttles were all there was', (dispatch) => {
      const { sent, own } = run(
        underHeldSlot({ ...dlq, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, at(0), { ...queue, duration: '10m', assumptions: { dispatch } }),
      );
      expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded' });
      expect(sent[0]!.attributes).toMatchObject({ ErrorCode: '429', ErrorMessage: 'Rate Exceeded.' });
    });

    test('DLQ-04 an error counts as the last response although throttles came before it, a throttle although an error did', () => {
      const f = (...script: ReturnType<typeof story>[]): FunctionInput => ({
        ...dlq,
        ReservedConcurrentExecutions: 1,
        Timeout: 900,
        behaviour: { duration: { constant: '0s' }, errorRate: 1, error: { errorMessage: 'no' }, script },
      });
      const said = ({ sent }: ReturnType<typeof run>, event: number) => sent.find((one) => one.event === event)!.attributes;
      // Throttled at 0, 1, 3 and 7 s, then three failures.
      const lateErrors = run(exactly(f(story(0, '10s success')), at(0, 0), queue));
      expect(said(lateErrors, 1)).toMatchObject({ ErrorCode: '200', ErrorMessage: 'no' });
      // A failure at 0 s; when its retry is due the slot is held until the age limit.
      const config = { EventInvokeConfig: { MaximumEventAgeInSeconds: 300 } };
      const lateThrottles = run(exactly({ ...f(story(0, '0s error'), story(1, '800s success')), ...config }, at(0, 30), queue));
      expect(timesOf(lateThrottles.own[0], 'throttled')).toHaveLength(8);
      expect(said(lateThrottles, 0)).toMatchObject({ ErrorCode: '429', ErrorMessage: 'Rate Exceeded.' });
    });

    test.each(disciplines)('DLQ-04 under %s 404 and the ARN, as it was invoked, where the function is gone', (dispatch) => {
      const f = { ...dlq, ...failing, versions: { '3': {} }, aliases: { live: { FunctionVersion: '3', EventInvokeConfig: { MaximumRetryAttempts: 0 } } } };
      const { sent } = run(
        exactly(f, at(0), {
          ...queue,
          account: { Region: 'eu-west-1', AccountId: '210987654321' },
          traffic: [
            { to: 'f', arrivals: at(0) },
            { to: 'f', qualifier: 'live', arrivals: at(0) },
          ],
          faults: [{ function: 'f', from: 1, until: 900, deleted: true }],
          assumptions: { dispatch, dispatchLatency: '2s' },
        }),
      );
      const arn = 'arn:aws:lambda:eu-west-1:210987654321:function:f';
      expect(sent.map(({ attributes }) => [attributes!['ErrorCode'], attributes!['ErrorMessage']])).toEqual([
        ['404', `Function not found: ${arn}:$LATEST`],
        ['404', `Function not found: ${arn}:live`],
      ]);
    });

    test('DLQ-04 no status where nothing ever answered: an event that was never read', () => {
      const { sent, events } = run(underDeepBacklog({ ...dlq, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, { ...queue, duration: '2m' }));
      const unread = new Set(events.filter((event) => /^[\d.]+ accepted \| [\d.]+ queued \| [\d.]+ dropped/.test(lifeLine(event))).map(({ id }) => id));
      expect(unread.size).toBeGreaterThan(1000);
      for (const { event, attributes } of sent) {
        if (unread.has(event)) expect(Object.keys(attributes!)).not.toContain('ErrorCode');
        else expect(attributes).toMatchObject({ ErrorCode: '429' });
      }
    });
  });

  test('DLQ-05 the first 1,024 bytes of the message: no more, and no less', () => {
    const said = (message: string) => deadLetter(failingWith(message)).attributes['ErrorMessage'];
    for (const length of [1, 1023, 1024]) expect(said('m'.repeat(length))).toBe('m'.repeat(length));
    expect(said('m'.repeat(1025))).toBe('m'.repeat(1024));
    expect(said(`${'m'.repeat(1500)}end`)).toBe('m'.repeat(1024));
  });

  test.each(['é', '€', '😀'])('DLQ-05 bytes are those of UTF-8, and a %s that is cut in two becomes U+FFFD', (character) => {
    const said = (message: string) => deadLetter(failingWith(message)).attributes['ErrorMessage'];
    const size = Buffer.byteLength(character);
    for (let offset = 0; offset <= size; offset++) {
      const start = 'm'.repeat(1024 - offset);
      const expected = offset === 0 ? start : offset === size ? start + character : `${start}\uFFFD`;
      expect(said(`${start}${character}${'n'.repeat(10)}`)).toBe(expected);
      // A decoder that replaces what is broken says the same.
      expect(expected).toBe(Buffer.from(`${start}${character}`).subarray(0, 1024).toString());
    }
    const whole = character.repeat(Math.floor(1024 / size));
    expect(said(whole)).toBe(whole);
  });

  test('DLQ-05 it is the message of the last attempt', () => {
    const attempts = ['first', 'second', 'third'].map((errorMessage) => ({ result: 'error' as const, error: { errorMessage, errorType: 'E' } }));
    const said = (config: object) =>
      deadLetter({ ...dlq, behaviour: { duration: { constant: '0s' }, script: [{ event: 0, attempts }] }, EventInvokeConfig: config }).attributes['ErrorMessage'];
    expect(said({ MaximumRetryAttempts: 0 })).toBe('first');
    expect(said({ MaximumRetryAttempts: 1 })).toBe('second');
    expect(said({})).toBe('third');
    expect(said({ MaximumEventAgeInSeconds: 90 })).toBe('second');
  });

  test('DLQ-06 it receives what fails all attempts and what expires', () => {
    const exhausted = run(exactly({ ...failing, ...dlq }, at(0), queue));
    expect(exhausted.result.destinations['dlq']).toMatchObject({ received: 1, failed: 0 });
    expect(lifeLine(exhausted.own[0])).toContain('0 dropped | 0.1 sentToDeadLetterQueue');
    const expired = run(underHeldSlot({ EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, ...dlq }, at(0), queue));
    expect(expired.result.destinations['dlq']).toMatchObject({ received: 1, failed: 0 });
    expect(expired.first.discarded).toMatchObject({ captured: 1, capturedBy: { deadLetterQueue: 1, onFailure: 0, both: 0 }, gone: 0 });
    const delivered = run(exactly(dlq, at(0), queue));
    expect(delivered.result.destinations['dlq']).toMatchObject({ received: 0, failed: 0 });
  });

  test('DLQ-07 a published version keeps the queue it was published with, also behind an alias; the queue of $LATEST is of $LATEST', () => {
    const f: FunctionInput = {
      ...failing,
      DeadLetterConfig: { TargetArn: 'new' },
      versions: {
        '1': { DeadLetterConfig: { TargetArn: 'old' }, EventInvokeConfig: { MaximumRetryAttempts: 0 } },
        '2': { DeadLetterConfig: {}, EventInvokeConfig: { MaximumRetryAttempts: 0 } },
        '3': { EventInvokeConfig: { MaximumRetryAttempts: 0 } },
      },
      aliases: {
        live: { FunctionVersion: '1', EventInvokeConfig: { MaximumRetryAttempts: 0 } },
        head: { FunctionVersion: '$LATEST', EventInvokeConfig: { MaximumRetryAttempts: 0 } },
      },
    };
    const { sent, result } = run(
      exactly(f, at(0), {
        destinations: { old: { type: 'SQS' }, new: { type: 'SNS' } },
        traffic: ['$LATEST', '1', '2', '3', 'live', 'head'].map((qualifier) => ({ to: 'f', qualifier, arrivals: at(0) })),
      }),
    );
    expect(sent.map(({ function: name, destination }) => `${name} > ${destination}`)).toEqual([
      'f > new',
      'f:1 > old',
      'f:3 > new',
      'f:live > old',
      'f:head > new',
    ]);
    expect(result.functions['f:2']!.discarded).toMatchObject({ total: 1, captured: 0, gone: 1 });
  });

  test('DLQ-08 what it does not take is deleted all the same: gone, with a DeadLetterErrors', () => {
    const { first, result, own } = run(exactly({ ...failing, ...dlq }, at(0), { ...queue, faults: [{ destination: 'dlq', from: 0, until: 10, failureRate: 1 }] }));
    expect(first.discarded).toMatchObject({ total: 1, captured: 0, gone: 1 });
    expect(first.metrics.DeadLetterErrors).toBe(1);
    expect(result.destinations['dlq']).toMatchObject({ received: 0, failed: 1 });
    expect(lifeLine(own[0])).toContain('0.1 deliveryFailed');
    expect(own[0]!.lifeLine.at(-1)).toMatchObject({ what: 'deliveryFailed', clause: 'DLQ-08' });
  });

  test('DLQ-08 a queue that fails half of the time loses half of the events, and counts every one of them', () => {
    const { first, result, sent } = run(
      exactly({ ...failing, ...dlq }, { burst: { count: 4000 } }, {
        destinations: { dlq: { type: 'SQS', failureRate: 0.5 } },
        account: { ConcurrentExecutions: 5000 },
        duration: '1m',
      }),
    );
    const failed = first.metrics.DeadLetterErrors;
    expect(Math.abs(failed - first.discarded.total / 2)).toBeLessThan(4 * Math.sqrt(first.discarded.total / 4));
    expect(first.discarded.total).toBe(4000);
    expect(first.discarded).toMatchObject({ captured: 4000 - failed, gone: failed });
    expect(result.destinations['dlq']).toMatchObject({ received: 4000 - failed, failed });
    expect(sent.filter(({ delivered }) => !delivered)).toHaveLength(failed);
  });

  // SNS wraps what was published before it invokes a function: nearly 256 KB, and the attributes come on top.
  const notification = (bytes: number): string => {
    const envelope = (Message: string): string =>
      JSON.stringify({
        Records: [{ EventSource: 'aws:sns', EventSubscriptionArn: 'arn:aws:sns:us-east-1:123456789012:orders:1', Sns: { Type: 'Notification', Message } }],
      });
    return envelope('x'.repeat(bytes - envelope('').length));
  };

  test.each([
    ['seed-era', 'SNS'],
    ['seed-era', 'SQS'],
    ['current', 'SNS'],
  ] as const)('DLQ-09 under %s a notification close to 256 KB does not fit a dead-letter queue of type %s any more, and is lost', (profile, type) => {
    const outcome = (bytes: number) => {
      const { first, sent } = run(
        exactly(failingWith('The handler failed.'), at(0), {
          profile,
          destinations: { dlq: { type } },
          traffic: [{ to: 'f', source: 'SNS', arrivals: at(0), payloadText: notification(bytes) }],
        }),
      );
      expect(sent).toHaveLength(1);
      expect(sent[0]!.body).toHaveLength(bytes);
      return { ...first.discarded.capturedBy, gone: first.discarded.gone, DeadLetterErrors: first.metrics.DeadLetterErrors };
    };
    const attributes = 'RequestIDString'.length + 36 + 'ErrorCodeNumber200'.length + 'ErrorMessageStringThe handler failed.'.length;
    const lost = { deadLetterQueue: 0, onFailure: 0, both: 0, gone: 1, DeadLetterErrors: 1 };
    const kept = { deadLetterQueue: 1, onFailure: 0, both: 0, gone: 0, DeadLetterErrors: 0 };
    expect(outcome(262_144)).toEqual(lost);
    expect(outcome(262_144 - attributes + 1)).toEqual(lost);
    expect(outcome(262_144 - attributes)).toEqual(kept);
    expect(outcome(200_000)).toEqual(kept);
  });

  test('DLQ-09 under current a queue has room for it', () => {
    const { first } = run(
      exactly({ ...failing, ...dlq }, at(0), { ...queue, traffic: [{ to: 'f', arrivals: at(0), payloadText: notification(262_144) }] }),
    );
    expect(first.discarded).toMatchObject({ captured: 1, gone: 0 });
  });

  const requestId = 'RequestIDString'.length + 36;
  const errorCode = 'ErrorCodeNumber'.length + 3;
  const errorMessage = (message: string): number => 'ErrorMessageString'.length + Buffer.byteLength(message);
  const zero = 'Function not invoked. Function isconfigured with zero reserved concurrent executions';

  test.each([
    { case: 'a queue of today', limit: 1_048_576, destination: { type: 'SQS' }, message: 'no', profile: 'current' },
    { case: 'a topic of today', limit: 262_144, destination: { type: 'SNS' }, message: 'no', profile: 'current' },
    { case: 'a queue of the seed era', limit: 262_144, destination: { type: 'SQS' }, message: 'no', profile: 'seed-era' },
    { case: 'a topic of the seed era', limit: 262_144, destination: { type: 'SNS' }, message: 'no', profile: 'seed-era' },
    { case: 'a limit of one’s own', limit: 1000, destination: { type: 'SQS', maximumBytes: 1000 }, message: 'no', profile: 'current' },
    { case: 'a message that is cut', limit: 3000, destination: { type: 'SQS', maximumBytes: 3000 }, message: 'm'.repeat(2000), profile: 'current' },
    { case: 'a message of other letters', limit: 3000, destination: { type: 'SNS', maximumBytes: 3000 }, message: '€'.repeat(30), profile: 'current' },
  ] as const)('DLQ-10 $case takes body and attributes together up to its limit, and not a byte more', ({ limit, destination, message, profile }) => {
    const captured = (bytes: number) => {
      const { first, sent } = run(
        exactly(failingWith(message), at(0), {
          profile,
          destinations: { dlq: destination },
          traffic: [{ to: 'f', arrivals: at(0), payloadText: payloadOf(bytes) }],
          duration: '1m',
        }),
      );
      expect(first.received).toBe(1);
      expect(sent[0]!.delivered).toBe(first.discarded.captured === 1);
      return first.discarded.captured;
    };
    const body = limit - requestId - errorCode - errorMessage(message.slice(0, 1024));
    expect([captured(body), captured(body + 1)]).toEqual([1, 0]);
  });

  test('DLQ-10 a body counts as it was sent, in bytes of UTF-8 and white space included; also where it is given by its size', () => {
    const captured = (entry: object, maximumBytes: number) =>
      run(
        exactly(failingWith('no'), at(0), {
          destinations: { dlq: { type: 'SQS', maximumBytes } },
          traffic: [{ to: 'f', arrivals: at(0), ...entry }],
          duration: '1m',
        }),
      ).first.discarded.captured;
    const attributes = requestId + errorCode + errorMessage('no');
    for (const [entry, bytes] of [
      [{ payloadText: '{ "a" :\n "é€😀" }' }, 7 + 1 + 1 + 2 + 9 + 2],
      [{ payload: { a: 'é€😀' } }, 17],
      [{ payloadBytes: 700 }, 700],
      [{}, 1024],
    ] as const)
      expect([captured(entry, attributes + bytes), captured(entry, attributes + bytes - 1)]).toEqual([1, 0]);
  });

  test('DLQ-10 attributes that are not there weigh nothing', () => {
    const captured = (maximumBytes: number) =>
      run(
        exactly({ ...dlq, ReservedConcurrentExecutions: 0 }, at(0), {
          destinations: { dlq: { type: 'SQS', maximumBytes } },
          traffic: [{ to: 'f', arrivals: at(0), payloadBytes: 500 }],
          duration: '1m',
        }),
      ).first.discarded.captured;
    const weight = 500 + requestId + errorMessage(zero);
    expect([captured(weight), captured(weight - 1)]).toEqual([1, 0]);
  });

  test('DLQ-11 several functions may share one', () => {
    const { result, sent } = run(
      exactly({ ...failing, ...dlq }, at(0), {
        ...queue,
        functions: { g: { ...failing, ...dlq } },
        traffic: [
          { to: 'f', arrivals: at(0, 1) },
          { to: 'g', arrivals: at(0) },
        ],
      }),
    );
    expect(result.destinations['dlq']).toMatchObject({ received: 3, failed: 0 });
    expect(sent.map(({ t, function: name }) => `${t} ${name}`)).toEqual(['0.1 f', '0.1 g', '1.1 f']);
  });

  test.each(['SQS', 'SNS'] as const)('DLQ-12 the role must be allowed to send to a dead-letter queue of type %s, and to use its key', (type) => {
    const outcome = (destination: object) => {
      const { first, result } = run(exactly({ ...failing, ...dlq }, at(0, 1, 2), { destinations: { dlq: { type, ...destination } } }));
      expect(result.destinations['dlq']).toMatchObject({ received: first.discarded.captured, failed: first.metrics.DeadLetterErrors });
      return [first.discarded.captured, first.metrics.DeadLetterErrors];
    };
    expect(outcome({})).toEqual([3, 0]);
    expect(outcome({ permission: false })).toEqual([0, 3]);
    expect(outcome({ customerManagedKey: true })).toEqual([3, 0]);
    expect(outcome({ customerManagedKey: true, keyPermission: false })).toEqual([0, 3]);
    expect(issuesOf(exactly(dlq, at(0), { destinations: { dlq: { type, keyPermission: false } } }))).toEqual([
      { path: 'destinations.dlq.keyPermission', clause: 'DLQ-12' },
    ]);
  });

  test('DLQ-14 for events from SQS it belongs on that queue: worth a remark, and none without such events or without it', () => {
    const remarks = (f: FunctionInput, source: 'SQS' | 'SNS') => {
      const { scenario } = parseScenario(JSON.stringify(exactly(f, at(0), { ...queue, traffic: [{ to: 'f', source, arrivals: at(0) }] })));
      return lint(scenario!).filter(({ clause }) => clause === 'DLQ-14').length;
    };
    expect([remarks(dlq, 'SQS'), remarks(dlq, 'SNS'), remarks({}, 'SQS')]).toEqual([1, 0, 0]);
    // The simulation itself makes no difference. [ASY-06]
    const { first } = run(exactly({ ...failing, ...dlq }, at(0), { ...queue, traffic: [{ to: 'f', source: 'SQS', arrivals: at(0) }] }));
    expect(first.discarded.captured).toBe(1);
  });

  test('DLQ-13 a function that reads the queue processes its dead letters again', () => {
    const f = { ...failing, DeadLetterConfig: { TargetArn: 'dlq' } };
    const { result } = run(
      exactly(f, at(0, 1, 2), {
        functions: { f, redrive: { behaviour: { duration: { constant: '1s' } } } },
        queues: { dlq: {} },
        eventSourceMappings: { again: { EventSourceArn: 'dlq', FunctionName: 'redrive', from: '1m' } },
        duration: '5m',
      }),
      { traced: false },
    );
    expect(result.functions['f']!.discarded.captured).toBe(3);
    expect(result.queues!['dlq']).toMatchObject({ sent: 3, deleted: 3, visible: 0, hidden: 0 });
    expect(result.functions['redrive']!.metrics).toMatchObject({ Invocations: 1, Errors: 0 });
  });

  test('DLQ-15 it is named by DeadLetterConfig.TargetArn; an empty DeadLetterConfig and an empty TargetArn are none', () => {
    expect(issuesOf(exactly({ DeadLetterConfig: { TargetArn: 'nowhere' } }, at(0), queue))).toEqual([{ path: 'functions.f.DeadLetterConfig.TargetArn' }]);
    for (const DeadLetterConfig of [{}, { TargetArn: '' }]) {
      const { first, sent } = run(exactly({ ...failing, DeadLetterConfig }, at(0), queue));
      expect(first.discarded).toMatchObject({ captured: 0, gone: 1 });
      expect(first.metrics.DeadLetterErrors).toBe(0);
      expect(sent).toEqual([]);
    }
  });

  test('DLQ-15 an empty TargetArn of a version removes what $LATEST has', () => {
    const f = { ...failing, ...dlq, versions: { '1': { DeadLetterConfig: { TargetArn: '' }, EventInvokeConfig: { MaximumRetryAttempts: 0 } } } };
    const { sent, first } = run(exactly(f, at(0), { ...queue, traffic: [{ to: 'f', qualifier: '1', arrivals: at(0) }] }));
    expect(first.discarded).toMatchObject({ total: 1, gone: 1 });
    expect(sent).toEqual([]);
  });

  test('DLQ-16 with both routes the dead letter goes out before the record', () => {
    const EventInvokeConfig = { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } };
    const f = { ...failing, ...dlq, EventInvokeConfig };
    const { own, sent } = run(exactly(f, at(0, 0), { destinations: { failed: { type: 'SQS' }, ...queue.destinations } }));
    expect(lifeLine(own[0])).toMatch(/0 dropped \| 0\.1 sentToDeadLetterQueue \| 0\.1 sentToDestination$/);
    expect(sent.map(({ event, destination }) => `${event} ${destination}`)).toEqual(['0 dlq', '0 failed', '1 dlq', '1 failed']);
  });
});
