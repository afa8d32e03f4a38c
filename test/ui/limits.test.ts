import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { ageLimits, concurrencyLimit } from '../../ui/charts/limits.ts';
import { compact } from '../../ui/charts/compact.ts';

function scenarioWith(functions: object, faults: object[] = []) {
  const { scenario } = parseScenario(JSON.stringify({ version: 1, duration: '4h', functions, faults, account: { ConcurrentExecutions: 500 } }));
  if (scenario === null) throw new Error('the scenario is valid');
  return scenario;
}

describe('the limits a chart draws', () => {
  it('are the reservation, the unreserved rest, and for all functions the account', () => {
    const scenario = scenarioWith({ a: { ReservedConcurrentExecutions: 120 }, b: {} });
    const value = (name: string | null): number[] => concurrencyLimit(scenario, name).steps.map((step) => step.value);
    expect(value('a')).toEqual([120]);
    expect(value('b')).toEqual([380]);
    expect(value(null)).toEqual([500]);
  });

  it('step where a fault changes the reservation; where faults overlap the last written wins', () => {
    const fault = (from: string, until: string, value: number) => ({ function: 'a', from, until, ReservedConcurrentExecutions: value });
    const scenario = scenarioWith({ a: { ReservedConcurrentExecutions: 10 } }, [fault('1h', '3h', 0), fault('2h', '4h', 5)]);
    expect(concurrencyLimit(scenario, 'a').steps).toEqual([
      { from: 0, until: 3600, value: 10 },
      { from: 3600, until: 7200, value: 0 },
      { from: 7200, until: 10_800, value: 5 },
      { from: 10_800, until: 14_400, value: 5 },
    ]);
  });

  it('of a version or an alias are its function’s reservation, with its faults, and its own age', () => {
    const versions = { '1': { EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } } };
    const aliases = { live: { FunctionVersion: '1', EventInvokeConfig: { MaximumEventAgeInSeconds: 900 } } };
    const scenario = scenarioWith({ a: { ReservedConcurrentExecutions: 10, versions, aliases }, b: { aliases: { any: { FunctionVersion: '$LATEST' } } } }, [
      { function: 'a', from: '1h', until: '4h', ReservedConcurrentExecutions: 3 },
    ]);
    expect(concurrencyLimit(scenario, 'a:live').steps.map(({ value }) => value)).toEqual([10, 3]);
    expect(concurrencyLimit(scenario, 'b:any').steps.map(({ value }) => value)).toEqual([490]);
    expect(ageLimits(scenario, 'a:1')).toEqual([60]);
    expect(ageLimits(scenario, 'a:live')).toEqual([900]);
    expect(ageLimits(scenario, null)).toEqual([60, 21_600]);
  });

  it('are one age for a function, and the shortest and longest for all', () => {
    const scenario = scenarioWith({ a: { EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, b: { EventInvokeConfig: { MaximumEventAgeInSeconds: 900 } }, c: {} });
    expect(ageLimits(scenario, 'b')).toEqual([900]);
    expect(ageLimits(scenario, null)).toEqual([60, 21_600]);
  });
});

describe('a count on an axis', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [9_400, '9,400'],
    [12_400, '12.4 k'],
    [999_499, '999 k'],
    [999_999, '1 M'],
    [86_400_000, '86.4 M'],
    [NaN, '–'],
  ])('%d is %s', (value, text) => {
    expect(compact(value)).toBe(text);
  });
});
