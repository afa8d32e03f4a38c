import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { EventRecord, FunctionResult } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { Scenario, ScenarioInput } from '../../sim/scenario/schema.ts';
import { secondOpinion, type NaiveEvent } from './naiveEngine.ts';
import { largeBurst, smallScenario } from './smallScenarios.ts';

const nightly = process.env['HEADROOM_NIGHTLY'] === '1';
const runs = nightly ? 100_000 : 2_500;

describe('a second opinion', () => {
  it(`agrees with the engine, event by event, on ${runs} small scenarios`, { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(smallScenario, (input) => agree(input)),
      { numRuns: runs, seed: 20261121 },
    );
  });

  it('agrees where the scaling rate refuses new environments', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(largeBurst, (input) => agree(input)),
      { numRuns: nightly ? 100 : 6, seed: 20261121 },
    );
  });

  // Sentences of the rules in which the two once differed, each by itself.

  it('an attempt that fails after the age limit is discarded at once, also under the deadline rule', () => {
    agree(one({ Timeout: 900, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { duration: { constant: 70 }, errorRate: 1 } }, { ageRule: 'deadline' }));
  });

  it('a steady flow whose first dispatches fall on whole seconds does not keep reading limited', () => {
    // 0.96 s + 40 ms: at every second's end one event is due for its first dispatch, which is not the same as unread.
    const scenario = one({ ReservedConcurrentExecutions: 3, behaviour: { duration: { constant: 0.01 } } }, { dispatch: 'adaptive', dispatchLatency: 0.04 });
    agree({
      ...scenario,
      duration: 30,
      traffic: [{ to: 'a', arrivals: { constant: { rate: '25/s' } }, until: 20 }],
      faults: [{ function: 'a', from: 2, until: 5, systemErrorRate: 1 }],
    });
  });

  it('newEvents: what was accepted before reserved concurrency became 0 is throttled, also if it was never dispatched', () => {
    const scenario = one({}, { dispatch: 'backoff', dispatchLatency: 1, zeroReservedAppliesTo: 'newEvents' });
    agree({ ...scenario, faults: [{ function: 'a', from: 0.5, until: 60, ReservedConcurrentExecutions: 0 }] });
  });

  it('executions end before a raised reservation lets a queue take slots at the same instant', () => {
    const scenario = one({ ReservedConcurrentExecutions: 3, behaviour: { duration: { constant: 2 } } }, { dispatch: 'fifo' });
    agree({
      ...scenario,
      traffic: [{ to: 'a', arrivals: { burst: { count: 6, at: 0 } } }],
      faults: [{ function: 'a', from: 0, until: 2, ReservedConcurrentExecutions: 1 }],
    });
  });
});

function agree(input: ScenarioInput): void {
  const scenario = scenarioOf(input);
  expect(ofEngine(scenario)).toEqual(ofSecondOpinion(scenario));
}

/** One event at 0 for one function. */
function one(a: ScenarioInput['functions'][string], assumptions: ScenarioInput['assumptions']): ScenarioInput {
  return {
    version: 1,
    duration: 300,
    functions: { a: { ...a, behaviour: { duration: { constant: 0.1 }, initDuration: { constant: 0 }, ...a.behaviour } } },
    traffic: [{ to: 'a', arrivals: { at: [0] } }],
    assumptions: { timing: 'documented', dispatchLatency: 0, duplicateProbability: 0, ...assumptions },
  };
}

function scenarioOf(input: ScenarioInput): Scenario {
  const { scenario, issues } = checkScenario(input);
  if (scenario === null) throw new Error(JSON.stringify(issues));
  return scenario;
}

function ofEngine(scenario: Scenario) {
  const run = startRun(compileModel(scenario), { trace: true });
  run.advance(Infinity);
  return {
    events: [...run.events()].map(ofRecord),
    functions: Object.fromEntries(Object.entries(run.result().functions).map(([name, result]) => [name, countsOf(result)])),
  };
}

/** The steps that both know; where in the queue an event stands is the engine's own business. */
const commonSteps = new Set(['accepted', 'throttled', 'systemError', 'admitted', 'started', 'failed', 'timedOut', 'succeeded', 'dropped']);

function ofRecord(event: EventRecord) {
  const steps = event.lifeLine.filter(({ what }) => commonSteps.has(what));
  const story = (copy: boolean): string[] =>
    steps
      .filter((step) => (step.copy === true) === copy)
      .map(({ t, what, coldStart }) => `${Math.round(t * 1e6)} ${what}${copy ? ' copy' : ''}${coldStart === true && what === 'admitted' ? ' cold' : ''}`);
  return {
    function: event.function,
    acceptedAt: Math.round(event.acceptedAt * 1e6),
    endedAt: event.endedAt === null ? null : Math.round(event.endedAt * 1e6),
    outcome: event.outcome,
    condition: event.condition,
    approximateInvokeCount: event.endedAt === null ? undefined : event.approximateInvokeCount,
    own: story(false),
    copy: story(true),
  };
}

function ofSecondOpinion(scenario: Scenario) {
  const { events, functions } = secondOpinion(scenario);
  return {
    events: events.map((event: NaiveEvent) => ({
      function: event.function,
      acceptedAt: event.acceptedAt,
      endedAt: event.endedAt,
      outcome: event.state,
      condition: event.condition,
      approximateInvokeCount: event.endedAt === null ? undefined : event.state === 'delivered' ? 1 : event.executions,
      own: event.lifeLine.filter((step) => !step.includes('copy')),
      copy: event.lifeLine.filter((step) => step.includes('copy')),
    })),
    functions: Object.fromEntries(
      Object.entries(functions).map(([name, counts]) => [
        name,
        {
          ...counts,
          RetriesExhausted: counts['RetriesExhausted'] ?? 0,
          EventAgeExceeded: counts['EventAgeExceeded'] ?? 0,
          ZeroReservedConcurrency: counts['ZeroReservedConcurrency'] ?? 0,
          waiting: events.filter((event) => event.function === name && event.state === 'waiting').length,
          running: events.filter((event) => event.function === name && event.state === 'running').length,
        },
      ]),
    ),
  };
}

function countsOf({ received, rejected, delivered, discarded, waiting, running, duplicates, metrics }: FunctionResult) {
  const { RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency } = discarded.byCondition;
  return {
    received,
    rejected,
    onTime: delivered.onTime,
    delayed: delivered.delayed,
    afterRetry: delivered.afterRetry,
    captured: discarded.captured,
    gone: discarded.gone,
    RetriesExhausted,
    EventAgeExceeded,
    ZeroReservedConcurrency,
    waiting: waiting.total,
    running,
    duplicates,
    Invocations: metrics.Invocations,
    Errors: metrics.Errors,
    Throttles: metrics.Throttles,
    ColdStarts: metrics.ColdStarts,
    maxConcurrency: metrics.ConcurrentExecutions.max,
  };
}
