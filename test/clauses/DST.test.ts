import { describe, expect, test } from 'vitest';
import { at, exactly, issuesOf, lifeLine, run, story, timesOf, underHeldSlot } from '../engines/check.ts';

const routes = { DestinationConfig: { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } } };
const sinks = { destinations: { done: { type: 'EventBridge' as const }, failed: { type: 'SQS' as const }, dlq: { type: 'SNS' as const } } };

describe('DST: destinations, as far as they receive', () => {
  test('DST-01 successes go to a queue, topic or bus; failures to a bucket as well', () => {
    const issues = (type: 'SQS' | 'SNS' | 'EventBridge' | 'S3', on: 'OnSuccess' | 'OnFailure', profile: 'current' | 'seed-era' = 'current') =>
      issuesOf(exactly({ EventInvokeConfig: { DestinationConfig: { [on]: { Destination: 'sink' } } } }, at(0), { profile, destinations: { sink: { type } } }));
    for (const type of ['SQS', 'SNS', 'EventBridge'] as const) expect([...issues(type, 'OnSuccess'), ...issues(type, 'OnFailure')]).toEqual([]);
    expect(issues('S3', 'OnFailure')).toEqual([]);
    expect(issues('S3', 'OnSuccess')).toEqual([{ path: 'functions.f.EventInvokeConfig.DestinationConfig.OnSuccess.Destination', clause: 'DST-01' }]);
    expect(issues('S3', 'OnFailure', 'seed-era')).toEqual([{ path: 'destinations.sink.type', clause: 'DST-01' }]);
  });

  test('DST-02 successes and failures have destinations of their own', () => {
    const f = { EventInvokeConfig: { ...routes, MaximumRetryAttempts: 0 }, behaviour: { script: [story(0, '0s error')] } };
    const { result } = run(exactly(f, at(0, 1, 2), sinks));
    expect(result.destinations).toMatchObject({ done: { received: 2 }, failed: { received: 1 } });
  });

  test('DST-03 a success after a retry counts as a success only', () => {
    const f = { EventInvokeConfig: routes, behaviour: { script: [story(0, '0s error', '0s error', '1s success')] } };
    const { result, own } = run(exactly(f, at(0), sinks));
    expect(result.destinations).toMatchObject({ done: { received: 1 }, failed: { received: 0 } });
    expect(lifeLine(own[0])).toMatch(/\| 181 succeeded \| 181\.1 sentToDestination$/);
  });

  test('DST-04 one record for each successful execution, and one for each event that is given up', () => {
    const f = { EventInvokeConfig: { ...routes, MaximumEventAgeInSeconds: 60 } };
    const doubled = run(exactly(f, { burst: { count: 20 } }, { ...sinks, duration: '20m', assumptions: { duplicateProbability: 1 } }));
    expect(doubled.result.destinations['done']).toEqual({ received: 40, failed: 0 });
    const expired = run(underHeldSlot(f, { burst: { count: 20 } }, { ...sinks, duration: '20m' }));
    expect(expired.result.destinations['failed']).toEqual({ received: 20, failed: 0 });
  });

  test('DST-07 every discarded event has one of the known conditions', () => {
    const condition = (f: Parameters<typeof exactly>[0]) => run(exactly(f, at(0))).own[0]?.condition;
    expect(condition({ behaviour: { duration: { constant: '0s' }, errorRate: 1 } })).toBe('RetriesExhausted');
    expect(condition({ behaviour: { systemErrorRate: 1 } })).toBe('EventAgeExceeded');
    expect(condition({ ReservedConcurrentExecutions: 0 })).toBe('ZeroReservedConcurrency');
    expect(condition({})).toBeUndefined();
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
    expect(result.destinations['failed']).toEqual({ received: 1, failed: 2 });
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
    expect(first.discarded).toMatchObject({ total: 4, captured: 3, gone: 1 });
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
    expect(cut.result.destinations['done']).toEqual({ received: 0, failed: 0 });
    expect(lifeLine(cut.own[0])).toMatch(/1 succeeded$/);
  });
});
