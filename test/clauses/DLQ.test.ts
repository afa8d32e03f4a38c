import { describe, expect, test } from 'vitest';
import { at, exactly, issuesOf, lifeLine, run, underHeldSlot } from '../engines/check.ts';

const failing = { behaviour: { duration: { constant: '0s' }, errorRate: 1 }, EventInvokeConfig: { MaximumRetryAttempts: 0 } };
const dlq = { DeadLetterConfig: { TargetArn: 'dlq' } };
const queue = { destinations: { dlq: { type: 'SQS' as const } } };

describe('DLQ: dead-letter queues, as far as they receive', () => {
  test('DLQ-01 a dead-letter queue is a standard queue or topic', () => {
    const path = 'functions.f.DeadLetterConfig.TargetArn';
    for (const type of ['SQS', 'SNS'] as const) expect(issuesOf(exactly(dlq, at(0), { destinations: { dlq: { type } } }))).toEqual([]);
    for (const type of ['EventBridge', 'S3'] as const)
      expect(issuesOf(exactly(dlq, at(0), { destinations: { dlq: { type } } }))).toEqual([{ path, clause: 'DLQ-01' }]);
  });

  test('DLQ-06 it receives what fails all attempts and what expires', () => {
    const exhausted = run(exactly({ ...failing, ...dlq }, at(0), queue));
    expect(exhausted.result.destinations['dlq']).toEqual({ received: 1, failed: 0 });
    expect(lifeLine(exhausted.own[0])).toContain('0 dropped | 0.1 sentToDeadLetterQueue');
    const expired = run(underHeldSlot({ EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, ...dlq }, at(0), queue));
    expect(expired.result.destinations['dlq']).toEqual({ received: 1, failed: 0 });
    const delivered = run(exactly(dlq, at(0), queue));
    expect(delivered.result.destinations['dlq']).toEqual({ received: 0, failed: 0 });
  });

  test('DLQ-08 what it does not take is deleted all the same: gone, with a DeadLetterErrors', () => {
    const { first, result, own } = run(exactly({ ...failing, ...dlq }, at(0), { ...queue, faults: [{ destination: 'dlq', from: 0, until: 10, failureRate: 1 }] }));
    expect(first.discarded).toMatchObject({ total: 1, captured: 0, gone: 1 });
    expect(first.metrics.DeadLetterErrors).toBe(1);
    expect(result.destinations['dlq']).toEqual({ received: 0, failed: 1 });
    expect(lifeLine(own[0])).toContain('0.1 deliveryFailed');
  });

  test('DLQ-11 several functions may share one', () => {
    const { result } = run(
      exactly({ ...failing, ...dlq }, at(0), {
        ...queue,
        functions: { g: { ...failing, ...dlq } },
        traffic: [
          { to: 'f', arrivals: at(0, 1) },
          { to: 'g', arrivals: at(0) },
        ],
      }),
    );
    expect(result.destinations['dlq']).toEqual({ received: 3, failed: 0 });
  });

  test('DLQ-15 it is named by DeadLetterConfig.TargetArn, and an empty DeadLetterConfig is none', () => {
    expect(issuesOf(exactly({ DeadLetterConfig: { TargetArn: 'nowhere' } }, at(0), queue))).toEqual([{ path: 'functions.f.DeadLetterConfig.TargetArn' }]);
    const { first } = run(exactly({ ...failing, DeadLetterConfig: {} }, at(0), queue));
    expect(first.discarded).toMatchObject({ captured: 0, gone: 1 });
    expect(first.metrics.DeadLetterErrors).toBe(0);
  });

  test('DLQ-16 with both routes the dead letter goes out before the record', () => {
    const f = { ...dlq, behaviour: failing.behaviour, EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } } };
    const { own } = run(exactly(f, at(0), { destinations: { ...queue.destinations, failed: { type: 'SQS' } } }));
    expect(lifeLine(own[0])).toMatch(/0 dropped \| 0\.1 sentToDeadLetterQueue \| 0\.1 sentToDestination$/);
  });
});
