import { describe, expect, test } from 'vitest';
import { verdict } from '../../sim/report/verdict.ts';
import { type Counts, runResult, scenarioOf, seriesOf } from './handMade.ts';

const failureSink = { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } } };
const oneFunction = (settings: Record<string, unknown> = {}) => scenarioOf({ functions: { import: settings }, destinations: { failed: { type: 'SQS' } } });
const say = (counts: Counts, settings: Record<string, unknown> = {}, series = seriesOf(60)) => verdict(oneFunction(settings), runResult({ import: counts }), series);

describe('the headline', () => {
  test.each<[string, Counts, Record<string, unknown>, string]>([
    ['nothing arrived', {}, {}, 'No event arrived in 1 h.'],
    ['everything was refused', { rejected: 12 }, {}, 'No event was accepted: all 12 submissions were rejected.'],
    ['all is well', { onTime: 1234 }, {}, 'All 1,234 events were delivered within 60 s.'],
    ['one event', { onTime: 1 }, {}, 'The one event was delivered within 60 s.'],
    ['two events', { onTime: 2 }, {}, 'Both events were delivered within 60 s.'],
    ['some are on the way', { onTime: 98, running: 2 }, {}, 'Nothing was lost or late: 98 of 100 events were delivered within 60 s, and the rest were still on the way at the end.'],
    ['one is on the way', { onTime: 99, running: 1 }, {}, 'Nothing was lost or late: 99 of 100 events were delivered within 60 s, and one was still on the way at the end.'],
    ['nothing has ended', { running: 3 }, {}, 'Nothing was delivered in 1 h: 3 events were still on the way when it ended.'],
    ['retries make some late', { onTime: 990, delayed: 10, afterRetry: 10, errors: 10 }, {}, 'All 1,000 events were delivered, but 10 of them (1 %) only after more than 60 s, because a failed attempt is retried a minute later at the earliest.'],
    ['the one event is late', { delayed: 1 }, {}, 'The one event was delivered, but only after more than 60 s.'],
    ['captured', { onTime: 999, captured: 1, errors: 3 }, failureSink, '0.1 % of the events (1 of 1,000) was discarded, though captured: it failed on all 3 attempts.'],
    ['many late, few captured', { onTime: 800, delayed: 198, captured: 2, throttles: 900, errors: 6 }, failureSink, 'Nothing is gone, but 19.8 % of the events (198 of 1,000) had to wait longer than 60 s, because no slot was free; 2 were discarded, though captured.'],
    ['gone without retries', { onTime: 90, gone: 10, errors: 10 }, { EventInvokeConfig: { MaximumRetryAttempts: 0 } }, '10 % of the events (10 of 100) are gone: they failed on the only attempt (MaximumRetryAttempts is 0).'],
    ['too old before a retry', { onTime: 90, gone: 10, errors: 10, condition: 'EventAgeExceeded' }, { EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, '10 % of the events (10 of 100) are gone: they reached the age limit of 60 s before a retry was due.'],
    ['zero reserved concurrency', { captured: 5, condition: 'ZeroReservedConcurrency' }, failureSink, 'All 5 events were discarded, though captured: they came up while ReservedConcurrentExecutions was 0.'],
    ['lost', { onTime: 99, lost: 1 }, {}, '1 % of the events (1 of 100) was lost: deleted from the queue without being sent to the function.'],
  ])('%s', (_case, counts, settings, headline) => {
    expect(say(counts, settings).headline).toBe(headline);
  });

  test('a loss is never rounded away', () => {
    const { headline, sentences } = say({ onTime: 9_999_999, gone: 1 });
    expect(headline).toMatch(/^< 0\.0001 % of the events \(1 of 10,000,000\) is gone/);
    expect(sentences[0]).toContain('(> 99.9999 %)');
  });

  test('a stopped run says so', () => {
    const { headline, sentences } = verdict(oneFunction(), runResult({ import: { onTime: 3 } }, { simulatedSeconds: 600 }), seriesOf(10));
    expect(headline).toBe('So far: All 3 events were delivered within 60 s.');
    expect(sentences[0]).toBe('These numbers cover the first 10 min of 1 h.');
  });

  test('with several functions the one that matters is named', () => {
    const scenario = scenarioOf({ functions: { good: {}, bad: {} } });
    const { headline, sentences } = verdict(scenario, runResult({ good: { onTime: 90, gone: 1, errors: 3 }, bad: { gone: 9, errors: 27 } }), seriesOf(60, { good: {}, bad: {} }));
    expect(headline).toBe('10 % of the events (10 of 100) are gone: they failed on all 3 attempts, mostly on "bad".');
    expect(sentences).toContain('10 were discarded (out of retries); 9 of them on "bad"; none was captured.');
    expect(sentences).toContain('"good" and "bad" have neither an on-failure destination nor a dead-letter queue.');
  });
});

describe('the sentences', () => {
  const overload = (waiting: number[], rest: Counts = {}) =>
    say(
      { onTime: 500, delayed: 300, gone: 100, condition: 'EventAgeExceeded', throttles: 5000, throttleBackoff: waiting.at(-1) ?? 0, maxConcurrency: 10, ...rest },
      { ReservedConcurrentExecutions: 10 },
      seriesOf(waiting.length, { import: { waitingThrottleBackoff: waiting, ConcurrentExecutions: waiting.map((count) => (count > 0 ? 10 : 4)) } }),
    );

  test('tell how the deliveries split, what was discarded, what binds, and how the backlog ends', () => {
    expect(overload([0, 50, 200, 100, 0, 0])).toEqual({
      headline: '11.1 % of the events (100 of 900) are gone: they reached the age limit of 6 h while waiting for a free slot.',
      sentences: [
        '800 of 900 events were delivered (88.9 %): 500 within 60 s and 300 later.',
        '100 were discarded (too old); none was captured.',
        'There is neither an on-failure destination nor a dead-letter queue to capture what is discarded.',
        'What binds is ReservedConcurrentExecutions (10), reached in 3 of 6 minutes.',
        'The backlog peaks at 200 events after 3 min and is gone after 5 min.',
      ],
    });
  });

  test('say when the backlog never drains', () => {
    const rising = Array.from({ length: 60 }, (_, minute) => minute * 100);
    expect(overload(rising).sentences).toContain('The backlog never drains: it is still growing, and 5,900 events are in it at the end.');
    const level = Array.from({ length: 60 }, (_, minute) => Math.min(minute * 400, 4000));
    expect(overload(level).sentences).toContain('The backlog never drains: it stays at about 4,000 events, because events reach the age limit as fast as new ones pile up.');
    const falling = Array.from({ length: 60 }, (_, minute) => 7000 - minute * 100);
    expect(overload(falling).sentences).toContain('The backlog peaks at 7,000 events after 60 s and is still draining: 1,100 events are in it at the end.');
  });

  test('tell a busy queue from a backlog that never drains', () => {
    const drained = Array.from({ length: 60 }, (_, minute) => (minute < 30 ? minute * 100 : 5));
    expect(overload(drained).sentences).toContain('The backlog peaks at 2,900 events after 30 min and is all but gone (2 % of that) after 31 min.');
    const breathing = Array.from({ length: 60 }, (_, minute) => (minute % 7) * 50);
    expect(overload(breathing).sentences).toContain('The backlog comes and goes: at its peak, after 7 min, it is 300 events; 150 events are in it at the end.');
    const secondWave = Array.from({ length: 60 }, (_, minute) => (minute < 20 ? minute * 500 : 1000 + minute * 10));
    expect(overload(secondWave).sentences.join(' ')).toContain('The backlog comes and goes');
  });

  test('say what is still there at the end', () => {
    expect(say({ onTime: 5, functionErrorWait: 2, waitingDelayed: 1, running: 1, errors: 2 }).sentences).toContain('At the end 2 are waiting and 1 is running; 1 has waited longer than 60 s.');
    expect(say({ onTime: 5, functionErrorWait: 1, waitingDelayed: 1, errors: 2 }).sentences).toContain('At the end 1 is waiting; it has waited longer than 60 s.');
  });

  test('name the account, the scaling rate, a fault or Lambda itself where those are what held events up', () => {
    const held = { onTime: 5, throttles: 100, delayed: 20 };
    const busy = (concurrency: number) => seriesOf(4, { import: { waitingThrottleBackoff: [9, 9, 9, 0], ConcurrentExecutions: [concurrency, 0, 0, 0] } });
    expect(say(held, {}, busy(1000)).sentences).toContain("What binds is the account's ConcurrentExecutions (1,000 for functions without a reservation), reached in 1 of 4 minutes.");
    expect(say(held, {}, busy(500)).sentences).toContain('What binds is how fast Lambda adds environments, not how many it may have.');
    expect(say({ ...held, throttles: 0 }, { behaviour: { systemErrorRate: 0.5 } }, busy(5)).sentences).toContain('What held events up were errors of Lambda itself, not a limit.');
    const faulty = scenarioOf({ functions: { import: { ReservedConcurrentExecutions: 50 } }, faults: [{ function: 'import', from: '1m', until: '2m', ReservedConcurrentExecutions: 5 }] });
    expect(verdict(faulty, runResult({ import: held }), busy(5)).sentences).toContain('What binds is the fault that lowers ReservedConcurrentExecutions.');
  });

  test('mention rejections and losses that the headline does not', () => {
    const { sentences } = say({ onTime: 5, gone: 1, errors: 3, lost: 2, rejected: 1 });
    expect(sentences).toContain('2 were lost: deleted from the queue without being sent.');
    expect(sentences).toContain('1 submission was rejected and never accepted: the payload was too large, or the queue refused it.');
  });

  test('do not take events on their way to the first dispatch for a backlog', () => {
    const onTheWay = seriesOf(4, { import: { waitingUnread: [3, 900, 2, 0] } });
    expect(say({ onTime: 1000 }, {}, onTheWay).sentences).toEqual([]);
  });

  test('leave a limit out that hardly anything met', () => {
    const met = (throttles: number) => say({ onTime: 10_000, throttles }, { ReservedConcurrentExecutions: 5 }, seriesOf(1, { import: { ConcurrentExecutions: [5] } })).sentences.join();
    expect(met(99)).toBe('');
    expect(met(100)).toContain('What binds is ReservedConcurrentExecutions (5)');
  });

  test('name no function where several share the blame, and no setting where theirs differ', () => {
    const scenario = scenarioOf({ functions: { a: { EventInvokeConfig: { MaximumRetryAttempts: 1 } }, b: {}, c: {} } });
    const { headline, sentences } = verdict(scenario, runResult({ a: { gone: 3, errors: 6 }, b: { gone: 3, errors: 9 }, c: { onTime: 4 } }), seriesOf(1, { a: {}, b: {}, c: {} }));
    expect(headline).toBe('60 % of the events (6 of 10) are gone: they failed on every attempt.');
    expect(sentences).toContain('6 were discarded (out of retries); none was captured.');
  });

  test('are silent when there is nothing to add', () => {
    expect(say({ onTime: 5 }).sentences).toEqual([]);
    expect(say({}).sentences).toEqual([]);
  });
});
