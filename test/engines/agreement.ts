import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { conditions, type EventRecord, type FunctionResult, type RunResult, type SentRecord } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { Scenario, ScenarioInput } from '../../sim/scenario/schema.ts';
import { idOf, secondOpinion, type NaiveEvent } from './naiveEngine.ts';

/** Holds the engine to the second opinion on one scenario: every event's life-line, everything that was sent, and every count. */
export function agree(input: ScenarioInput): void {
  const { engine, opinion } = agreement(input);
  // The comparison that explains itself takes ten times as long.
  if (!isDeepStrictEqual(engine, opinion)) expect(engine).toEqual(opinion);
}

/** What both say of a scenario, in the same words. */
export function agreement(input: ScenarioInput) {
  const scenario = scenarioOf(input);
  const engine = ofEngine(scenario);
  return { engine, opinion: ofSecondOpinion(scenario, Object.keys(engine.functions)) };
}

function scenarioOf(input: ScenarioInput): Scenario {
  const { scenario, issues } = checkScenario(input);
  if (scenario === null) throw new Error(JSON.stringify(issues));
  return scenario;
}

function ofEngine(scenario: Scenario) {
  const run = startRun(compileModel(scenario), { trace: true });
  run.advance(Infinity);
  const { functions, destinations } = run.result();
  const events = [...run.events()];
  const ids = new Map(events.map(({ requestId, id }) => [requestId, idOf(id)]));
  return {
    events: events.map((event) => ofRecord(event, events)),
    sent: inOrder([...run.sent()].map((sent) => ofSent(sent, ids))),
    functions: Object.fromEntries(Object.entries(functions).map(([name, result]) => [name, countsOf(result)])),
    destinations: destinationsUsed(scenario, destinations),
  };
}

/** The steps that both know; where in the queue an event stands is the engine's own business, and what was sent is compared by itself. */
const commonSteps: Partial<Record<EventRecord['lifeLine'][number]['what'], (step: EventRecord['lifeLine'][number]) => string>> = {
  accepted: () => '',
  throttled: () => '',
  systemError: () => '',
  functionNotFound: () => '',
  started: () => '',
  failed: ({ clause }) => (clause === 'ERR-09' ? ' of size' : ''),
  timedOut: () => '',
  succeeded: () => '',
  admitted: ({ clause, coldStart }) => `${clause === 'CON-05' ? ' provisioned' : clause === 'CON-06' ? ' spillover' : ''}${coldStart ? ' cold' : ''}`,
  dropped: ({ clause }) => ` ${whyDropped[clause]!}`,
};

const whyDropped: Record<string, string> = { 'RTY-07': 'RetriesExhausted', 'AGE-06': 'EventAgeExceeded', 'ZRC-01': 'ZeroReservedConcurrency', 'DST-21': 'RecursiveInvocation' };

function ofRecord(event: EventRecord, events: readonly EventRecord[]) {
  const story = (copy: boolean): string[] =>
    event.lifeLine
      .filter((step) => (step.copy === true) === copy && step.what in commonSteps)
      .map((step) => `${Math.round(step.t * 1e6)} ${step.what}${commonSteps[step.what]!(step)}${copy ? ' copy' : ''}`);
  return {
    function: event.function,
    sentBy: event.sentBy,
    /** The first event of its trace. */
    root: events.find(({ traceId }) => traceId === event.traceId)!.id,
    acceptedAt: Math.round(event.acceptedAt * 1e6),
    endedAt: event.endedAt === null ? null : Math.round(event.endedAt * 1e6),
    outcome: event.outcome,
    condition: event.condition,
    approximateInvokeCount: event.endedAt === null ? undefined : event.approximateInvokeCount,
    own: story(false),
    copy: story(true),
  };
}

/** With each event's own request id in place of the drawn one, and `idOf(0)` for all that was drawn otherwise. */
function ofSent({ t, event, function: name, destination, type, delivered, condition, body, attributes, key }: SentRecord, ids: ReadonlyMap<string, string>) {
  const own = (text: string): string => text.replace(uuid, (id) => ids.get(id) ?? idOf(0));
  return {
    t: Math.round(t * 1e6),
    event,
    function: name,
    destination,
    type,
    delivered,
    condition,
    body: own(body),
    attributes: attributes && Object.entries(attributes).map(([name, value]) => [name, own(value)]),
    key: key && own(key),
  };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Both tell it by time; what arrives at one instant, each tells in an order of its own. */
const inOrder = <One extends { t: number; event: number; condition: string; destination: string; body: string; attributes: unknown }>(sent: One[]): One[] =>
  sent
    .map((one) => ({ one, by: `${one.event} ${one.condition} ${one.destination} ${String(one.attributes)} ${one.body}` }))
    .sort((a, b) => a.one.t - b.one.t || (a.by < b.by ? -1 : 1))
    .map(({ one }) => one);

/** Functions that are destinations without being declared as one count only when they were sent anything. */
const destinationsUsed = (scenario: Scenario, destinations: RunResult['destinations']): RunResult['destinations'] =>
  Object.fromEntries(Object.entries(destinations).filter(([name, { received, failed }]) => name in scenario.destinations || received + failed > 0));

function ofSecondOpinion(scenario: Scenario, known: readonly string[]) {
  const { events, sent, functions, destinations } = secondOpinion(scenario);
  const rootOf = (place: number): number => (events[place]!.sentBy === undefined ? place : rootOf(events[place]!.sentBy!));
  return {
    events: events.map((event: NaiveEvent, place) => ({
      function: event.function,
      sentBy: event.sentBy,
      root: rootOf(place),
      acceptedAt: event.acceptedAt,
      endedAt: event.endedAt,
      outcome: event.state,
      condition: event.condition,
      approximateInvokeCount: event.endedAt === null ? undefined : event.state === 'delivered' ? 1 : event.executions,
      own: event.lifeLine.filter((step) => !step.endsWith(' copy')),
      copy: event.lifeLine.filter((step) => step.endsWith(' copy')),
    })),
    sent: inOrder(sent.map(({ bytes: _, attributes, ...rest }) => ({ ...rest, attributes: attributes && Object.entries(attributes) }))),
    functions: Object.fromEntries(
      Object.entries(functions)
        // A version or an alias that nothing invokes has no result.
        .filter(([name, counts]) => known.includes(name) || counts['received']! + counts['rejected']! > 0)
        .map(([name, counts]) => [
          name,
          {
            ...counts,
            ...Object.fromEntries(conditions.map((condition) => [condition, counts[condition] ?? 0])),
            waiting: events.filter((event) => event.function === name && event.state === 'waiting').length,
            running: events.filter((event) => event.function === name && event.state === 'running').length,
          },
        ]),
    ),
    destinations: destinationsUsed(scenario, destinations),
  };
}

function countsOf({ received, rejected, delivered, discarded, waiting, running, duplicates, metrics, billed }: FunctionResult) {
  const { ConcurrentExecutions, Duration: ___, ProvisionedConcurrentExecutions, ProvisionedConcurrencyUtilization: _, AsyncEventsReceived: __, ...counters } = metrics;
  return {
    received,
    rejected,
    onTime: delivered.onTime,
    delayed: delivered.delayed,
    afterRetry: delivered.afterRetry,
    ...discarded.byCondition,
    ...discarded.capturedBy,
    gone: discarded.gone,
    waiting: waiting.total,
    running,
    duplicates,
    ...counters,
    ...billed,
    maxConcurrency: ConcurrentExecutions.max,
    maxProvisioned: ProvisionedConcurrentExecutions.max,
  };
}
