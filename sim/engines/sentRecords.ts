import { assert } from '../kernel/assert.ts';
import { inSeconds, type Time } from '../kernel/time.ts';
import { Answers, Refusal } from '../lambda/answers.ts';
import { lastAnswer, success } from '../lambda/messageSizes.ts';
import type { Origins } from '../lambda/origins.ts';
import { approximateInvokeCount } from '../lambda/rules.ts';
import { ofCopy, Sender, Step, type Trace, type TracedEvent } from '../lambda/trace.ts';
import type { DestinationModel, Model } from '../model/model.ts';
import { destinationArn, functionArn } from '../records/arn.ts';
import { deadLetterMessage } from '../records/deadLetterMessage.ts';
import { eventBridgeEvent } from '../records/eventBridgeEvent.ts';
import { recordConditions, type Facts } from '../records/facts.ts';
import { invocationRecord } from '../records/invocationRecord.ts';
import { generatedPayload } from '../records/payload.ts';
import { s3Key } from '../records/s3Object.ts';
import { s3Object, snsNotification, sqsMessage } from '../records/wrapping.ts';
import { traceIdOf } from './eventRecords.ts';
import type { Identities } from './identities.ts';
import type { SentRecord } from './result.ts';

/** Which of the things that were sent are wanted; every given one must hold. */
export interface SentFilter {
  event?: number;
  condition?: SentRecord['condition'];
  /** Whether each is also given as its receiver sees it. */
  wrapped?: boolean;
}

/**
 * Everything that was sent, in order of time, written from the life-lines: nothing of it is kept while the run goes on.
 */
export function* sentRecords(history: History, filter: SentFilter = {}): Iterable<SentRecord> {
  const { trace } = history;
  const writer = new Writer(history);
  const ids = filter.event === undefined ? undefined : [filter.event].filter((id) => id >= 0 && id < trace.events);
  for (const sending of writer.sendings(ids)) {
    if (filter.condition !== undefined && recordConditions[sending.condition] !== filter.condition) continue;
    const record = writer.write(sending);
    yield filter.wrapped === true ? { ...record, message: writer.wrap(sending, record) } : record;
  }
}

/** A traced run: what is needed to tell its events' stories. What is due at or after `until` is left out. */
export interface History {
  trace: Trace;
  model: Model;
  origins: Origins;
  identities: Identities;
  until: Time;
}

/** One thing sent, before it is written. */
interface Sending {
  event: number;
  at: Time;
  copy: boolean;
  /** A dead letter, or a record to the failure or success destination. */
  route: 'deadLetterQueue' | 'onFailure' | 'onSuccess';
  arrives: boolean;
  /** By Condition's place, or `success`. */
  condition: number;
  refusal: Refusal;
  /** Executions that failed before. */
  failures: number;
}

class Writer {
  private readonly trace: Trace;
  private readonly model: Model;
  private readonly identities: Identities;
  private readonly until: Time;
  private readonly origins: Origins;
  private readonly answers: Answers[];
  private readonly ordinals: Uint32Array;
  private readonly payloads = new Map<number, string>();
  private remembered = 0;

  constructor({ trace, model, origins, identities, until }: History) {
    this.trace = trace;
    this.origins = origins;
    this.model = model;
    this.identities = identities;
    this.until = until;
    this.answers = model.functions.map((one) => new Answers(one));
    this.ordinals = ordinalsOf(trace, model);
  }

  /** In order of time; at one instant by event. */
  *sendings(ids: readonly number[] | undefined): Iterable<Sending> {
    const places: { at: Time; event: number; place: number }[] = [];
    const collect = (event: number): void => this.of(event).forEach(({ at }, place) => places.push({ at, event, place }));
    if (ids === undefined) for (let event = 0; event < this.trace.events; event++) collect(event);
    else ids.forEach(collect);
    places.sort((one, other) => one.at - other.at || one.event - other.event || one.place - other.place);
    for (const { event, place } of places) yield this.of(event)[place]!;
  }

