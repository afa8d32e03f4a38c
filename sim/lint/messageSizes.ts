import type { FunctionModel, ResponseModel } from '../model/model.ts';
import { destinationArn, functionArn } from '../records/arn.ts';
import { deadLetterBytes } from '../records/deadLetterMessage.ts';
import { errorText, largestResponseBytes } from '../records/errors.ts';
import { eventBridgeOverhead } from '../records/eventBridgeEvent.ts';
import type { Answer, Facts, RecordCondition } from '../records/facts.ts';
import { recordBytes } from '../records/invocationRecord.ts';
import { utf8Bytes } from '../records/json.ts';
import { generatedResponse } from '../records/payload.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Target } from '../scenario/sinks.ts';

/** What a message has beside the event's own payload, in bytes. [DLQ-10, DST-19] */
export interface Beside {
  /** Whatever becomes of the event. */
  least: number;
  /** In the usual case: with the behaviour's response after a success, with its error after a failure. */
  usual: number;
}

/** What a route adds to a payload; null where nothing is ever sent: successes of a function whose response is too large. [ERR-09] */
export function besideOf(
  { account: { Region, AccountId } }: Scenario,
  target: Target,
  lambda: FunctionModel,
  kind: 'OnSuccess' | 'OnFailure' | 'DeadLetterConfig',
  destination: { type: string; name: string },
): Beside | null {
  const arn = functionArn(Region, AccountId, target.function, target.qualifier);
  const facts = (condition: RecordCondition, answer: Answer | null): Facts => ({
    requestId: anyUuid,
    functionArn: arn,
    condition,
    approximateInvokeCount: 1,
    instant: 0,
    payload: '',
    answer,
  });
  const envelope = destination.type === 'EventBridge' ? eventBridgeOverhead(destinationArn('EventBridge', Region, AccountId, destination.name), arn) : 0;
  const sizeOf = (message: Facts): number => envelope + (kind === 'DeadLetterConfig' ? deadLetterBytes(message, 0) : recordBytes(message, 0));
  if (kind === 'OnSuccess') {
    const sizes = responsesOf(lambda).map((response) => sizeOf(facts('Success', { status: 200, executedVersion: target.version, response })));
    const [usual] = sizes;
    return usual === undefined ? null : { usual, least: Math.min(...sizes) };
  }
  const { functionError, error } = lambda;
  const failed: Answer = { status: 200, executedVersion: target.version, functionError, error: errorText(error, anyUuid) };
  return { usual: sizeOf(facts('RetriesExhausted', failed)), least: sizeOf(facts('EventAgeExceeded', null)) };
}

/** Whether a script answers for some events in its own way. */
export function answersVary({ script }: FunctionModel): boolean {
  return script.some(({ attempts }) => attempts.some(({ response, error }) => response !== null || error !== null));
}

/** The behaviour's response, unless it is too large to be one, and then the smallest of a script. */
function responsesOf({ response, script }: FunctionModel): string[] {
  if (responseBytes(response) > largestResponseBytes) return [];
  let smallest = response;
  for (const { attempts } of script)
    for (const attempt of attempts) if (attempt.response !== null && responseBytes(attempt.response) < responseBytes(smallest)) smallest = attempt.response;
  return [response, smallest].map((one) => ('text' in one ? one.text : generatedResponse(one.bytes)));
}

const responseBytes = (response: ResponseModel): number => ('text' in response ? utf8Bytes(response.text) : response.bytes);

const anyUuid = '00000000-0000-4000-8000-000000000000';
