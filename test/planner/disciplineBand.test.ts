import { describe, expect, test } from 'vitest';
import { disciplinesWith, rangeOver, type Banded, type DisciplineBand } from '../../sim/planner/banded.ts';
import { check, checkBand, expectedOf } from '../../sim/planner/check.ts';
import { compareBand, compareMetrics, compareScenarios, readCompareQuestion } from '../../sim/planner/compareScenarios.ts';
import { bandOver, watchesWithBand } from '../../sim/planner/disciplineBand.ts';
import { createLaboratory, prepareSubject, type Experiment, type Laboratory, type Subject } from '../../sim/planner/laboratory.ts';
import { readMetric } from '../../sim/planner/metric.ts';
import { metricsOf, plan, planBand, type PlanAnswer, type PlanQuestion } from '../../sim/planner/plan.ts';
import { readPlanQuestion } from '../../sim/planner/planQuestion.ts';
import { readSweepQuestion, sweep, sweepBand, sweepMetrics } from '../../sim/planner/sweep.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { readTuneQuestion, tune, tuneBand, tuneMetrics } from '../../sim/planner/tune.ts';
import { asked, shufflingLaboratory, stoppingLaboratory, subjectOf } from './smallSubject.ts';

const reserved = 'functions.import.ReservedConcurrentExecutions';
const disciplines = ['adaptive', 'backoff', 'fifo'] as const;

/** A while with more traffic than four at a time can take: who waits how long depends on the discipline. */
const peaks = subjectOf({
  seed: 'band',
  duration: '20m',
  functions: { import: { ReservedConcurrentExecutions: 4, behaviour: { duration: { exponential: { mean: '1s' } } } } },
  traffic: [{ to: 'import', arrivals: { stages: [{ duration: '1m', rate: '8/s' }, { duration: '4m', rate: '1/s' }] } }],
});
/** The same, and never too much of it. */
const calm = { ...peaks, text: peaks.text.replace('"ReservedConcurrentExecutions":4', '"ReservedConcurrentExecutions":90') };

function banded<Answer>(band: DisciplineBand<Answer>): Banded<Answer> {
  if (band.kind === 'none') throw new Error(`there is no band: ${band.because}`);
  return band;
}

function planOf(subject: Subject, settings: string[] = [], suchThat = ['delaySeconds.p99 < 100s']): PlanQuestion {
  return asked(readPlanQuestion(subject, { find: `${reserved}=1..30`, suchThat, settings })).question;
}

async function planned(laboratory: Laboratory, question: PlanQuestion, watch: Parameters<typeof planBand>[3] = {}): Promise<{ answer: PlanAnswer; band: DisciplineBand<PlanAnswer>; answered: number }> {
  const trials = new Trials(laboratory, metricsOf(question.targets));
  const answer = await plan(trials, question);
  const answered = trials.replications;
  return { answer, band: await planBand(trials, question, answer, watch), answered };
}

const plans = new Map<string, ReturnType<typeof planned>>();

/** The plan that most tests begin with, under the scenario's own discipline or another one: each is made once. */
function peaksPlanned(dispatch = ''): ReturnType<typeof planned> {
  const before = plans.get(dispatch);
  if (before !== undefined) return before;
  const now = planned(createLaboratory([peaks]), planOf(peaks, dispatch === '' ? [] : [`assumptions.dispatch=${dispatch}`]));
  plans.set(dispatch, now);
  return now;
}

