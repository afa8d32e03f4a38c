import { describe, expect, test } from 'vitest';
import { at, exactly, issuesOf, lifeLine, mean, run, story, timesOf } from '../engines/check.ts';

const coldStarts = (events: readonly { lifeLine: { t: number; coldStart?: true }[] }[]): number[] =>
  events.flatMap(({ lifeLine: steps }) => steps.filter(({ coldStart }) => coldStart).map(({ t }) => t));

describe('ENV: execution environments and time limits', () => {
  test('ENV-01 an environment runs one execution at a time; a warm one is used before a new one is made', () => {
    const { own, first } = run(
      exactly({ behaviour: { duration: { constant: '1s' }, initDuration: { constant: '2s' } } }, at(0, 0, 3.5, 3.6, 3.7), { duration: '1m' }),
    );
    expect(coldStarts(own)).toEqual([0, 0, 3.7]);
    expect(own.map((event) => timesOf(event, 'started')[0])).toEqual([2, 2, 3.5, 3.6, 5.7]);
    expect(first.metrics.ConcurrentExecutions.max).toBe(3);
  });

  test('ENV-02 an initialisation of more than ten seconds is not cut: it is given as it is', () => {
    const { own } = run(exactly({ Timeout: 1, behaviour: { initDuration: { constant: '12s' }, duration: { constant: '1s' } } }, at(0)));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 12 started | 13 succeeded');
  });

  test.each([
    { idle: 599.999999, cold: 1 },
    { idle: 600, cold: 2 },
  ])('ENV-03 after $idle s without work there have been $cold cold starts', ({ idle, cold }) => {
    const { first } = run(exactly({ behaviour: { duration: { constant: '1s' } } }, at(0, 1 + idle), { duration: '1h' }));
    expect(first.metrics.ColdStarts).toBe(cold);
  });

  test('ENV-04 other observed lifetimes can be had: an hour, or anything between 45 and 60 minutes', () => {
    const cold = (idleExpiry: string | { uniform: { min: string; max: string } }, idle: number) =>
      run(exactly({ behaviour: { duration: { constant: '1s' } } }, at(0, 1 + idle), { assumptions: { idleExpiry } })).first.metrics.ColdStarts;
    expect([cold('1h', 3599), cold('1h', 3600)]).toEqual([1, 2]);
    const between = { uniform: { min: '45m', max: '60m' } };
    expect([cold(between, 2699), cold(between, 3600)]).toEqual([1, 2]);
  });

  test('ENV-05 an idle time drawn evenly is drawn for each environment', () => {
    const { first } = run(
      exactly({ behaviour: { duration: { constant: '1s' } } }, at(0), {
        account: { ConcurrentExecutions: 2000 },
        traffic: [
          { to: 'f', arrivals: { burst: { count: 1000 } } },
          { to: 'f', arrivals: { burst: { count: 1000, at: 1 + 75 } } },
        ],
        duration: '5m',
        assumptions: { idleExpiry: { uniform: { min: '0s', max: '100s' } } },
      }),
    );
    // A quarter of the thousand may idle longer than 75 s.
    expect(Math.abs(first.metrics.ColdStarts - 1750)).toBeLessThan(4 * Math.sqrt(1000 * 0.75 * 0.25));
  });

  test('ENV-06 the environment used last is used first', () => {
    // Idle since 1 and since 2. The event at 500 takes the second of them, so the first is gone at 601.
    const script = [story(0, '1s success'), story(1, '2s success')];
    const { first } = run(exactly({ behaviour: { duration: { constant: '1s' }, script } }, at(0, 0, 500, 601.5, 601.5), { duration: '1h' }));
    expect(first.metrics.ColdStarts).toBe(3);
  });

  test('ENV-06 cold starts take 400 ms in the median and 2 s at the 99th percentile, unless set', () => {
    const { own } = run({
      version: 1,
      duration: '1m',
      functions: { f: {} },
      traffic: [{ to: 'f', arrivals: { burst: { count: 1000 } } }],
      assumptions: { timing: 'documented', dispatch: 'backoff', duplicateProbability: 0 },
    });
    const cold = own.flatMap((event) => {
      const place = event.lifeLine.findIndex(({ coldStart }) => coldStart);
      return place < 0 ? [] : [event.lifeLine[place + 1]!.t - event.lifeLine[place]!.t];
    });
    expect(cold.length).toBe(1000);
    const share = (limit: number) => mean(cold.map((time) => (time <= limit ? 1 : 0)));
    expect(Math.abs(share(0.4) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / cold.length));
    expect(Math.abs(share(2) - 0.99)).toBeLessThan(4 * Math.sqrt(0.0099 / cold.length));
  });

  test('ENV-07 what runs longer than the timeout ends there as a function error; equal is not longer', () => {
    const f = (duration: string) => ({ Timeout: 10, behaviour: { duration: { constant: duration } }, EventInvokeConfig: { MaximumRetryAttempts: 0 } });
    expect(lifeLine(run(exactly(f('10s'), at(0))).own[0])).toBe('0 accepted | 0 admitted | 0 started | 10 succeeded');
    expect(lifeLine(run(exactly(f('10.000001s'), at(0))).own[0])).toBe('0 accepted | 0 admitted | 0 started | 10 timedOut | 10 dropped');
    expect(issuesOf(exactly({ Timeout: 901 }, at(0)))).toEqual([{ path: 'functions.f.Timeout', clause: 'ENV-07' }]);
    expect(issuesOf(exactly({ Timeout: 0 }, at(0)))).toEqual([{ path: 'functions.f.Timeout', clause: 'ENV-07' }]);
    const byDefault = run(exactly({ behaviour: { duration: { constant: '4s' } } }, at(0)));
    expect(timesOf(byDefault.own[0], 'timedOut')[0]).toBe(3);
  });

  test('ENV-08 the timeout counts the handler, not the initialisation before it', () => {
    const { own } = run(exactly({ Timeout: 2, behaviour: { initDuration: { constant: '5s' }, duration: { constant: '2s' } } }, at(0)));
    expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 5 started | 7 succeeded');
  });

  test('ENV-09 memory is 128 to 10,240 MB and changes no time', () => {
    const path = 'functions.f.MemorySize';
    expect(issuesOf(exactly({ MemorySize: 127 }, at(0)))).toEqual([{ path, clause: 'ENV-09' }]);
    expect(issuesOf(exactly({ MemorySize: 10_241 }, at(0)))).toEqual([{ path, clause: 'ENV-09' }]);
    const small = run(exactly({ MemorySize: 128 }, at(0, 1)));
    const large = run(exactly({ MemorySize: 10_240 }, at(0, 1)));
    expect(large.result).toEqual(small.result);
  });

  test('ENV-11 the retries of a lone event find its environment warm', () => {
    const { own, first } = run(exactly({ behaviour: { duration: { constant: '1s' }, errorRate: 1 } }, at(0)));
    expect(first.metrics).toMatchObject({ Invocations: 3, ColdStarts: 1 });
    expect(coldStarts(own)).toEqual([0]);
  });
});
