import { describe, expect, test } from 'vitest';
import type { Experiment, Laboratory } from '../../sim/planner/laboratory.ts';
import { readMetric, type Metric } from '../../sim/planner/metric.ts';
import { decide, estimateTo, levelOfLooks, looksOf, missingReplications } from '../../sim/planner/precision.ts';
import { judge, readTarget, satisfies, type Target } from '../../sim/planner/target.ts';
import { TrialFailed, Trials } from '../../sim/planner/trials.ts';

const waiting: Metric = readMetric('waiting.total') ?? { text: '', over: [], under: null };
const asItIs = { scenario: 0, settings: [] };
const target = (text: string): Target => ({ ...(readTarget(text) ?? { text, relation: '<', value: NaN }), metric: waiting });

/** A laboratory whose every metric is what the replication's number makes of it; keeps what it was asked. */
function readingOff(value: (replication: number) => number): { laboratory: Laboratory; asked: Experiment[] } {
  const asked: Experiment[] = [];
  return {
    asked,
    laboratory: {
      width: 1,
      measure(experiment) {
        asked.push(experiment);
        const { replication } = experiment;
        const over = value(replication);
        return Promise.resolve({ kind: 'measured', readings: experiment.metrics.map(() => ({ over, under: null })), steps: 100 - replication, dispatch: 'fifo', throttled: replication === 1 });
      },
      stop: () => undefined,
    },
  };
}

const trialsOf = (value: (replication: number) => number): Trials => new Trials(readingOff(value).laboratory, [waiting]);
const by = (even: number, odd: number) => (replication: number) => (replication % 2 === 0 ? even : odd);

describe('looks', () => {
  test('double from the least to the most', () => {
    expect(looksOf({ least: 8, most: 128 })).toEqual([8, 16, 32, 64, 128]);
    expect(looksOf({ least: 8, most: 100 })).toEqual([8, 16, 32, 64, 100]);
    expect(looksOf({ least: 8, most: 8 })).toEqual([8]);
    expect(looksOf({ least: 10, most: 5 })).toEqual([10]);
  });

  test('share the five per cent', () => {
    expect(levelOfLooks({ least: 8, most: 128 })).toBeCloseTo(0.99, 12);
    expect(levelOfLooks({ least: 8, most: 8 })).toBeCloseTo(0.95, 12);
  });
});

describe('a decision', () => {
  test('is taken at the first look that allows one', async () => {
    const met = await decide(trialsOf(by(1, 2)), asItIs, [target('waiting.total < 5')], { least: 8, most: 64 });
    expect([met.trial.replications, met.judgements]).toEqual([8, ['met']]);
    const missed = await decide(trialsOf(by(1, 2)), asItIs, [target('waiting.total < 5'), target('waiting.total > 9'), target('waiting.total < 1.5')], { least: 8, most: 64 });
    expect([missed.trial.replications, missed.judgements]).toEqual([8, ['met', 'missed', 'undecided']]);
  });

  test('is not taken while any target is open, until the effort is spent', async () => {
    const open = await decide(trialsOf(by(1, 2)), asItIs, [target('waiting.total < 5'), target('waiting.total < 1.5')], { least: 8, most: 20 });
    expect([open.trial.replications, open.judgements]).toEqual([20, ['met', 'undecided']]);
  });

  test('uses the level of all looks together', async () => {
    // Student's interval of 8 is 1.5 ± 0.447 at 95 % and ± 0.749 at 99.17 %, the level of each of six looks.
    const one = await decide(trialsOf(by(1, 2)), asItIs, [target('waiting.total < 2')], { least: 8, most: 8 });
    expect(one.judgements).toEqual(['met']);
    const six = await decide(trialsOf(by(1, 2)), asItIs, [target('waiting.total < 2')], { least: 8, most: 256 });
    expect(six.trial.replications).toBe(16);
  });
});

describe('as many replications as a precision takes', () => {
  test('grow with the square of how much too wide an interval is', () => {
    const found = { value: 10, low: 8, high: 12, basis: 'mean', replications: 10 } as const;
    expect(missingReplications(found, 10, 0.1, 100)).toBe(30);
    expect(missingReplications(found, 10, 0.1, 25)).toBe(15);
    expect(missingReplications(found, 10, 0.1, 5)).toBe(0);
    expect([missingReplications(found, 10, 0.2, 100), missingReplications(found, 10, 0.3, 100)]).toEqual([0, 0]);
    expect(missingReplications({ ...found, value: 0 }, 10, 0.1, 100)).toBe(90);
  });

  test('are done, unless the effort is spent before', async () => {
    const narrow = await estimateTo(trialsOf(by(9, 11)), asItIs, waiting, 0.05, 200);
    expect([narrow.trial.replications, narrow.reached]).toEqual([32, true]);
    const wide = await estimateTo(trialsOf(by(9, 11)), asItIs, waiting, 0.02, 200);
    expect(wide.reached).toBe(true);
    expect(wide.trial.replications).toBeGreaterThan(98);
    expect(wide.trial.replications).toBeLessThan(115);
    expect(wide.estimate.value).toBeCloseTo(10, 1);
    const spent = await estimateTo(trialsOf(by(9, 11)), asItIs, waiting, 0.02, 50);
    expect([spent.trial.replications, spent.reached]).toEqual([50, false]);
    expect((await estimateTo(trialsOf(by(9, 11)), asItIs, waiting, 1, 6)).trial.replications).toBe(6);
  });
});

