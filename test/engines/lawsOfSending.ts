import type { BatchRecord } from '../../sim/engines/batchRecords.ts';
import type { EventRecord, FunctionResult, RunResult, SentRecord, Series } from '../../sim/engines/result.ts';
import type { Destination, Scenario } from '../../sim/scenario/schema.ts';
import { invokedBy, isFifo, sinkOf, targetName, targetNamed, type Sink, type Target } from '../../sim/scenario/sinks.ts';
import { parseDuration } from '../../sim/scenario/units.ts';
import { demand, demandEqual } from './demand.ts';

/** A traced run and what it was a run of; batches of streams that functions read, if any. */
interface Told {
  scenario: Scenario;
  result: RunResult;
  series: Series;
  events: readonly EventRecord[];
  sent: readonly SentRecord[];
  batches?: readonly BatchRecord[];
}

/** What is true of everything that any run sends, whatever the scenario: worked out from the life-lines and the settings. */
export function expectLawsOfSending(told: Told): void {
  const targets = new Map(Object.keys(told.result.functions).map((name) => [name, targetNamed(told.scenario, name)!]));
  const due = told.events.flatMap((event) => dueFor(event, told.scenario, targets.get(event.function)!));
  expectOneForEachEnd(told, due);
  expectCountedOnBothSides(told, due);
  expectCapturedWhatWasTaken(told, due);
  expectOwnIdentity(told, targets);
  expectTakenIfItFits(told);
  expectInvokedBySending(told);
  for (const [name, total] of Object.entries(told.result.functions)) expectMinutesOfSending(total, name, told);
}

/**
 * Everything that ends sends what its settings say, once, when its destination's latency has passed: in order of time, then
 * of events, then the event's own before that of its second delivery. [DST-04, DLQ-06, DST-26]
 */
function expectOneForEachEnd({ result, sent }: Told, due: readonly Due[]): void {
  const line = (one: Omit<Due, 'own'>): string => `${one.t} s event ${one.event}: ${one.kind} of ${one.condition} to ${one.destination}`;
  const arrived = due.filter(({ t }) => t < result.simulatedSeconds).sort((a, b) => a.t - b.t || a.event - b.event || Number(b.own) - Number(a.own));
  demandEqual(sent.map((one) => line({ ...one, kind: kindOf(one) })), arrived.map(line), 'what was sent');
}

/** One thing that an event's end sends. */
interface Due {
  /** When it arrives, or fails to. */
  t: number;
  event: number;
  function: string;
  destination: string;
  kind: 'dead letter' | 'record';
  condition: SentRecord['condition'];
  /** False: of a second delivery. */
  own: boolean;
}

/** What an event's ends send, in order; of one end the dead letter first. [DLQ-16] */
function dueFor({ id, function: name, lifeLine }: EventRecord, scenario: Scenario, { settings }: Target): Due[] {
  const { OnSuccess, OnFailure } = settings.EventInvokeConfig.DestinationConfig;
  return lifeLine.flatMap(({ t, what, clause, copy }) => {
    const to = (reference: string | undefined, kind: Due['kind'], condition: Due['condition']): Due[] => {
      const sink = sinkOf(scenario, reference);
      if (sink === null) return [];
      const arrives = Math.round(t * 1e6 + latencyOf(scenario, sink)) / 1e6;
      return [{ t: arrives, event: id, function: name, destination: sink.name, kind, condition, own: copy === undefined }];
    };
    if (what === 'succeeded') return to(OnSuccess.Destination, 'record', 'Success');
    if (what !== 'dropped') return [];
    const condition = droppedFor[clause]!;
    return [...to(settings.DeadLetterConfig.TargetArn, 'dead letter', condition), ...to(OnFailure.Destination, 'record', condition)];
  });
}

/** The condition behind a drop, by the clause that the life-line names. */
const droppedFor: Record<string, Due['condition']> = {
  'RTY-07': 'RetriesExhausted',
  'AGE-06': 'EventAgeExceeded',
  'ZRC-01': 'ZeroReservedConcurrency',
  'DST-21': 'RecursiveInvocation',
};

const kindOf = ({ attributes }: SentRecord): Due['kind'] => (attributes === undefined ? 'record' : 'dead letter');

function latencyOf({ destinations, assumptions }: Scenario, { kind, name }: Sink): number {
  const own = kind === 'destination' ? destinations[name]!.latency : undefined;
  return microseconds(own ?? assumptions.deliveryLatency);
}

function microseconds(duration: string | number): number {
  const parsed = parseDuration(duration);
  if (typeof parsed !== 'number') throw new Error(`${duration} is no duration`);
  return parsed;
}

