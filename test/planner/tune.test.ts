import { beforeAll, describe, expect, test } from 'vitest';
import type { Estimate } from '../../sim/planner/estimate.ts';
import { createLaboratory, prepareSubject, type Laboratory, type Subject } from '../../sim/planner/laboratory.ts';
import { readTuneQuestion, tune, tuneMetrics, type TuneAnswer, type TuneOption } from '../../sim/planner/tune.ts';
import { todaysValues, tuneChoices, wordsOf } from '../../sim/planner/tuneOptions.ts';
import { riskOf } from '../../sim/planner/tuneRisk.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { scenarioOf } from '../report/handMade.ts';
import { asked, shufflingLaboratory, smallScenario, stoppingLaboratory, subjectOf } from './smallSubject.ts';

/** Half of the reserved concurrency is too little, more than it is of no use; and every fourth attempt fails. */
const subject = subjectOf({
  duration: '6m',
  functions: {
    import: { ReservedConcurrentExecutions: 2, EventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 300 }, behaviour: { duration: { constant: '1400ms' }, errorRate: 0.25 } },
    quiet: {},
  },
  traffic: [{ to: 'import', arrivals: { poisson: { rate: '30/min' } } }, { to: 'quiet', arrivals: { constant: { rate: '1/min' } } }],
});

async function tuned(of: Subject, laboratory: Laboratory = createLaboratory([of]), replications = 6): Promise<TuneAnswer> {
  const question = asked(readTuneQuestion(of, { replications }));
  return tune(new Trials(laboratory, tuneMetrics(question)), question);
}

describe('tuning', () => {
  let answer: TuneAnswer;
  beforeAll(async () => {
    answer = await tuned(subject);
  }, 60_000);
  const recommended = (name: string): TuneOption | undefined => answer.options[answer.recommendations.find((one) => one.name === name)?.option ?? NaN];

  test('takes the function that loses most, and begins with its settings of today', () => {
    expect(answer.function).toBe('import');
    expect(answer.today).toMatchObject({ settings: [], words: '1 retry, 5 min, 2 reserved, no failure path', differences: { loss: { value: 0, low: 0, high: 0 } } });
    expect(answer.options[0]).toEqual(answer.today);
    expect(answer.options).toHaveLength(3 * 5 * 4 * 2);
  });

  test('has no option on its front that another one surely beats', () => {
    const front = answer.options.filter(({ onFront }) => onFront);
    expect(front.length).toBeGreaterThan(1);
    expect(front.length).toBeLessThan(answer.options.length);
    const numbers = ({ loss, undelivered, delay, cost }: TuneOption): number[] => [loss, undelivered, delay, cost].map(({ value }) => value ?? Infinity);
    // So far apart that it is sure even at the level at which all options together are compared.
    const isFarBelow = (one: Estimate, other: Estimate): boolean => (other.low ?? 0) - (one.high ?? Infinity) > 2 * ((one.high ?? 0) - (one.low ?? 0) + (other.high ?? 0) - (other.low ?? 0));
    const isBeaten = (one: TuneOption): boolean =>
      answer.options.some((other) => {
        const [mine, theirs] = [numbers(one), numbers(other)];
        const noWorse = theirs.every((value, place) => value <= (mine[place] ?? 0));
        // Only the same luck is the same test: what came out the same as another one is not repeated as often.
        return one.replications === other.replications && noWorse && (['loss', 'undelivered', 'delay', 'cost'] as const).some((name) => isFarBelow(other[name], one[name]));
      });
    expect(front.filter(isBeaten).map(({ words }) => words)).toEqual([]);
  });

  test('recommends what loses least, what is freshest and what is cheapest', () => {
    expect(answer.recommendations.map(({ name }) => name)).toEqual(['lose least', 'freshest', 'cheapest']);
    expect(recommended('lose least')?.words).toMatch(/^2 retries, .*, DLQ$/);
    expect(recommended('lose least')?.loss).toMatchObject({ value: 0, basis: 'neverSeen' });
    expect(recommended('freshest')?.words).toMatch(/^no retry/);
    expect(answer.today.cost.value).toBeGreaterThan(0);
  });

  test('expects a change that was measured by replications that had no part in the choice', () => {
    const best = answer.recommendations[0];
    expect(best?.isToday).toBe(false);
    expect(best?.change.loss?.high).toBeLessThan(0);
    expect(best?.change.loss).not.toEqual(recommended('lose least')?.differences.loss);
    expect(best?.risk).toMatch(/RTY-01.*DLQ-08/);
  });

  test('tells options that came out the same as one before them', () => {
    const twins = answer.options.filter(({ sameAs }) => sameAs !== null);
    expect(twins.length).toBeGreaterThan(0);
    for (const { sameAs, loss } of twins) expect(loss.value).toBeCloseTo(answer.options[sameAs ?? NaN]?.loss.value ?? NaN, 1);
  });

  test('gives the same for four experiments at once that end in any order', async () => {
    expect(await tuned(subject, shufflingLaboratory([subject]))).toEqual(answer);
  });

  test('keeps today\'s settings where nothing is surely better', async () => {
    const idle = subjectOf({ functions: { import: {} }, traffic: [{ to: 'import', arrivals: { constant: { rate: '2/min' } } }] });
    const { recommendations, options } = await tuned(idle, undefined, 3);
    expect(recommendations.map(({ isToday, option }) => ({ isToday, option }))).toEqual([{ isToday: true, option: 0 }, { isToday: true, option: 0 }, { isToday: true, option: 0 }]);
    expect(new Set(options.slice(1).map(({ sameAs }) => sameAs))).toEqual(new Set([0]));
  });

  test('finds cheapest what is run less often', () => {
    const cheapest = answer.recommendations[2];
    expect(answer.options[cheapest?.option ?? NaN]?.words).toMatch(/^no retry/);
    expect(cheapest?.change.cost?.high).toBeLessThan(0);
    expect(answer.today.cost.value).toBeGreaterThan(recommended('cheapest')?.cost.value ?? Infinity);
  });

  test('recommends nothing when it is stopped before it can', async () => {
    const stopped = await tuned(subject, stoppingLaboratory([subject], 20));
    expect(stopped).toMatchObject({ stopped: true, recommendations: [] });
    expect(stopped.options.map(({ replications }) => replications)).toEqual([4, 4, 4, 4, 4]);
  });
});

