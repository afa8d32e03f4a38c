import { describe, expect, it } from 'vitest';
import { commonQuestions, usualRange } from '../../ui/views/planner/commonQuestions.ts';
import { targetText } from '../../ui/views/planner/drafts.ts';
import type { PlannedScenario, PlannedSetting } from '../../ui/views/planner/plannedSettings.ts';

function setting(id: string, type: PlannedSetting['type'], today: number | null, more: Partial<PlannedSetting> = {}): PlannedSetting {
  return { path: id.split('.'), id, label: id, section: '', type, unit: null, today, ends: null, minimum: null, maximum: null, ...more };
}

const settings = [
  setting('duration', 'duration', 10_800),
  setting('functions.a.ReservedConcurrentExecutions', 'integer', 10),
  setting('functions.a.EventInvokeConfig.MaximumEventAgeInSeconds', 'integer', 21_600, { unit: 'seconds', minimum: 60, maximum: 21_600 }),
  setting('traffic[0].arrivals.poisson.rate', 'rate', 20),
  setting('faults[0].from', 'duration', 3600),
  setting('faults[0].until', 'duration', 7200),
];
const planned: PlannedScenario = { name: 'x', text: '{}', functions: ['a'], settings };

describe('the common questions', () => {
  it('are filled in for what the scenario has', () => {
    expect(commonQuestions(planned, 'a', null).map(({ title, draft }) => [title, `${draft.path}=${draft.low}..${draft.high}`, ...draft.targets.map(targetText)])).toEqual([
      ['How much reserved concurrency keeps the p99 delay below 5 min?', 'functions.a.ReservedConcurrentExecutions=2..40', 'delaySeconds.p99 < 5m'],
      ['How long may the outage last before events are gone?', 'faults[0].until=1h1s..3h', 'discarded.gone / received <= 0.01%'],
      ['How much more traffic fits?', 'traffic[0].arrivals.poisson.rate=10/s..80/s', 'delaySeconds.p99 < 5m', 'discarded.byCondition.EventAgeExceeded / received <= 0.01%'],
      ['What maximum age still loses nothing?', 'functions.a.EventInvokeConfig.MaximumEventAgeInSeconds=1m..6h', 'discarded.byCondition.EventAgeExceeded <= 0'],
    ]);
  });

  it('are about one function where there are several, and leave out what there is not', () => {
    const several = commonQuestions({ ...planned, functions: ['a', 'b'], settings: settings.slice(0, 2) }, 'a', null);
    expect(several.map(({ draft }) => draft.targets.map(targetText))).toEqual([['functions.a.delaySeconds.p99 < 5m']]);
    expect(commonQuestions({ ...planned, settings: [] }, 'a', null)).toEqual([]);
  });

  it('scale all traffic where the scenario has a scale for it', () => {
    const scaled = commonQuestions({ ...planned, settings: [...settings, setting('trafficScale', 'number', 1)] }, 'a', null);
    expect(scaled.find(({ title }) => title.includes('traffic'))?.draft).toMatchObject({ path: 'trafficScale', low: '0.5', high: '4' });
  });
});

describe('the usual range of a setting', () => {
  it('is around today’s value and keeps to what is allowed', () => {
    expect(usualRange(setting('x', 'integer', 6, { minimum: 3, maximum: 900 }))).toEqual({ path: 'x', low: '3', high: '24' });
    expect(usualRange(setting('x', 'number', 0.5, { minimum: 0, maximum: 1 }))).toEqual({ path: 'x', low: '0.125', high: '1' });
    expect(usualRange(setting('x', 'duration', null, { ends: { from: 1, to: 60 } }))).toEqual({ path: 'x', low: '1s', high: '1m' });
  });
});
