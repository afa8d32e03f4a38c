import type { DestinationModel, FunctionModel, Model } from '../model/model.ts';
import { destinationArn, functionArn } from '../records/arn.ts';
import { deadLetterBytes } from '../records/deadLetterMessage.ts';
import { eventBridgeOverhead } from '../records/eventBridgeEvent.ts';
import { recordConditions, type Answer, type Facts } from '../records/facts.ts';
import { recordBytes } from '../records/invocationRecord.ts';
import { Refusal, type Answers } from './answers.ts';
import { Condition } from './metrics.ts';
import type { Origins } from './origins.ts';

/** The place of `Success` among the conditions of records, behind those of Condition. [DST-07] */
export const success = recordConditions.indexOf('Success');

/**
 * How large what a function sends is, in bytes, without writing it. Identifiers and times have one length each, so a
 * message's size beside its payload depends on little and is worked out once. [DLQ-10, DST-19]
 */
export class MessageSizes {
  private readonly arn: string;
  private readonly answers: Answers;
  private readonly known = new Map<number, number>();

  constructor(scenario: Model, model: FunctionModel, answers: Answers) {
    this.arn = functionArn(scenario.region, scenario.accountId, model.functionName, model.qualifier);
    this.answers = answers;
  }

  /** A dead-letter message: the event and its attributes. */
  deadLetter(origins: Origins, origin: number, condition: Condition, refusal: Refusal, ordinal: number, failures: number): number {
    return origins.payloadBytes(origin) + this.beside('deadLetter', condition, refusal, ordinal, failures);
  }

  /** An invocation record; `condition` may be `success`. */
  record(origins: Origins, origin: number, condition: number, refusal: Refusal, ordinal: number, failures: number): number {
    return origins.payloadBytes(origin) + this.beside('record', condition, refusal, ordinal, failures);
  }

  /**
   * What either has beside the event's payload. `ordinal` is the event's place among the function's accepted ones, `failures`
   * its executions that failed.
   */
  beside(what: 'record' | 'deadLetter', condition: number, refusal: Refusal, ordinal: number, failures: number): number {
    const work = (): number => {
      const facts = this.facts(condition, refusal, ordinal, failures);
      return what === 'record' ? recordBytes(facts, 0) : deadLetterBytes(facts, 0);
    };
    if (this.answers.isScripted(ordinal)) return work();
    const key = (((condition * 8 + refusal) * 4 + failures) << 1) | (what === 'record' ? 1 : 0);
    let bytes = this.known.get(key);
    if (bytes === undefined) this.known.set(key, (bytes = work()));
    return bytes;
  }

  private facts(condition: number, refusal: Refusal, ordinal: number, failures: number): Facts {
    return {
      requestId: anyUuid,
      functionArn: this.arn,
      condition: recordConditions[condition]!,
      approximateInvokeCount: condition === success ? 1 : failures,
      instant: 0,
      payload: '',
      answer: lastAnswer(this.answers, condition, refusal, ordinal, failures, anyUuid),
    };
  }
}

/** What the record of an event says was answered last; nothing where the event was stopped and not attempted. */
export function lastAnswer(answers: Answers, condition: number, refusal: Refusal, ordinal: number, failures: number, requestId: string): Answer | null {
  if (condition === success) return answers.success(ordinal, failures);
  if (condition === Condition.zeroReservedConcurrency) return null;
  if (condition === Condition.recursiveInvocation) return { status: 400 };
  return answers.failure(refusal, ordinal, failures, requestId);
}

/** What a destination's service adds to a record before it weighs it. */
export function overheadOf(scenario: Model, model: FunctionModel, destination: DestinationModel): number {
  if (destination.type !== 'EventBridge') return 0;
  return eventBridgeOverhead(
    destinationArn('EventBridge', scenario.region, scenario.accountId, destination.name),
    functionArn(scenario.region, scenario.accountId, model.functionName, model.qualifier),
  );
}

const anyUuid = '00000000-0000-4000-8000-000000000000';