describe('trials', () => {
  test('keep the most steps, the discipline, and whether anything was refused in any replication', async () => {
    const trials = trialsOf((replication) => replication);
    const fresh = trials.of(asItIs);
    expect([fresh.replications, fresh.mostSteps, fresh.dispatch, fresh.throttled]).toEqual([0, 0, null, false]);
    expect(trials.some(() => true)).toBe(true);
    const trial = await trials.upTo(asItIs, 3);
    expect([trial.replications, trial.mostSteps, trial.dispatch, trial.throttled]).toEqual([3, 100, 'fifo', true]);
    expect(trial.readingsOf(waiting).map(({ over }) => over)).toEqual([0, 1, 2]);
    expect(trials.of({ scenario: 0, settings: [] })).toBe(trial);
    await trials.upTo({ scenario: 1, settings: [] }, 1);
    expect(trials.replications).toBe(4);
    expect(trials.some(({ throttled }) => !throttled)).toBe(true);
    expect(trials.some(({ replications }) => replications > 3)).toBe(false);
  });

  test('do what is missing, in as many steps as they may take', async () => {
    const { laboratory, asked } = readingOff(() => 1);
    const trials = new Trials(laboratory, [waiting]);
    await trials.upTo({ scenario: 2, settings: ['seed="x"'] }, 2);
    await trials.upTo({ scenario: 2, settings: ['seed="x"'] }, 3, 7);
    await trials.upTo({ scenario: 2, settings: ['seed="x"'] }, 1);
    expect(asked.map(({ replication, stepBudget }) => [replication, stepBudget])).toEqual([[0, 500_000_000], [1, 500_000_000], [2, 7]]);
    expect(asked[0]).toMatchObject({ scenario: 2, settings: ['seed="x"'], metrics: [waiting] });
  });

  test('know only the metrics that they read', () => {
    const other = readMetric('lost') ?? waiting;
    expect(() => trialsOf(() => 1).of(asItIs).readingsOf(other)).toThrow('the trials do not read lost');
  });

  test.each([
    ['stopped', 'stopped'],
    ['tooLong', 'one replication takes more steps than it may'],
    ['issues', 'the settings make no valid scenario'],
  ] as const)('fail when an experiment does: %s', async (kind, message) => {
    const issue = { path: 'functions', found: '1', allowed: 'an object', message: 'No.' };
    const measured = kind === 'issues' ? { kind, issues: [issue as never] } : { kind };
    const trials = new Trials({ width: 1, measure: () => Promise.resolve(measured), stop: () => undefined }, [waiting]);
    const problem: unknown = await trials.upTo(asItIs, 2).catch((reason: unknown) => reason);
    expect(problem).toBeInstanceOf(TrialFailed);
    expect(problem).toMatchObject({ message, reason: kind, alternative: asItIs, issues: kind === 'issues' ? [issue] : [] });
  });
});

describe('a target', () => {
  test('is a metric, a relation and a number, a percentage or a duration', () => {
    const read = (text: string) => {
      const found = readTarget(text);
      return found === null ? null : [found.text, found.metric.text, found.relation, found.value];
    };
    expect(read(' waiting.total <= 0 ')).toEqual(['waiting.total <= 0', 'waiting.total', '<=', 0]);
    expect(read('delivered.onTime / received>=99.5%')).toEqual(['delivered.onTime / received>=99.5%', 'delivered.onTime / received', '>=', 0.995]);
    expect(read('delaySeconds.p99 < 5m')).toEqual(['delaySeconds.p99 < 5m', 'delaySeconds.p99', '<', 300]);
    expect(read('lost > -1.5e-3')).toEqual(['lost > -1.5e-3', 'lost', '>', -0.0015]);
    expect(read('lost < 1e3')?.at(-1)).toBe(1000);
    expect(['lost', 'lost = 3', '< 3', 'lost < many', 'lost < 3 4', 'lost < 5%%', 'lost < x5%', 'lost < 1.e'].map(read)).toEqual(Array(8).fill(null));
  });

  test('wants its limit itself or not, and never a number that there is not', () => {
    const wants = (relation: string) => [1, 2, 3, null].map((value) => satisfies(target(`lost ${relation} 2`), value));
    expect([wants('<='), wants('<'), wants('>='), wants('>')]).toEqual([[true, true, false, false], [true, false, false, false], [false, true, true, false], [false, false, true, false]]);
  });

  test('is met or missed by a whole interval, and undecided across it', () => {
    const judged = (text: string, value: number | null, low: number | null, high: number | null, basis: 'mean' | 'neverSeen' | 'alwaysSeen' = 'mean') => judge(target(text), { value, low, high, basis, replications: 3 });
    expect([judged('lost < 5', 3, 2, 4), judged('lost < 5', 4, 3, 6), judged('lost < 5', 6, 3, 9), judged('lost < 5', 8, 7, 9)]).toEqual(['met', 'undecided', 'undecided', 'missed']);
    expect([judged('lost > 5', 8, 7, 9), judged('lost > 5', 6, 3, 9)]).toEqual(['met', 'undecided']);
    expect([judged('lost < 5', null, null, null), judged('lost < 5', 3, null, 4), judged('lost < 5', 3, 2, null)]).toEqual(['missed', 'undecided', 'undecided']);
  });

  test('of exactly nothing, or everything, is met while nothing else was ever seen', () => {
    const judged = (text: string, value: number, basis: 'mean' | 'neverSeen' | 'alwaysSeen') => judge(target(text), { value, low: Math.max(0, value - 0.5), high: Math.min(1, value + 0.5), basis, replications: 3 });
    expect([judged('lost <= 0', 0, 'neverSeen'), judged('lost <= 0', 0, 'mean'), judged('lost <= 0.1', 0, 'neverSeen'), judged('lost < 0', 0, 'neverSeen')]).toEqual(['met', 'undecided', 'undecided', 'missed']);
    expect([judged('onTime >= 100%', 1, 'alwaysSeen'), judged('onTime >= 100%', 1, 'mean')]).toEqual(['met', 'undecided']);
  });
});
