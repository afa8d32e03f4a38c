import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { EventRecord } from '../../sim/engines/result.ts';
import type { Run } from '../../sim/engines/run.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { targetNamed } from '../../sim/scenario/sinks.ts';
import { everyEvent, type EventQuery, type TraceProgress } from '../../sim/worker/api.ts';
import { causeOf } from '../../sim/worker/eventCause.ts';
import { captureOf, sendingsOf } from '../../sim/worker/eventSendings.ts';
import { traceRun, type TraceControl } from '../../sim/worker/traceRun.ts';

/** Everything an event can go through: both failure paths, refusals, chains, second deliveries, an alias, what is still under way at the end. */
const scenario = parsed({
  version: 1,
  duration: '15m',
  seed: '5',
  delayTarget: '30s',
  functions: {
    order: {
      ReservedConcurrentExecutions: 3,
      EventInvokeConfig: { MaximumEventAgeInSeconds: 400, DestinationConfig: { OnSuccess: { Destination: 'ship' }, OnFailure: { Destination: 'refused' } } },
      DeadLetterConfig: { TargetArn: 'letters' },
      behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.15, poisonRate: 0.05 },
      versions: { '1': {} },
      aliases: { live: { FunctionVersion: '1', EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'kept' } } } } },
    },
    ship: { behaviour: { duration: { constant: '200ms' }, errorRate: 0.3 } },
  },
  destinations: { refused: { type: 'SNS', permission: false }, letters: { type: 'SQS', failureRate: 0.5 }, kept: { type: 'S3' } },
  traffic: [
    { to: 'order', arrivals: { poisson: { rate: '2/s' } }, payload: { order: 1 } },
    { to: 'order', qualifier: 'live', arrivals: { poisson: { rate: '0.5/s' } } },
  ],
  assumptions: { duplicateProbability: 0.05 },
});

const whole = everyEvent;

function parsed(input: object): Scenario {
  const { scenario: valid, issues } = parseScenario(JSON.stringify(input));
  if (valid === null) throw new Error(JSON.stringify(issues));
  return valid;
}

function ended(): Run {
  const run = startRun(compileModel(scenario), { trace: true });
  while (run.advance(1e6)) continue;
  return run;
}

/** The run as the engine tells it; what it says can be read any number of times. */
const reference = ended();

async function traced(limits?: { steps: number; events: number }, control: TraceControl = { wish: 'go on' }, progress: (progress: TraceProgress) => void = () => undefined) {
  const answer = await traceRun({ scenario, traces: new Map(), seed: '5', untilSeconds: 900 }, control, progress, limits);
  if (answer === null) throw new Error('it was abandoned');
  return answer;
}

describe('a life-line', () => {
  it('tells what was sent where, and what took the event, as the records themselves do', () => {
    const seen = new Set<string>();
    for (const event of reference.events()) {
      const settings = targetNamed(scenario, event.function)?.settings;
      if (settings === undefined) throw new Error(`${event.function} is a target`);
      const sendings = sendingsOf(event.lifeLine, settings);
      const sent = [...reference.sent({ event: event.id })];
      const names = (all: readonly { destination: string; delivered: boolean }[]): string[] => all.map(({ destination, delivered }) => `${destination} ${String(delivered)}`).sort();
      expect(names(sendings)).toEqual(names(sent));
      names(sent).forEach((name) => seen.add(name));
    }
    expect([...seen].sort()).toEqual(['kept true', 'letters false', 'letters true', 'refused false', 'ship true']);
  });

  it('counts captures as the function does', () => {
    const counts = { deadLetterQueue: 0, onFailure: 0, both: 0 };
    const slack = 0.5;
    for (const event of reference.events()) {
      const settings = targetNamed(scenario, event.function)?.settings;
      if (event.outcome !== 'discarded' || settings === undefined || (event.endedAt ?? 0) > 900 - slack) continue;
      const capture = captureOf(sendingsOf(event.lifeLine, settings));
      if (capture !== null) counts[capture] += 1;
    }
    const sums = Object.values(reference.result().functions).map(({ discarded }) => discarded.capturedBy);
    for (const name of ['deadLetterQueue', 'onFailure', 'both'] as const) {
      const all = sums.reduce((sum, one) => sum + one[name], 0);
      // What was decided in the last half second may still be on its way.
      expect(counts[name]).toBeGreaterThanOrEqual(all - 2);
      expect(counts[name]).toBeLessThanOrEqual(all);
    }
    expect(counts.deadLetterQueue).toBeGreaterThan(20);
    expect(counts.onFailure).toBeGreaterThan(5);
  });
});