describe('the band of a plan', () => {
  test('is what a plan finds that is asked under each discipline', async () => {
    const { answer, band } = await peaksPlanned();
    const direct = await Promise.all(disciplines.map(async (dispatch) => (await peaksPlanned(dispatch)).answer.found));
    expect(disciplines.map((dispatch) => banded(band).byDispatch[dispatch]?.found)).toEqual(direct);
    expect(rangeOver(banded(band), ({ found }) => found)).toEqual({ low: 6, high: 8 });
    expect(banded(band).byDispatch.adaptive).toBe(answer);
  });

  test('begins at the answer: two values where a discipline agrees, and few where it nearly does', async () => {
    const { band } = await peaksPlanned();
    const valuesOf = (dispatch: 'backoff' | 'fifo'): number[] => (banded(band).byDispatch[dispatch]?.evidence ?? []).map(({ value }) => value);
    expect(valuesOf('backoff')).toEqual([7, 8]);
    expect(valuesOf('fifo')).toEqual([5, 6, 7, 8]);
  });

  test('is the same from whichever discipline one starts', async () => {
    const found = await Promise.all(
      disciplines.map(async (dispatch) => {
        const { band } = await peaksPlanned(dispatch);
        return disciplines.map((one) => banded(band).byDispatch[one]?.found);
      }),
    );
    expect(found).toEqual([found[0], found[0], found[0]]);
  });

  test('is the same for one experiment at once and for four that end in any order', async () => {
    const [one, four] = [await peaksPlanned(), await planned(shufflingLaboratory([peaks]), planOf(peaks))];
    expect(four.band).toEqual(one.band);
  });

  test('has null for a discipline under which no value does', async () => {
    // With no more than five at a time, only a queue that is read oldest first is fast enough.
    const question = planOf(peaks, [], ['delaySeconds.p99 < 190s']);
    const { band } = await planned(createLaboratory([peaks]), { ...question, high: 5 });
    expect(disciplinesWith(banded(band), ({ found }) => found === null)).toEqual(['adaptive', 'backoff']);
    expect(rangeOver(banded(band), ({ found }) => found)?.low).toBe(banded(band).byDispatch.fifo?.found);
  });

  test('finds the greatest value where more hurts', async () => {
    const question = asked(readPlanQuestion(peaks, { find: 'trafficScale=0.1..3', suchThat: ['delaySeconds.p99 < 100s'] })).question;
    const { answer, band } = await planned(createLaboratory([peaks]), question);
    expect(answer.better).toBe('less');
    const direct = await planned(createLaboratory([peaks]), { ...question, settings: ['assumptions.dispatch=fifo'] });
    expect(banded(band).byDispatch.fifo?.found).toBe(direct.answer.found);
    expect(direct.answer.found).toBeGreaterThan(answer.found ?? Infinity);
  });

  test('is none where nothing was throttled, and costs nothing then', async () => {
    const { laboratory, settings } = countingLaboratory(calm);
    const { band, answered } = await planned(laboratory, { ...planOf(calm, [], ['received > 0']), low: 60, high: 90 });
    expect(band).toEqual({ kind: 'none', because: 'nothingThrottled' });
    expect(settings).toHaveLength(answered);
  });

  test('is none where it was stopped before it was finished', async () => {
    const { answer, answered } = await peaksPlanned();
    const stopped = await planned(stoppingLaboratory([peaks], answered + 3), planOf(peaks));
    expect(stopped.answer).toEqual(answer);
    expect(stopped.band).toEqual({ kind: 'none', because: 'stopped' });
  });

  test('tells how far it is, from nothing to all, never backwards', async () => {
    const shares: number[] = [];
    await planned(createLaboratory([peaks]), planOf(peaks), { onProgress: (share) => void shares.push(share) });
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares.at(-1)).toBe(1);
    expect(shares.length).toBeGreaterThan(5);
  });
});

/** A laboratory that counts its experiments by discipline. */
function countingLaboratory(subject: Subject): { laboratory: Laboratory; settings: string[] } {
  const inner = createLaboratory([subject]);
  const settings: string[] = [];
  return { settings, laboratory: { width: 1, measure: (experiment: Experiment) => (settings.push(experiment.settings.join(' ')), inner.measure(experiment)), stop: () => inner.stop() } };
}

describe('the band of a check', () => {
  const expecting = subjectOf({ ...(JSON.parse(peaks.text) as object), expect: [{ metric: 'delaySeconds.p99', max: 300 }, { metric: 'received', min: 1 }] });

  async function checked(): Promise<DisciplineBand<{ targets: { judgement: string }[] }>> {
    const prepared = prepareSubject(expecting, []);
    if ('issues' in prepared) throw new Error('the scenario of a test is valid');
    const targets = expectedOf(prepared.scenario);
    const trials = new Trials(createLaboratory([expecting]), targets.map(({ metric }) => metric));
    await check(trials, targets);
    return checkBand(trials, targets);
  }

  test('has the judgement of each target under each discipline', async () => {
    const band = banded(await checked());
    expect(disciplines.map((dispatch) => band.byDispatch[dispatch]?.targets.map(({ judgement }) => judgement))).toEqual([
      ['missed', 'met'],
      ['missed', 'met'],
      ['met', 'met'],
    ]);
  });
});

