import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { everyEvent, type EventStory } from '../../sim/worker/api.ts';
import { TracedEvents } from '../../sim/worker/tracedEvents.ts';
import { settingsOf } from '../../ui/views/records/eventFacts.ts';
import { stepReasons } from '../../ui/views/records/stepReasons.ts';
import { whyWords } from '../../ui/views/records/whyWords.ts';
import { worstOf } from '../../ui/views/whyButton.tsx';

interface Told {
  why: string;
  story: EventStory;
  reasons: Record<string, string>;
}

/** Runs a scenario with exact timing, and tells the worst event's story, or that of `id`. */
function told(input: object, id?: number): Told {
  const { scenario, issues } = parseScenario(JSON.stringify({ version: 1, duration: '10m', ...input }));
  if (scenario === null) throw new Error(JSON.stringify(issues));
  const { events, covered } = traced(scenario);
  const chosen = id ?? events.overview('run').worst?.id ?? 0;
  const story = events.story(chosen);
  if (story === null) throw new Error('there is an event');
  const reasons = stepReasons(story.event, settingsOf(scenario, story.event.function));
  return { why: whyWords(story, scenario, covered), story, reasons: Object.fromEntries(story.event.lifeLine.map(({ what, clause }, place) => [`${what} ${clause}`, reasons[place] ?? ''])) };
}

function traced(scenario: Scenario): { events: TracedEvents; covered: number } {
  const run = startRun(compileModel(scenario), { trace: true });
  while (run.advance(1e6)) continue;
  const events = new TracedEvents(run, scenario);
  while (events.advance(1e6)) continue;
  expect(events.page(everyEvent, 0, 1).found).toBeGreaterThan(0);
  return { events, covered: run.simulatedSeconds };
}

const exact = { timing: 'documented', dispatch: 'backoff', duplicateProbability: 0 } as const;
const once = (to = 'work'): object[] => [{ to, arrivals: { at: ['1m'] } }];
const slow = { duration: { constant: '5m' } };
const failing = { duration: { constant: '2s' }, errorRate: 1 };

describe('why an event was discarded', () => {
  it('for its failures, and gone without a sink', () => {
    const { why, reasons } = told({ functions: { work: { behaviour: failing } }, traffic: once(), assumptions: exact });
    expect(why).toBe('It failed 3 times in 3 min 7 s, and `MaximumRetryAttempts` (2) allows no more. The function has neither a failure destination nor a dead-letter queue, so it is gone.');
    expect(reasons['failed RTY-01']).toBe('It ran for 2 s and threw an error. `MaximumRetryAttempts` (2) leaves no retry.');
    expect(reasons['dropped RTY-07']).toBe('It has failed 3 times, and `MaximumRetryAttempts` (2) allows no more.');
  });

  it('for running into its Timeout', () => {
    const { why, reasons } = told({ functions: { work: { Timeout: 3, EventInvokeConfig: { MaximumRetryAttempts: 0 }, behaviour: slow } }, traffic: once(), assumptions: exact });
    expect(why).toMatch(/^It ran into its `Timeout` once in [34][.\d]* s, and `MaximumRetryAttempts` \(0\) allows no more\./);
    expect(reasons['timedOut ENV-07']).toContain('which is all that `Timeout` allows');
  });

  it('for its failures, and says how often it was refused besides', () => {
    const { why } = told(
      {
        functions: { work: { ReservedConcurrentExecutions: 1, EventInvokeConfig: { MaximumRetryAttempts: 0 }, behaviour: { duration: { constant: '2s' }, errorRate: 1 } } },
        traffic: [{ to: 'work', arrivals: { at: ['1m', '61s'] } }],
        assumptions: exact,
      },
      1,
    );
    expect(why).toMatch(/^It failed once in [\d.]+ s and was refused (once|twice) besides, and `MaximumRetryAttempts` \(0\) allows no more\./);
  });

  it('for its age while it was refused, and captured', () => {
    const { why, reasons } = told({
      functions: {
        work: { Timeout: 900, ReservedConcurrentExecutions: 1, DeadLetterConfig: { TargetArn: 'letters' }, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: slow },
      },
      destinations: { letters: { type: 'SQS' } },
      traffic: [{ to: 'work', arrivals: { at: ['1m', '61s'] } }],
      assumptions: exact,
    });
    expect(why).toBe(
      'After 31 s its next wait would have passed `MaximumEventAgeInSeconds` (60): it was refused 6 times because the one reserved environment was busy. It is not lost: the dead-letter queue `letters` (SQS) has it.',
    );
    expect(reasons['throttled THR-01']).toBe('The one reserved environment was busy, for the sixth time in a row.');
    expect(reasons['dropped AGE-06']).toBe('After 31 s, its next wait would pass `MaximumEventAgeInSeconds` (60).');
    expect(reasons['sentToDeadLetterQueue DLQ-06']).toBe('To `letters` (SQS), 100 ms after it was discarded.');
  });

  it('for its age at the limit itself, in line under fifo', () => {
    const { why } = told({
      functions: { work: { Timeout: 900, ReservedConcurrentExecutions: 1, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: slow } },
      traffic: [{ to: 'work', arrivals: { at: ['1m', '61s'] } }],
      assumptions: { ...exact, dispatch: 'fifo' },
    });
    expect(why).toContain('After 60 s it was as old as `MaximumEventAgeInSeconds` (60) allows: it stood in line because the one reserved environment was busy.');
  });

  it('for a reserved concurrency of zero, and gone because what was sent was not taken', () => {
    const { why, reasons } = told({
      functions: { work: { ReservedConcurrentExecutions: 0, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'topic' } } } } },
      destinations: { topic: { type: 'SNS', permission: false } },
      traffic: once(),
      assumptions: exact,
    });
    expect(why).toMatch(/^`ReservedConcurrentExecutions` was 0 when its turn came, .* so it was discarded without an attempt\. What was sent for it never reached `topic` \(SNS, no permission\), so it is gone\.$/);
    expect(reasons['deliveryFailed DST-13']).toContain('`topic` (SNS, no permission) did not take it');
  });

  it('for a loop, which its record survives', () => {
    const { why } = told({
      functions: {
        work: { behaviour: { duration: { constant: '1s' } }, EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'other' }, OnFailure: { Destination: 'bucket' } } } },
        other: { behaviour: { duration: { constant: '1s' } }, EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'work' }, OnFailure: { Destination: 'bucket' } } } },
      },
      destinations: { bucket: { type: 'S3' } },
      traffic: once(),
      assumptions: exact,
    });
    expect(why).toBe('Records had led back to this function 16 times in one chain, so Lambda took it for a loop and stopped it. It is not lost: its record reached the failure destination `bucket` (S3).');
  });
});

