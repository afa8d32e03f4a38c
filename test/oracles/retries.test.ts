import { describe, expect, it } from 'vitest';
import { exactly, timesOf } from '../engines/check.ts';
import { expectAgreement, nightly, work } from './estimate.ts';
import reference from './referenceValues.json' with { type: 'json' };
import { once, replicate, textbook } from './simulate.ts';

/** Function errors with room for everybody: events do not meet, so any number of them at once is any number of samples. */

/** As many events as give the rarer outcome 60,000 cases in 20 replications, which is a half-width of 0.8 %. */
const eventsFor = (probability: number): number => Math.ceil(60_000 / 20 / Math.min(probability, 1 - probability));

/** A burst that no limit touches: the account takes all, and the environments are there. */
function failing(p: number, D: number, config: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number }, count: number) {
  return textbook({ EventInvokeConfig: config, behaviour: { errorRate: p, duration: { constant: D } } }, { counts: { interval: 10, counts: Array(Math.ceil(count / 100)).fill(100), within: 'front' } }, Math.ceil(count / 100) * 10 + 600, {
    account: { ConcurrentExecutions: 100_000 },
  });
}

describe('outcomes of retries', () => {
  const rarest = ({ p, R }: { p: number; R: number }): number => p ** (R + 1);
  const certain = reference.retry_outcome.filter(({ p }) => p === 1);
  /** Half-widths of 1 % of what is rarer than that only the long mode takes the time for. */
  const often = 0.05;
  const drawn = reference.retry_outcome.filter((entry) => entry.p < 1 && rarest(entry) >= (nightly ? 0.001 : often));
  const rare = reference.retry_outcome.filter((entry) => entry.p < 1 && rarest(entry) < (nightly ? 0.001 : often));

  it.each(certain)('$id: every attempt fails, $R retries', ({ R, expected }) => {
    const { f } = once(failing(1, 0.1, { MaximumRetryAttempts: R }, 200));
    expect(f.delivered.total / f.received).toBe(expected.p_delivered);
    expect(f.discarded.byCondition.RetriesExhausted / f.received).toBe(expected.p_dlq);
    expect(f.metrics.Invocations / f.received).toBe(expected.E_invocations);
  });

  it.each(drawn)('$id: an attempt fails with probability $p, $R retries', { timeout: 3_600_000 }, ({ id, p, R, expected }) => {
    const measures = replicate(failing(p, 0.1, { MaximumRetryAttempts: R }, eventsFor(rarest({ p, R }))), rarest({ p, R }) < often ? 20 : 20 * work, ({ f }) => ({
      delivered: f.delivered.total / f.received,
      dropped: f.discarded.byCondition.RetriesExhausted / f.received,
      invocations: f.metrics.Invocations / f.received,
    }));
    expectAgreement(`${id} p_delivered`, measures.map(({ delivered }) => delivered), expected.p_delivered);
    expectAgreement(`${id} p_dlq`, measures.map(({ dropped }) => dropped), expected.p_dlq);
    if (R > 0) expectAgreement(`${id} invocations`, measures.map(({ invocations }) => invocations), expected.E_invocations);
    else expect(new Set(measures.map(({ invocations }) => invocations))).toEqual(new Set([1]));
  });

  it.each(rare)('$id: the mean number of executions, where losing an event is too rare to measure', { timeout: 3_600_000 }, ({ id, p, R, expected }) => {
    const replications = 20 * work;
    const measures = replicate(failing(p, 0.1, { MaximumRetryAttempts: R }, 10_000), replications, ({ f }) => ({ invocations: f.metrics.Invocations / f.received, dropped: f.discarded.total }));
    if (R > 0) expectAgreement(`${id} invocations`, measures.map(({ invocations }) => invocations), expected.E_invocations);
    const dropped = measures.reduce((sum, each) => sum + each.dropped, 0);
    const likely = replications * 10_000 * expected.p_dlq;
    expect(Math.abs(dropped - likely)).toBeLessThanOrEqual(4 * Math.sqrt(likely) + 1);
  });

  it.each(reference.dlq_count)('$id: of $n_events events so many reach the dead-letter queue', { timeout: 3_600_000 }, ({ n_events, p, expected }) => {
    const scenario = failing(p, 0.1, { MaximumRetryAttempts: 2 }, n_events);
    scenario.destinations = { dead: { type: 'SQS' } };
    scenario.functions['f'] = { ...scenario.functions['f'], DeadLetterConfig: { TargetArn: 'dead' } };
    const counts = replicate(scenario, work, ({ result, f }) => {
      expect(f.received).toBe(n_events);
      expect(result.destinations['dead']!.received).toBe(f.discarded.total);
      expect(f.discarded.captured).toBe(f.discarded.total);
      return f.discarded.total;
    });
    const count = counts.reduce((sum, each) => sum + each, 0);
    expect(Math.abs(count - work * expected.mean)).toBeLessThanOrEqual(4 * expected.sd * Math.sqrt(work));
    if (nightly) return;
    // One in a thousand lies outside, which is too many for other seeds.
    expect(count).toBeGreaterThanOrEqual(expected.lo999);
    expect(count).toBeLessThanOrEqual(expected.hi999);
  });

  it.each(reference.duplicates)('$id: one in a thousand delivered twice', { timeout: 3_600_000 }, ({ n_events, d, expected }) => {
    const scenario = failing(0, 0.1, {}, n_events);
    scenario.assumptions = { ...scenario.assumptions, duplicateProbability: d };
    const executions = replicate({ ...scenario, duration: 11_000 }, 20 * work, ({ f }) => f.metrics.Invocations);
    expectAgreement('duplicates#1', executions, expected.mean_executions);
    const mean = executions.reduce((sum, each) => sum + each, 0) / executions.length;
    const sd = Math.sqrt(executions.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (executions.length - 1));
    expect(sd).toBeGreaterThan(expected.sd / 2);
    expect(sd).toBeLessThan(expected.sd * 2);
  });
});

