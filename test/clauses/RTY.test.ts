import { describe, expect, test } from 'vitest';
import { at, exactly, gaps, lifeLine, mean, run, story, timesOf } from '../engines/check.ts';

const failing = { behaviour: { duration: { constant: '2s' }, errorRate: 1 } };

describe('RTY: retries after function errors', () => {
  test('RTY-01 waits one minute, then two, and makes three attempts in all', () => {
    const { events } = run(exactly(failing, at(5)));
    expect(lifeLine(events[0])).toBe(
      '5 accepted | 5 admitted | 5 started | 7 failed | 67 admitted | 67 started | 69 failed | 189 admitted | 189 started | 191 failed | 191 dropped',
    );
  });

  test.each([
    { MaximumRetryAttempts: 0, starts: [0], end: 2 },
    { MaximumRetryAttempts: 1, starts: [0, 62], end: 64 },
    { MaximumRetryAttempts: 2, starts: [0, 62, 184], end: 186 },
  ])('RTY-02 with MaximumRetryAttempts $MaximumRetryAttempts the attempts start at $starts', ({ MaximumRetryAttempts, starts, end }) => {
    const { events, first } = run(exactly({ ...failing, EventInvokeConfig: { MaximumRetryAttempts } }, at(0)));
    expect(timesOf(events[0], 'started')).toEqual(starts);
    expect(events[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: starts.length, endedAt: end });
    expect(first.metrics).toMatchObject({ Invocations: starts.length, Errors: starts.length, AsyncEventsDropped: 1 });
  });

  // The handlers that were measured ran for less than a second, nobody says how long; 0.2 s stands for them. (Had they
  // taken no time at all, the gap of 66.184 s would be 0.2 s too long for the law.)
  const measuredTiming = () =>
    run({
      version: 1,
      duration: '20m',
      functions: { f: { behaviour: { duration: { constant: '200ms' }, initDuration: { constant: '0s' }, errorRate: 1 } } },
      traffic: [{ to: 'f', arrivals: { constant: { rate: '5/s' } }, until: '400s' }],
      assumptions: { timing: 'measured', dispatch: 'backoff', duplicateProbability: 0 },
    }).events.map((event) => gaps(timesOf(event, 'started')));

  test('RTY-03 as measured, the first wait is about a minute, give or take a tenth', () => {
    const simulated = measuredTiming().map(([firstGap]) => firstGap!);
    expect(Math.abs(mean(simulated) - 60.2)).toBeLessThan((4 * 12) / Math.sqrt(12 * simulated.length));
    expect(Math.min(...simulated)).toBeGreaterThanOrEqual(54.2);
    expect(Math.max(...simulated)).toBeLessThanOrEqual(66.2);
    const measured = [55.786, 57.458, 58.892, 60.188, 65.241 - 0.8 /* this one ran into its timeout of 1 s */, 66.184, 67.428];
    expect(Math.abs(mean(measured) / 60.2 - 1)).toBeLessThan(0.1);
    // Only the gap of the run that was interrupted lies outside the law.
    expect(measured.filter((gap) => Math.abs(gap / 60.2 - 1) > 0.1)).toEqual([67.428]);
  });

  test('RTY-04 as measured, the second wait is about two minutes, give or take a tenth', () => {
    const simulated = measuredTiming().map(([, secondGap]) => secondGap!);
    expect(Math.abs(mean(simulated) - 120.2)).toBeLessThan((4 * 24) / Math.sqrt(12 * simulated.length));
    expect(Math.min(...simulated)).toBeGreaterThanOrEqual(108.2);
    expect(Math.max(...simulated)).toBeLessThanOrEqual(132.2);
    const measured = [112.5, 114.162, 125.182, 126.215 - 0.8, 130.199];
    expect(Math.abs(mean(measured) / 120.2 - 1)).toBeLessThan(0.1);
    expect(measured.filter((gap) => Math.abs(gap / 120.2 - 1) > 0.1)).toEqual([]);
  });

  test('RTY-05 as measured, waits are spread evenly from a tenth shorter to a tenth longer; as documented, not at all', () => {
    const waits = measuredTiming().map((pair) => [pair[0]! - 0.2, pair[1]! - 0.2] as const);
    for (const [place, nominal] of [60, 120].entries()) {
      const shares = waits.map((wait) => (wait[place]! / nominal - 0.9) / 0.2);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(-1e-6);
      expect(Math.max(...shares)).toBeLessThanOrEqual(1 + 1e-6);
      for (const quarter of [0.25, 0.5, 0.75]) {
        const below = shares.filter((share) => share < quarter).length / shares.length;
        expect(Math.abs(below - quarter)).toBeLessThan(4 * Math.sqrt((quarter * (1 - quarter)) / shares.length));
      }
    }
    // The two waits of one event are drawn apart.
    const [m0, m1] = [mean(waits.map(([wait]) => wait)), mean(waits.map(([, wait]) => wait))];
    const covariance = mean(waits.map(([a, b]) => ((a - m0) * (b - m1)) / (3.464 * 6.928)));
    expect(Math.abs(covariance)).toBeLessThan(4 / Math.sqrt(waits.length));

    const documented = run(exactly({ behaviour: { duration: { constant: '200ms' }, errorRate: 1 } }, at(0, 1, 2)));
    for (const event of documented.events) expect(gaps(timesOf(event, 'started'))).toEqual([60.2, 120.2]);
  });

  test('RTY-06 the wait counts from the end of the failed attempt, whether it failed or timed out', () => {
    const slow = run(exactly({ Timeout: 30, behaviour: { duration: { constant: '10s' }, errorRate: 1 } }, at(0)));
    expect(timesOf(slow.events[0], 'started')).toEqual([0, 70, 200]);
    const stuck = run(exactly({ Timeout: 30, behaviour: { duration: { constant: '31s' } } }, at(0)));
    expect(timesOf(stuck.events[0], 'started')).toEqual([0, 90, 240]);
    expect(timesOf(stuck.events[0], 'timedOut')).toEqual([30, 120, 270]);
  });

  test('RTY-07 an event whose last attempt fails is discarded at that instant and handed to what catches it', () => {
    const { events, first, result } = run(
      exactly({ ...failing, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } } }, at(0), {
        destinations: { failed: { type: 'SQS' } },
      }),
    );
    expect(events[0]).toMatchObject({ outcome: 'discarded', condition: 'RetriesExhausted', endedAt: 186 });
    expect(first.discarded).toMatchObject({ total: 1, captured: 1, gone: 0 });
    expect(result.destinations['failed']).toMatchObject({ received: 1, failed: 0 });
  });

  test('RTY-08 the record of three failures says three, and arrives right after the last one', () => {
    const { events } = run(
      exactly({ ...failing, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } } }, at(0), {
        destinations: { failed: { type: 'SQS' } },
      }),
    );
    expect(events[0]?.approximateInvokeCount).toBe(3);
    expect(lifeLine(events[0])).toContain('186 failed | 186 dropped | 186.1 sentToDestination');
  });

  test('RTY-09 with nothing to catch it, a discarded event leaves a trace in the metrics alone', () => {
    const { first, result } = run(exactly(failing, at(0)));
    expect(first.discarded).toMatchObject({ total: 1, captured: 0, gone: 1 });
    expect(first.metrics).toMatchObject({ AsyncEventsDropped: 1, DeadLetterErrors: 0, DestinationDeliveryFailures: 0 });
    expect(result.destinations).toEqual({});
  });

  test('RTY-11 after an execution the throttle back-off begins again at one second', () => {
    const script = [story(0, '2500ms success'), story(1, '0s error', '0s success'), story(2, '2s success')];
    const { events } = run(exactly({ ReservedConcurrentExecutions: 1, behaviour: { script } }, at(0, 0, 62)));
    expect(lifeLine(events[1])).toBe(
      '0 accepted | 0 throttled | 1 throttled | 3 admitted | 3 started | 3 failed | 63 throttled | 64 admitted | 64 started | 64 succeeded',
    );
  });

  test('RTY-12 a throttled retry backs off from one second and is still the same retry', () => {
    const script = [story(0, '0s error', '0s error', '0s error'), story(1, '10s success')];
    const { events } = run(exactly({ ReservedConcurrentExecutions: 1, Timeout: 30, behaviour: { script } }, at(0, 55)));
    expect(lifeLine(events[0])).toBe(
      '0 accepted | 0 admitted | 0 started | 0 failed | 60 throttled | 61 throttled | 63 throttled | 67 admitted | 67 started | 67 failed' +
        ' | 187 admitted | 187 started | 187 failed | 187 dropped',
    );
    expect(events[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 3 });
  });

  test('RTY-13 a change of settings applies at once, also to events that are queued already', () => {
    const { events } = run(
      exactly({ behaviour: { duration: { constant: '1s' } } }, at(0), {
        faults: [
          { function: 'f', from: 0, until: 1, errorRate: 1 },
          { function: 'f', from: 61, until: 70, errorRate: 1, durationFactor: 2 },
        ],
      }),
    );
    expect(lifeLine(events[0])).toBe(
      '0 accepted | 0 admitted | 0 started | 1 failed | 61 admitted | 61 started | 63 failed | 183 admitted | 183 started | 184 succeeded',
    );
  });
});
