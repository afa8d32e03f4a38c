import { describe, expect, test } from 'vitest';
import type { SentRecord } from '../../sim/engines/result.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, issuesOf, lifeLine, run, story, timesOf, underHeldSlot } from '../engines/check.ts';
import { sizeOf } from '../engines/lawsOfSending.ts';

type FunctionInput = ScenarioInput['functions'][string];
type DestinationInput = NonNullable<ScenarioInput['destinations']>[string];

const disciplines = ['backoff', 'adaptive', 'fifo'] as const;
const immediately = { duration: { constant: '0s' } };
const alwaysFailing = { behaviour: { ...immediately, errorRate: 1 } };

/** Sends successes there, failures there, or both; `more` is of the EventInvokeConfig. */
const to = (OnSuccess: string | null, OnFailure: string | null = null, more: object = {}) => ({
  EventInvokeConfig: {
    ...more,
    DestinationConfig: {
      ...(OnSuccess === null ? {} : { OnSuccess: { Destination: OnSuccess } }),
      ...(OnFailure === null ? {} : { OnFailure: { Destination: OnFailure } }),
    },
  },
});
const once = { MaximumRetryAttempts: 0 };

const record = ({ body, type }: SentRecord): Record<string, unknown> => {
  const parsed = JSON.parse(body) as Record<string, unknown>;
  return type === 'EventBridge' ? (parsed['detail'] as Record<string, unknown>) : parsed;
};

const routes = { DestinationConfig: { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } } };
const bothRoutes = { EventInvokeConfig: routes };
const sinks = { destinations: { done: { type: 'EventBridge' as const }, failed: { type: 'SQS' as const }, dlq: { type: 'SNS' as const } } };