/**
 * A destination counts what arrived and what did not; a function counts what it could not send as it decides, so what is
 * on its way at the end of a run is in its count and in no destination's. [MET-06, MET-07]
 */
function expectCountedOnBothSides({ scenario, result, sent, batches = [] }: Told, due: readonly Due[]): void {
  const arrived = Object.fromEntries(Object.keys(result.destinations).map((name) => [name, { received: 0, failed: 0 }]));
  const failures = new Map(Object.keys(result.functions).map((name) => [name, { 'dead letter': 0, record: 0 }]));
  for (const one of sent) {
    arrived[one.destination]![one.delivered ? 'received' : 'failed']++;
    if (!one.delivered) failures.get(one.function)![kindOf(one)]++;
  }
  for (const { mapping, function: name, steps } of batches) {
    const sink = sinkOf(scenario, scenario.eventSourceMappings[mapping]!.DestinationConfig.OnFailure.Destination);
    for (const { t, what } of steps) {
      if (sink === null || (what !== 'sentToDestination' && what !== 'deliveryFailed')) continue;
      // Who sends the record of a batch counts it as it decides, too.
      if (what === 'deliveryFailed') failures.get(name)!.record++;
      if (Math.round(t * 1e6 + latencyOf(scenario, sink)) / 1e6 < result.simulatedSeconds) arrived[sink.name]![what === 'deliveryFailed' ? 'failed' : 'received']++;
    }
  }
  demandEqual(Object.fromEntries(Object.entries(result.destinations).map(([name, { received, failed }]) => [name, { received, failed }])), arrived, 'what destinations count');
  for (const [name, { metrics }] of Object.entries(result.functions)) {
    const onTheirWay = (kind: Due['kind']): number =>
      due.filter((one) => one.function === name && one.kind === kind && one.t >= result.simulatedSeconds).length;
    const { 'dead letter': deadLetters, record: records } = failures.get(name)!;
    expectBetween(metrics.DeadLetterErrors, deadLetters, onTheirWay('dead letter'), `DeadLetterErrors of ${name}`);
    expectBetween(metrics.DestinationDeliveryFailures, records, onTheirWay('record'), `DestinationDeliveryFailures of ${name}`);
  }
}

/** An event is captured by what took it, gone where nothing did; copies change nothing. [DST-15, DLQ-08] */
function expectCapturedWhatWasTaken({ result, events }: Told, due: readonly Due[]): void {
  const late = new Set(due.filter(({ t, own }) => own && t >= result.simulatedSeconds).map(({ event }) => event));
  for (const [name, { discarded }] of Object.entries(result.functions)) {
    const seen = { deadLetterQueue: 0, onFailure: 0, both: 0, none: 0 };
    let onTheirWay = 0;
    for (const event of events) {
      if (event.function !== name || event.outcome !== 'discarded') continue;
      if (late.has(event.id)) {
        onTheirWay++;
        continue;
      }
      const took = (what: string): boolean => event.lifeLine.some((step) => step.what === what && step.copy === undefined);
      const [byQueue, byDestination] = [took('sentToDeadLetterQueue'), took('sentToDestination')];
      seen[byQueue ? (byDestination ? 'both' : 'deadLetterQueue') : byDestination ? 'onFailure' : 'none']++;
    }
    const { deadLetterQueue, onFailure, both } = discarded.capturedBy;
    demandEqual(deadLetterQueue + onFailure + both, discarded.captured, `the parts of what is captured of ${name}`);
    expectBetween(deadLetterQueue, seen.deadLetterQueue, onTheirWay, `captured by the dead-letter queue of ${name}`);
    expectBetween(onFailure, seen.onFailure, onTheirWay, `captured by the failure destination of ${name}`);
    expectBetween(both, seen.both, onTheirWay, `captured by both of ${name}`);
    expectBetween(discarded.gone, seen.none, onTheirWay, `gone of ${name}`);
  }
}