describe('the band of a sweep', () => {
  test('has every cell as a sweep under each discipline has it, and repeats none that was never throttled', async () => {
    const sweepOf = (settings: string[]) => asked(readSweepQuestion(peaks, { over: [`${reserved}=4..80:3`], suchThat: ['delaySeconds.p99 < 200s'], replications: 3, settings }));
    const question = sweepOf([]);
    const { laboratory, settings } = countingLaboratory(peaks);
    const trials = new Trials(laboratory, sweepMetrics(question));
    const band = banded(await sweepBand(trials, question, await sweep(trials, question)));
    for (const dispatch of disciplines) {
      const direct = sweepOf([`assumptions.dispatch=${dispatch}`]);
      const its = await sweep(new Trials(createLaboratory([peaks]), sweepMetrics(direct)), direct);
      expect(band.byDispatch[dispatch], dispatch).toEqual(its.cells);
    }
    expect(band.byDispatch.adaptive?.map(({ judgement }) => judgement)).toEqual(['missed', 'met', 'met']);
    expect(settings.filter((one) => one.includes('=80') && one.includes('backoff'))).toEqual([]);
    expect(settings.filter((one) => one.includes('=80') && one.includes('fifo'))).toHaveLength(3);
  });
});

describe('the band of a comparison', () => {
  const wider = { ...peaks, text: peaks.text.replace('"ReservedConcurrentExecutions":4', '"ReservedConcurrentExecutions":5') };

  test('compares all scenarios under the same discipline, and says which are best there', async () => {
    const question = asked(readCompareQuestion([peaks, wider], { names: ['a', 'b'], replications: 4, metrics: ['delaySeconds.p99', 'received'] }));
    const trials = new Trials(createLaboratory([peaks, wider]), compareMetrics(question));
    const answer = await compareScenarios(trials, question);
    const band = banded(await compareBand(trials, question));
    expect(band.byDispatch.adaptive).toEqual(answer);
    const range = rangeOver(band, ({ alternatives }) => alternatives[1]?.differences[0]?.value);
    expect(range?.high).toBeLessThan(0);
    expect(range?.low).toBeLessThan(range?.high ?? 0);
    expect(disciplinesWith(band, ({ alternatives }) => alternatives[1]?.best[0] === true)).toEqual([...disciplines]);
    expect(rangeOver(band, ({ alternatives }) => alternatives[1]?.differences[1]?.value)).toEqual({ low: 0, high: 0 });
  });

  test('is of scenarios that assume different disciplines, too', async () => {
    const fifo = { ...wider, text: wider.text.replace('"version":1', '"version":1,"assumptions":{"dispatch":"fifo"}') };
    const question = asked(readCompareQuestion([peaks, fifo], { names: ['a', 'b'], replications: 3, metrics: ['delaySeconds.p99'] }));
    const trials = new Trials(createLaboratory([peaks, fifo]), compareMetrics(question));
    const answer = await compareScenarios(trials, question);
    const band = banded(await compareBand(trials, question));
    expect(band.byDispatch.adaptive?.alternatives[0]?.estimates).toEqual(answer.alternatives[0]?.estimates);
    expect(band.byDispatch.fifo?.alternatives[1]?.estimates).toEqual(answer.alternatives[1]?.estimates);
    expect(band.byDispatch.adaptive?.alternatives[1]?.estimates).not.toEqual(answer.alternatives[1]?.estimates);
  });
});

describe('the band of tuning', () => {
  test('has the expected change of each recommendation under each discipline, of the same replications', async () => {
    const losing = subjectOf({ functions: { import: { ReservedConcurrentExecutions: 3, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { duration: { constant: '3s' } } } }, duration: '4m' });
    const question = asked(readTuneQuestion(losing, { replications: 4 }));
    const trials = new Trials(createLaboratory([losing]), tuneMetrics(question));
    const answer = await tune(trials, question);
    const band = banded(await tuneBand(trials, question, answer));
    expect(band.byDispatch.adaptive).toEqual(answer.recommendations.map(({ change }) => change));
    const chosen = answer.recommendations.findIndex(({ isToday }) => !isToday);
    expect(chosen).toBeGreaterThanOrEqual(0);
    const range = rangeOver(band, (changes) => changes[chosen]?.delay?.value ?? null);
    expect(range?.low).toBeLessThan(range?.high ?? -Infinity);
  });

  test('is none where everything is to stay as it is', async () => {
    const question = asked(readTuneQuestion(calm, { replications: 2 }));
    const trials = new Trials(createLaboratory([calm]), tuneMetrics(question));
    const answer = await tune(trials, question);
    const staying = { ...answer, recommendations: answer.recommendations.map((one) => ({ ...one, option: 0, isToday: true })) };
    expect(await tuneBand(trials, question, staying)).toEqual({ kind: 'none', because: 'nothingChanges' });
  });
});