describe('DST: destinations', () => {
  test('DST-01 successes go to a queue, topic, function or bus; failures to a bucket as well', () => {
    const issues = (type: 'SQS' | 'SNS' | 'EventBridge' | 'S3', on: 'OnSuccess' | 'OnFailure', profile: 'current' | 'seed-era' = 'current') =>
      issuesOf(exactly({ EventInvokeConfig: { DestinationConfig: { [on]: { Destination: 'sink' } } } }, at(0), { profile, destinations: { sink: { type } } }));
    for (const type of ['SQS', 'SNS', 'EventBridge'] as const) expect([...issues(type, 'OnSuccess'), ...issues(type, 'OnFailure')]).toEqual([]);
    for (const destinations of [{}, { sink: { type: 'Lambda' as const } }])
      expect(issuesOf(exactly(to('sink', 'sink'), at(0), { functions: { sink: {} }, destinations }))).toEqual([]);
    expect(issuesOf(exactly(to('sink'), at(0)))).toHaveLength(1);
    expect(issues('S3', 'OnFailure')).toEqual([]);
    expect(issues('S3', 'OnSuccess')).toEqual([{ path: 'functions.f.EventInvokeConfig.DestinationConfig.OnSuccess.Destination', clause: 'DST-01' }]);
    expect(issues('S3', 'OnFailure', 'seed-era')).toEqual([{ path: 'destinations.sink.type', clause: 'DST-01' }]);
  });

  test('DST-02 successes and failures have destinations of their own', () => {
    const f = { EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { script: [story(0, '0s error')] } };
    const { result } = run(exactly(f, at(0, 1, 2), sinks));
    expect(result.destinations).toMatchObject({ done: { received: 2 }, failed: { received: 1 } });
  });

  test('DST-02 CFG-03 a version and an alias have destinations, retries and age limits of their own, and inherit none', () => {
    const f: FunctionInput = {
      ...to(null, 'own', { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 90 }),
      ...alwaysFailing,
      versions: { '1': to(null, 'version', once), '2': {} },
      aliases: { live: { FunctionVersion: '1', ...to(null, 'alias', { MaximumEventAgeInSeconds: 90 }) }, bare: { FunctionVersion: '1' } },
    };
    const { sent, events, result } = run(
      exactly(f, at(0), {
        destinations: { own: { type: 'SQS' }, version: { type: 'SNS' }, alias: { type: 'EventBridge' } },
        traffic: ['$LATEST', '1', '2', 'live', 'bare'].map((qualifier) => ({ to: 'f', qualifier, arrivals: at(0) })),
      }),
    );
    expect(events.map((event) => `${event.function} ${event.condition} ${event.approximateInvokeCount} at ${event.endedAt}`)).toEqual([
      'f RetriesExhausted 2 at 60',
      'f:1 RetriesExhausted 1 at 0',
      'f:2 RetriesExhausted 3 at 180',
      'f:live EventAgeExceeded 2 at 60',
      'f:bare RetriesExhausted 3 at 180',
    ]);
    expect(sent.map(({ function: name, destination }) => `${name} > ${destination}`)).toEqual(['f:1 > version', 'f > own', 'f:live > alias']);
    expect(result.functions['f:2']!.discarded.gone + result.functions['f:bare']!.discarded.gone).toBe(2);
  });

  test('DST-02 CFG-03 without settings an age limit is six hours, whatever the function’s own is', () => {
    const f: FunctionInput = { EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { systemErrorRate: 1 }, versions: { '1': {} } };
    const { events } = run(exactly(f, at(0), { traffic: [{ to: 'f', arrivals: at(0) }, { to: 'f', qualifier: '1', arrivals: at(0) }] }));
    expect(events.map(({ endedAt }) => endedAt)).toEqual([31, 21_511]);
  });

  test('DST-03 a success after a retry counts as a success only', () => {
    const f = { EventInvokeConfig: routes, behaviour: { script: [story(0, '0s error', '0s error', '1s success')] } };
    const { result, own, sent } = run(exactly(f, at(0), sinks));
    expect(result.destinations).toMatchObject({ done: { received: 1 }, failed: { received: 0 } });
    expect(sent.map(({ condition }) => condition)).toEqual(['Success']);
    expect(lifeLine(own[0])).toMatch(/\| 181 succeeded \| 181\.1 sentToDestination$/);
  });

  test('DST-04 one record for each successful execution, and one for each event that is given up', () => {
    const f = { EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds: 60 } };
    const doubled = run(exactly(f, { burst: { count: 20 } }, { ...sinks, duration: '20m', assumptions: { duplicateProbability: 1 } }));
    expect(doubled.result.destinations['done']).toMatchObject({ received: 40, failed: 0 });
    const requestIds = doubled.sent.map((one) => (record(one)['requestContext'] as { requestId: string }).requestId);
    expect(new Set(requestIds).size).toBe(20);
    for (const { requestId } of doubled.own) expect(requestIds.filter((id) => id === requestId)).toHaveLength(2);
    const expired = run(underHeldSlot(f, { burst: { count: 20 } }, { ...sinks, duration: '20m' }));
    expect(expired.result.destinations['failed']).toMatchObject({ received: 20, failed: 0 });
  });

  test('DST-07 every discarded event has one of the known conditions', () => {
    const condition = (f: Parameters<typeof exactly>[0]) => run(exactly(f, at(0))).own[0]?.condition;
    expect(condition({ behaviour: { duration: { constant: '0s' }, errorRate: 1 } })).toBe('RetriesExhausted');
    expect(condition({ behaviour: { systemErrorRate: 1 } })).toBe('EventAgeExceeded');
    expect(condition({ ReservedConcurrentExecutions: 0 })).toBe('ZeroReservedConcurrency');
    expect(condition({})).toBeUndefined();
  });

  test('DST-07 records name the condition, successes too', () => {
    const told = (f: FunctionInput, more: Partial<ScenarioInput> = {}) =>
      run(exactly({ ...bothRoutes, ...f }, at(0), { ...sinks, ...more })).sent.map((one) => (record(one)['requestContext'] as { condition: string }).condition);
    expect(told({})).toEqual(['Success']);
    expect(told(alwaysFailing)).toEqual(['RetriesExhausted']);
    expect(told({ behaviour: { systemErrorRate: 1 } })).toEqual(['EventAgeExceeded']);
    expect(told({ ReservedConcurrentExecutions: 0 })).toEqual(['ZeroReservedConcurrency']);
    const loop = told(to('g', 'failed'), { functions: { g: to('f') } });
    expect([loop.at(-1), new Set(loop.slice(0, -1))]).toEqual(['RecursiveInvocation', new Set(['Success'])]);
  });

  test('DST-08 the count is of executions that returned, and 1 for every success', () => {
    const count = (attempts: string[], EventInvokeConfig = {}) =>
      run(exactly({ Timeout: 3, EventInvokeConfig, behaviour: { script: [story(0, ...attempts)] } }, at(0))).own[0]?.approximateInvokeCount;
    expect(count(['1s success'])).toBe(1);
    expect(count(['1s error', '1s error', '1s success'])).toBe(1);
    expect(count(['1s error', 'timeout', '1s error'])).toBe(3);
    expect(count(['1s error'], { MaximumRetryAttempts: 0 })).toBe(1);
    expect(count(['0s error'], { MaximumEventAgeInSeconds: 60 })).toBe(1);
    expect(run(underHeldSlot({ EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, at(0))).own[0]?.approximateInvokeCount).toBe(0);
  });

  test('DST-13 a record that cannot be sent is gone, and counted as a delivery failure', () => {
    const f = { EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { duration: { constant: '0s' }, errorRate: 1 } };
    const { first, result } = run(exactly(f, at(0, 9.999999, 10), { ...sinks, faults: [{ destination: 'failed', from: 0, until: 10, failureRate: 1 }] }));
    expect(first.discarded).toMatchObject({ total: 3, captured: 1, gone: 2 });
    expect(first.metrics.DestinationDeliveryFailures).toBe(2);
    expect(result.destinations['failed']).toMatchObject({ received: 1, failed: 2 });
  });

  test('DST-14 a delivery is tried once; more tries are a setting', () => {
    const f = { EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { duration: { constant: '0s' }, errorRate: 1 } };
    const failed = (deliveryAttempts: object) =>
      run(
        exactly(f, { burst: { count: 4000 } }, {
          ...sinks,
          account: { ConcurrentExecutions: 5000 },
          duration: '1m',
          faults: [{ destination: 'failed', from: 0, until: 60, failureRate: 0.5 }],
          assumptions: deliveryAttempts,
        }),
        { traced: false },
      ).result.destinations['failed']!.failed;
    expect(Math.abs(failed({}) - 2000)).toBeLessThan(4 * Math.sqrt(1000));
    expect(Math.abs(failed({ deliveryAttempts: 3 }) - 500)).toBeLessThan(4 * Math.sqrt(4000 * 0.125 * 0.875));
  });

  test('DST-14 every delivery has luck of its own, also where functions share a destination', () => {
    const f = { EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { duration: { constant: '0s' }, errorRate: 1 } };
    const arrivals = { burst: { count: 1000 } };
    const { events } = run(
      exactly(f, arrivals, {
        ...sinks,
        functions: { g: f },
        traffic: [
          { to: 'f', arrivals },
          { to: 'g', arrivals },
        ],
        duration: '1m',
        faults: [{ destination: 'failed', from: 0, until: 60, failureRate: 0.5 }],
      }),
    );
    const arrived = (name: string) => events.filter((event) => event.function === name).map((event) => timesOf(event, 'sentToDestination').length);
    const [ofF, ofG] = [arrived('f'), arrived('g')];
    const alike = ofF.filter((count, index) => count === ofG[index]).length;
    expect(Math.abs(alike - 500)).toBeLessThan(4 * Math.sqrt(250));
  });

  test('DST-15 a dead-letter queue and a failure destination both receive; one of them is enough to capture', () => {
    const f = {
      EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 },
      DeadLetterConfig: { TargetArn: 'dlq' },
      behaviour: { duration: { constant: '0s' }, errorRate: 1 },
    };
    const { result, first } = run(
      exactly(f, at(0, 10, 20, 30), {
        ...sinks,
        faults: [
          { destination: 'failed', from: 10, until: 15, failureRate: 1 },
          { destination: 'failed', from: 30, until: 35, failureRate: 1 },
          { destination: 'dlq', from: 20, until: 35, failureRate: 1 },
        ],
      }),
    );
    expect(result.destinations).toMatchObject({ failed: { received: 2, failed: 2 }, dlq: { received: 2, failed: 2 } });
    expect(first.discarded).toMatchObject({ total: 4, captured: 3, capturedBy: { deadLetterQueue: 1, onFailure: 1, both: 1 }, gone: 1 });
    expect(first.metrics).toMatchObject({ DeadLetterErrors: 2, DestinationDeliveryFailures: 2 });
  });

  test.each(['SQS', 'SNS', 'EventBridge', 'Lambda'] as const)('DST-09 a destination of type %s receives successes and failures', (type) => {
    const f = { ...to('sink', 'sink', once), behaviour: { ...immediately, script: [story(0, '0s error')] } };
    const { result, sent } = run(exactly(f, at(0, 1), { functions: { sink: {} }, destinations: { sink: { type } } }));
    expect(result.destinations['sink']).toMatchObject({ received: 2, failed: 0 });
    expect(sent.map((one) => [one.type, one.condition, Object.keys(record(one))[0]])).toEqual([
      [type, 'RetriesExhausted', 'version'],
      [type, 'Success', 'version'],
    ]);
  });

  test('DST-11 a function is not its own destination: not by name, not through a destination, whatever the qualifiers', () => {
    const path = 'EventInvokeConfig.DestinationConfig';
    const itself: Record<string, DestinationInput> = {
      f: { type: 'Lambda' },
      again: { type: 'Lambda', function: 'f' },
      version: { type: 'Lambda', function: 'f', qualifier: '1' },
      alias: { type: 'Lambda', function: 'f', qualifier: 'live' },
    };
    const versioned = { versions: { '1': {}, '2': {} }, aliases: { live: { FunctionVersion: '1' } } };
    const refused = (where: string) => [{ path: where, clause: 'DST-11' }];
    expect(issuesOf(exactly(to('f'), at(0)))).toEqual(refused(`functions.f.${path}.OnSuccess.Destination`));
    expect(issuesOf(exactly(to(null, 'f'), at(0)))).toEqual(refused(`functions.f.${path}.OnFailure.Destination`));
    for (const [name, destination] of Object.entries(itself)) {
      const destinations = { [name]: destination };
      expect(issuesOf(exactly({ ...versioned, ...to(name) }, at(0), { destinations }))).toEqual(refused(`functions.f.${path}.OnSuccess.Destination`));
      expect(issuesOf(exactly({ ...versioned, versions: { '1': {}, '2': to(null, name) } }, at(0), { destinations }))).toEqual(
        refused(`functions.f.versions["2"].${path}.OnFailure.Destination`),
      );
      expect(issuesOf(exactly({ ...versioned, aliases: { live: { FunctionVersion: '1', ...to(name) } } }, at(0), { destinations }))).toEqual(
        refused(`functions.f.aliases.live.${path}.OnSuccess.Destination`),
      );
    }
    // Through another function it may come back, and a queue may have the function's name.
    expect(issuesOf(exactly(to('g'), at(0), { functions: { g: to('f') } }))).toEqual([]);
    expect(issuesOf(exactly(to('f'), at(0), { destinations: { f: { type: 'SQS' } } }))).toEqual([]);
  });

  test.each(['SQS', 'SNS', 'Lambda', 'EventBridge', 'S3'] as const)('DST-12 the role must be allowed to send to a destination of type %s', (type) => {
    const outcome = (destination: Partial<DestinationInput>) => {
      const { first, result, sent } = run(
        exactly({ ...to(null, 'sink', once), ...alwaysFailing }, at(0, 1, 2), { functions: { sink: {} }, destinations: { sink: { type, ...destination } } }),
      );
      const invoked = result.functions['sink']!.received;
      expect(invoked).toBe(type === 'Lambda' ? first.discarded.captured : 0);
      expect(sent.map(({ delivered }) => delivered)).toEqual(Array(3).fill(first.discarded.captured === 3));
      return { ...result.destinations['sink'], captured: first.discarded.captured, failures: first.metrics.DestinationDeliveryFailures };
    };
    const allowed = { received: 3, failed: 0, captured: 3, failures: 0 };
    const refused = { received: 0, failed: 3, captured: 0, failures: 3 };
    expect(outcome({})).toMatchObject(allowed);
    expect(outcome({ permission: false })).toMatchObject(refused);
    expect(outcome({ customerManagedKey: true })).toMatchObject(allowed);
    expect(outcome({ customerManagedKey: true, keyPermission: false })).toMatchObject(refused);
  });

  test('DST-12 without permission a success is a success all the same', () => {
    const { first, result } = run(exactly(to('done'), at(0), { destinations: { done: { type: 'SQS', permission: false } } }));
    expect(first.delivered.total).toBe(1);
    expect(first.metrics.DestinationDeliveryFailures).toBe(1);
    expect(result.destinations['done']).toMatchObject({ received: 0, failed: 1 });
  });

  test.each(['SQS', 'SNS'] as const)('DST-13 a FIFO destination of type %s may be named, and receives nothing', (type) => {
    const outcome = (name: string, destination: DestinationInput) => {
      const f = { ...to(name, name, once), behaviour: { ...immediately, script: [story(0, '0s error')] } };
      const { first, result } = run(exactly(f, at(0, 1), { destinations: { [name]: destination } }));
      return [result.destinations[name], first.discarded.gone, first.metrics.DestinationDeliveryFailures];
    };
    const nothing = [{ received: 0, failed: 2 }, 1, 2];
    expect(outcome('orders', { type, fifo: true })).toMatchObject(nothing);
    expect(outcome('orders.fifo', { type })).toMatchObject(nothing);
    expect(outcome('orders.fifo', { type, fifo: false })).toMatchObject(nothing);
    expect(outcome('orders', { type })).toMatchObject([{ received: 2, failed: 0 }, 0, 0]);
  });

  test('DST-13 a record that is refused is on the life-line with its reason, and its text can be read', () => {
    const { own, sent } = run(exactly(to('done'), at(0), { destinations: { done: { type: 'SQS', permission: false } } }));
    expect(own[0]!.lifeLine.at(-1)).toEqual({ t: 0.2, what: 'deliveryFailed', clause: 'DST-13' });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ t: 0.2, delivered: false, destination: 'done' });
    expect(record(sent[0]!)).toMatchObject({ responsePayload: null });
  });

  test('DST-14 a destination that fails now and then has a rate of its own, which a fault replaces', () => {
    const f = { ...to(null, 'failed', once), ...alwaysFailing };
    const { result, first } = run(
      exactly(f, at(0), {
        destinations: { failed: { type: 'SQS', failureRate: 0.25 } },
        account: { ConcurrentExecutions: 5000 },
        traffic: [
          { to: 'f', arrivals: { burst: { count: 2000 } } },
          { to: 'f', arrivals: { burst: { count: 100, at: 20 } } },
          { to: 'f', arrivals: { burst: { count: 100, at: 30 } } },
        ],
        faults: [
          { destination: 'failed', from: 20, until: 30, failureRate: 1 },
          { destination: 'failed', from: 30, until: 40, failureRate: 0 },
        ],
        duration: '1m',
      }),
    );
    expect(Math.abs(first.metrics.DestinationDeliveryFailures - 100 - 500)).toBeLessThan(4 * Math.sqrt(375));
    expect(result.destinations['failed']!.failed).toBe(first.metrics.DestinationDeliveryFailures);
  });

  test.each(['current', 'seed-era'] as const)('DST-17 under %s a topic takes 256 KB, so a payload close to that no longer fits with its record', (profile) => {
    const outcome = (type: 'SQS' | 'SNS', payloadBytes: number) => {
      const { first, sent } = run(
        exactly({ ...to(null, 'sink', once), ...alwaysFailing }, at(0), {
          profile,
          destinations: { sink: { type } },
          traffic: [{ to: 'f', arrivals: at(0), payloadBytes }],
        }),
      );
      return { captured: first.discarded.captured, failures: first.metrics.DestinationDeliveryFailures, bytes: sent[0]!.body.length };
    };
    const { bytes } = outcome('SNS', 200_000);
    const beside = bytes - 200_000;
    expect(outcome('SNS', 262_144 - beside)).toEqual({ captured: 1, failures: 0, bytes: 262_144 });
    expect(outcome('SNS', 262_144 - beside + 1)).toEqual({ captured: 0, failures: 1, bytes: 262_145 });
    if (profile === 'current') {
      expect(outcome('SNS', 300_000)).toMatchObject({ captured: 0, failures: 1 });
      expect(outcome('SQS', 300_000)).toMatchObject({ captured: 1, failures: 0 });
    } else expect(outcome('SQS', 262_144)).toMatchObject({ captured: 0, failures: 1 });
  });

  test.each([
    { type: 'SQS', profile: 'current', limit: 1_048_576 },
    { type: 'SQS', profile: 'seed-era', limit: 262_144 },
    { type: 'EventBridge', profile: 'current', limit: 1_048_576 },
    { type: 'EventBridge', profile: 'seed-era', limit: 262_144 },
    { type: 'Lambda', profile: 'current', limit: 1_048_576 },
    { type: 'Lambda', profile: 'seed-era', limit: 262_144 },
  ] as const)('DST-13 DST-19 under $profile $type takes $limit bytes and not one more, of successes and of failures', ({ type, profile, limit }) => {
    for (const f of [{ ...to('sink') }, { ...to(null, 'sink', once), ...alwaysFailing }]) {
      const outcome = (payloadBytes: number) => {
        const { sent, result } = run(
          exactly(f, at(0), {
            profile,
            functions: { sink: {} },
            destinations: { sink: { type } },
            traffic: [{ to: 'f', arrivals: at(0), payloadBytes }],
            duration: '1m',
          }),
        );
        return { bytes: sizeOf(sent[0]!), ...result.destinations['sink'] };
      };
      const beside = outcome(1000).bytes - 1000;
      expect(outcome(limit - beside)).toMatchObject({ bytes: limit, received: 1, failed: 0 });
      expect(outcome(limit - beside + 1)).toMatchObject({ bytes: limit + 1, received: 0, failed: 1 });
    }
  });

  test.each(['SQS', 'SNS', 'Lambda', 'EventBridge', 'S3'] as const)('DST-19 a limit of one’s own for %s is held to the byte, payload and response in UTF-8', (type) => {
    const f = { ...to(null, 'sink', once), behaviour: { ...immediately, errorRate: 1, error: { errorMessage: '€ and 😀', 'Schlüssel': ['\u0007'] } } };
    const outcome = (maximumBytes: number) => {
      const { sent, result } = run(
        exactly(f, at(0), {
          functions: { sink: {} },
          destinations: { sink: { type, maximumBytes } },
          traffic: [{ to: 'f', arrivals: at(0), payload: { 'größe': '😀', e: 'é' } }],
          duration: '1m',
        }),
      );
      return { bytes: sizeOf(sent[0]!), received: result.destinations['sink']!.received };
    };
    const { bytes } = outcome(10_000);
    expect(outcome(bytes)).toEqual({ bytes, received: 1 });
    expect(outcome(bytes - 1)).toEqual({ bytes, received: 0 });
  });

  test('DST-19 what the handler returned counts, so a small event can have too large a record; a bucket takes any', () => {
    const outcome = (sink: DestinationInput, responseBytes: number) =>
      run(exactly({ ...to('sink'), behaviour: { responseBytes } }, at(0), { destinations: { sink }, duration: '1m' })).result.destinations['sink'];
    expect(outcome({ type: 'SQS' }, 1_000_000)).toMatchObject({ received: 1, failed: 0 });
    expect(outcome({ type: 'SQS' }, 1_048_576)).toMatchObject({ received: 0, failed: 1 });
    const huge = { ...to(null, 'sink', once), behaviour: { ...immediately, errorRate: 1, error: { errorMessage: 'm'.repeat(900_000) } } };
    const stored = (type: 'SQS' | 'S3') =>
      run(exactly(huge, at(0), { destinations: { sink: { type } }, traffic: [{ to: 'f', arrivals: at(0), payloadBytes: 1_000_000 }] })).first.discarded.captured;
    expect([stored('S3'), stored('SQS')]).toEqual([1, 0]);
  });

  test('DST-19 a record adds hundreds of bytes to what the event and the handler said', () => {
    const beside = (f: FunctionInput) => {
      const { sent } = run(exactly({ ...bothRoutes, ...f }, at(0), { ...sinks, traffic: [{ to: 'f', arrivals: at(0), payloadBytes: 1000 }] }));
      return sent[0]!.body.length - 1000;
    };
    expect(beside({ ...alwaysFailing })).toBeGreaterThan(500);
    expect(beside({ ...alwaysFailing })).toBeLessThan(700);
    expect(beside({ behaviour: { ...immediately, response: 'r'.repeat(98) } }) - beside({})).toBe(100 - 'null'.length);
  });

  test.each(['f', 'orders-2_x'])('DST-18 in a bucket the record of a function %s lies under a key of its name and time', (name) => {
    const { sent } = run({
      version: 1,
      duration: '1h',
      startsAt: '2027-12-31T23:59:58.950Z',
      functions: { [name]: { ...to(null, 'bucket', once), behaviour: { ...immediately, initDuration: { constant: '0s' }, errorRate: 1 } } },
      destinations: { bucket: { type: 'S3' } },
      traffic: [{ to: name, arrivals: at(0, 1.5) }],
      assumptions: { timing: 'documented', duplicateProbability: 0 },
    });
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
    expect(sent[0]!.key).toMatch(new RegExp(`^aws/lambda/async/${name}/2027/12/31/2027-12-31T23\\.59\\.59-${uuid}$`));
    expect(sent[1]!.key).toMatch(new RegExp(`^aws/lambda/async/${name}/2028/01/01/2028-01-01T00\\.00\\.00-${uuid}$`));
    expect(sent[0]!.key!.slice(-36)).not.toBe(sent[1]!.key!.slice(-36));
    expect(record(sent[0]!)).toMatchObject({ timestamp: '2027-12-31T23:59:59.050Z' });
  });

  test('DST-18 an alias is not in the key', () => {
    const f = { aliases: { live: { FunctionVersion: '$LATEST', ...to(null, 'bucket', once) } }, ...alwaysFailing };
    const { sent } = run(exactly(f, at(0), { destinations: { bucket: { type: 'S3' } }, traffic: [{ to: 'f', qualifier: 'live', arrivals: at(0) }] }));
    expect(sent[0]!.key).toMatch(/^aws\/lambda\/async\/f\/2026\/01\/01\/2026-01-01T00\.00\.00-[0-9a-f-]{36}$/);
  });

  describe('DST-20 functions as destinations', () => {
    test.each(disciplines)('DST-20 under %s each function of a chain has its own queue, retries and destinations, and every event its own id', (dispatch) => {
      // a succeeds; b fails twice and succeeds; c fails for good and has a dead-letter queue.
      const { events, sent, result } = run(
        exactly({ ...to('b', 'wrong'), behaviour: { duration: { constant: '2s' }, response: 'a' } }, at(0), {
          functions: {
            b: { ...to('c', 'wrong'), behaviour: { duration: { constant: '3s' }, response: 'b', script: [story(0, '3s error', '3s error', '3s success')] } },
            c: { ...to('wrong', 'failed', { MaximumRetryAttempts: 1 }), DeadLetterConfig: { TargetArn: 'dlq' }, ...alwaysFailing },
          },
          destinations: { wrong: { type: 'SQS' }, failed: { type: 'EventBridge' }, dlq: { type: 'SQS' } },
          assumptions: { dispatch },
        }),
      );
      expect(events.map((event) => `${event.function}: ${lifeLine(event)}`)).toEqual([
        'f: 0 accepted | 0 admitted | 0 started | 2 succeeded | 2.1 sentToDestination',
        'b: 2.1 accepted | 2.1 admitted | 2.1 started | 5.1 failed | 65.1 admitted | 65.1 started | 68.1 failed | 188.1 admitted | 188.1 started | 191.1 succeeded | 191.2 sentToDestination',
        'c: 191.2 accepted | 191.2 admitted | 191.2 started | 191.2 failed | 251.2 admitted | 251.2 started | 251.2 failed | 251.2 dropped | 251.3 sentToDeadLetterQueue | 251.3 sentToDestination',
      ]);
      expect(events.map(({ sentBy }) => sentBy)).toEqual([undefined, 0, 1]);
      expect(new Set(events.map(({ requestId }) => requestId)).size).toBe(3);
      expect(sent.map(({ destination, type }) => `${destination} ${type}`)).toEqual(['b Lambda', 'c Lambda', 'dlq SQS', 'failed EventBridge']);
      // What each was sent is the record of the one before, byte for byte.
      const [byF, byB, letter, byC] = sent;
      expect(byB!.body).toContain(`"requestPayload":${byF!.body},"responseContext"`);
      expect(letter!.body).toBe(byB!.body);
      expect(record(byC!)['requestPayload']).toEqual(record(byB!));
      expect(result.functions['b']).toMatchObject({ received: 1, delivered: { total: 1, afterRetry: 1 } });
      expect(result.destinations).toMatchObject({ b: { received: 1, failed: 0 }, c: { received: 1, failed: 0 }, wrong: { received: 0, failed: 0 } });
    });

    test.each(disciplines)('DST-20 under %s the age of what a record invokes begins when the record arrives', (dispatch) => {
      const { events, sent } = run(
        exactly({ ...to('g'), behaviour: { duration: { constant: '100s' } }, Timeout: 900 }, at(0), {
          functions: { g: { ...to(null, 'failed', { MaximumEventAgeInSeconds: 60 }), behaviour: { systemErrorRate: 1 } } },
          destinations: { g: { type: 'Lambda', latency: '20s' }, failed: { type: 'SQS' } },
          assumptions: { dispatch },
        }),
      );
      expect(events[1]).toMatchObject({ function: 'g', acceptedAt: 120, endedAt: 151, condition: 'EventAgeExceeded' });
      expect(record(sent[1]!)['requestPayload']).toEqual(record(sent[0]!));
    });

    test('DST-20 failures invoke functions as well, and so do second deliveries, each with its own record', () => {
      const g = {
        functions: { g: { DeadLetterConfig: { TargetArn: 'dlq' }, ...alwaysFailing, ...to(null, null, once) } },
        destinations: { dlq: { type: 'SQS' as const } },
      };
      const failures = run(exactly({ ...alwaysFailing, ...to(null, 'g', once) }, at(0, 1), g));
      expect(failures.result.functions['g']!.received).toBe(2);
      expect(failures.first.discarded).toMatchObject({ captured: 2, capturedBy: { deadLetterQueue: 0, onFailure: 2, both: 0 } });
      const twice = run(exactly({ ...to('g'), behaviour: immediately }, at(0), { ...g, duration: '30m', assumptions: { duplicateProbability: 1 } }));
      const children = twice.events.filter(({ function: name }) => name === 'g');
      expect(children.map(({ sentBy }) => sentBy)).toEqual([0, 0]);
      const letters = twice.sent.filter(({ destination }) => destination === 'dlq');
      for (const { id, acceptedAt } of children)
        expect(letters.filter(({ event }) => event === id).map(({ body }) => (JSON.parse(body) as { timestamp: string }).timestamp)).toEqual(
          Array(2).fill(new Date(Math.floor(Date.parse('2026-01-01T00:00:00Z') + acceptedAt * 1000 + 1e-4)).toISOString()),
        );
    });

    test('DST-20 as many records as there are may be on their way to a function at once, and each of them invokes it', () => {
      const { result, events } = run(exactly({ ...to('g'), behaviour: immediately }, { burst: { count: 100 } }, { duration: '1m', functions: { g: { behaviour: immediately } } }));
      expect(result.functions['g']).toMatchObject({ received: 100, delivered: { total: 100 } });
      const senders = events.filter(({ function: name }) => name === 'g').map(({ sentBy }) => sentBy);
      expect(new Set(senders).size).toBe(100);
    });

    test('DST-20 a version or an alias is invoked as such, with its own settings', () => {
      const { events, sent } = run(
        exactly({ ...to('live-g', 'wrong'), behaviour: immediately }, at(0), {
          functions: {
            g: {
              ...to('wrong', 'wrong'),
              versions: { '4': { Timeout: 30, behaviour: { duration: { constant: '7s' }, initDuration: { constant: '0s' }, errorRate: 1 } } },
              aliases: { live: { FunctionVersion: '4', ...to('wrong', 'failed', once) } },
            },
          },
          destinations: { 'live-g': { type: 'Lambda', function: 'g', qualifier: 'live' }, wrong: { type: 'SQS' }, failed: { type: 'SQS' } },
        }),
      );
      expect(events.map(({ function: name, endedAt, sentBy }) => [name, endedAt, sentBy])).toEqual([
        ['f', 0, undefined],
        ['g:live', 7.1, 0],
      ]);
      expect(record(sent[1]!)).toMatchObject({
        requestContext: { functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:g:live' },
        responseContext: { executedVersion: '4' },
      });
    });

    test('DST-20 a destination of its name wins over a function, and a queue of that name invokes nothing', () => {
      const { result } = run(exactly({ ...to('g'), behaviour: immediately }, at(0), { functions: { g: {} }, destinations: { g: { type: 'SQS' } } }));
      expect(result.functions['g']!.received).toBe(0);
      expect(result.destinations).toMatchObject({ g: { received: 1, failed: 0 } });
    });

    test.each(disciplines)('DST-20 under %s what a record invokes waits like any other event when its function is full', (dispatch) => {
      const { events } = run(
        exactly({ ...to('g'), behaviour: immediately }, at(0, 0), {
          functions: { g: { ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { duration: { constant: '10s' } } } },
          assumptions: { dispatch },
        }),
      );
      const second = events.filter(({ function: name }) => name === 'g')[1];
      expect(lifeLine(second)).toBe(
        {
          backoff: '0.1 accepted | 0.1 throttled | 1.1 throttled | 3.1 throttled | 7.1 throttled | 15.1 admitted | 15.1 started | 25.1 succeeded',
          adaptive: '0.1 accepted | 0.1 throttled | 1.1 throttled | 3.1 throttled | 7.1 throttled | 15.1 admitted | 15.1 started | 25.1 succeeded',
          fifo: '0.1 accepted | 0.1 queued | 10.1 admitted | 10.1 started | 20.1 succeeded',
        }[dispatch],
      );
    });

    test('DST-20 a function that cannot take the invocation, deleted or out of order, is a delivery that failed', () => {
      const outcome = (fault: object) => {
        const { result, first } = run(
          exactly({ ...to(null, 'g', once), ...alwaysFailing }, at(0, 10), { functions: { g: {} }, faults: [{ function: 'g', from: 0, until: 5, ...fault }] }),
        );
        expect(result.functions['g']!.received).toBe(result.destinations['g']!.received);
        return [result.destinations['g'], first.discarded.gone, first.metrics.DestinationDeliveryFailures];
      };
      const firstFails = [{ received: 1, failed: 1 }, 1, 1];
      expect(outcome({ deleted: true })).toMatchObject(firstFails);
      expect(outcome({ enqueueFailureRate: 1 })).toMatchObject(firstFails);
      expect(outcome({ errorRate: 1 })).toMatchObject([{ received: 2, failed: 0 }, 0, 0]);
    });

    test('DST-20 a function with zero reserved concurrency takes the invocation and drops it by its own settings', () => {
      const { events, result, sent } = run(
        exactly({ ...to('g'), behaviour: immediately }, at(0), {
          functions: { g: { ReservedConcurrentExecutions: 0, DeadLetterConfig: { TargetArn: 'dlq' } } },
          destinations: { dlq: { type: 'SQS' } },
        }),
      );
      expect(result.destinations['g']).toMatchObject({ received: 1, failed: 0 });
      expect(events[1]).toMatchObject({ condition: 'ZeroReservedConcurrency', acceptedAt: 0.1, endedAt: 0.1 });
      expect(sent[1]!.body).toBe(sent[0]!.body);
    });
  });

  describe('DST-21 loops', () => {
    const loop = (more: FunctionInput = {}) => ({ f: { ...to('g', 'failed'), behaviour: immediately, ...more }, g: { ...to('f'), behaviour: immediately } });
    const failed = { destinations: { failed: { type: 'SQS' as const } } };
    const executions = ({ result }: ReturnType<typeof run>) => Object.values(result.functions).map(({ metrics }) => metrics.Invocations);

    test.each(disciplines)('DST-22 under %s a loop of two functions runs each 16 times, then the next is dropped', (dispatch) => {
      const { f, g } = loop();
      const told = run(exactly(f, at(0), { ...failed, functions: { g }, assumptions: { dispatch } }));
      expect(executions(told)).toEqual([16, 16]);
      expect(told.first).toMatchObject({
        received: 17,
        delivered: { total: 16 },
        discarded: { total: 1, byCondition: { RecursiveInvocation: 1 }, captured: 1, capturedBy: { deadLetterQueue: 0, onFailure: 1, both: 0 } },
        metrics: { RecursiveInvocationsDropped: 1, AsyncEventsDropped: 1, AsyncEventsReceived: 17, Throttles: 0, Errors: 0 },
      });
      expect(told.result.functions['g']!.metrics.RecursiveInvocationsDropped).toBe(0);
      expect(lifeLine(told.events.at(-1))).toBe('3.2 accepted | 3.2 dropped | 3.3 sentToDestination');
      expect(told.sent.at(-1)).toMatchObject({ destination: 'failed', condition: 'RecursiveInvocation', delivered: true });
      expect(told.result.destinations['failed']).toMatchObject({ received: 1, failed: 0 });
    });

    test('DST-22 a loop of three functions runs each 16 times as well', () => {
      const [f, b, c] = ['b', 'c', 'f'].map((next) => ({ ...to(next), behaviour: immediately }));
      expect(executions(run(exactly(f!, at(0), { functions: { b: b!, c: c! } })))).toEqual([16, 16, 16]);
    });

    test('DST-22 in a loop of failures retries are no further invocations; what is dropped goes on to be dropped by the next', () => {
      const failing = (next: string) => ({ ...to(null, next), ...alwaysFailing });
      // 32 invocations of three attempts, each 180.1 s after the one before; then a drop every 100 ms.
      const told = run(exactly(failing('g'), at(0), { functions: { g: failing('f') }, duration: 32 * 180.1 + 0.75 }));
      expect(executions(told)).toEqual([48, 48]);
      expect(Object.values(told.result.functions).map(({ metrics }) => metrics.RecursiveInvocationsDropped)).toEqual([4, 4]);
    });

    test('DST-21 every chain counts for itself', () => {
      const { f, g } = loop();
      const told = run(exactly(f, at(0, 0, 1), { ...failed, functions: { g } }));
      expect(executions(told)).toEqual([48, 48]);
      expect(told.first.metrics.RecursiveInvocationsDropped).toBe(3);
    });

    test('DST-21 versions and aliases are the same function', () => {
      const aliases = { live: { FunctionVersion: '1', ...to('g', 'failed') } };
      const f: FunctionInput = { ...to('g'), behaviour: immediately, versions: { '1': to('g') }, aliases };
      const told = run(
        exactly(f, at(0), {
          functions: { g: { ...to('live-f'), behaviour: immediately } },
          destinations: { ...failed.destinations, 'live-f': { type: 'Lambda', function: 'f', qualifier: 'live' } },
        }),
      );
      const { functions } = told.result;
      expect([functions['f']!.metrics.Invocations, functions['f:live']!.metrics.Invocations, functions['g']!.metrics.Invocations]).toEqual([1, 15, 16]);
      expect(functions['f:live']!.metrics.RecursiveInvocationsDropped).toBe(1);
    });

    test('DST-21 RecursiveLoop Allow lets it go on, for as long as one looks', () => {
      const { f, g } = loop({ RecursiveLoop: 'Allow' });
      // g still stops it: at its 17th invocation.
      const half = run(exactly(f, at(0), { ...failed, functions: { g } }));
      expect(executions(half)).toEqual([17, 16]);
      expect(half.result.functions['g']!.metrics.RecursiveInvocationsDropped).toBe(1);
      const both = run(exactly(f, at(0), { ...failed, functions: { g: { ...g, RecursiveLoop: 'Allow' } }, duration: '30s' }));
      expect(executions(both)).toEqual([150, 150]);
      expect(both.first.discarded.total).toBe(0);
    });

    test('DST-21 a loop that is allowed ends when its record, which grows each time, is too large for the next', () => {
      const { f, g } = loop({ RecursiveLoop: 'Allow' });
      const told = run(
        exactly(f, at(0), {
          ...failed,
          functions: { g: { ...g, RecursiveLoop: 'Allow' } },
          traffic: [{ to: 'f', arrivals: at(0), payloadBytes: 1_040_000 }],
          duration: '1h',
        }),
      );
      const records = told.sent.map(({ body }) => body.length);
      expect(records.length).toBeGreaterThan(16);
      expect(records.length).toBeLessThan(30);
      for (const [place, bytes] of records.entries()) if (place > 0) expect(bytes).toBeGreaterThan(records[place - 1]! + 300);
      expect(records.filter((bytes) => bytes > 1_048_576)).toEqual([records.at(-1)]);
      expect(told.sent.filter(({ delivered }) => !delivered)).toEqual([told.sent.at(-1)]);
      expect(told.events.every(({ outcome }) => outcome === 'delivered')).toBe(true);
    });

    test('DST-21 a chain that meets 17 different functions is no loop', () => {
      const names = Array.from({ length: 20 }, (_, place) => `step${place}`);
      const functions = Object.fromEntries(names.map((name, place) => [name, { ...(place < 19 ? to(names[place + 1]!) : {}), behaviour: immediately }]));
      const told = run(exactly({ ...to('step0'), behaviour: immediately }, at(0), { functions }));
      expect(executions(told)).toEqual(Array(21).fill(1));
    });

    test('DST-21 what was dropped goes to the dead-letter queue, too, and is gone without either', () => {
      const both = loop({ DeadLetterConfig: { TargetArn: 'dlq' } });
      const caught = run(exactly(both.f, at(0), { destinations: { ...failed.destinations, dlq: { type: 'SQS' } }, functions: { g: both.g } }));
      expect(caught.first.discarded).toMatchObject({ capturedBy: { deadLetterQueue: 0, onFailure: 0, both: 1 } });
      const { f, g } = loop(to('g'));
      expect(run(exactly(f, at(0), { functions: { g } })).first.discarded).toMatchObject({ total: 1, gone: 1 });
    });
  });

  test('DST-23 the trace goes on to whatever a record invokes, and every event of the traffic has its own', () => {
    const told = run(
      exactly({ ...to('b', 'c', once), behaviour: { ...immediately, script: [story(1, '0s error')] } }, at(0, 0, 5), {
        functions: { b: { ...to('c'), behaviour: immediately }, c: {} },
        startsAt: '2026-03-05T07:18:29.046Z',
      }),
    );
    const traces = new Map<string, string[]>();
    for (const { traceId, function: name } of told.events) traces.set(traceId, [...(traces.get(traceId) ?? []), name]);
    expect([...traces.values()]).toEqual([
      ['f', 'b', 'c'],
      ['f', 'c'],
      ['f', 'b', 'c'],
    ]);
    // X-Ray's form, with the second in which the trace began.
    const second = Math.floor(Date.parse('2026-03-05T07:18:29Z') / 1000);
    expect([...traces.keys()].map((id) => Number.parseInt(id.split('-')[1]!, 16) - second)).toEqual([0, 0, 5]);
    for (const id of traces.keys()) expect(id).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  test('DST-25 an empty destination is none', () => {
    const f = { ...to('', '', once), behaviour: { ...immediately, script: [story(0, '0s error')] } };
    const { sent, first } = run(exactly(f, at(0, 1), sinks));
    expect(sent).toEqual([]);
    expect(first.discarded.gone).toBe(1);
    expect(first.metrics.DestinationDeliveryFailures).toBe(0);
  });

  test('DST-26 a destination may have a latency of its own, and the record is stamped when it is sent', () => {
    const f = { ...to('done', 'failed', once), DeadLetterConfig: { TargetArn: 'dlq' }, behaviour: { ...immediately, script: [story(0, '0s error')] } };
    const { sent } = run(
      exactly(f, at(0, 1), {
        destinations: { done: { type: 'SQS', latency: 0 }, failed: { type: 'SQS', latency: '1m' }, dlq: { type: 'SQS', latency: '2s' } },
        assumptions: { deliveryLatency: '7s' },
      }),
    );
    expect(sent.map(({ t, destination }) => `${t} ${destination}`)).toEqual(['1 done', '2 dlq', '60 failed']);
    expect(sent.filter(({ attributes }) => attributes === undefined).map((one) => record(one)['timestamp'])).toEqual([
      '2026-01-01T00:00:01.000Z',
      '2026-01-01T00:01:00.000Z',
    ]);
  });

  test('DST-26 a record arrives 100 ms after the decision, unless set, and takes no concurrency', () => {
    const f = { ReservedConcurrentExecutions: 1, EventInvokeConfig: routes, behaviour: { duration: { constant: '1s' } } };
    const { own } = run(exactly(f, at(0, 1), { ...sinks, duration: '1m' }));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 0 started | 1 succeeded | 1.1 sentToDestination');
    expect(lifeLine(own[1])).toBe('1 accepted | 1 admitted | 1 started | 2 succeeded | 2.1 sentToDestination');
    const slow = run(exactly(f, at(0), { ...sinks, duration: '1m', assumptions: { deliveryLatency: '30s' } }));
    expect(lifeLine(slow.own[0])).toMatch(/31 sentToDestination$/);
    // What is on its way at the end has not arrived.
    const cut = run(exactly(f, at(0), { ...sinks, duration: '31s', assumptions: { deliveryLatency: '30s' } }));
    expect(cut.result.destinations['done']).toMatchObject({ received: 0, failed: 0 });
    expect(lifeLine(cut.own[0])).toMatch(/1 succeeded$/);
  });

  test.each(['DynamoDB', 'Kinesis'] as const)('DST-27 a mapping of a %s stream has a destination for what it gives up, and none for what succeeds', (type) => {
    const mapping = { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'TRIM_HORIZON' as const, MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } };
    const { result } = run(
      { ...exactly({ behaviour: { ...immediately, errorRate: 1 } }, at()), traffic: [], streams: { s: { type, writes: [{ arrivals: at(0) }] } }, eventSourceMappings: { m: mapping }, destinations: { failed: { type: 'SQS' } } },
      { traced: false },
    );
    expect(result.destinations['failed']!.received).toBe(1);
    expect(issuesOf({ ...exactly({}, at()), traffic: [], streams: { s: { type } }, destinations: { done: { type: 'SQS' } }, eventSourceMappings: { m: { ...mapping, DestinationConfig: { OnSuccess: { Destination: 'done' } } } as never } })).toMatchObject([
      { path: 'eventSourceMappings.m.DestinationConfig.OnSuccess' },
    ]);
  });
});