describe('times of retries', () => {
  it.each(reference.retry_times)('$id: every attempt takes $D s and fails, $R retries', ({ D, R, expected }) => {
    const event = once(exactly({ EventInvokeConfig: { MaximumRetryAttempts: R }, behaviour: { duration: { constant: D }, errorRate: 1 } }, { at: [0] })).events[0];
    expect(timesOf(event, 'started')).toEqual(expected.starts);
    expect(event).toMatchObject({ endedAt: expected.terminal, condition: 'RetriesExhausted', approximateInvokeCount: R + 1 });
  });

  it.each(reference.retry_with_age.filter(({ p }) => p === 1))('$id: handlers of $D s fail, the age limit is $age s', ({ D, age, expected }) => {
    const event = once(exactly({ Timeout: 900, EventInvokeConfig: { MaximumEventAgeInSeconds: age }, behaviour: { duration: { constant: D }, errorRate: 1 } }, { at: [0] })).events[0];
    expect(timesOf(event, 'started')).toHaveLength(expected.max_attempts);
    expect(event).toMatchObject({ condition: expected.condition_on_failure, approximateInvokeCount: expected.approximateInvokeCount, endedAt: expected.drop_time });
  });

  it.each(reference.retry_with_age.filter(({ p }) => p < 1))('$id: as many are lost as fail once, age limit $age s', { timeout: 3_600_000 }, ({ id, p, D, age, expected }) => {
    const scenario = failing(p, D, { MaximumEventAgeInSeconds: age }, eventsFor(p));
    const measures = replicate(scenario, 20 * work, ({ f }) => ({ delivered: f.delivered.total / f.received, dropped: f.discarded.byCondition.EventAgeExceeded / f.received, invocations: f.metrics.Invocations / f.received }));
    expectAgreement(`${id} p_delivered`, measures.map(({ delivered }) => delivered), expected.p_delivered);
    expectAgreement(`${id} p_discard`, measures.map(({ dropped }) => dropped), expected.p_discard);
    for (const { invocations } of measures) expect(invocations).toBe(expected.E_invocations);
  });

  it.each(reference.retry_latency)('$id: from the first start to the end', { timeout: 3_600_000 }, ({ id, p, D, expected }) => {
    const scenario = failing(p, D, {}, 12_000);
    const measures = replicate(
      scenario,
      20 * work,
      ({ f, events }) => ({ success: f.latencySeconds.mean!, terminal: events.reduce((sum, event) => sum + event.endedAt! - event.acceptedAt, 0) / events.length }),
      true,
    );
    expectAgreement(`${id} to success`, measures.map(({ success }) => success), expected.mean_success_time);
    expectAgreement(`${id} to the end`, measures.map(({ terminal }) => terminal), expected.mean_terminal_time);
  });
});