describe('a traced run', () => {
  const once = traced();

  it('has the numbers of the run it repeats', async () => {
    const { overview } = await once;
    const functions = Object.entries(reference.result().functions);
    const sum = (value: (one: (typeof functions)[number][1]) => number): number => functions.reduce((all, [, one]) => all + value(one), 0);
    expect(overview.endedBy).toBe('run');
    expect(overview.coveredSeconds).toBe(900);
    expect(Object.fromEntries(overview.functions.map(({ name, events }) => [name, events]))).toEqual(Object.fromEntries(functions.map(([name, { received }]) => [name, received])));
    const outcomes = Object.fromEntries(overview.outcomes.map(({ outcome, events }) => [outcome, events]));
    expect(outcomes['onTime']).toBe(sum((one) => one.delivered.onTime));
    expect(outcomes['late']).toBe(sum((one) => one.delivered.delayed));
    expect(outcomes['RetriesExhausted']).toBe(sum((one) => one.discarded.byCondition.RetriesExhausted));
    expect(outcomes['EventAgeExceeded']).toBe(sum((one) => one.discarded.byCondition.EventAgeExceeded));
    expect(outcomes['waiting'] ?? 0).toBe(sum((one) => one.waiting.total));
    expect(overview.events).toBe(sum((one) => one.received));
    expect(overview.gone).toBeGreaterThan(0);
    expect(overview.gone).toBeLessThanOrEqual(sum((one) => one.discarded.gone));
  });

  it('tells every event as the engine does', async () => {
    const { events } = await once;
    for (const event of reference.events()) {
      const story = events.story(event.id);
      expect(story?.event).toEqual(event);
      expect(reference.event(event.id)).toEqual(event);
      expect(story?.sender?.id).toBe(event.sentBy);
      if (event.id % 97 === 0) {
        const sent = [...reference.sent({ event: event.id, wrapped: true })];
        expect(story?.sent.map(({ texts: _, ...rest }) => rest)).toEqual(sent.map(({ body: _, message: __, ...rest }) => rest));
        sent.forEach(({ body }, place) => expect(events.sentText(event.id, place, 'body')?.exact).toBe(body));
      }
    }
  });

  it('leads from an event to those that its records caused, and back', async () => {
    const { events } = await once;
    const caused = events.page({ ...whole, function: 'ship' }, 0, 10).rows;
    expect(caused.length).toBe(10);
    for (const { id } of caused) {
      const sender = events.story(id)?.sender;
      if (sender == null) throw new Error('nobody else sends to it');
      expect(sender.function).toBe('order');
      expect(events.story(sender.id)?.caused.first).toContainEqual({ id, function: 'ship' });
    }
  });

  it('is searched by what the overview offers, and finds as many as that says', async () => {
    const { events, overview } = await once;
    const found = (query: Partial<EventQuery>): number => events.page({ ...whole, ...query }, 0, 1).found;
    for (const { name, events: count } of overview.functions) expect(found({ function: name })).toBe(count);
    for (const { outcome, events: count } of overview.outcomes) expect(found({ outcome })).toBe(count);
    for (const { name, events: count } of overview.destinations) expect(found({ destination: name })).toBe(count);
    expect(found({ notDelivered: true })).toBe(overview.notDelivered);
    expect(found({ outcome: 'gone' })).toBe(overview.gone);
    expect(found({ outcome: 'delivered' }) + found({ outcome: 'discarded' }) + found({ outcome: 'waiting' }) + found({ outcome: 'running' })).toBe(overview.events);
    expect(found({ destination: 'letters', notDelivered: true })).toBeLessThan(found({ destination: 'letters' }));
    expect(found({ destination: 'kept', notDelivered: true })).toBe(0);
    expect(found({ function: 'nobody' })).toBe(0);
  });

  it('lists in order of acceptance or of length, a page at a time', async () => {
    const { events } = await once;
    const { rows, found } = events.page(whole, 50, 25);
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, index) => 50 + index));
    expect(events.page(whole, found - 3, 25).rows).toHaveLength(3);
    const lengths = events.page({ ...whole, order: 'longest' }, 0, 100).rows.map(({ acceptedAt, endedAt }) => (endedAt ?? 900) - acceptedAt);
    expect(lengths).toEqual([...lengths].sort((one, other) => other - one));
  });

  it('is searched by when events were accepted and by what caused their fate', async () => {
    const { events, overview } = await once;
    const found = (query: Partial<EventQuery>): number => events.page({ ...whole, ...query }, 0, 1).found;
    const from = events.page({ ...whole, from: 100, to: 200 }, 0, 10_000).rows;
    expect(from.length).toBeGreaterThan(50);
    expect(from.every(({ acceptedAt }) => acceptedAt >= 100 && acceptedAt < 200)).toBe(true);
    expect(found({ to: 100 }) + found({ from: 100, to: 200 }) + found({ from: 200 })).toBe(overview.events);
    for (const { cause, events: count } of overview.causes) expect(found({ cause })).toBe(count);
    expect(found({ cause: 'EventAgeExceeded' })).toBe(found({ outcome: 'EventAgeExceeded' }));
    expect(found({ outcome: 'late', cause: 'throttled' })).toBe(found({ cause: 'throttled' }));
    expect(found({ outcome: 'gone', cause: 'retried' })).toBe(0);
  });

  it('knows the worst that happened: its main cause, and the event that took the longest', async () => {
    const { events, overview } = await once;
    const { worst } = overview;
    if (worst === null) throw new Error('events are gone');
    expect(worst.outcome).toBe('gone');
    const count = (cause: (typeof worst)['cause']): number => events.page({ ...whole, outcome: 'gone', cause }, 0, 1).found;
    for (const { cause } of overview.causes) expect(count(cause)).toBeLessThanOrEqual(count(worst.cause));
    expect(events.page({ ...whole, outcome: 'gone', cause: worst.cause, order: 'longest' }, 0, 1).rows[0]?.id).toBe(worst.id);
    expect(events.story(worst.id)?.cause).toBe(worst.cause);
  });

  it('tells late events that waited for room from those that failed and were retried', () => {
    const step = (t: number, what: EventRecord['lifeLine'][number]['what']) => ({ t, what, clause: '' });
    const retried = [step(0, 'accepted'), step(1, 'admitted'), step(1, 'started'), step(9, 'failed'), step(70, 'admitted'), step(70, 'started'), step(71, 'succeeded'), step(500, 'sentToDestination')];
    expect(causeOf('late', retried)).toBe('retried');
    expect(causeOf('onTime', retried)).toBeNull();
    expect(causeOf('late', [step(0, 'accepted'), step(0, 'throttled'), step(300, 'admitted'), step(300, 'started'), step(301, 'failed'), step(361, 'admitted'), step(361, 'started'), step(362, 'succeeded')])).toBe('throttled');
    // Under fifo nothing is refused, but waits in line all the same.
    expect(causeOf('late', [step(0, 'accepted'), step(300, 'admitted'), step(300, 'started'), step(301, 'succeeded')])).toBe('throttled');
    expect(causeOf('late', [step(0, 'accepted'), step(0.04, 'admitted'), step(5, 'started'), step(6, 'succeeded')])).toBeNull();
  });

  it('says nothing of events that there are not', async () => {
    const { events, overview } = await once;
    expect(events.story(overview.events)).toBeNull();
    expect(events.story(-1)).toBeNull();
    for (const id of [-1, 0.5, overview.events]) expect(reference.event(id)).toBeNull();
    expect(() => startRun(compileModel(scenario)).event(0)).toThrow('{ trace: true }');
    expect(events.sentText(0, 99, 'body')).toBeNull();
  });

  it('ends at a limit and says where', async () => {
    const bySteps = await traced({ steps: 1, events: 1e9 });
    expect(bySteps.overview.endedBy).toBe('steps');
    expect(bySteps.overview.coveredSeconds).toBeLessThan(900);
    const byEvents = await traced({ steps: 1e9, events: 100 });
    expect(byEvents.overview.endedBy).toBe('events');
    expect(byEvents.overview.events).toBeGreaterThanOrEqual(100);
    const covered = byEvents.overview.coveredSeconds;
    expect(byEvents.events.page({ ...whole, order: 'longest' }, 0, 1000).rows.every(({ acceptedAt }) => acceptedAt <= covered)).toBe(true);
  });

  it('of a run that was stopped is that part of it', async () => {
    const stopped = startRun(compileModel(scenario), {});
    stopped.advance(3000);
    stopped.finishMinute();
    const { simulatedSeconds, functions } = stopped.result();
    expect(simulatedSeconds).toBeLessThan(900);
    const answer = await traceRun({ scenario, traces: new Map(), seed: '5', untilSeconds: simulatedSeconds }, { wish: 'go on' }, () => undefined);
    expect(answer?.overview.endedBy).toBe('run');
    expect(answer?.overview.coveredSeconds).toBe(simulatedSeconds);
    expect(answer?.overview.events).toBe(Object.values(functions).reduce((sum, { received }) => sum + received, 0));
    const discarded = Object.values(functions).reduce((sum, one) => sum + one.discarded.total, 0);
    expect(answer?.events.page({ ...whole, outcome: 'discarded' }, 0, 1).found).toBe(discarded);
  });

  it('keeps what it has when it is stopped, and nothing when it is abandoned', async () => {
    const heard: TraceProgress[] = [];
    const control: TraceControl = { wish: 'go on' };
    const { overview } = await traced(undefined, control, (progress) => {
      heard.push(progress);
      if (progress.doing === 'reading') control.wish = 'keep';
    });
    expect(heard[0]?.doing).toBe('running');
    expect(overview.endedBy === 'stop' || overview.events === 2000 || overview.endedBy === 'run').toBe(true);
    const stopped: TraceControl = { wish: 'go on' };
    const early = await traced(undefined, stopped, () => (stopped.wish = 'keep'));
    expect(early.overview.endedBy).toBe('stop');
    expect(early.overview.coveredSeconds).toBeLessThan(900);
    expect(early.overview.events).toBeGreaterThan(0);
    const abandoned: TraceControl = { wish: 'go on' };
    expect(await traceRun({ scenario, traces: new Map(), seed: '5', untilSeconds: 900 }, abandoned, () => (abandoned.wish = 'abandon'))).toBeNull();
  });
});
