import { beforeAll, describe, expect, test } from 'vitest';
import { createLaboratory, type Laboratory, type Subject } from '../../sim/planner/laboratory.ts';
import { readSensitivityQuestion, sensitivity, sensitivityMetrics, type SensitivityAnswer, type SensitivityBar } from '../../sim/planner/sensitivity.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { variablesOf, type Variable } from '../../sim/planner/variants.ts';
import { scenarioOf } from '../report/handMade.ts';
import { asked, shufflingLaboratory, stoppingLaboratory, subjectOf } from './smallSubject.ts';

/** With something that nothing is sent to. */
const subject = subjectOf({ duration: '5m', destinations: { unused: { type: 'SQS', latency: '1s' } } });

async function sensed(of: Subject, laboratory: Laboratory = createLaboratory([of])): Promise<SensitivityAnswer> {
  const question = asked(readSensitivityQuestion(of, { replications: 4, metric: 'discarded.gone / received' }));
  return sensitivity(new Trials(laboratory, sensitivityMetrics(question)), question);
}

describe('a tornado', () => {
  let answer: SensitivityAnswer;
  beforeAll(async () => {
    answer = await sensed(subject);
  }, 60_000);
  const bar = (path: string): SensitivityBar | undefined => answer.bars.find((one) => one.path === path);

  test('marks a parameter that matters significant, and puts it before those that do not', () => {
    expect(bar('functions.import.EventInvokeConfig.MaximumRetryAttempts')).toMatchObject({ significant: true, kind: 'parameter', label: 'Maximum retry attempts', today: '1' });
    expect(bar('functions.import.behaviour.errorRate')?.variants.map(({ value }) => value)).toEqual(['0.05', '0.2']);
    const marks = answer.bars.map(({ significant }) => significant);
    expect(marks).toEqual([...marks].sort((one, other) => Number(other) - Number(one)));
    expect(answer.bars[0]?.significant).toBe(true);
  });

  test('marks what cannot matter insignificant, with a difference of exactly nothing', () => {
    for (const path of ['destinations.unused.latency', 'functions.import.MemorySize', 'assumptions.zeroReservedAppliesTo']) {
      expect(bar(path)).toMatchObject({ significant: false, swing: 0 });
      for (const { difference } of bar(path)?.variants ?? []) expect(difference).toEqual({ value: 0, low: 0, high: 0 });
    }
  });

  test('varies every assumption', () => {
    const paths = answer.bars.filter(({ kind }) => kind === 'assumption').map(({ path }) => path.replace('assumptions.', ''));
    expect(paths.sort()).toEqual(
      ['timing', 'dispatch', 'dispatchLatency', 'ageRule', 'zeroReservedAppliesTo', 'duplicateProbability', 'duplicateDelay', 'silentLossProbability', 'backlogStretch.factor', 'backlogStretch.threshold', 'deliveryAttempts', 'deliveryLatency', 'idleExpiry'].sort(),
    );
  });

  test('gives the same for four experiments at once that end in any order', async () => {
    expect(await sensed(subject, shufflingLaboratory([subject]))).toEqual(answer);
  });

  test('keeps the variants that had ended when it is stopped', async () => {
    const stopped = await sensed(subject, stoppingLaboratory([subject], 14));
    expect(stopped.stopped).toBe(true);
    expect(stopped.bars.flatMap(({ variants }) => variants)).toHaveLength(2);
  });

  test('leaves a variant out that makes no valid scenario, and says why', async () => {
    const faulty = subjectOf({ duration: '3m', faults: [{ function: 'import', from: '50s', until: '80s', errorRate: 1 }] });
    const { leftOut } = await sensed(faulty);
    expect(leftOut.map(({ path, value }) => `${path} ${value}`)).toEqual(['faults[0].from 1m40s', 'faults[0].until 40s']);
    expect(leftOut[0]?.reason).toContain('must be later than');
  });
});

describe('what is varied', () => {
  const variables = (changes: Record<string, unknown>): Map<string, Variable> => new Map(variablesOf(scenarioOf(changes)).map((one) => [one.path, one]));
  const values = (variable: Variable | undefined): string[] => variable?.variants.map(({ value }) => value) ?? [];

  test('stays in its range, whole where it is whole, and is never what it is today', () => {
    const of = variables({ functions: { import: { Timeout: 601, ReservedConcurrentExecutions: 1, EventInvokeConfig: { MaximumEventAgeInSeconds: 100 }, behaviour: { errorRate: 0.7, poisonRate: 0 } } } });
    expect(values(of.get('functions.import.Timeout'))).toEqual(['300', '900']);
    expect(values(of.get('functions.import.ReservedConcurrentExecutions'))).toEqual(['2']);
    expect(values(of.get('functions.import.EventInvokeConfig.MaximumEventAgeInSeconds'))).toEqual(['60', '200']);
    expect(values(of.get('functions.import.EventInvokeConfig.MaximumRetryAttempts'))).toEqual(['0', '1']);
    expect(values(of.get('functions.import.behaviour.errorRate'))).toEqual(['0.35', '1']);
    expect(of.has('functions.import.behaviour.poisonRate')).toBe(false);
  });

  test('is a distribution as a whole, with the shape that it has', () => {
    const of = variables({ functions: { import: { behaviour: { duration: { mixture: [{ weight: 9, lognormal: { mean: '1s', sigma: 2 } }, { weight: 1, constant: '3s' }] } } } } });
    expect(of.get('functions.import.behaviour.duration')?.variants[1]?.setting).toBe(
      'functions.import.behaviour.duration={"mixture":[{"lognormal":{"mean":"2s","sigma":2},"weight":9},{"constant":"6s","weight":1}]}',
    );
    expect(values(of.get('functions.import.behaviour.initDuration'))).toEqual(['lognormal p50 200ms, p99 1s', 'lognormal p50 800ms, p99 4s']);
  });

  test('is an assumption\'s every other answer, nothing where it is something, and its default where it was changed', () => {
    const of = variables({ assumptions: { dispatch: 'fifo', duplicateProbability: 0.01, idleExpiry: '300s' } });
    expect(values(of.get('assumptions.dispatch'))).toEqual(['adaptive', 'backoff']);
    expect(values(of.get('assumptions.duplicateProbability'))).toEqual(['0', '0.0001', '0.005', '0.02']);
    expect(values(of.get('assumptions.idleExpiry'))).toEqual(['2m30s', '10m']);
    expect(values(of.get('assumptions.silentLossProbability'))).toEqual(['0.001']);
  });
});
