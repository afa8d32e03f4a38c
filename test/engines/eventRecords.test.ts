import { expect, test } from 'vitest';
import { lifeLine, run } from './check.ts';

/** One event that fails at once, and a second delivery of it that fails, too; the run ends before any retry. */
const unfinished = run({
  version: 1,
  duration: '50s',
  functions: { f: { behaviour: { duration: { constant: '1s' }, initDuration: { constant: '0s' }, errorRate: 1 } } },
  traffic: [{ to: 'f', arrivals: { burst: { count: 1 } } }],
  assumptions: { timing: 'documented', dispatch: 'backoff', duplicateProbability: 1, duplicateDelay: '10s' },
});

test('an event that still waits counts its own executions that returned, not those of its second delivery', () => {
  const [event] = unfinished.events;
  expect(event).toMatchObject({ outcome: 'waiting', endedAt: null, approximateInvokeCount: 1 });
  expect(lifeLine(event)).toMatch(/ failed \|.* failed \(copy\)$/);
});

test('a second delivery is no second event', () => {
  expect(unfinished.events).toHaveLength(1);
  expect(unfinished.first).toMatchObject({ received: 1, duplicates: 1, waiting: { total: 1 }, metrics: { Invocations: 2, Errors: 2 } });
});