test('the bands of a sweep, a comparison and tuning are the same for one experiment at once and for four that end in any order', async () => {
  const losing = subjectOf({ duration: '4m', functions: { import: { ReservedConcurrentExecutions: 2, behaviour: { duration: { constant: '3s' } } } } });
  const bandsOf = async (laboratory: Laboratory): Promise<unknown[]> => {
    const sweepQuestion = asked(readSweepQuestion(losing, { over: [`${reserved}=2..6:3`], replications: 3 }));
    const sweepTrials = new Trials(laboratory, sweepMetrics(sweepQuestion));
    const compareQuestion = asked(readCompareQuestion([losing, losing], { names: ['a', 'b'], replications: 3 }));
    const compareTrials = new Trials(laboratory, compareMetrics(compareQuestion));
    await compareScenarios(compareTrials, compareQuestion);
    const tuneQuestion = asked(readTuneQuestion(losing, { replications: 3 }));
    const tuneTrials = new Trials(laboratory, tuneMetrics(tuneQuestion));
    return [
      await sweepBand(sweepTrials, sweepQuestion, await sweep(sweepTrials, sweepQuestion)),
      await compareBand(compareTrials, compareQuestion),
      await tuneBand(tuneTrials, tuneQuestion, await tune(tuneTrials, tuneQuestion)),
    ];
  };
  const alone = await bandsOf(createLaboratory([losing, losing]));
  expect(alone.map((band) => (band as { kind: string }).kind)).toEqual(['band', 'band', 'band']);
  expect(await bandsOf(shufflingLaboratory([losing, losing]))).toEqual(alone);
});

describe('any band', () => {
  const metric = readMetric('metrics.Throttles') ?? { text: '', over: [], under: null };
  const asItIs = { scenario: 0, settings: [] };

  test('leaves a discipline out that takes too long, and says so', async () => {
    const trials = new Trials(createLaboratory([peaks]), [metric]);
    await trials.upTo(asItIs, 2);
    const band = await bandOver(trials, [asItIs], async ({ dispatch, of }) => {
      // Ten steps are too few for anything that is not measured already.
      await trials.upTo(of(asItIs), 2, 10);
      return dispatch;
    });
    expect(band).toMatchObject({ byDispatch: { adaptive: 'adaptive' }, notFinished: ['backoff', 'fifo'], stepBudget: 5_000_000, replications: 0 });
  });

  test('gives each other discipline twice the steps of the answer, and never fewer than five million', async () => {
    const trials = new Trials(createLaboratory([peaks]), [metric]);
    const trial = await trials.upTo(asItIs, 1);
    trial.mostSteps = 4_000_000;
    expect(await bandOver(trials, [asItIs], ({ dispatch }) => Promise.resolve(dispatch))).toMatchObject({ stepBudget: 8_000_000 });
  });

  test('is asked for under fifo, where nothing is ever throttled', async () => {
    const trials = new Trials(createLaboratory([calm]), [metric]);
    const oldestFirst = { scenario: 0, settings: ['assumptions.dispatch=fifo'] };
    await trials.upTo(oldestFirst, 1);
    expect(trials.of(oldestFirst)).toMatchObject({ dispatch: 'fifo', throttled: false });
    expect(banded(await bandOver(trials, [oldestFirst], ({ dispatch }) => Promise.resolve(dispatch))).byDispatch).toEqual({ adaptive: 'adaptive', backoff: 'backoff', fifo: 'fifo' });
  });

  test('where nothing is refused, adaptive and backoff give the same to the last digit', async () => {
    const trials = new Trials(createLaboratory([calm]), [metric, readMetric('delaySeconds.p99') ?? metric, readMetric('delivered.onTime') ?? metric]);
    const [one, other] = [await trials.upTo(asItIs, 3), await trials.upTo({ scenario: 0, settings: ['assumptions.dispatch=backoff'] }, 3)];
    expect(one.throttled || other.throttled).toBe(false);
    for (const read of trials.metrics) expect(one.readingsOf(read)).toEqual(other.readingsOf(read));
  });

  test('counts in the time that is left as soon as something is throttled', async () => {
    const shown: number[] = [];
    const trials = new Trials(createLaboratory([peaks]), [metric]);
    const watches = watchesWithBand({ onProgress: (share) => void shown.push(share) }, trials, 2);
    watches.answer.onProgress?.(0.2);
    await trials.upTo(asItIs, 1);
    watches.answer.onProgress?.(0.9);
    watches.band.onProgress?.(0.5);
    watches.band.onProgress?.(1);
    expect(shown.map((share) => Number(share.toFixed(3)))).toEqual([0.2, 0.3, 0.667, 1]);
  });
});
