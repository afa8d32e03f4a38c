import { describe, expect, test } from 'vitest';
import { compileModel } from '../../sim/model/compile.ts';
import { closedFormsBeside } from '../../sim/planner/closedFormsBeside.ts';
import { offeredLoad } from '../../sim/planner/offeredLoad.ts';
import { parameterAt } from '../../sim/planner/parameter.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { replicate } from '../oracles/simulate.ts';

/** What a plan says beside its answer, of a rule that needs no simulation. */
function formsOf(scenario: ScenarioInput, ...path: string[]): { name: string; value: number; clause: string }[] {
  const { scenario: checked } = checkScenario(scenario);
  const parameter = parameterAt(path);
  if (checked === null || 'problem' in parameter) throw new Error('the scenario of a test is valid');
  return closedFormsBeside(compileModel(checked), parameter, []).map(({ name, value, clause }) => ({ name, value, clause }));
}

const steady = (f: ScenarioInput['functions'][string], rate = 10): ScenarioInput => ({ version: 1, seed: 'planning', duration: '1h', functions: { f }, traffic: [{ to: 'f', arrivals: { poisson: { rate } } }] });

describe('what planners reckon with', () => {
  test('AGE-14 a maximum age leaves room for no retry below 60 s and an attempt, and for one below 180 s and two', () => {
    const f = { behaviour: { duration: { constant: '20s' } }, Timeout: 30 };
    expect(formsOf(steady(f), 'functions', 'f', 'EventInvokeConfig', 'MaximumEventAgeInSeconds')).toEqual([
      { name: 'One retry', value: 80, clause: 'AGE-14' },
      { name: 'Two retries', value: 220, clause: 'AGE-14' },
    ]);
    const once = { ...f, EventInvokeConfig: { MaximumRetryAttempts: 1 } };
    expect(formsOf(steady(once), 'functions', 'f', 'EventInvokeConfig', 'MaximumEventAgeInSeconds').map(({ name }) => name)).toEqual(['One retry']);
  });

  test('CON-14 the planner\'s estimate of concurrency is the simulated mean, within its interval', () => {
    const scenario = steady({ behaviour: { duration: { lognormal: { p50: '800ms', p99: '4s' } }, initDuration: { constant: 0 } }, Timeout: 900 });
    const { scenario: checked } = checkScenario(scenario);
    const model = compileModel(checked!);
    const { meanRate, meanDuration } = offeredLoad(model, model.functions[0]!);
    const means = replicate(scenario, 20, ({ f }) => f.metrics.ConcurrentExecutions.mean);
    const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
    const error = Math.sqrt(means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (means.length - 1) / means.length);
    expect(Math.abs(mean - meanRate * meanDuration!)).toBeLessThanOrEqual(4 * error);
    expect(error / mean).toBeLessThan(0.01);
    expect(formsOf(scenario, 'functions', 'f', 'ReservedConcurrentExecutions')).toContainEqual({ name: 'Little’s law', value: Math.ceil(meanRate * meanDuration!), clause: 'CON-14' });
  });

  test('CON-15 a tenth more provisioned concurrency than the peak is recommended', () => {
    const f = { behaviour: { duration: { constant: '1s' } }, versions: { '1': { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 } } } };
    const scenario: ScenarioInput = { ...steady(f), traffic: [{ to: 'f', qualifier: '1', arrivals: { stages: [{ duration: '10m', rate: '20/s' }, { duration: '10m', rate: '0/s' }] } }] };
    expect(formsOf(scenario, 'functions', 'f', 'versions', '1', 'ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions')).toEqual([{ name: 'The peak and a tenth', value: 22, clause: 'CON-15' }]);
  });
});