  write(sending: Sending): SentRecord {
    const { event, at, route, arrives, condition } = sending;
    const target = this.model.functions[this.trace.functionIndexOf(event)]!;
    const destination = this.model.destinations[target[route]]!;
    const sent = {
      t: inSeconds(at),
      event,
      function: target.name,
      destination: destination.name,
      type: destination.type,
      delivered: arrives,
      condition: recordConditions[condition]!,
    };
    const facts = this.facts(sending, this.payload(event));
    if (route === 'deadLetterQueue') return { ...sent, ...deadLetterMessage(facts) };
    const id = this.identities.messageId(event, placeOf(sending));
    if (destination.type === 'EventBridge') return { ...sent, body: this.envelope(facts, destination, id) };
    return {
      ...sent,
      body: invocationRecord(facts),
      ...(destination.type === 'S3' ? { key: s3Key(target.functionName, facts.instant, id) } : {}),
    };
  }

  /** The whole as its receiver sees it. [DST-09, DLQ-03] */
  wrap(sending: Sending, record: SentRecord): string {
    const { event, at } = sending;
    const { body, attributes = {}, key } = record;
    const { region, accountId, startsAt } = this.model;
    const messageId = this.identities.messageId(event, placeOf(sending));
    const sentAt = startsAt + at;
    switch (record.type) {
      case 'SQS':
        return sqsMessage({ body, attributes, messageId, sentAt, traceHeader: this.traceHeader(event), senderId: this.identities.senderId(sentAt) });
      case 'SNS':
        return snsNotification({ body, attributes, messageId, sentAt, topicArn: destinationArn('SNS', region, accountId, record.destination) });
      case 'S3':
        return s3Object({ bucket: record.destination, key: key ?? '', body });
      case 'Lambda':
      case 'EventBridge':
        return body;
    }
  }

  /** Links the traces of an event and of what receives its record. [DST-21, DST-23] */
  private traceHeader(event: number): string {
    const { functionName, group } = this.model.functions[this.trace.functionIndexOf(event)]!;
    const invocations = this.origins.invocations(this.trace.originOf(event), group);
    const root = traceIdOf(event, this.trace, this.model, this.identities);
    return `Root=${root};Parent=${this.identities.segmentId(event)};Sampled=1;Lineage=1:${this.identities.lineageId(functionName)}:${invocations}`;
  }

  private envelope(facts: Facts, destination: DestinationModel, id: string): string {
    const { region, accountId } = this.model;
    return eventBridgeEvent({ facts, destinationArn: destinationArn('EventBridge', region, accountId, destination.name), region, accountId, id });
  }

  private facts(sending: Sending, payload: string): Facts {
    const { event, at, condition, refusal, failures } = sending;
    const { model } = this;
    const target = model.functions[this.trace.functionIndexOf(event)]!;
    const requestId = this.identities.requestId(event);
    return {
      requestId,
      functionArn: functionArn(model.region, model.accountId, target.functionName, target.qualifier),
      condition: recordConditions[condition]!,
      approximateInvokeCount: approximateInvokeCount(condition === success, failures),
      instant: model.startsAt + at,
      payload,
      answer: lastAnswer(this.answers[this.trace.functionIndexOf(event)]!, condition, refusal, this.ordinals[event]!, failures, requestId),
    };
  }

  /**
   * What the function was sent: of the traffic's making, or the record of the event that invoked it. [DST-20]
   * A chain may have thousands of hops, each repeating all before it, so it is written from its beginning on, not recursively.
   */
  private payload(event: number): string {
    const hops: number[] = [];
    let first = event;
    for (let sender = this.trace.senderOf(first); sender >= 0 && !this.payloads.has(first); sender = this.trace.senderOf(first)) {
      hops.push(first);
      first = Sender.id(sender);
    }
    let payload = this.payloads.get(first) ?? this.ofTraffic(first);
    for (let hop = hops.pop(); hop !== undefined; hop = hops.pop()) {
      payload = this.recordTo(hop, payload);
      this.remember(hop, payload);
    }
    return payload;
  }

