import { describe, expect, it } from 'vitest';
import { betterDirection } from '../../sim/planner/direction.ts';
import { readMetric } from '../../sim/planner/metric.ts';
import type { Evidence, PlanAnswer, PlanQuestion } from '../../sim/planner/plan.ts';
import { readTarget, type Target } from '../../sim/planner/target.ts';
import { planVerdict } from '../../sim/report/planReport.ts';
import { planSentences, type PlanNames, type PlanSentences } from '../../sim/report/planWords.ts';
import { metricScale, settingScale } from '../../ui/charts/planner/scales.ts';
import { commandText, limitOf, rangeText } from '../../ui/views/planner/drafts.ts';
import { measuredValue, metricChoices, metricPhrase, metricText, metricValue, usualDirection } from '../../ui/views/planner/metrics.ts';
import { typedValue, writtenValue, type PlannedSetting } from '../../ui/views/planner/plannedSettings.ts';

const late = 'delivered.delayed / received <= 1%';

const names: PlanNames = { value: String, metric: ({ metric }) => metricPhrase(metric.text, ['one']) };

function targetOf(text: string): Target {
  const target = readTarget(text);
  if (target === null) throw new Error(text);
  return target;
}

const wordsOf = (answer: PlanAnswer): PlanSentences => planSentences({ low: 5, high: 40, targets: [targetOf(late)] }, answer, names);
const verdictOf = (answer: PlanAnswer): string => wordsOf(answer).verdict.join(' ');

function line(value: number, share: number, satisfied: boolean, decided = true): Evidence {
  return { value, target: late, metric: share, low: share * 0.9, high: share * 1.1, basis: 'share', replications: 8, satisfied, decided };
}

function answerOf(part: Partial<PlanAnswer>): PlanAnswer {
  return { found: 12, outcome: 'found', better: 'more', bracket: [11, 12], evidence: [line(5, 0.4, false), line(11, 0.0125, false), line(12, 0.0028, true), line(40, 0.0001, true)], causes: [], replications: 88, stopped: false, ...part };
}

