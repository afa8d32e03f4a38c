import { describe, expect, test } from 'vitest';
import { at, exactly, lifeLine, run, story, timesOf } from '../engines/check.ts';

const stopped = (from: number, until: number) => ({ faults: [{ function: 'f', from, until, ReservedConcurrentExecutions: 0 }] });
const caught = {
  EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } },
  DeadLetterConfig: { TargetArn: 'dlq' },
};
const sinks = { destinations: { failed: { type: 'SQS' as const }, dlq: { type: 'SNS' as const } } };

describe('ZRC: reserved concurrency zero', () => {
  test.each(['backoff', 'adaptive', 'fifo'] as const)('ZRC-01 under %s every new event goes to what catches it, without an attempt', (dispatch) => {
    const { own, first, result } = run(exactly({ ReservedConcurrentExecutions: 0, ...caught }, at(0, 1, 2), { ...sinks, assumptions: { dispatch } }));
    for (const event of own) {
      expect(event).toMatchObject({ condition: 'ZeroReservedConcurrency', endedAt: event.acceptedAt, approximateInvokeCount: 0 });
      expect(timesOf(event, 'admitted')).toEqual([]);
    }
    expect(first.discarded).toMatchObject({ total: 3, captured: 3, capturedBy: { deadLetterQueue: 0, onFailure: 0, both: 3 } });
    expect(result.destinations).toMatchObject({ failed: { received: 3, failed: 0 }, dlq: { received: 3, failed: 0 } });
  });

  test.each(['backoff', 'adaptive', 'fifo'] as const)('ZRC-01 under %s it stops versions and aliases as well, and what is provisioned for them', (dispatch) => {
    const provisioned = { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } };
    const f = { versions: { '1': provisioned, '2': {} }, aliases: { live: { FunctionVersion: '2' } } };
    const { events } = run(
      exactly(f, at(0), {
        ...stopped(10, 20),
        traffic: ['$LATEST', '1', '2', 'live'].map((qualifier) => ({ to: 'f', qualifier, arrivals: at(5, 15, 25) })),
        assumptions: { dispatch },
      }),
    );
    for (const { acceptedAt, endedAt, outcome, condition } of events)
      if (acceptedAt === 15) expect({ condition, endedAt }).toEqual({ condition: 'ZeroReservedConcurrency', endedAt: 15 });
      else expect(outcome).toBe('delivered');
    expect(events).toHaveLength(12);
  });

  test('ZRC-02 events sent meanwhile are not run when the reservation comes back', () => {
    const { own } = run(exactly({ behaviour: { duration: { constant: '1s' } } }, at(5, 15, 25), stopped(10, 20)));
    expect(own.map(({ outcome }) => outcome)).toEqual(['delivered', 'discarded', 'delivered']);
    expect(lifeLine(own[1])).toBe('15 accepted | 15 dropped');
  });

  test('ZRC-03 the condition says ZeroReservedConcurrency and counts no execution', () => {
    const { own } = run(exactly({ ReservedConcurrentExecutions: 0 }, at(0)));
    expect(own[0]).toMatchObject({ condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 });
  });

  test('ZRC-04 it counts as received and dropped in the same minute, and as no throttle', () => {
    const { minutes, first } = run(exactly({ ReservedConcurrentExecutions: 0 }, at(90), { duration: '3m' }));
    expect([...minutes.AsyncEventsReceived]).toEqual([0, 1, 0]);
    expect([...minutes.AsyncEventsDropped]).toEqual([0, 1, 0]);
    expect(first.metrics.Throttles).toBe(0);
    expect([...minutes.AsyncEventAgeMaximum]).toEqual([NaN, NaN, NaN]);
  });

  // Three events that wait when the reservation becomes 0 at 100 s: after a failure, after a throttle, and one that runs.
  const waiting = () => ({
    ReservedConcurrentExecutions: 2,
    Timeout: 300,
    behaviour: { script: [story(0, '0s error'), story(1, '150s success'), story(2, '150s success'), story(3, '1s success')] },
  });

  test('ZRC-05 with queuedEvents, waiting events are dropped at their next dispatch', () => {
    const { own, first } = run(exactly(waiting(), at(50, 50, 50, 60), stopped(100, 1000)));
    expect(lifeLine(own[0])).toBe('50 accepted | 50 admitted | 50 started | 50 failed | 110 dropped');
    expect(own[0]).toMatchObject({ condition: 'ZeroReservedConcurrency', approximateInvokeCount: 1 });
    expect(own[1]).toMatchObject({ outcome: 'delivered', endedAt: 200 });
    expect(lifeLine(own[3])).toBe(
      '60 accepted | 60 throttled | 61 throttled | 63 throttled | 67 throttled | 75 throttled | 91 throttled | 123 dropped',
    );
    expect(first.metrics.Throttles).toBe(6);
  });

  test('ZRC-05 with newEvents, waiting events are throttled instead and only later ones are dropped', () => {
    const { own } = run(
      exactly(waiting(), at(50, 50, 50, 60, 120), { ...stopped(100, 1000), assumptions: { zeroReservedAppliesTo: 'newEvents' } }),
    );
    expect(timesOf(own[0], 'throttled')).toEqual([110, 111, 113, 117, 125, 141, 173, 237, 365, 621, 921]);
    // 921 + 300 is after the reservation came back; this time the event, its first retry, succeeds by the behaviour.
    expect(own[0]).toMatchObject({ outcome: 'delivered', approximateInvokeCount: 1 });
    expect(timesOf(own[0], 'started')).toEqual([50, 1221]);
    expect(timesOf(own[3], 'throttled')).toEqual([60, 61, 63, 67, 75, 91, 123, 187, 315, 571, 871]);
    expect(timesOf(own[3], 'started')).toEqual([1171]);
    expect(lifeLine(own[4])).toBe('120 accepted | 120 dropped');
  });

  test('ZRC-05 an event that was accepted before the zero but not dispatched yet was queued: newEvents throttles it', () => {
    // Two seconds from acceptance to the first dispatch; the reservation becomes 0 in between.
    const settings = (zeroReservedAppliesTo: 'queuedEvents' | 'newEvents') =>
      run(
        exactly({ behaviour: { duration: { constant: '1s' } } }, at(0.5, 1), {
          ...stopped(1, 6),
          assumptions: { zeroReservedAppliesTo, dispatchLatency: '2s' },
        }),
      ).own.map(lifeLine);
    expect(settings('queuedEvents')).toEqual(['0.5 accepted | 2.5 dropped', '1 accepted | 3 dropped']);
    expect(settings('newEvents')).toEqual([
      '0.5 accepted | 2.5 throttled | 3.5 throttled | 5.5 throttled | 9.5 admitted | 9.5 started | 10.5 succeeded',
      '1 accepted | 3 dropped',
    ]);
  });

  test('ZRC-05 under fifo whatever is queued is dropped at the instant of the zero, what runs is not', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 300, behaviour: { script: [story(0, '0s error'), story(1, '150s success')] } };
    const { own } = run(exactly(f, at(0, 10, 20, 101), { ...stopped(100, 400), assumptions: { dispatch: 'fifo' } }));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 0 started | 0 failed | 60 queued | 100 dropped');
    expect(own[0]).toMatchObject({ condition: 'ZeroReservedConcurrency', approximateInvokeCount: 1 });
    expect(own[1]).toMatchObject({ outcome: 'delivered', endedAt: 160 });
    expect(lifeLine(own[2])).toBe('20 accepted | 20 queued | 100 dropped');
    expect(lifeLine(own[3])).toBe('101 accepted | 101 dropped');
  });

  test('ZRC-05 under fifo an event in a function-error wait meets the zero when it is ready again', () => {
    const f = { behaviour: { script: [story(0, '0s error')] } };
    const { own } = run(exactly(f, at(0), { ...stopped(30, 90), assumptions: { dispatch: 'fifo' } }));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 0 started | 0 failed | 60 dropped');
  });

  test('ZRC-05 under fifo with newEvents the queue keeps what it has and resumes when the zero is over', () => {
    const f = { ReservedConcurrentExecutions: 1, Timeout: 300, behaviour: { duration: { constant: '1s' }, script: [story(0, '150s success')] } };
    const { own } = run(
      exactly(f, at(0, 20, 101), { ...stopped(100, 400), assumptions: { dispatch: 'fifo', zeroReservedAppliesTo: 'newEvents' } }),
    );
    expect(lifeLine(own[1])).toBe('20 accepted | 20 queued | 400 admitted | 400 started | 401 succeeded');
    expect(lifeLine(own[2])).toBe('101 accepted | 101 dropped');
  });
});
