import { describe, expect, test } from 'vitest';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { issuesOf } from '../engines/check.ts';
import { at, burst, ofQueue, play, queue, queueMapping, queueSeries } from '../engines/eventSources.ts';

/** As soon as something due at this second has happened: what is due at a run's end is not a part of it. */
const justAfter = (seconds: number): number => (Math.round(seconds * 1e6) + 1) / 1e6;
const none = { ReservedConcurrentExecutions: 0 };
const lasting = (seconds: number, Timeout = 30) => ({ Timeout, behaviour: { duration: { constant: seconds } } });

describe('SQS: SQS as a source', () => {
  test('SQS-01 a batch has ten messages by default, and is deleted once its function returns', () => {
    const played = play(ofQueue([burst(25)]));
    expect(queueMapping(played)).toMatchObject({ delivered: 25, invocations: 3, failedInvocations: 0, inFlight: 0 });
    expect(queue(played)).toEqual({ sent: 25, received: 25, deleted: 25, redriven: 0, redrivenPoison: 0, expired: 0, visible: 0, delayed: 0, hidden: 0 });
    expect(queue(play(ofQueue([burst(25)], {}, { duration: 0.1 })))).toMatchObject({ deleted: 0, hidden: 25 });
    expect(queue(play(ofQueue([burst(25)], {}, { duration: justAfter(0.1) })))).toMatchObject({ deleted: 25, hidden: 0 });
  });

  test('SQS-01 a failed batch comes back as a whole exactly a visibility timeout after it was received', () => {
    const scenario = (duration: number) => ofQueue([burst(10, [4], 7)], {}, { duration, queue: { VisibilityTimeout: 45 } });
    expect(queue(play(scenario(7 + 45)))).toMatchObject({ received: 10, hidden: 10, visible: 0 });
    expect(queue(play(scenario(justAfter(7 + 45))))).toMatchObject({ received: 20, hidden: 10, deleted: 0 });
    expect(queueMapping(play(scenario(justAfter(7 + 90)))).invocations).toBe(3);
  });

  test('SQS-01 what went to the dead-letter queue is told from what shared its batches', () => {
    const scenario = ofQueue([burst(10, [4, 8])], {}, { duration: 3600, queue: { RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 2 } }, queues: { dead: {} } });
    expect(queue(play(scenario))).toMatchObject({ redriven: 10, redrivenPoison: 2, deleted: 0 });
  });

  test('SQS-01 what the function reports comes back, the rest of its batch is deleted', () => {
    const played = play(ofQueue([burst(10, [4, 8])], { FunctionResponseTypes: ['ReportBatchItemFailures'] }, { duration: 29 }));
    expect(queue(played)).toMatchObject({ deleted: 8, hidden: 2 });
    expect(queueMapping(played)).toMatchObject({ delivered: 8, failedInvocations: 1, metrics: { InvokedEventCount: 10, FailedInvokeEventCount: 2, DeletedEventCount: 8 } });
    expect(played.f.metrics).toMatchObject({ Invocations: 1, Errors: 0 });
  });

  test('SQS-01 an answer that names no message of the batch fails all of it; without the setting nobody reads it', () => {
    const f = { behaviour: { responseText: '{"batchItemFailures":[{"itemIdentifier":""}]}' } };
    const deleted = (mapping: object, behaviour = f) => queue(play(ofQueue([burst(10)], mapping, { f: behaviour, duration: 20 }))).deleted;
    expect(deleted({ FunctionResponseTypes: ['ReportBatchItemFailures'] })).toBe(0);
    expect(deleted({})).toBe(10);
    expect(deleted({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, { behaviour: { responseText: '{"batchItemFailures":[]}' } })).toBe(10);
  });

  test('SQS-01 a window gathers messages until it elapses or the batch is full; more than ten need one', () => {
    const invoked = (duration: number, BatchSize: number) => queueMapping(play(ofQueue([at(1, 2, 5.5, 6.5)], { BatchSize, MaximumBatchingWindowInSeconds: 5 }, { duration }))).metrics.InvokedEventCount;
    expect([invoked(6, 100), invoked(justAfter(6), 100), invoked(11.5, 100), invoked(justAfter(11.5), 100)]).toEqual([0, 3, 3, 4]);
    expect([invoked(2, 2), invoked(justAfter(2), 2), invoked(6.5, 2), invoked(justAfter(6.5), 2)]).toEqual([0, 2, 2, 4]);
    const path = 'eventSourceMappings.m.MaximumBatchingWindowInSeconds';
    expect(issuesOf(ofQueue([], { BatchSize: 11 }))).toEqual([{ path, clause: 'SQS-01' }]);
    expect(issuesOf(ofQueue([], { BatchSize: 10 }))).toEqual([]);
    expect(issuesOf(ofQueue([], { BatchSize: 10_000, MaximumBatchingWindowInSeconds: 1 }))).toEqual([]);
  });

  test('SQS-01 what does not pass the filters is deleted without an invocation', () => {
    const played = play(ofQueue([burst(20)], { filterPassRate: 0 }));
    expect(queue(played)).toMatchObject({ received: 20, deleted: 20 });
    expect(queueMapping(played)).toMatchObject({ invocations: 0, filtered: 20, delivered: 0, metrics: { PolledEventCount: 20, FilteredOutEventCount: 20, DeletedEventCount: 20 } });
  });

  test('SQS-02 a message stays hidden for 30 seconds and is kept for four days by default', () => {
    const { scenario } = checkScenario(ofQueue([]));
    expect(scenario!.queues['q']).toMatchObject({ VisibilityTimeout: 30, MessageRetentionPeriod: 345_600, DelaySeconds: 0 });
    const kept = (duration: number) => queue(play(ofQueue([burst(3, [], 5)], { Enabled: false }, { duration, queue: { MessageRetentionPeriod: 60 } })));
    expect(kept(65)).toMatchObject({ visible: 3, expired: 0 });
    expect(kept(justAfter(65))).toMatchObject({ visible: 0, expired: 3 });
  });

  test('SQS-02 a message is gone at the end of its retention, also while it is delayed or hidden', () => {
    const delayed = queue(play(ofQueue([burst(3, [], 5)], {}, { duration: 70, queue: { DelaySeconds: 100, MessageRetentionPeriod: 60 } })));
    expect(delayed).toMatchObject({ received: 0, expired: 3, delayed: 0, visible: 0, hidden: 0 });
    const hidden = queue(play(ofQueue([burst(2, [1, 2], 5)], {}, { duration: 70, queue: { VisibilityTimeout: 600, MessageRetentionPeriod: 60 } })));
    expect(hidden).toMatchObject({ received: 2, expired: 2, delayed: 0, visible: 0, hidden: 0 });
  });

  test('SQS-02 the visibility timeout must not be shorter than the timeout of the function', () => {
    const issues = (Timeout: number, VisibilityTimeout: number) => issuesOf(ofQueue([], {}, { f: { Timeout }, queue: { VisibilityTimeout } }));
    expect(issues(30, 30)).toEqual([]);
    expect(issues(31, 30)).toEqual([{ path: 'queues.q.VisibilityTimeout', clause: 'SQS-02' }]);
  });

  test('SQS-02 a batch that waited for concurrency and ends after its messages came back deletes them in the queue', () => {
    const faults = [{ function: 'f', from: 0, until: 4.5, ReservedConcurrentExecutions: 0 }];
    const scenario = (duration: number) =>
      ofQueue([burst(2)], { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }, { duration, faults, f: lasting(8), queue: { VisibilityTimeout: 30 }, assumptions: { eventSourceRetry: { base: 24, factor: 1 } } });
    // Refused at 0, tried again at 24 and done at 32: they are back from 30 on, but no other batch may be processed.
    expect(queue(play(scenario(31)))).toMatchObject({ received: 2, visible: 2, hidden: 0, deleted: 0 });
    // The end of the first batch makes room for the message of the second, which is received once more before it is deleted.
    expect(queue(play(scenario(60)))).toMatchObject({ received: 3, visible: 0, hidden: 0, deleted: 2 });
    expect(queueMapping(play(scenario(60)))).toMatchObject({ delivered: 2, invocations: 3, throttles: 2 });
  });

  test('SQS-02 a delay hides a new message before it is received for the first time', () => {
    const scenario = (duration: number) => ofQueue([burst(3, [], 5)], {}, { duration, queue: { DelaySeconds: 20 } });
    expect(queue(play(scenario(25)))).toMatchObject({ delayed: 3, received: 0 });
    expect(queue(play(scenario(justAfter(25))))).toMatchObject({ delayed: 0, received: 3 });
  });

  test('SQS-02 what is processed for longer than it is hidden is processed twice and delivered once', () => {
    // Refused until 7.5 s, so that the execution of 8 s is still running when the message is there again.
    const played = play(
      ofQueue([at(0)], {}, { f: { Timeout: 10, behaviour: { duration: { constant: 8 } } }, queue: { VisibilityTimeout: 10 }, faults: [{ function: 'f', from: 0, until: 7, ...none }] }),
    );
    expect(queueMapping(played)).toMatchObject({ invocations: 2, delivered: 1 });
    expect(queue(played)).toMatchObject({ received: 2, deleted: 1 });
    expect(played.f.metrics.ConcurrentExecutions.max).toBe(2);
  });

  test.each([1, 3, 5])('SQS-03 after %i receipts a message goes to the dead-letter queue and not to the function', (maxReceiveCount) => {
    const scenario = (duration: number) =>
      ofQueue([burst(1, [1])], {}, { duration, queue: { RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount } }, queues: { dead: {} } });
    const before = play(scenario(30 * maxReceiveCount));
    expect([queue(before).received, queue(before).redriven, queue(before, 'dead').sent]).toEqual([maxReceiveCount, 0, 0]);
    const after = play(scenario(3600));
    expect([queue(after).received, queue(after).redriven, queue(after, 'dead').visible]).toEqual([maxReceiveCount, 1, 1]);
    expect(queueMapping(after).invocations).toBe(maxReceiveCount);
    expect(queueSeries(after).redriven.findIndex((count) => count === 1)).toBe(Math.floor((30 * maxReceiveCount) / 60));
  });

  test('SQS-03 in the dead-letter queue a message is counted anew, is still poison, and as old as it was', () => {
    const policy = (deadLetterTargetArn: string) => ({ RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 1 } });
    const played = play(
      ofQueue([burst(2, [1])], { BatchSize: 1 }, {
        duration: 400,
        queue: policy('dead'),
        queues: { dead: { VisibilityTimeout: 40, MessageRetentionPeriod: 300, ...policy('last') }, last: { MessageRetentionPeriod: 100 } },
        eventSourceMappings: { again: { EventSourceArn: 'dead', FunctionName: 'f' } },
      }),
    );
    expect(queue(played)).toMatchObject({ sent: 2, deleted: 1, redriven: 1 });
    // Received there at 30 s, and given on at 70 s, to where it is kept until 100 s.
    expect(queue(played, 'dead')).toMatchObject({ sent: 1, received: 1, redriven: 1 });
    expect([...queueSeries(played, 'last').visible]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...queueSeries(played, 'last').expired]).toEqual([0, 1, 1, 1, 1, 1, 1]);
    expect(queueMapping(played, 'again')).toMatchObject({ invocations: 1, failedInvocations: 1 });
  });

  test('SQS-03 once a fix is deployed the dead-letter queue empties', () => {
    const played = play(
      ofQueue([burst(3, [1, 2, 3])], { BatchSize: 1 }, {
        queue: { RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 2 } },
        queues: { dead: {} },
        eventSourceMappings: { again: { EventSourceArn: 'dead', FunctionName: 'f', from: 1200 } },
        f: { behaviour: { poisonUntil: 1200 } },
      }),
    );
    expect(queue(played)).toMatchObject({ redriven: 3, deleted: 0 });
    expect(queue(played, 'dead')).toMatchObject({ sent: 3, deleted: 3, visible: 0 });
    expect(queueMapping(played, 'again')).toMatchObject({ delivered: 3, invocations: 1, latencySeconds: { max: expect.closeTo(1200.1, -1) as number } });
  });

  test('SQS-04 five batches at first, 300 more a minute, at most 1,250', () => {
    const running = (duration: number) =>
      play(ofQueue([burst(2000)], { BatchSize: 1 }, { duration, f: lasting(900, 900), queue: { VisibilityTimeout: 900 }, account: { ConcurrentExecutions: 5000 } })).f.metrics.ConcurrentExecutions.max;
    expect([running(0.2), running(justAfter(0.2)), running(60), running(justAfter(60))]).toEqual([5, 6, 304, 305]);
    expect([running(249), running(justAfter(249)), running(300)]).toEqual([1249, 1250, 1250]);
  });

  test('SQS-04 at most as many as the mapping allows', () => {
    const running = (MaximumConcurrency: number) => play(ofQueue([burst(200)], { BatchSize: 1, ScalingConfig: { MaximumConcurrency } }, { f: lasting(10) })).f.metrics.ConcurrentExecutions.max;
    expect([running(2), running(7)]).toEqual([2, 7]);
  });

  test('SQS-04 an empty queue is read by five again', () => {
    const played = play(ofQueue([burst(100), burst(100, [], 600)], { BatchSize: 1 }, { duration: justAfter(600), f: lasting(5) }));
    expect(played.f.metrics.ConcurrentExecutions.max).toBeGreaterThan(20);
    expect(queueMapping(played).inFlight).toBe(5);
  });

  test('SQS-04 a queue that is empty while its batches still run is read by as many as before', () => {
    const running = (...sends: ReturnType<typeof burst>[]) => queueMapping(play(ofQueue(sends, { BatchSize: 1 }, { duration: 21, f: lasting(60, 60), queue: { VisibilityTimeout: 60 } }))).inFlight;
    expect([running(burst(40)), running(burst(40), burst(100, [], 20)) > 40]).toEqual([40, true]);
  });

  test('SQS-04 no batch more is processed where another mapping took what waited', () => {
    const f = lasting(60, 60);
    const other = { EventSourceArn: 'q', FunctionName: 'f', BatchSize: 1, from: 0.5 };
    const running = (duration: number) => {
      const played = play(ofQueue([burst(5), burst(1, [], 1), burst(20, [], 2)], { BatchSize: 1 }, { duration, f, queue: { VisibilityTimeout: 60 }, eventSourceMappings: { other } }));
      return [queueMapping(played).inFlight, queueMapping(played, 'other').inFlight];
    };
    // The sixth message is the other mapping's, so the first one still stands at five when more come, and goes on from there.
    expect([running(1.5), running(justAfter(2.1)), running(justAfter(2.2))]).toEqual([[5, 1], [5, 5], [6, 6]]);
  });

  test('SQS-05 a limit that is whole again does not grow past it', () => {
    const settings = { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 5 } };
    const running = (duration: number) => queueMapping(play(ofQueue([burst(6, [1, 2, 3, 4, 5, 6]), burst(30, [], 0.15)], settings, { duration, f: lasting(0.05), queue: { VisibilityTimeout: 900 } }))).inFlight;
    // Five fail at 0.05 s and the sixth at 0.1 s. Growth is due at 0.25 s, but the queue was empty, so there may be five at once again.
    expect([running(justAfter(0.1)), running(justAfter(0.15)), running(justAfter(0.25))]).toEqual([0, 5, 5]);
  });

  test('SQS-05 a failed batch is followed by fewer at once, unless the function reports what failed', () => {
    const invoked = (mapping: object, duration: number) => {
      const poison = Array.from({ length: 100 }, (_, index) => index + 1);
      return queueMapping(play(ofQueue([burst(100, poison)], { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 5 }, ...mapping }, { duration, f: lasting(1), queue: { VisibilityTimeout: 900 } }))).invocations;
    };
    expect([invoked({}, 1), invoked({}, justAfter(1))]).toEqual([5, 7]);
    // And with messages waiting the mapping grows again: one more at 1.2, 1.4 and 1.6 s.
    expect([invoked({}, justAfter(1.2)), invoked({}, justAfter(1.4)), invoked({}, 2)]).toEqual([8, 9, 10]);
    expect(invoked({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, justAfter(1))).toBe(10);
  });

  test('SQS-05 a throttled batch is tried until its messages come back, which counts as a receipt', () => {
    const scenario = (duration: number) =>
      ofQueue([burst(10)], {}, { duration, f: none, queue: { RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 2 } }, queues: { dead: {} } });
    // 0, 0.5, 1.5, 3.5, 7.5 and 15.5 s; 31.5 s would be too late.
    const once = play(scenario(30));
    expect(queueMapping(once)).toMatchObject({ throttles: 6, givenUp: 1, invocations: 0 });
    expect(once.f.metrics).toMatchObject({ Throttles: 6, Invocations: 0 });
    // So that messages reach the dead-letter queue that no function ever saw.
    const played = play(scenario(3600));
    expect(queueMapping(played)).toMatchObject({ throttles: 12, givenUp: 2, invocations: 0 });
    expect(queue(played)).toMatchObject({ received: 20, redriven: 10, deleted: 0 });
    expect(queue(played, 'dead').visible).toBe(10);
    expect(queueSeries(played, 'dead').sent[0]).toBe(0);
    expect(queueSeries(played, 'dead').sent[1]).toBe(10);
  });

  test('SQS-05 a visibility timeout shorter than the next wait gives the batch back at once', () => {
    const played = play(ofQueue([at(0)], {}, { duration: justAfter(6), f: { Timeout: 3, ...none }, queue: { VisibilityTimeout: 3 } }));
    // At 0, 0.5 and 1.5 s after each receipt; received at 0, 3 and 6 s.
    expect(queueMapping(played)).toMatchObject({ throttles: 7, givenUp: 2 });
    expect(queue(played).received).toBe(3);
  });

  test('SQS-05 an error of the Lambda service is waited for like a throttle', () => {
    const played = play(ofQueue([at(0)], {}, { faults: [{ function: 'f', from: 0, until: 1, systemErrorRate: 1 }] }));
    expect(queueMapping(played)).toMatchObject({ throttles: 0, invocations: 1, delivered: 1, latencySeconds: { max: expect.closeTo(1.6, 1) as number } });
  });

  test('SQS-06 the time to receive a message shifts when its function starts, and nothing else', () => {
    const received = (duration: number) => queue(play(ofQueue([burst(1, [1], 5)], {}, { duration, assumptions: { receiveLatency: 2 } }))).received;
    // Hidden from its receipt on: back at 37 s, and received two seconds later.
    expect([received(7), received(justAfter(7)), received(39), received(justAfter(39))]).toEqual([0, 1, 1, 2]);
    const counts = (receiveLatency: number) => {
      const { latencySeconds, ...mapping } = queueMapping(play(ofQueue([burst(30)], {}, { assumptions: { receiveLatency } })));
      return { mapping, latency: latencySeconds.max! };
    };
    expect(counts(3).mapping).toEqual(counts(0).mapping);
    expect(Math.abs(counts(3).latency - counts(0).latency - 3)).toBeLessThan(0.05);
  });

  test('MET-17 a queue mapping counts what it polled, filtered out, invoked with, failed and deleted', () => {
    const played = play(ofQueue([burst(20, [1])], { BatchSize: 10 }, { duration: 29 }));
    expect(queueMapping(played).metrics).toEqual({ PolledEventCount: 20, FilteredOutEventCount: 0, InvokedEventCount: 20, FailedInvokeEventCount: 10, DeletedEventCount: 10 });
  });

  test('a mapping that ends leaves the messages to the queue', () => {
    const played = play(ofQueue([{ arrivals: { constant: { rate: '1/s' } } }], { until: 60 }, { duration: '2m' }));
    expect(queue(played)).toMatchObject({ sent: 120, visible: 60, hidden: 0, deleted: 60 });
  });
});