describe('the options', () => {
  test('are settings that make a valid scenario of what they say, also for an alias', () => {
    const content = {
      ...smallScenario,
      functions: { import: { ReservedConcurrentExecutions: 10, versions: { 1: {} }, aliases: { live: { FunctionVersion: '1' } } } },
      traffic: [{ to: 'import', qualifier: 'live', arrivals: { poisson: { rate: '1/s' } } }],
    };
    const choices = tuneChoices(scenarioOf(content), 'import:live');
    expect(choices).toHaveLength(3 * 5 * 4 * 2);
    expect(choices[0]).toMatchObject({ settings: [], values: { ReservedConcurrentExecutions: 10, failurePath: 'none' } });
    for (const { settings, values } of choices) {
      const prepared = prepareSubject({ text: JSON.stringify(content), files: {} }, settings);
      expect('issues' in prepared ? prepared.issues : todaysValues(prepared.scenario, 'import:live')).toEqual(values);
    }
  });

  test('leave reserved concurrency alone where there is none, and the failure path where there is one', () => {
    const scenario = scenarioOf({ functions: { import: { DeadLetterConfig: { TargetArn: 'q' } } }, destinations: { q: { type: 'SQS' } } });
    expect(tuneChoices(scenario, 'import')).toHaveLength(15);
    expect(wordsOf(todaysValues(scenario, 'import'))).toBe('2 retries, 6 h, DLQ');
  });
});

describe('the risk of an option', () => {
  const today = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600, ReservedConcurrentExecutions: 10, failurePath: 'none' } as const;

  test('is named with the clause behind it', () => {
    const risk = (change: Partial<Parameters<typeof riskOf>[1]>): string => riskOf({ ...today, failurePath: 'DLQ' }, { ...today, failurePath: 'DLQ', ...change });
    expect(risk({})).toBe('Nothing changes, and so no risk is added.');
    expect(risk({ MaximumRetryAttempts: 0 })).toContain('RTY-07');
    expect(risk({ MaximumRetryAttempts: 1 })).toContain('RTY-01');
    expect(risk({ MaximumEventAgeInSeconds: 21_600 })).toMatch(/up to 6 h late \(AGE-01\)/);
    expect(risk({ MaximumEventAgeInSeconds: 60 })).toMatch(/any retry \(AGE-14\)/);
    expect(risk({ MaximumEventAgeInSeconds: 120 })).toMatch(/the last retry \(AGE-14\)/);
    expect(risk({ ReservedConcurrentExecutions: 20 })).toContain('CON-03');
    expect(risk({ ReservedConcurrentExecutions: 5 })).toContain('THR-01');
  });

  test('includes that there is no failure path, or that a new one has to be looked after', () => {
    expect(riskOf(today, today)).toContain('RTY-09');
    expect(riskOf(today, { ...today, failurePath: 'DLQ' })).toContain('DLQ-08');
  });
});

test('a function that is not there is named with the one that was meant', () => {
  expect(readTuneQuestion(subject, { function: 'imprt' })).toEqual({ problems: ['There is no function "imprt" in the results. Did you mean "import"?'] });
});