/** Everything sent is JSON and says whose it is, what became of it and when it was sent. [DST-05, DLQ-03, ASY-05, CFG-09] */
function expectOwnIdentity({ scenario, events, sent }: Told, targets: ReadonlyMap<string, Target>): void {
  demandEqual(new Set(events.map(({ requestId }) => requestId)).size, events.length, 'every event has a request id of its own');
  const startsAt = Date.parse(scenario.startsAt);
  const { Region, AccountId } = scenario.account;
  const arnOf = (name: string): string => {
    const { function: functionName, qualifier } = targets.get(name)!;
    return `:lambda:${Region}:${AccountId}:function:${functionName}:${qualifier ?? '$LATEST'}`;
  };
  // One list for all: thousands of records each with its own expectations would take seconds.
  const wrong: unknown[] = [];
  for (const one of sent) {
    const event = events[one.event]!;
    const body: unknown = JSON.parse(one.body);
    if (one.attributes !== undefined) {
      const { RequestID, ErrorCode = '200', ErrorMessage = '' } = one.attributes;
      if (RequestID !== event.requestId || !/^[2-5]\d\d$/.test(ErrorCode) || Buffer.byteLength(ErrorMessage) > 1026) wrong.push(one);
      continue;
    }
    const { version, timestamp, requestContext } = recordIn(one, body);
    const isRight =
      one.function === event.function &&
      version === '1.0' &&
      timestamp === new Date(Math.floor(startsAt + one.t * 1e3 + 1e-4)).toISOString() &&
      requestContext.requestId === event.requestId &&
      requestContext.condition === one.condition &&
      requestContext.functionArn.replace(/^arn:[a-z-]+/, '') === arnOf(one.function) &&
      (requestContext.approximateInvokeCount === event.approximateInvokeCount || event.lifeLine.some(({ copy }) => copy));
    if (!isRight) wrong.push(one);
  }
  demandEqual(wrong, [], 'something sent that is not about its event');
}

interface InvocationRecord {
  version: string;
  timestamp: string;
  requestContext: { requestId: string; functionArn: string; condition: string; approximateInvokeCount: number };
}

const recordIn = ({ type }: SentRecord, body: unknown): InvocationRecord =>
  type === 'EventBridge' ? (body as { detail: InvocationRecord }).detail : (body as InvocationRecord);

/** What a sink takes is no larger than its limit; what it refuses although nothing else is wrong is. [DLQ-10, DST-13, DST-17] */
function expectTakenIfItFits({ scenario, sent }: Told): void {
  const wrong = sent.filter((one) => {
    const destination = Object.hasOwn(scenario.destinations, one.destination) ? scenario.destinations[one.destination]! : undefined;
    const fits = sizeOf(one) <= limitOf(scenario, destination);
    const refuses = refusesAll(one.destination, destination);
    return one.delivered ? refuses || !fits : !refuses && fits && !mayFail(scenario, one.destination, destination);
  });
  demandEqual(wrong, [], 'something taken that does not fit, or refused that does');
}

