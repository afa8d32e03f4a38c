/**
 * What AWS writes when an event ends, told once more and as plainly as possible: every message is really built, from an object
 * that is printed, and then measured.
 */

/** How an event was answered last; null where nothing answered. */
export type NaiveAnswer = { response: string } | { error: Record<string, unknown>; functionError: string } | { status: 400 | 404 | 429 | 500 } | null;

export interface NaiveFacts {
  requestId: string;
  functionArn: string;
  version: string;
  condition: string;
  count: number;
  /** Milliseconds since 1970, not always whole. */
  instant: number;
  payload: string;
  answer: NaiveAnswer;
}

export const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The invocation record; keys in AWS's order. What was sent and what was returned are put in afterwards, letter for letter. */
export function invocationRecord({ requestId, functionArn, version, condition, count, instant, payload, answer }: NaiveFacts): string {
  const record = {
    version: '1.0',
    timestamp: new Date(Math.floor(instant)).toISOString(),
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: count },
    requestPayload: '<the event>',
    ...(answer === null
      ? {}
      : 'status' in answer
        ? { responseContext: { statusCode: answer.status } }
        : 'error' in answer
          ? { responseContext: { statusCode: 200, executedVersion: version, functionError: answer.functionError }, responsePayload: answer.error }
          : { responseContext: { statusCode: 200, executedVersion: version }, ...(isJson(answer.response) ? { responsePayload: '<the response>' } : { deliveryError }) }),
  };
  const response = answer !== null && 'response' in answer ? answer.response : '';
  return JSON.stringify(record).replace('"<the response>"', () => response).replace('"<the event>"', () => payload);
}

/** The rules name status and code; the sentence is the engine's. */
const deliveryError = { statusCode: 400, errorCode: 'InvalidRequestContentException', errorMessage: 'The function response payload could not be parsed as JSON.' };

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What an event bus receives; its id is drawn, so here it says nothing. */
export function busEvent(facts: NaiveFacts, place: { bus: string; region: string; account: string; id: string }): { body: string; bytes: number } {
  const detailType = `Lambda Function Invocation Result - ${facts.condition === 'Success' ? 'Success' : 'Failure'}`;
  const event = {
    version: '0',
    id: place.id,
    'detail-type': detailType,
    source: 'lambda',
    account: place.account,
    time: `${new Date(Math.floor(facts.instant)).toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: [place.bus, facts.functionArn],
    detail: '<the record>',
  };
  const detail = invocationRecord(facts);
  // As EventBridge documents the size of an entry: 14 for the time, and the texts of the others.
  const counted = [event.source, detailType, ...event.resources, detail];
  return { body: JSON.stringify(event).replace('"<the record>"', () => detail), bytes: counted.reduce((sum, text) => sum + bytesOf(text), 14) };
}

/** A dead letter: the event untouched, and what it says beside it. */
export function deadLetter({ requestId, functionArn, condition, payload, answer }: NaiveFacts): { body: string; attributes: Record<string, string>; bytes: number } {
  const attributes: Record<string, string> = { RequestID: requestId };
  if (condition === 'ZeroReservedConcurrency') attributes['ErrorMessage'] = 'Function not invoked. Function isconfigured with zero reserved concurrent executions';
  else if (answer !== null) {
    attributes['ErrorCode'] = String('status' in answer ? answer.status : 200);
    const message = 'status' in answer ? messages[answer.status](functionArn) : 'error' in answer ? answer.error['errorMessage'] : undefined;
    if (typeof message === 'string' && message !== '') attributes['ErrorMessage'] = first1024Bytes(message);
  }
  const types: Record<string, string> = { RequestID: 'String', ErrorCode: 'Number', ErrorMessage: 'String' };
  const bytes = Object.entries(attributes).reduce((sum, [name, value]) => sum + bytesOf(name) + bytesOf(types[name]!) + bytesOf(value), bytesOf(payload));
  return { body: payload, attributes, bytes };
}

/** Nobody has published the sentences for 400 and 500; they are the engine's. */
const messages = {
  400: () => 'Function not invoked. A recursive loop was detected.',
  404: (functionArn: string) => `Function not found: ${functionArn}`,
  429: () => 'Rate Exceeded.',
  500: () => 'Internal server error.',
};

/** Decoding writes U+FFFD for what is left of a character. */
const first1024Bytes = (text: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text).subarray(0, 1024));

/** An error object for one event. Without one of its own, as Python's runtime writes it; these texts are the engine's. */
export function errorFor(requestId: string, error: Record<string, unknown> | undefined): Record<string, unknown> {
  const given = error ?? {
    errorMessage: 'The handler failed.',
    errorType: 'Exception',
    requestId: '',
    stackTrace: ['  File "/var/task/lambda_function.py", line 2, in lambda_handler\n    raise Exception("The handler failed.")\n'],
  };
  return 'requestId' in given ? { ...given, requestId } : given;
}

/** The sentence is the engine's. */
export const timedOut = (requestId: string, seconds: number): Record<string, unknown> => ({
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  errorType: 'Sandbox.Timedout',
});

/** 6 MiB and 100 bytes. */
export const largestResponse = 6_291_556;

/** The sentence is the engine's. */
export const tooLarge: Record<string, unknown> = {
  errorMessage: `Response payload size exceeded maximum allowed payload size (${largestResponse} bytes).`,
  errorType: 'Function.ResponseSizeTooLarge',
};

/** What is sent or returned where a scenario gives only the size; how it fills it is the engine's. */
export function ofSize(bytes: number, event?: number): string {
  if (event !== undefined && bytes === 2) return '{}';
  const room = event === undefined ? -1 : bytes - JSON.stringify({ event, data: '' }).length;
  if (room >= 0) return JSON.stringify({ event, data: 'x'.repeat(room) });
  return bytes === 1 ? '0' : JSON.stringify('x'.repeat(bytes - 2));
}

/** ARNs as AWS documents them. */
export function arn(region: string, service: string, account: string, resource: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