  private ofTraffic(event: number): string {
    const { payload } = this.model.sources[this.trace.originOf(event)]!;
    return 'text' in payload ? payload.text : generatedPayload(payload.bytes, event);
  }

  /** The record that invoked a function; `payload` is the one of the event that it is about. */
  private recordTo(event: number, payload: string): string {
    const sender = this.trace.senderOf(event);
    const accepted = this.trace.acceptedAt(event);
    const target = this.trace.functionIndexOf(event);
    const sending = this.of(Sender.id(sender)).find(({ at, copy, event: from, route }) => at === accepted && copy === Sender.isCopy(sender) && this.invokes(from, route) === target);
    assert(sending !== undefined, 'an event that a record caused has a sender that sent it');
    return invocationRecord(this.facts(sending, payload));
  }

  /** Each hop of a long chain repeats all before it; the latest payloads are kept, so that the next hop need not write them again. */
  private remember(event: number, payload: string): void {
    this.payloads.set(event, payload);
    this.remembered += payload.length;
    for (const [oldest, text] of this.payloads) {
      if (this.remembered <= mostRemembered) break;
      this.payloads.delete(oldest);
      this.remembered -= text.length;
    }
  }

  private invokes(event: number, route: Sending['route']): number {
    return this.model.destinations[this.model.functions[this.trace.functionIndexOf(event)]![route]]?.invokes ?? -1;
  }

  private of(event: number): Sending[] {
    return sendingsOf(event, this.trace.read(event, this.until));
  }
}

/** Characters. */
const mostRemembered = 64_000_000;

/** Reads what was sent off an event's life-line: the event's own story and that of its second delivery, each by itself. */
function sendingsOf(event: number, { steps }: TracedEvent): Sending[] {
  const sendings: Sending[] = [];
  for (const copy of [false, true]) {
    let refusal: Refusal = Refusal.none;
    let failures = 0;
    let condition = success;
    for (const { at, step: packed } of steps) {
      if (((packed & ofCopy) !== 0) !== copy) continue;
      const step = packed & (ofCopy - 1);
      const sending = { event, at, copy, condition, refusal, failures };
      switch (step) {
        case Step.failed:
        case Step.timedOut:
        case Step.responseTooLarge:
        case Step.functionNotFound:
          failures++;
          refusal = refusalOf[step];
          break;
        case Step.throttled:
        case Step.systemError:
          refusal = refusalOf[step];
          break;
        case Step.dropped:
        case Step.dropped + 1:
        case Step.dropped + 2:
        case Step.dropped + 3:
          condition = step - Step.dropped;
          break;
        case Step.sentToDeadLetterQueue:
        case Step.deadLetterFailed:
          sendings.push({ ...sending, route: 'deadLetterQueue', arrives: step === Step.sentToDeadLetterQueue });
          break;
        case Step.sentToDestination:
        case Step.deliveryFailed:
          sendings.push({ ...sending, route: condition === success ? 'onSuccess' : 'onFailure', arrives: step === Step.sentToDestination });
          break;
      }
    }
  }
  return sendings;
}

const refusalOf = {
  [Step.failed]: Refusal.functionError,
  [Step.timedOut]: Refusal.timedOut,
  [Step.responseTooLarge]: Refusal.responseTooLarge,
  [Step.functionNotFound]: Refusal.notFound,
  [Step.throttled]: Refusal.throttled,
  [Step.systemError]: Refusal.systemError,
} as const;

/** Tells an event's messages apart: by route, and by which of its deliveries. */
const placeOf = ({ route, copy }: Sending): number => 2 * ['deadLetterQueue', 'onFailure', 'onSuccess'].indexOf(route) + (copy ? 1 : 0);

/** Each event's place among its function's accepted events. */
function ordinalsOf(trace: Trace, { functions }: Model): Uint32Array {
  const counts = functions.map(() => 0);
  const ordinals = new Uint32Array(trace.events);
  for (let id = 0; id < trace.events; id++) ordinals[id] = counts[trace.functionIndexOf(id)]!++;
  return ordinals;
}

