import { describe, expect, test } from 'vitest';
import { createLaboratory, type Laboratory } from '../../sim/planner/laboratory.ts';
import { readSweepQuestion, spacingOf, sweep, sweepMetrics, sweepValues, type SweepAnswer, type SweepCell } from '../../sim/planner/sweep.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { asked, shufflingLaboratory, stoppingLaboratory, subjectOf } from './smallSubject.ts';

const reserved = 'functions.import.ReservedConcurrentExecutions';
const rate = 'traffic[0].arrivals.poisson.rate';

async function swept(laboratory: Laboratory, over: string[], onCell?: (cell: SweepCell) => void, suchThat: string[] = []): Promise<SweepAnswer> {
  const question = asked(readSweepQuestion(subjectOf(), { over, suchThat, replications: 3 }));
  return sweep(new Trials(laboratory, sweepMetrics(question)), question, onCell === undefined ? {} : { onCell });
}

describe('a sweep', () => {
  test('has its cells in row-major order, and the same for one experiment at once and for four that end in any order', async () => {
    const over = [`${reserved}=2..6:3`, `${rate}=1/s..2/s:2`];
    const one = await swept(createLaboratory([subjectOf()]), over);
    expect(one.cells.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(one.cells.map(({ values }) => values)).toEqual([[2, 1], [2, 2], [4, 1], [4, 2], [6, 1], [6, 2]]);
    expect(await swept(shufflingLaboratory([subjectOf()]), over)).toEqual(one);
  });

  test('measures the ends and the middle first, then halves', async () => {
    const order: number[] = [];
    await swept(createLaboratory([subjectOf()]), [`${reserved}=1..9:9`], ({ values }) => void order.push(values[0] ?? NaN));
    expect(order).toEqual([1, 5, 9, 3, 7, 2, 4, 6, 8]);
  });

  test('judges a cell by all targets, and says nothing of targets where there are none', async () => {
    const judged = await swept(createLaboratory([subjectOf()]), [`${reserved}=1..20:2`], undefined, ['delivered.onTime / received >= 50%', 'received > 100']);
    expect(judged.cells.map(({ judgement }) => judgement)).toEqual(['missed', 'met']);
    const plain = await swept(createLaboratory([subjectOf()]), [`${reserved}=1..20:2`]);
    expect(plain.cells.map(({ judgement }) => judgement)).toEqual([null, null]);
    expect(plain.cells[0]?.estimates).toHaveLength(3);
    expect(judged.cells[0]?.estimates).toHaveLength(5);
  });

  test('keeps the cells that had ended when it is stopped', async () => {
    const answer = await swept(stoppingLaboratory([subjectOf()], 7), [`${reserved}=1..9:9`]);
    expect(answer).toMatchObject({ stopped: true, wanted: 9, replications: 3 });
    expect(answer.cells.map(({ values }) => values[0])).toEqual([1, 5]);
  });

  test('leaves a cell out that is no valid scenario, with the reason', async () => {
    // The reservations of both ends fit beside each account, but not each with every one.
    const text = subjectOf();
    const question = asked(readSweepQuestion(text, { over: ['account.ConcurrentExecutions=110..1000:2', `${reserved}=5..10:2`], replications: 2, metrics: ['received'] }));
    const [span, other] = question.spans;
    if (span === undefined || other === undefined) throw new Error('two spans were asked for');
    const wider = { ...question, spans: [span, { ...other, high: 20 }] };
    const answer = await sweep(new Trials(createLaboratory([text]), sweepMetrics(wider)), wider);
    expect(answer.cells.map(({ place }) => place)).toEqual([0, 2, 3]);
    expect(answer.leftOut).toMatchObject([{ place: 1, values: [110, 20], reason: expect.stringContaining('can reserve at most 10') as string }]);
  });
});

describe('the values of a sweep', () => {
  const valuesFor = (...over: string[]): number[][] => sweepValues(asked(readSweepQuestion(subjectOf(), { over })));

  test('are rounded and never twice the same for whole numbers', () => {
    expect(valuesFor(`${reserved}=1..4:9`)).toEqual([[1, 2, 3, 4]]);
    expect(valuesFor(`${reserved}=10..20:4`)).toEqual([[10, 13, 17, 20]]);
  });

  test('are in equal ratios for rates and times over a wide range, else in equal steps', () => {
    expect(valuesFor(`${rate}=1/s..1000/s:4`)).toEqual([[1, 10, 100, 1000]]);
    expect(valuesFor(`${rate}=1/s..40/s:4`)).toEqual([[1, 14, 27, 40]]);
    const [age] = asked(readSweepQuestion(subjectOf(), { over: ['functions.import.EventInvokeConfig.MaximumEventAgeInSeconds=60..21600:3'] })).spans;
    const [errors] = asked(readSweepQuestion(subjectOf(), { over: ['functions.import.behaviour.errorRate=0.001..1:3'] })).spans;
    expect([age, errors].map((span) => span && spacingOf(span))).toEqual(['geometric', 'even']);
  });

  test('are nine of one parameter, and seven by seven of two, unless the text says otherwise', () => {
    expect(valuesFor(`${reserved}=1..100`)[0]).toHaveLength(9);
    expect(valuesFor(`${reserved}=1..100`, `${rate}=1/s..2/s:3`).map(({ length }) => length)).toEqual([7, 3]);
  });
});

describe('the words of a sweep', () => {
  test('are refused with every problem at once', () => {
    const read = readSweepQuestion(subjectOf(), { over: ['nonsense', 'foo=1..2', `${reserved}=1..2`], metrics: ['delivered.onTme'], suchThat: ['soon'], settings: ['a=b'], replications: 1 });
    const problems = 'problems' in read ? read.problems : [];
    expect(problems).toHaveLength(7);
    expect(problems.join('\n')).toMatch(/one parameter or two, not 3[^]*"nonsense"[^]*foo[^]*from 2 to[^]*setting a\.[^]*"onTime"[^]*"soon"/);
  });

  test('are refused where an end of the range makes no valid scenario', () => {
    expect(readSweepQuestion(subjectOf(), { over: ['functions.import.Timeout=1..1000'] })).toMatchObject({ problems: [expect.stringMatching(/^With functions\.import\.Timeout=1000: .*900/)] });
  });
});