describe('the words of a search', () => {
  it('say the least value that is enough, what there is at its neighbour, and how sure that is', () => {
    expect(wordsOf(answerOf({}))).toEqual({
      verdict: ['12 is enough.', 'At 11, the share that arrives late is 1.25 % (1.13–1.38 %); at 12, 0.28 % (0.25–0.31 %).'],
      reasons: ['Each step with 95 % confidence, over 88 runs of 4 values; the limit is between 11 and 12.'],
    });
  });

  it('say the most that will do, where more hurts', () => {
    const words = verdictOf(answerOf({ found: 11, better: 'less', evidence: [line(5, 0.0001, true), line(11, 0.0028, true), line(12, 0.0125, false)] }));
    expect(words).toBe('Up to 11 will do. At 12, the share that arrives late is 1.25 % (1.13–1.38 %); at 11, 0.28 % (0.25–0.31 %).');
  });

  it('say that every value will do, or that none will and what it is where it comes nearest', () => {
    const everywhere = wordsOf(answerOf({ outcome: 'everywhere', found: 5, evidence: [line(5, 0.002, true), line(40, 0.001, true)] }));
    expect(everywhere.verdict.join(' ')).toBe('Every value from 5 to 40 will do. At 5, the share that arrives late is 0.20 % (0.18–0.22 %).');
    expect(everywhere.reasons[0]).toBe('To find where it ends, ask for less than 5.');
    expect(verdictOf(answerOf({ outcome: 'nowhere', found: null, evidence: [line(5, 0.4, false), line(40, 0.2, false)] }))).toBe(
      'No value from 5 to 40 will do. At 40, which comes nearest, the share that arrives late is 20 % (18–22 %), and at most 1 % was wanted.',
    );
  });

  it('say that it was stopped, and what was too close to tell', () => {
    expect(verdictOf(answerOf({ stopped: true, bracket: [5, 40] }))).toMatch(/^Stopped: 12 will do as far as was seen\. At 11, /);
    expect(wordsOf(answerOf({ stopped: true, bracket: [5, 40] })).reasons.join(' ')).toContain('the limit is between 5 and 40');
    expect(verdictOf(answerOf({ stopped: true, found: null, outcome: 'nowhere', evidence: [] }))).toBe('Stopped before anything was known.');
    expect(wordsOf(answerOf({ evidence: [line(11, 0.0101, false, false), line(12, 0.0028, true)] })).reasons.at(-1)).toBe('Each step with 95 % confidence, over 88 runs of 2 values; 11 is too close to the limit to be told from it.');
  });

  it('say of every target that the neighbour misses what it is there, and of no other', () => {
    const soon = 'delaySeconds.p99 <= 5m';
    const delay = (value: number, seconds: number, satisfied: boolean): Evidence => ({ ...line(value, seconds, satisfied), target: soon, basis: 'mean' });
    const evidence = [line(11, 0.0125, false), delay(11, 400, false), line(12, 0.0028, true), delay(12, 200, true)];
    const both = planSentences({ low: 5, high: 40, targets: [targetOf(late), targetOf(soon)] }, answerOf({ evidence }), names).verdict;
    expect(both.slice(1)).toEqual(['At 11, the share that arrives late is 1.25 % (1.13–1.38 %); at 12, 0.28 % (0.25–0.31 %).', 'At 11, the p99 delay is 6 min 40 s (6 min – 7 min 20 s); at 12, 3 min 20 s (3 min – 3 min 40 s).']);
    const one = planSentences({ low: 5, high: 40, targets: [targetOf(late), targetOf(soon)] }, answerOf({ evidence: evidence.map((its) => (its.target === soon ? { ...its, satisfied: true } : its)) }), names).verdict;
    expect(one).toHaveLength(2);
  });

  it('are the same on a terminal, with everything called by its path', () => {
    const question: PlanQuestion = { parameter: { path: 'functions.one.ReservedConcurrentExecutions', kind: 'integer', label: 'Reserved concurrency' }, low: 5, high: 40, targets: [targetOf(late)] };
    expect(planVerdict(question, answerOf({}))).toEqual([
      'functions.one.ReservedConcurrentExecutions: 12 is enough.',
      'At 11, delivered.delayed / received is 1.25 % (1.13–1.38 %); at 12, 0.28 % (0.25–0.31 %).',
      'Each step with 95 % confidence, over 88 runs of 4 values; the limit is between 11 and 12.',
    ]);
    const nowhere = planVerdict(question, answerOf({ outcome: 'nowhere', found: null, causes: [{ cause: 'lost', events: 1 }, { cause: 'RetriesExhausted', events: 1 }], evidence: [line(40, 0.0101, false, false)] }));
    expect(nowhere.join(' ')).toContain('50 % use up their retries (RetriesExhausted)');
    expect(nowhere.at(-1)).toBe('More --replications would tell.');
  });

  it('name the gravest causes', () => {
    const causes = [{ cause: 'EventAgeExceeded' as const, events: 75 }, { cause: 'waiting' as const, events: 25 }];
    expect(wordsOf(answerOf({ outcome: 'nowhere', found: null, causes })).reasons[0]).toBe('Of the events that are not delivered there, 75 % reach the maximum age (`EventAgeExceeded`) and 25 % still wait at the end.');
  });
});

