import { expect, test } from 'vitest';
import { sumOfResults } from '../../sim/planner/allFunctions.ts';
import { functionResult } from '../report/handMade.ts';

test('what is billed of several functions adds up, part by part', () => {
  const parts = ['requests', 'extraRequests', 'milliseconds', 'provisionedMilliseconds', 'retryRequests', 'retryMilliseconds', 'retryProvisionedMilliseconds'] as const;
  const billed = (factor: number) => Object.fromEntries(parts.map((part, place) => [part, factor * 2 ** place])) as Record<(typeof parts)[number], number>;
  const functions = [1, 1000].map((factor) => ({ ...functionResult({ onTime: 1 }), billed: billed(factor) }));
  expect(sumOfResults(functions).billed).toEqual(billed(1001));
});
