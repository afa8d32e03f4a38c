import { describe, expect, it } from 'vitest';
import type { Evidence, PlanAnswer } from '../../sim/worker/planningApi.ts';
import { metricScale, settingScale } from '../../ui/charts/planner/scales.ts';
import { commandText, limitOf, rangeText } from '../../ui/views/planner/drafts.ts';
import { causesWords, sureness, verdictOf, type Asked } from '../../ui/views/planner/findWords.ts';
import { measuredValue, metricPhrase, metricText, metricValue } from '../../ui/views/planner/metrics.ts';
import { typedValue, writtenValue, type PlannedSetting } from '../../ui/views/planner/plannedSettings.ts';

const late = 'delivered.delayed / received <= 1%';

const asked: Asked = {
  said: String,
  low: 5,
  high: 40,
  targets: [{ text: late, metric: 'delivered.delayed / received' }],
  functions: ['one'],
};

function line(value: number, share: number, satisfied: boolean, decided = true): Evidence {
  return { value, target: late, metric: share, low: share * 0.9, high: share * 1.1, basis: 'share', replications: 8, satisfied, decided } as Evidence;
}

function answerOf(part: Partial<PlanAnswer>): PlanAnswer {
  return { found: 12, outcome: 'found', better: 'more', bracket: [11, 12], evidence: [line(5, 0.4, false), line(11, 0.0125, false), line(12, 0.0028, true), line(40, 0.0001, true)], causes: [], replications: 88, stopped: false, ...part };
}

describe('the verdict of a search', () => {
  it('says the least value that is enough, and what there is at its neighbour', () => {
    expect(verdictOf(answerOf({}), asked)).toBe('12 is enough: at 11, the share that arrives late is 1.25 % (1.13–1.38 %); at 12, 0.28 % (0.25–0.31 %).');
  });

  it('says the most that will do, where more hurts', () => {
    const words = verdictOf(answerOf({ found: 11, better: 'less', evidence: [line(5, 0.0001, true), line(11, 0.0028, true), line(12, 0.0125, false)] }), asked);
    expect(words).toBe('Up to 11 will do: at 12, the share that arrives late is 1.25 % (1.13–1.38 %); at 11, 0.28 % (0.25–0.31 %).');
  });

  it('says that every value will do, or that none will and what it is where it comes nearest', () => {
    expect(verdictOf(answerOf({ outcome: 'everywhere', found: 5, evidence: [line(5, 0.002, true), line(40, 0.001, true)] }), asked)).toBe('Every value from 5 to 40 will do. At 5, the share that arrives late is 0.20 % (0.18–0.22 %).');
    expect(verdictOf(answerOf({ outcome: 'nowhere', found: null, evidence: [line(5, 0.4, false), line(40, 0.2, false)] }), asked)).toBe('No value from 5 to 40 will do. At 40, which comes nearest, the share that arrives late is 20 % (18–22 %).');
  });

  it('says between which values the limit is where it was stopped, and what was too close to tell', () => {
    expect(verdictOf(answerOf({ stopped: true, bracket: [5, 40] }), asked)).toBe('Stopped: 12 will do as far as was seen, and the limit is between 5 and 40.');
    expect(verdictOf(answerOf({ stopped: true, found: null, outcome: 'nowhere', evidence: [] }), asked)).toBe('Stopped before anything was known.');
    expect(sureness(answerOf({ evidence: [line(11, 0.0101, false, false), line(12, 0.0028, true)] }), asked)).toBe('Each step with 95 % confidence, over 88 runs of 2 values; 11 is too close to the limit to be told from it.');
  });

  it('names the gravest causes', () => {
    expect(causesWords([{ cause: 'EventAgeExceeded', events: 53_417.3 }, { cause: 'waiting', events: 12 }])).toBe('What is in the way there, in a run: 53,417 events discarded for their age (`EventAgeExceeded`) and 12 events still waiting at the end.');
    expect(causesWords([])).toBeNull();
  });
});

describe('metrics', () => {
  it('have a name in sentences, of one function or of all', () => {
    expect(metricText('my import', 'discarded.gone', 'received')).toBe('functions["my import"].discarded.gone / functions["my import"].received');
    expect(metricPhrase(metricText('a', 'delaySeconds.p99'), ['a', 'b'])).toBe('the p99 delay of a');
    expect(metricPhrase('delaySeconds.p99', ['a', 'b'])).toBe('the p99 delay');
    expect(metricPhrase('metrics.Errors', [])).toBe('metrics.Errors');
  });

  it('are told in their unit, with one unit for an interval', () => {
    expect([metricValue('delaySeconds.p99', 252), metricValue('discarded.gone / received', 0.0028), metricValue('lost', 12_345.6), metricValue('lost', null)]).toEqual(['4 min 12 s', '0.3 %', '12,346', '–']);
    expect(measuredValue('discarded.gone / received', { metric: 0.015, low: 0.01, high: 0.02 })).toBe('1.5 % (1.0–2.0 %)');
    expect(measuredValue('delaySeconds.p99', { metric: 120, low: 60, high: 300 })).toBe('2 min (60 s – 5 min)');
    expect(measuredValue('lost', { metric: 0, low: 0, high: 0.5 })).toBe('none seen (fewer than 0.5)');
    expect(measuredValue('lost', { metric: 3, low: 3, high: 3 })).toBe('3');
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
    expect(commandText('plan', 'a.json', ['--find', 'traffic[0].x=1..2', '--such-that', "it's < 5m"], '7')).toBe(`headroom plan a.json --find 'traffic[0].x=1..2' --such-that 'it'\\''s < 5m' --seed 7`);
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
