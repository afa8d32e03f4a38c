import type { Answer, Facts } from './facts.ts';
import { isJson, utf8Bytes } from './json.ts';
import { isoMilliseconds } from './timestamp.ts';

/**
 * The record that a destination receives when an event ends, version 1.0, as JSON with its keys in AWS's order. What the
 * event and the handler said is copied byte for byte, whitespace included, as captures show. [DST-05, DST-06, DST-07, DST-08]
 */
export const invocationRecord = (facts: Facts): string => recordAround(facts, facts.payload);

/**
 * The record's length in bytes of UTF-8, without the payload at hand: `facts.payload` is not looked at, `payloadBytes` is
 * its length. [DST-19]
 */
export const recordBytes = (facts: Facts, payloadBytes: number): number => utf8Bytes(recordAround(facts, '')) + payloadBytes;

function recordAround(facts: Facts, requestPayload: string): string {
  const { requestId, functionArn, condition, approximateInvokeCount, instant } = facts;
  const requestContext = JSON.stringify({ requestId, functionArn, condition, approximateInvokeCount });
  return `{"version":"1.0","timestamp":"${isoMilliseconds(instant)}","requestContext":${requestContext},"requestPayload":${requestPayload}${response(facts)}}`;
}

/** What follows the payload: the answer, as far as there was one. Zero reserved concurrency hides even an earlier attempt's. [ZRC-03] */
function response({ condition, answer }: Facts): string {
  if (answer === null || condition === 'ZeroReservedConcurrency') return '';
  if (answer.status !== 200) return `,"responseContext":{"statusCode":${answer.status}}`;
  const { executedVersion } = answer;
  if ('error' in answer) {
    const context = JSON.stringify({ statusCode: 200, executedVersion, functionError: answer.functionError });
    return `,"responseContext":${context},"responsePayload":${answer.error}`;
  }
  return `,"responseContext":${JSON.stringify({ statusCode: 200, executedVersion })},${returned(answer)}`;
}

/** A response that is no JSON cannot stand in the record: an error stands in its place. [DST-19] */
function returned({ response }: Extract<Answer, { response: string }>): string {
  return isJson(response) ? `"responsePayload":${response}` : `"deliveryError":${JSON.stringify(notJson)}`;
}

const notJson = {
  statusCode: 400,
  errorCode: 'InvalidRequestContentException',
  errorMessage: 'The function response payload could not be parsed as JSON.',
};
