import { describe, expect, test } from 'vitest';
import { compareMetrics, compareScenarios, readCompareQuestion, type CompareQuestion, type Comparison } from '../../sim/planner/compareScenarios.ts';
import { told } from '../../sim/planner/difference.ts';
import { createLaboratory, type Laboratory, type Subject } from '../../sim/planner/laboratory.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { asked, shufflingLaboratory, smallScenario, stoppingLaboratory, subjectOf } from './smallSubject.ts';

const names = ['a', 'b', 'c'];
const questionOf = (subjects: readonly Subject[], replications = 12): CompareQuestion => asked(readCompareQuestion(subjects, { names, replications }));
const compared = (subjects: readonly Subject[], question = questionOf(subjects), laboratory: Laboratory = createLaboratory(subjects)): Promise<Comparison> =>
  compareScenarios(new Trials(laboratory, compareMetrics(question)), question);

const slower = subjectOf({ functions: { import: { ...smallScenario.functions.import, ReservedConcurrentExecutions: 2 } } });

describe('a comparison', () => {
  test('calls two equal scenarios equal, in everything, and runs the second one with the seed of the first', async () => {
    const { alternatives } = await compared([subjectOf(), subjectOf({ seed: 'another' })]);
    expect(alternatives[1]?.differences.map(told)).toEqual(['equal', 'equal', 'equal']);
    expect(alternatives.map(({ best }) => best)).toEqual([[true, true, true], [true, true, true]]);
    expect(alternatives[0]?.differences).toEqual([null, null, null]);
  });

  test('does not call a scenario different from itself with other seeds', async () => {
    const subjects = [subjectOf(), subjectOf(), subjectOf()];
    const question = questionOf(subjects);
    const others = { ...question, alternatives: question.alternatives.map((one, place) => ({ ...one, alternative: { scenario: place, settings: [`seed="${String(place)}"`] } })) };
    const { alternatives } = await compared(subjects, others);
    expect(alternatives.slice(1).flatMap(({ differences }) => differences.map(told))).toEqual(Array(6).fill('undecided'));
    expect(alternatives.flatMap(({ best }) => best)).toEqual(Array(9).fill(true));
  });

  test('takes a clearly worse scenario out of the best ones, and says which way each metric is better', async () => {
    const { alternatives, better, metrics } = await compared([slower, subjectOf()]);
    expect(metrics.map(({ text }) => text)).toEqual(['delivered.onTime / received', 'discarded.gone / received', 'delaySeconds.p99']);
    expect(better).toEqual(['more', 'less', 'less']);
    expect([alternatives[0]?.best[0], alternatives[1]?.best[0]]).toEqual([false, true]);
    expect([alternatives[0]?.best[2], alternatives[1]?.best[2]]).toEqual([false, true]);
    expect(told(alternatives[1]?.differences[0] ?? null)).toBe('more');
  });

  test('gives the same for four experiments at once that end in any order', async () => {
    const subjects = [slower, subjectOf()];
    expect(await compared(subjects, questionOf(subjects), shufflingLaboratory(subjects))).toEqual(await compared(subjects));
  });

  test('keeps the replications that all had when it is stopped', async () => {
    const subjects = [slower, subjectOf()];
    const { replications, stopped, alternatives } = await compared(subjects, questionOf(subjects), stoppingLaboratory(subjects, 7));
    expect({ replications, stopped }).toEqual({ replications: 3, stopped: true });
    expect(alternatives.map(({ estimates }) => estimates[0]?.replications)).toEqual([3, 3]);
  });

  test('refuses words with every problem at once, each with its file', () => {
    const read = readCompareQuestion([subjectOf(), subjectOf({ functions: { other: {} }, traffic: [] })], { names, metrics: ['functions.import.received', 'nothing'], replications: 0 });
    expect('problems' in read ? read.problems.map((problem) => problem.split(/[.?] /)[0]) : []).toEqual([
      'The number of replications must be a whole number from 2 to 100000, but is 0.',
      'a: There is no "nothing" in a result',
      'b: There is no "import" in functions',
      'b: There is no "nothing" in a result',
    ]);
  });

  test('is of two to ten scenarios, twenty replications each unless said otherwise, all with the first one’s seed', () => {
    const subjects = [subjectOf(), subjectOf({ seed: 'another' })];
    expect(asked(readCompareQuestion(subjects, { names, settings: ['delayTarget=5'], metrics: [] }))).toMatchObject({
      replications: 20,
      metrics: [{ text: 'delivered.onTime / received' }, { text: 'discarded.gone / received' }, { text: 'delaySeconds.p99' }],
      alternatives: [
        { name: 'a', alternative: { scenario: 0, settings: ['delayTarget=5', 'seed="small"'] } },
        { name: 'b', alternative: { scenario: 1, settings: ['delayTarget=5', 'seed="small"'] } },
      ],
    });
    expect(asked(readCompareQuestion(subjects, { names, metrics: ['lost'] })).metrics.map(({ text }) => text)).toEqual(['lost']);
    const problems = (count: number): string[] => {
      const read = readCompareQuestion(Array.from({ length: count }, () => subjectOf()), { names });
      return 'problems' in read ? read.problems : [];
    };
    expect([problems(2), problems(10)]).toEqual([[], []]);
    expect([problems(1), problems(11)]).toEqual([['A comparison is of 2 to 10 scenarios, not 1.'], ['A comparison is of 2 to 10 scenarios, not 11.']]);
  });

  test('tells how much of it is done, and fails where one replication takes too long', async () => {
    const subjects = [subjectOf(), subjectOf()];
    const question = questionOf(subjects, 5);
    const shares: number[] = [];
    await compareScenarios(new Trials(createLaboratory(subjects), compareMetrics(question)), question, { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([0.2, 0.4, 0.6, 0.8, 0.9, 1]);
    // What was done before is no part of it.
    const used = new Trials(createLaboratory(subjects), compareMetrics(question));
    await used.upTo({ scenario: 1, settings: ['seed="other"'] }, 3);
    const again: number[] = [];
    await compareScenarios(used, question, { onProgress: (share) => again.push(share) });
    expect(again).toEqual(shares);
    // Four at once: four replications of each, then the fifth.
    const wide: number[] = [];
    await compareScenarios(new Trials(shufflingLaboratory(subjects), compareMetrics(question)), question, { onProgress: (share) => wide.push(share) });
    expect([wide.length, wide.at(-1)]).toEqual([4, 1]);
    const trials = new Trials(createLaboratory(subjects), compareMetrics(question));
    await expect(compareScenarios(trials, { ...question, stepBudget: 10 })).rejects.toMatchObject({ reason: 'tooLong' });
  });
});
