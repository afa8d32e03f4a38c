import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { RunResult } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { assumptionBand, dispatchMatters, headlines, type Headline, startAssumptionBand } from '../../sim/planner/assumptionBand.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { runResult, scenarioOf } from '../report/handMade.ts';

const overloaded = (dispatch: 'adaptive' | 'backoff' | 'fifo'): Scenario =>
  scenarioOf({
    duration: '10m',
    functions: {
      import: { ReservedConcurrentExecutions: 5, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { duration: { constant: '1s' } } },
      quiet: {},
    },
    traffic: [
      { to: 'import', arrivals: { poisson: { rate: '8/s' } } },
      { to: 'quiet', arrivals: { constant: { rate: '1/s' } } },
    ],
    assumptions: { dispatch },
  });

const noTraces = new Map<number, never>();

function resultOf(scenario: Scenario, seed?: string): RunResult {
  const run = startRun(compileModel(scenario, noTraces), seed === undefined ? {} : { seed });
  while (run.advance(1_000_000)) continue;
  return run.result();
}

describe('the assumption band', () => {
  const all = (['adaptive', 'backoff', 'fifo'] as const).map((dispatch) => resultOf(overloaded(dispatch)));

  test('is the range over the three disciplines, each as it runs alone', () => {
    const band = assumptionBand(overloaded('adaptive'), noTraces, { own: resultOf(overloaded('adaptive')) });
    expect(band.covered).toEqual(['adaptive', 'backoff', 'fifo']);
    expect(band.notFinished).toEqual([]);
    for (const headline of Object.keys(headlines) as Headline[]) {
      const values = all.map(({ functions }) => headlines[headline](functions['import']!)).filter((value) => value !== null);
      expect(band.functions['import']?.[headline], headline).toEqual({ low: Math.min(...values), high: Math.max(...values) });
    }
    const totals = all.map(({ functions }) => functions['import']!.discarded.total + functions['quiet']!.discarded.total);
    expect(band.total.discarded).toEqual({ low: Math.min(...totals), high: Math.max(...totals) });
    expect(band.total.delayP99).toBeNull();
    expect(band.total.gone!.high).toBeGreaterThan(band.total.gone!.low);
  });

  test('is the same from whichever discipline one starts', () => {
    const bands = (['adaptive', 'backoff', 'fifo'] as const).map((dispatch) => assumptionBand(overloaded(dispatch), noTraces, { own: resultOf(overloaded(dispatch)) }));
    expect(bands.map(({ covered }) => covered[0])).toEqual(['adaptive', 'backoff', 'fifo']);
    expect(bands.map(({ functions }) => functions)).toEqual([bands[0]?.functions, bands[0]?.functions, bands[0]?.functions]);
  });

  test('gives a discipline up when it has used its budget, and says so', () => {
    const own = resultOf(overloaded('fifo'));
    const stepBudget = Math.floor(own.steps / 2);
    const run = startAssumptionBand(overloaded('fifo'), noTraces, { own, stepBudget });
    let handled = 0;
    while (run.advance(500)) handled += 500;
    const band = run.band();
    expect(band.stepBudget).toBe(stepBudget);
    expect(band.notFinished).toContain('backoff');
    expect(band.covered).not.toContain('backoff');
    expect(handled).toBeLessThanOrEqual(2 * stepBudget);
    expect(run.progress).toBe(1);
  });

  test('uses the seed that it is given, and can be stopped at any time', () => {
    const own = resultOf(overloaded('fifo'), 'other');
    const run = startAssumptionBand(overloaded('fifo'), noTraces, { own, seed: 'other' });
    run.advance(100);
    expect(run.band().covered).toEqual(['fifo']);
    expect(run.band().functions['import']?.delivered).toEqual({ low: own.functions['import']!.delivered.total, high: own.functions['import']!.delivered.total });
    expect(run.progress).toBeGreaterThan(0);
    expect(run.progress).toBeLessThan(0.5);
  });
});

describe('the dispatch discipline matters', () => {
  test('when something was throttled', () => {
    expect(dispatchMatters(scenarioOf(), runResult({ a: { onTime: 5 }, b: { onTime: 5, throttles: 1 } }))).toBe(true);
    expect(dispatchMatters(scenarioOf(), runResult({ a: { onTime: 5 } }))).toBe(false);
  });

  test('under fifo, where nothing is refused, when something had to queue', () => {
    const fifo = scenarioOf({ assumptions: { dispatch: 'fifo' } });
    expect(dispatchMatters(fifo, runResult({ a: { onTime: 5 } }))).toBe(false);
    expect(dispatchMatters(fifo, runResult({ a: { onTime: 5, delayP99: 30 } }))).toBe(true);
    expect(dispatchMatters(fifo, runResult({ a: { onTime: 5, unread: 1 } }))).toBe(true);
  });
});
