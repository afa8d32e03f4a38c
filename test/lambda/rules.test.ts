import { describe, expect, test } from 'vitest';
import { AccountConcurrency, FunctionConcurrency } from '../../sim/lambda/concurrency.ts';
import * as rules from '../../sim/lambda/rules.ts';
import { ScalingRate } from '../../sim/lambda/scalingRate.ts';

const [millisecond, second, minute] = [1_000, 1_000_000, 60_000_000];

describe('each rule at both sides of its limits', () => {
  test('waits after function errors and after throttles', () => {
    expect([1, 2].map(rules.functionErrorWait)).toEqual([minute, 2 * minute]);
    expect([1, 2, 3, 8, 9, 10, 40].map((refusals) => rules.throttleWait(refusals) / second)).toEqual([1, 2, 4, 128, 256, 300, 300]);
  });

  test('a wait is jittered both ways, and stretched by a backlog', () => {
    expect([0, 0.25, 0.5, 1].map((luck) => rules.jittered(minute, 0.1, luck) / second)).toEqual([54, 57, 60, 66]);
    expect(rules.jittered(10, 0.1, 0.26)).toBe(10);
    expect(rules.backlogStretched(second, 0, 2, 100)).toBe(second);
    // ln(1 + 900 / 100) / ln 10 = 1.
    expect(rules.backlogStretched(second, 900, 2, 100)).toBe(3 * second);
    expect(rules.backlogStretched(3, 900, 0.5, 100)).toBe(5);
  });

  test('the age limit itself is too old, the last retry is made', () => {
    expect(rules.ageLimit(5, 60)).toBe(65);
    expect([64, 65, 66].map((next) => rules.reachesAgeLimit(next, 65))).toEqual([false, true, true]);
    expect([1, 2, 3].map((failures) => rules.retriesAreSpent(failures, 2))).toEqual([false, false, true]);
  });

  test('zero reserved concurrency stops what was accepted since, or everything', () => {
    expect([9, 10, 11].map((accepted) => rules.isStoppedByZeroReserved(accepted, 10, false))).toEqual([false, true, true]);
    expect(rules.isStoppedByZeroReserved(9, 10, true)).toBe(true);
  });

  test('counts, provisioned concurrency, loops, idle environments', () => {
    expect([rules.approximateInvokeCount(true, 2), rules.approximateInvokeCount(false, 2)]).toEqual([1, 2]);
    expect([9, 10, 11].map((delay) => rules.isOnTime(delay, 10))).toEqual([true, true, false]);
    expect(rules.provisionedUsableFrom(second, 6000)).toBe(151 * second);
    expect(rules.provisionedRequestsPerSecond(3)).toBe(30);
    expect([15, 16, 17].map(rules.isRecursiveLoop)).toEqual([false, false, true]);
    expect([9, 10, 11].map((now) => rules.isReclaimed(now, 10))).toEqual([false, true, true]);
    expect(rules.alwaysUnreserved).toBe(100);
  });

  test('what is billed is billed when it has begun', () => {
    expect([0, 1, 1000, 1001].map(rules.billedMilliseconds)).toEqual([0, 1, 1, 2]);
    expect([0, 262_144, 262_145, 327_680, 327_681].map(rules.extraRequests)).toEqual([0, 0, 1, 1, 2]);
    expect([0, 65_536, 65_537].map((bytes) => rules.billedUnits('SQS', bytes))).toEqual([1, 1, 2]);
    expect([rules.billedUnits('Lambda', 100_000), rules.billedUnits('S3', 100_000), rules.billedUnits('SNS', 100_000), rules.billedUnits('EventBridge', 1)]).toEqual([0, 1, 2, 1]);
  });

  test('reading slows down by a tenth after a majority of refusals, and speeds up again', () => {
    expect([[5, 10], [6, 10], [0, 0]].map(([refusals, dispatches]) => rules.isMostlyRefused(refusals!, dispatches!))).toEqual([false, true, false]);
    expect([rules.slowerReadRate(100, 20), rules.slowerReadRate(100, 95), rules.slowerReadRate(1, 0)]).toEqual([90, 95, 1]);
    expect(rules.fasterReadRate(10)).toBe(12);
    expect([1, 3, 2e6, 4e6].map(rules.readGap)).toEqual([second, 333_333, 1, 1]);
  });

  test('waits of event sources double up to a cap, and time goes on', () => {
    const retry = { base: 500 * millisecond, factor: 2, cap: 60 * second };
    expect([1, 2, 3, 7, 8, 9, 1000].map((times) => rules.eventSourceWait(times, retry) / second)).toEqual([0.5, 1, 2, 32, 60, 60, 60]);
    expect(rules.eventSourceWait(1, { base: 90 * second, factor: 2, cap: 60 * second })).toBe(60 * second);
    expect(rules.eventSourceWait(3, { base: 3, factor: 1.1, cap: 10 })).toBe(4);
    const none = { base: 0, factor: 2, cap: 0 };
    expect([rules.refusedBatchWait(1, none), rules.refusedBatchWait(1, retry)]).toEqual([millisecond, 500 * millisecond]);
    expect([rules.failedBatchWait(1, 0, none), rules.failedBatchWait(1, 1, none), rules.failedBatchWait(2, 0, retry)]).toEqual([millisecond, 0, second]);
  });

  test('halves, ages and counts of batches', () => {
    expect([2, 3, 10].map(rules.firstHalf)).toEqual([1, 2, 5]);
    expect([69, 70, 71].map((now) => rules.isTooOld(now, 10, 60))).toEqual([false, true, true]);
    expect([0, 7].map(rules.invokeCountOfTooOld)).toEqual([1, 8]);
    expect([2, 3, 4].map((receipts) => rules.isReceivedTooOften(receipts, 3))).toEqual([false, true, true]);
    expect(rules.anotherBatchEvery).toBe(200 * millisecond);
    expect(rules.largestEvent).toBe(6_291_456);
  });
});

