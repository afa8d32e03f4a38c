import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../sim/planner/estimate.ts';
import { createLaboratory, type Subject } from '../../sim/planner/laboratory.ts';
import { readMetric } from '../../sim/planner/metric.ts';
import { metricsOf, plan, type PlanAnswer } from '../../sim/planner/plan.ts';
import { readPlanQuestion } from '../../sim/planner/planQuestion.ts';
import { estimateTo } from '../../sim/planner/precision.ts';
import { Trials } from '../../sim/planner/trials.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import reference from '../oracles/referenceValues.json' with { type: 'json' };
import { nightly } from '../oracles/estimate.ts';
import { textbook } from '../oracles/simulate.ts';

/** Questions whose answer is known, asked of the planner in the words of its users, and answered by simulation. */

/** Half the width of the intervals that are asked for, as a part of the value. */
const precision = nightly ? 0.01 : 0.03;

const subjectOf = (scenario: ScenarioInput): Subject => ({ text: JSON.stringify(scenario), files: {} });

/** A queue for ever: M/M/c under `fifo`, an hour or more of it, so that its empty beginning does not count. */
function queue({ arrivals, mean, target, seconds, more = {} }: { arrivals: number; mean: number; target: number; seconds: number; more?: Partial<ScenarioInput['functions'][string]> }): ScenarioInput {
  return textbook({ behaviour: { duration: { exponential: { mean } } }, ...more }, { poisson: { rate: arrivals } }, seconds, { delayTarget: target, account: { ConcurrentExecutions: 10_000 } });
}

async function answer(scenario: ScenarioInput, find: string, suchThat: string): Promise<PlanAnswer> {
  const subject = subjectOf(scenario);
  const read = readPlanQuestion(subject, { find, suchThat: [suchThat] });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return plan(new Trials(createLaboratory([subject]), metricsOf(read.question.targets)), { ...read.question, guess: null });
}

/** A metric to that precision. */
async function measured(scenario: ScenarioInput, text: string): Promise<Estimate> {
  const metric = readMetric(text);
  if (metric === null) throw new Error(text);
  const { estimate, reached } = await estimateTo(new Trials(createLaboratory([subjectOf(scenario)]), [metric]), { scenario: 0, settings: [] }, metric, precision, 2000);
  expect(reached, `${text}: ${JSON.stringify(estimate)}`).toBe(true);
  return estimate;
}

function expectInside({ value, low, high }: Estimate, exact: number): void {
  // Twice the interval: one in ten thousand lies outside by chance.
  const halfWidth = (high! - low!) / 2;
  expect(Math.abs(value! - exact), `${String(value)} ± ${String(halfWidth)} against ${String(exact)}`).toBeLessThanOrEqual(2 * halfWidth);
}

describe('the fewest servers with which few wait long', () => {
  const [small, large] = reference.mmc_min_servers;

  // Always the same luck: a planner that is right in 95 of 100 cases is wrong in five.
  const certain = (scenario: ScenarioInput): ScenarioInput => ({ ...scenario, seed: 'oracles' });

  it('mmc_min_servers#1: 12', async () => {
    const { lam, mu, t, prob, expected } = small!;
    const scenario = certain(queue({ arrivals: lam, mean: 1 / mu, target: t, seconds: 3600 }));
    const { found, evidence } = await answer(scenario, 'functions.f.ReservedConcurrentExecutions=1..40', `delivered.delayed / delivered.total <= ${String(prob)}`);
    expect(found).toBe(expected);
    expect(evidence.filter(({ value }) => value === expected || value === expected - 1).map(({ decided }) => decided)).toEqual([true, true]);
  }, 60_000);

  it.runIf(nightly)('mmc_min_servers#3: 540', async () => {
    const { lam, mu, t, prob, expected } = large!;
    const scenario = certain(queue({ arrivals: lam, mean: 1 / mu, target: t, seconds: 300 }));
    const { found } = await answer(scenario, 'functions.f.ReservedConcurrentExecutions=535..545', `delivered.delayed / delivered.total <= ${String(prob)}`);
    expect(found).toBe(expected);
  }, 3_600_000);
});

describe('quantities, to the precision that is asked for', () => {
  // No age limit is less than 60 s: a slower clock makes the same queue of it.
  it.each(reference.mmc_d.filter(({ D }) => D < 60).map((one) => [one.id, one] as const))('%s: the share that is discarded for its age', async (_, { lam, mu, c, D, expected }) => {
    const slower = 60 / D;
    const scenario = queue({ arrivals: lam / slower, mean: slower / mu, target: 60, seconds: 100_000, more: { ReservedConcurrentExecutions: c, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } } });
    expectInside(await measured(scenario, 'discarded.byCondition.EventAgeExceeded / received'), expected.p_discard);
  }, 3_600_000);

  it.each(reference.provisioned_spillover.map((one) => [one.id, one] as const))('%s: the share that spills over', async (_, { pc, a, expected }) => {
    const scenario = textbook(
      { behaviour: { duration: { exponential: { mean: 1 } } }, versions: { '1': { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: pc } } } },
      { poisson: { rate: a } },
      500,
      { account: { ConcurrentExecutions: 10_000 }, traffic: [{ to: 'f', qualifier: '1', arrivals: { poisson: { rate: a } } }] },
    );
    expectInside(await measured(scenario, 'metrics.ProvisionedConcurrencySpilloverInvocations / metrics.Invocations'), expected.p_spill);
  }, 3_600_000);
});
