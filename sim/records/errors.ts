import type { Duration } from '../kernel/time.ts';

const pythonError = {
  errorMessage: 'The handler failed.',
  errorType: 'Exception',
  requestId: '00000000-0000-0000-0000-000000000000',
  stackTrace: ['  File "/var/task/lambda_function.py", line 2, in lambda_handler\n    raise Exception("The handler failed.")\n'],
};

/** The error object, as JSON text, of a failed attempt where the scenario gives none: as Python's runtime writes it. [CFG-08] */
export const defaultError = JSON.stringify(pythonError);

/** An error object, or the default one for null, as JSON text for one event: a `requestId` in it becomes the event's. [ASY-05] */
export function errorText(object: Readonly<Record<string, unknown>> | null, requestId: string): string {
  const error = object ?? pythonError;
  return JSON.stringify(Object.hasOwn(error, 'requestId') ? { ...error, requestId } : error);
}

/** What a function returns that ran longer than its Timeout: the error object as JSON text, its seconds with two decimals. [ERR-05] */
export function timeoutError(requestId: string, timeoutMicroseconds: Duration): string {
  const hundredths = Math.round(timeoutMicroseconds / 10_000);
  const seconds = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
  return JSON.stringify({
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
    errorType: 'Sandbox.Timedout',
  });
}

/** The longest response in bytes of UTF-8; a longer one is a function error. [ERR-09] */
export const largestResponseBytes = 6 * 1_024 * 1_024 + 100;

/** What a function returns whose response is longer than `largestResponseBytes`: the error object as JSON text. [ERR-09] */
export const responseTooLargeError = (): string =>
  JSON.stringify({
    errorMessage: `Response payload size exceeded maximum allowed payload size (${largestResponseBytes} bytes).`,
    errorType: 'Function.ResponseSizeTooLarge',
  });
