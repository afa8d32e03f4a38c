import { describe, expect, test } from 'vitest';
import { defaultError, errorText, largestResponseBytes, responseTooLargeError, timeoutError } from '../../sim/records/errors.ts';
import { requestId } from './samples.ts';

const second = 1_000_000;

describe('error objects', () => {
  test('CFG-08 the default one is as Python writes it, with a stack trace', () => {
    const error = JSON.parse(errorText(null, requestId)) as Record<string, unknown>;
    expect(Object.keys(error)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace']);
    expect(error).toMatchObject({ errorMessage: expect.any(String) as string, errorType: 'Exception', requestId });
    expect(error['stackTrace']).toEqual([expect.stringMatching(/^ {2}File "\/var\/task\/\w+\.py", line \d+, in \w+\n {4}raise /)]);
    expect(Object.keys(JSON.parse(defaultError) as object)).toEqual(Object.keys(error));
    expect(errorText(null, requestId).length).toBe(defaultError.length);
  });

  test('ASY-05 a requestId in it becomes the event\'s, where it stands', () => {
    expect(errorText({ errorType: 'E', requestId: 'old', errorMessage: 'no' }, requestId)).toBe(`{"errorType":"E","requestId":"${requestId}","errorMessage":"no"}`);
    expect(errorText({ requestId: null }, requestId)).toBe(`{"requestId":"${requestId}"}`);
  });

  test('an error without a requestId gets none, nor does one deeper inside', () => {
    expect(errorText({ errorMessage: 'no', cause: { requestId: 'old' } }, requestId)).toBe('{"errorMessage":"no","cause":{"requestId":"old"}}');
    expect(errorText({}, requestId)).toBe('{}');
  });

  test('what is given stays as it was', () => {
    const given = { requestId: 'old' };
    errorText(given, requestId);
    expect(given).toEqual({ requestId: 'old' });
  });

  test.each([
    [3 * second, '3.00'],
    [900 * second, '900.00'],
    [1.5 * second, '1.50'],
    [50_000, '0.05'],
    [999_999, '1.00'],
    [10_009, '0.01'],
  ])('ERR-05 a timeout of %i microseconds is %s seconds', (timeout, seconds) => {
    expect(timeoutError(requestId, timeout)).toBe(`{"errorMessage":"RequestId: ${requestId} Error: Task timed out after ${seconds} seconds","errorType":"Sandbox.Timedout"}`);
  });

  test('ERR-09 a response may have 6 MiB and 100 bytes', () => {
    expect(largestResponseBytes).toBe(6_291_556);
    expect(responseTooLargeError()).toBe('{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}');
  });
});