describe('metrics', () => {
  it('have a name in sentences, of one function or of all', () => {
    expect(metricText('my import', 'discarded.gone', 'received')).toBe('functions["my import"].discarded.gone / functions["my import"].received');
    expect(metricPhrase(metricText('a', 'delaySeconds.p99'), ['a', 'b'])).toBe('the p99 delay of a');
    expect(metricPhrase('delaySeconds.p99', ['a', 'b'])).toBe('the p99 delay');
    expect(metricPhrase('metrics.Errors', [])).toBe('metrics.Errors');
  });

  it('are wanted as the command line wants them', () => {
    for (const { text } of [...metricChoices(null), ...metricChoices('a b')]) {
      const metric = readMetric(text);
      expect(metric === null ? null : betterDirection(metric), text).toBe(usualDirection(text));
    }
  });

  it('are told in their unit, with one unit for an interval', () => {
    expect([metricValue('delaySeconds.p99', 252), metricValue('discarded.gone / received', 0.0028), metricValue('lost', 12_345.6), metricValue('lost', null)]).toEqual(['4 min 12 s', '0.3 %', '12,346', '–']);
    expect(measuredValue('discarded.gone / received', { metric: 0.015, low: 0.01, high: 0.02, basis: 'share' })).toBe('1.5 % (1.0–2.0 %)');
    expect(measuredValue('delaySeconds.p99', { metric: 120, low: 60, high: 300, basis: 'mean' })).toBe('2 min (60 s – 5 min)');
    expect(measuredValue('lost', { metric: 0, low: 0, high: 0.5, basis: 'neverSeen' })).toBe('none seen (fewer than 0.5)');
    expect(measuredValue('lost', { metric: 3, low: 3, high: 3, basis: 'mean' })).toBe('3');
    expect(measuredValue('delivered.onTime / received', { metric: 1, low: 0.9999, high: 1, basis: 'alwaysSeen' })).toBe('all seen (more than 99.990 %)');
    expect(measuredValue('metrics.Invocations / received', { metric: 1.25, low: 1.2, high: 1.3, basis: 'ratio' })).toBe('1.25 (1.20–1.30)');
  });
});

const age: PlannedSetting = { path: ['functions', 'a', 'EventInvokeConfig', 'MaximumEventAgeInSeconds'], id: 'functions.a.EventInvokeConfig.MaximumEventAgeInSeconds', label: 'Maximum event age', section: '', type: 'integer', unit: 'seconds', today: 21_600, ends: null, minimum: 60, maximum: 21_600 };
const until: PlannedSetting = { ...age, path: ['faults', 0, 'until'], id: 'faults[0].until', type: 'duration' };

describe('what is typed', () => {
  it('is a time where a setting is one, and written as the scenario has it', () => {
    expect([typedValue(age, 5400), writtenValue(age, 5400), typedValue(until, 5400), writtenValue(until, 5400)]).toEqual(['1h30m', 5400, '1h30m', '1h30m']);
    expect(rangeText({ path: age.id, low: '1m', high: '6h' }, age)).toBe(`${age.id}=60..21600`);
    expect(rangeText({ path: until.id, low: '1m', high: '6h' }, until)).toBe('faults[0].until=1m..6h');
  });

  it('is a limit as a number, a percentage or a time', () => {
    const limits = ['5m', '0.01%', '12', 'soon'].map((value) => limitOf({ metric: '', relation: '<', value }));
    expect(limits).toEqual([300, 0.0001, 12, null]);
  });

  it('is quoted for a shell where it has to be', () => {
    expect(commandText('plan', ['a.json'], ['--find', 'traffic[0].x=1..2', '--such-that', "it's < 5m"], '7')).toBe(`headroom plan a.json --find 'traffic[0].x=1..2' --such-that 'it'\\''s < 5m' --seed 7`);
  });
});

describe('the scales of the planner’s charts', () => {
  it('mark whole minutes where they are of times', () => {
    expect(metricScale([2400, 130], 300, [100, 0], true).marks).toEqual([0, 600, 1200, 1800, 2400]);
    expect(settingScale([60, 21_600], [0, 600], 6, true).marks).toEqual([60, 600, 3600, 21_600]);
  });

  it('tell small values from nothing, whatever the largest is', () => {
    const scale = metricScale([0, 0.5, 400_000], 0, [170, 0], false);
    expect(scale.isLogarithmic).toBe(true);
    expect(scale(0) - scale(0.5)).toBeGreaterThan(5);
    const heights = scale.marks.map((mark) => scale(mark));
    heights.slice(1).forEach((height, index) => expect((heights[index] ?? 0) - height).toBeGreaterThan(14));
  });

  it('hold what there is, be it one value only or nothing but zeros', () => {
    for (const values of [[], [0], [5]]) {
      const scale = metricScale(values, null, [170, 0], false);
      expect(Number.isFinite(scale(0))).toBe(true);
    }
    expect(Number.isFinite(settingScale([3, 3], [0, 100], 3, false)(3))).toBe(true);
  });
});