/** What a service weighs: a message with its attributes, an entry of PutEvents, or the text itself; in bytes of UTF-8. */
export function sizeOf({ type, body, attributes }: SentRecord): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(attributes ?? {}))
    bytes += Buffer.byteLength(name) + (name === 'ErrorCode' ? 'Number' : 'String').length + Buffer.byteLength(value);
  if (type !== 'EventBridge') return bytes;
  const entry = JSON.parse(body) as { source: string; 'detail-type': string; resources: string[] };
  const detail = body.slice(body.indexOf(',"detail":') + ',"detail":'.length, -1);
  const time = 14;
  return time + [entry.source, entry['detail-type'], detail, ...entry.resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** What a destination takes; however much one of type Lambda is said to take, the invocation has its own limit. [ASY-07, DST-17] */
function limitOf({ profile }: Scenario, destination: Destination | undefined): number {
  const usual = profile === 'seed-era' || destination?.type === 'SNS' ? 262_144 : 1_048_576;
  const own = destination?.maximumBytes;
  if (destination?.type === 'Lambda') return Math.min(own ?? Infinity, usual);
  return own ?? (destination?.type === 'S3' ? Infinity : usual);
}

function refusesAll(name: string, destination: Destination | undefined): boolean {
  return destination !== undefined && (!destination.permission || !destination.keyPermission || isFifo(name, destination));
}

function mayFail(scenario: Scenario, name: string, destination: Destination | undefined): boolean {
  const invoked = invokedBy(scenario, destination === undefined ? { kind: 'function', name } : { kind: 'destination', name });
  return (
    (destination?.failureRate ?? 0) > 0 ||
    scenario.faults.some((fault) =>
      'destination' in fault
        ? fault.destination === name
        : fault.function === invoked?.function && (fault.deleted === true || fault.enqueueFailureRate !== undefined),
    )
  );
}

/** A record that a function takes is an event of its own, with the same trace, and the record is its payload. [DST-20, DST-23] */
function expectInvokedBySending({ scenario, result, events, sent }: Told): void {
  const invocations = sent.filter(({ type, delivered }) => type === 'Lambda' && delivered);
  const invokedName = ({ destination: name }: SentRecord): string => {
    const { function: invoked, qualifier } = invokedBy(scenario, { kind: Object.hasOwn(scenario.destinations, name) ? 'destination' : 'function', name })!;
    return targetName(invoked, qualifier);
  };
  const children = events.filter(({ sentBy }) => sentBy !== undefined);
  const line = (t: number, sender: number, invoked: string): string => `${t} s: event ${sender} invokes ${invoked}`;
  demandEqual(
    children.map(({ acceptedAt, sentBy, function: name }) => line(acceptedAt, sentBy!, name)).sort(),
    invocations.map((one) => line(one.t, one.event, invokedName(one))).sort(),
    'events that records became',
  );
  const functions = Object.keys(result.destinations).filter((name) => !Object.hasOwn(scenario.queues, name) && (scenario.destinations[name]?.type ?? 'Lambda') === 'Lambda');
  demandEqual(children.length, functions.reduce((sum, name) => sum + result.destinations[name]!.received, 0), 'how many records became events');

  const bySender = new Map<number, SentRecord[]>();
  for (const one of invocations) bySender.set(one.event, [...(bySender.get(one.event) ?? []), one]);
  const sentOf = new Map<number, SentRecord[]>();
  if (children.length > 0) for (const one of sent) sentOf.set(one.event, [...(sentOf.get(one.event) ?? []), one]);
  const wrong = children.filter(({ id, sentBy, acceptedAt, traceId }) => {
    const payloads = bySender.get(sentBy!)!.filter(({ t }) => t === acceptedAt).map(({ body }) => body);
    const isOfThem = ({ body, attributes }: SentRecord): boolean =>
      payloads.some((payload) => (attributes === undefined ? body.includes(`"requestPayload":${payload}`) : body === payload));
    return traceId !== events[sentBy!]!.traceId || !(sentOf.get(id) ?? []).every(isOfThem);
  });
  demandEqual(wrong, [], 'an event without its sender’s trace, or whose payload is not the sender’s record');
}

/** The minutes of one function and of every destination end with their totals, and each adds up. [MET-13, MET-21] */
function expectMinutesOfSending(total: FunctionResult, name: string, { scenario, series, result, events }: Told): void {
  const minutes = series.functions[name]!;
  const unbalanced = minutes.discardedCaptured.findIndex(
    (captured, row) =>
      captured !== minutes.capturedByDeadLetterQueue[row]! + minutes.capturedByOnFailure[row]! + minutes.capturedByBoth[row]! ||
      captured + minutes.discardedGone[row]! !==
        minutes.discardedRetriesExhausted[row]! +
          minutes.discardedEventAgeExceeded[row]! +
          minutes.discardedZeroReservedConcurrency[row]! +
          minutes.discardedRecursiveInvocation[row]!,
  );
  demandEqual(unbalanced, -1, 'a minute in which captured and gone are not what is discarded');
  const { metrics } = total;
  for (const metric of summed) demandEqual(minutes[metric].reduce((sum, count) => sum + count, 0), metrics[metric], `the minutes of ${metric}`);
  for (const [destination, { received, failed }] of Object.entries(series.destinations)) {
    demandEqual(received.at(-1) ?? 0, result.destinations[destination]!.received, `what ${destination} received in the last minute`);
    demandEqual(failed.at(-1) ?? 0, result.destinations[destination]!.failed, `what failed to reach ${destination} in the last minute`);
  }
  const admitted = (clause: string): number =>
    events.reduce(
      (sum, event) => sum + (event.function === name ? event.lifeLine.filter((step) => step.what === 'admitted' && step.clause === clause).length : 0),
      0,
    );
  // Of the mappings that invoke the function nobody says which of their executions were provisioned.
  const byMappings = Object.entries(result.eventSourceMappings ?? {}).reduce((sum, [mapping, { invocations }]) => {
    const { FunctionName, qualifier } = scenario.eventSourceMappings[mapping]!;
    return targetName(FunctionName, qualifier) === name ? sum + invocations : sum;
  }, 0);
  expectBetween(metrics.ProvisionedConcurrencyInvocations, admitted('CON-05'), byMappings, `provisioned invocations of ${name}`);
  expectBetween(metrics.ProvisionedConcurrencySpilloverInvocations, admitted('CON-06'), byMappings, `spillover of ${name}`);
  demandEqual(metrics.RecursiveInvocationsDropped, total.discarded.byCondition.RecursiveInvocation, `loops of ${name}`);
}

const summed = [
  'AsyncEventsReceived',
  'AsyncEventsDropped',
  'Invocations',
  'Errors',
  'Throttles',
  'DeadLetterErrors',
  'DestinationDeliveryFailures',
  'ColdStarts',
  'RecursiveInvocationsDropped',
  'ProvisionedConcurrencyInvocations',
  'ProvisionedConcurrencySpilloverInvocations',
] as const;

/** A count that is known but for so many: what was on its way at the end of the run, or what mappings invoked. */
function expectBetween(count: number, least: number, unknown: number, of: string): void {
  demand(count >= least && count <= least + unknown, () => `${of}: ${count}, of which ${least} to ${least + unknown} are known`);
}
