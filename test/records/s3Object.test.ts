import { expect, test } from 'vitest';
import { s3Key } from '../../sim/records/s3Object.ts';
import { at, requestId } from './samples.ts';

test('DST-18 an object is filed by function, day and second', () => {
  expect(s3Key('my-function', at('2026-03-05T07:08:09.999Z'), requestId)).toBe(`aws/lambda/async/my-function/2026/03/05/2026-03-05T07.08.09-${requestId}`);
});