describe('why an event was late', () => {
  it('for being refused', () => {
    const { why, story, reasons } = told({ functions: { work: { Timeout: 900, ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '90s' } } } }, traffic: [{ to: 'work', arrivals: { at: ['1m', '61s'] } }], assumptions: exact });
    expect(story.cause).toBe('throttled');
    expect(why).toBe('Its handler started 2 min 7 s after acceptance, 67 s past the target of 60 s: it was refused 7 times because the one reserved environment was busy.');
    expect(reasons['throttled THR-01']).toBe('The one reserved environment was busy, for the seventh time in a row. It waits 64 s: 1 s at first, doubling up to 5 min.');
  });

  it('for failing and being retried', () => {
    const { why, story, reasons } = told({
      functions: { work: { behaviour: { duration: { constant: '2s' } } } },
      faults: [{ function: 'work', from: '0s', until: '90s', errorRate: 1 }],
      traffic: once(),
      assumptions: { ...exact, timing: 'measured' },
    });
    expect(story.cause).toBe('retried');
    expect(why).toMatch(/^Its handler started \d+ s after acceptance, [\d.]+ s past the target of 60 s: it failed once, and with the waits before its retry that took \d+ s of the time\.$/);
    expect(reasons['failed RTY-01']).toMatch(/^It ran for 2 s and threw an error\. It waits \d+ s: the first retry comes one minute after the failure, ±10 %\.$/);
  });
});

describe('what became of any other event', () => {
  it('is said where nothing is wrong, where it waits, and where it runs', () => {
    const fine = told({ functions: { work: { behaviour: { duration: { constant: '2s' } } } }, traffic: once(), assumptions: exact });
    expect(fine.why).toMatch(/^Its handler started .* after acceptance, within the target of 60 s\.$/);
    expect(fine.reasons['succeeded DST-03']).toMatch(/^It ran for 2 s; the event is delivered/);
    const busy = { functions: { work: { Timeout: 900, ReservedConcurrentExecutions: 1, behaviour: { duration: { constant: '14m' } } } }, traffic: [{ to: 'work', arrivals: { at: ['1m', '2m'] } }], assumptions: exact };
    expect(told(busy, 1).why).toMatch(/^8 min after its acceptance, where the trace ends, it still waits: it was refused \d+ times because the one reserved environment was busy\.$/);
    expect(told(busy, 0).why).toBe('Its handler started 8 min 59 s before the trace ends, and has not returned.');
  });

  it('is said of an event that the queue lost', () => {
    const { why } = told({ functions: { work: { Timeout: 900, ReservedConcurrentExecutions: 1, behaviour: slow } }, traffic: [{ to: 'work', arrivals: { at: ['1m', '61s'] } }], assumptions: { ...exact, silentLossProbability: 1 } });
    expect(why).toMatch(/^The function could not keep up, and the queue deleted this event .* counts it in no metric\.$/);
  });
});

describe('the question beside the verdict', () => {
  it('is about the worst there is, and there is none while all are on time', () => {
    const zero = { total: 0, gone: 0, captured: 0, byCondition: { RetriesExhausted: 0, EventAgeExceeded: 0, ZeroReservedConcurrency: 0, RecursiveInvocation: 0 }, capturedBy: { deadLetterQueue: 0, onFailure: 0, both: 0 } };
    const result: Parameters<typeof worstOf>[0] = {
      lost: 0,
      discarded: zero,
      delivered: { total: 9, onTime: 9, delayed: 0, afterRetry: 0 },
      waiting: { total: 1, delayed: 0, byReason: { unread: 1, throttleBackoff: 0, functionErrorWait: 0 } },
    };
    expect(worstOf(result)).toBeNull();
    expect(worstOf({ ...result, waiting: { ...result.waiting, delayed: 1 } })).toBe('waiting');
    expect(worstOf({ ...result, delivered: { ...result.delivered, delayed: 2 } })).toBe('late');
    expect(worstOf({ ...result, discarded: { ...zero, total: 1 } })).toBe('discarded');
    expect(worstOf({ ...result, discarded: { ...zero, total: 1, gone: 1 } })).toBe('gone');
    expect(worstOf({ ...result, discarded: { ...zero, total: 1, gone: 1 }, lost: 1 })).toBe('lost');
  });
});
