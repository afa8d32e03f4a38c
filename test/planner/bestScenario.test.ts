import { describe, expect, test } from 'vitest';
import { bestScenario, type BestAnswer } from '../../sim/planner/bestScenario.ts';
import { readCompareQuestion } from '../../sim/planner/compareScenarios.ts';
import type { Direction } from '../../sim/planner/direction.ts';
import { pairedEstimate } from '../../sim/planner/estimate.ts';
import { createLaboratory, type Laboratory, type Subject } from '../../sim/planner/laboratory.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { asked, shufflingLaboratory, smallScenario, stoppingLaboratory, subjectOf } from './smallSubject.ts';

const withReserved = (reserved: number): Subject => subjectOf({ functions: { import: { ...smallScenario.functions.import, ReservedConcurrentExecutions: reserved } } });
const subjects = [withReserved(2), subjectOf(), subjectOf({ seed: 'another' })];

async function best(better: Direction, laboratory: Laboratory = createLaboratory(subjects)): Promise<{ answer: BestAnswer; trials: Trials }> {
  const question = asked(readCompareQuestion(subjects, { names: ['a', 'b', 'c'], metrics: ['delaySeconds.p99'], replications: 12 }));
  const [metric] = question.metrics;
  if (metric === undefined) throw new Error('no metric');
  const trials = new Trials(laboratory, question.metrics);
  return { answer: await bestScenario(trials, { ...question, metric, better }), trials };
}

describe('the best scenario', () => {
  test('is the one with the least or the most, as it was asked, with those that are equal to it', async () => {
    const [{ answer: least }, { answer: most }] = [await best('less'), await best('more')];
    expect([least.leader, least.scenarios.map((one) => one.best)]).toEqual([1, [false, true, true]]);
    expect([most.leader, most.scenarios.map((one) => one.best)]).toEqual([0, [true, false, false]]);
    expect(least.scenarios.map(({ difference }) => difference === null)).toEqual([false, true, false]);
  });

  test('is told from the others by intervals wide enough for all pairs together', async () => {
    const { answer, trials } = await best('less');
    const readings = [0, 1].map((scenario) => trials.of({ scenario, settings: ['seed="small"'] }).readingsOf(answer.metric));
    const alone = pairedEstimate(readings[1] ?? [], readings[0] ?? []);
    const together = answer.scenarios[0]?.difference;
    if (alone === null || together == null) throw new Error('no difference');
    expect(together.value).toBe(alone.value);
    expect(together.high - together.low).toBeGreaterThan(1.2 * (alone.high - alone.low));
  });

  test('is the same for four experiments at once that end in any order', async () => {
    expect((await best('less', shufflingLaboratory(subjects))).answer).toEqual((await best('less')).answer);
  });

  test('is told from the pairs that there were when it was stopped', async () => {
    const { answer } = await best('less', stoppingLaboratory(subjects, 10));
    expect([answer.stopped, answer.replications]).toEqual([true, 2]);
    expect(answer.scenarios.map(({ estimate }) => estimate.replications)).toEqual([2, 2, 2]);
  });
});
