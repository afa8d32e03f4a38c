import { describe, expect, test } from 'vitest';
import { advice, type Advice } from '../../sim/report/advice.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { run } from '../engines/check.ts';
import { seriesOf } from '../report/handMade.ts';

const steady = (f: ScenarioInput['functions'][string], changes: Partial<ScenarioInput> = {}): ScenarioInput => ({
  version: 1,
  seed: 'advice',
  duration: '1h',
  functions: { f },
  traffic: [{ to: 'f', arrivals: { poisson: { rate: '5/s' } } }],
  ...changes,
});

const adviceOn = (scenario: ScenarioInput): Advice[] => advice(run(scenario).series);
const causesOf = (found: readonly Advice[]): string[] => found.map(({ cause }) => cause);

describe('MET-20: advice from metrics', () => {
  test('MET-20 an age that grows with Errors speaks for function errors, at the time of the outage', () => {
    const found = adviceOn(steady({ behaviour: { duration: { constant: '200ms' } } }, { faults: [{ function: 'f', from: '20m', until: '40m', errorRate: 1 }] }));
    expect(causesOf(found)).toEqual(['functionErrors']);
    const [one] = found;
    expect(one?.from).toBe(15 * 60);
    expect(one?.until).toBeGreaterThan(20 * 60);
    expect(one?.until).toBeLessThanOrEqual(45 * 60);
    expect(one?.figures['AsyncEventAgeAfter']).toBeGreaterThan(60_000);
    expect(one?.seen).toMatch(/^AsyncEventAge rose from 40 ms to \d\d s \(15 min to .*\) with [\d,]+ Errors in [\d,]+ invocations$/);
    expect(one).toMatchObject({ function: 'f', clause: 'MET-20' });
  });

  test('MET-20 an age that grows with Throttles speaks for concurrency', () => {
    const found = adviceOn(steady({ ReservedConcurrentExecutions: 4, behaviour: { duration: { constant: '1s' } } }));
    expect(causesOf(found)).toEqual(['concurrency', 'backlog']);
    expect(found[0]?.figures['Throttles']).toBeGreaterThan(1000);
    expect(found[0]?.seen).toMatch(/Throttles beside/);
  });

  test('MET-20 far more AsyncEventsReceived than Invocations speak for a backlog, also where nothing was throttled', () => {
    const found = adviceOn(steady({ ReservedConcurrentExecutions: 3, behaviour: { duration: { constant: '1s' } } }, { assumptions: { dispatch: 'fifo' } }));
    expect(causesOf(found)).toEqual(['backlog']);
    const { first, minutes } = run(steady({ ReservedConcurrentExecutions: 3, behaviour: { duration: { constant: '1s' } } }, { assumptions: { dispatch: 'fifo' } }));
    expect(found[0]?.figures).toEqual({ AsyncEventsReceived: minutes.AsyncEventsReceived.reduce((sum, one) => sum + one, 0), Invocations: first.metrics.Invocations, AsyncEventsDropped: 0 });
    expect(found[0]?.means).toMatch(/^a backlog of about [\d,]+ events built up$/);
  });

  test('MET-20 and for drops, where AsyncEventsDropped has them', () => {
    const found = adviceOn(steady({ behaviour: { duration: { constant: '1s' } } }, { faults: [{ function: 'f', from: '20m', until: '40m', ReservedConcurrentExecutions: 0 }] }));
    expect(causesOf(found)).toEqual(['drops']);
    expect(found[0]).toMatchObject({ from: 20 * 60, until: 40 * 60, figures: { Invocations: expect.any(Number) as number }, means: 'events are given up before they are attempted' });
  });

  test('MET-20 a healthy function gets no advice, though one event in fifty fails and is retried', () => {
    for (const dispatch of ['adaptive', 'backoff', 'fifo'] as const) expect(adviceOn(steady({ behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.02 } }, { assumptions: { dispatch } }))).toEqual([]);
  });

  test('MET-20 a few slow or failed events among a few are no trend', () => {
    expect(adviceOn(steady({ behaviour: { duration: { constant: '1s' }, errorRate: 0.3 } }, { traffic: [{ to: 'f', arrivals: { poisson: { rate: '1/min' } } }] }))).toEqual([]);
  });

  test('MET-20 the figures are what CloudWatch shows with a period of five minutes: an age is weighted by its samples', () => {
    const rows = 10;
    const each = (value: number): number[] => Array.from({ length: rows }, () => value);
    const ages = [...each(1000).slice(0, 5), 200_000, NaN, 20_000, 20_000, 20_000];
    const withErrors = (errors: number): Advice[] =>
      advice(seriesOf(rows, { f: { AsyncEventsReceived: each(100), Invocations: [...each(100).slice(0, 5), 300, 0, 100, 100, 100], Errors: [...each(0).slice(0, 5), errors, 0, 0, 0, 0], AsyncEventAgeAverage: ages } }));
    // (300 · 200 s + 300 · 20 s) / 600; a tenth of the 1,100 invocations has to fail.
    expect(withErrors(109)).toEqual([]);
    expect(withErrors(110)).toMatchObject([{ cause: 'functionErrors', from: 0, until: 600, figures: { AsyncEventAgeBefore: 1000, AsyncEventAgeAfter: 110_000, Errors: 110, Invocations: 1100 } }]);
  });
});