describe('the scaling rate', () => {
  test('is a bucket that starts full and refills steadily, and never holds more', () => {
    const rate = new ScalingRate(3, 10);
    const taken = (now: number): boolean => {
      const may = rate.nextAt() <= now;
      if (may) rate.take(now);
      return may;
    };
    expect([taken(0), taken(0), taken(0), taken(0)]).toEqual([true, true, true, false]);
    expect([taken(9), taken(10), taken(10), rate.nextAt()]).toEqual([false, true, false, 20]);
    expect([taken(1000), taken(1000), taken(1000), taken(1000)]).toEqual([true, true, true, false]);
  });
});

describe('concurrency', () => {
  test('of a function with a reservation is the reservation, of the others what is left', () => {
    const account = new AccountConcurrency(10);
    const [one, two] = [new FunctionConcurrency(account), new FunctionConcurrency(account)];
    one.setReserved(4);
    expect([account.reserved, account.unreservedLimit]).toEqual([4, 6]);
    for (let busy = 0; busy < 4; busy++) {
      expect(one.hasRoom()).toBe(true);
      one.take();
    }
    expect([one.hasRoom(), two.hasRoom(), account.busy, account.unreservedBusy]).toEqual([false, true, 4, 0]);
    for (let busy = 0; busy < 6; busy++) two.take();
    expect([two.hasRoom(), two.hasAccountRoom(), account.busy, account.unreservedBusy]).toEqual([false, false, 10, 6]);
    two.release();
    one.release();
    expect([one.hasRoom(), two.hasRoom(), account.busy, account.unreservedBusy]).toEqual([true, true, 8, 5]);
  });

  test('moves with a function that gets or loses its reservation, what is provisioned too', () => {
    const account = new AccountConcurrency(10);
    const one = new FunctionConcurrency(account);
    one.provision(2);
    one.take();
    one.takeProvisioned();
    expect([account.busy, account.unreservedBusy, account.provisioned, account.unreservedLimit]).toEqual([2, 1, 2, 8]);
    one.setReserved(3);
    expect([account.reserved, account.unreservedBusy, account.provisioned, account.unreservedLimit]).toEqual([3, 0, 0, 7]);
    expect([one.hasRoom(), one.busy]).toEqual([false, 1]);
    one.setReserved(5);
    expect([account.reserved, one.hasRoom(), account.provisioned, account.unreservedBusy]).toEqual([5, true, 0, 0]);
    one.setReserved(0);
    expect([account.reserved, one.hasRoom()]).toEqual([0, false]);
    one.setReserved(-1);
    expect([account.reserved, account.unreservedBusy, account.provisioned]).toEqual([0, 1, 2]);
    one.releaseProvisioned();
    one.release();
    expect([account.busy, account.unreservedBusy, one.busy]).toEqual([0, 0, 0]);
    expect(() => one.release()).toThrow('no execution ends that did not start');
  });
});
