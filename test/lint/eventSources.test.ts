import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { QueueMappingResult, RunResult, StreamMappingResult } from '../../sim/engines/result.ts';
import { lint } from '../../sim/lint/lint.ts';
import { compileModel } from '../../sim/model/compile.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { alternativesOf, failuresToMend, findingsOf, parsed } from './check.ts';

type Mapping = Partial<NonNullable<ScenarioInput['eventSourceMappings']>[string]>;
type FunctionInput = ScenarioInput['functions'][string];

const second = { constant: { rate: '1/s' } };

/** A stream that `f` reads, with nothing to remark; `mapping`, `f` and `more` change it. */
const ofStream = (mapping: Mapping = {}, f: FunctionInput = {}, more: Partial<ScenarioInput> = {}): ScenarioInput => ({
  version: 1,
  duration: '1h',
  functions: { f },
  streams: { s: { writes: [{ arrivals: second }] } },
  destinations: { failed: { type: 'SQS' } },
  eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'LATEST', MaximumRetryAttempts: 3, DestinationConfig: { OnFailure: { Destination: 'failed' } }, ...mapping } },
  ...more,
});

/** A queue that `f` reads, with nothing to remark. */
const ofQueue = (queue: object = {}, mapping: Mapping = {}, f: FunctionInput = {}, more: Partial<ScenarioInput> = {}): ScenarioInput => ({
  version: 1,
  duration: '1h',
  functions: { f },
  queues: { q: { sends: [{ arrivals: second }], RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 5 }, ...queue }, dead: {} },
  eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 'f', ...mapping } },
  ...more,
});

const noDestination = { DestinationConfig: {} };
const readers = (count: number): Partial<ScenarioInput> => ({
  eventSourceMappings: Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'LATEST' as const, MaximumRetryAttempts: 3, DestinationConfig: { OnFailure: { Destination: 'failed' } } }])),
});

interface Case {
  what: string;
  scenario: ScenarioInput;
  rule: string;
  path: string;
  clause: string;
  says: string | RegExp;
  fix: string;
  nearMiss: ScenarioInput;
}

const cases: Case[] = [
  {
    what: 'a stream without any limit is blocked for a day by one record',
    scenario: ofStream({ MaximumRetryAttempts: -1 }),
    rule: 'blocked-stream',
    path: 'eventSourceMappings.m.MaximumRetryAttempts',
    clause: 'DDB-06',
    says: 'A batch with one record that "f" always fails on is tried again and again until the stream drops it after 24 h, and nothing behind it',
    fix: 'Limit the retries: --set eventSourceMappings.m.MaximumRetryAttempts=3 --set eventSourceMappings.m.BisectBatchOnFunctionError=true or the age: --set eventSourceMappings.m.MaximumRecordAgeInSeconds=3600',
    nearMiss: ofStream({ MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: 600 }),
  },
  {
    what: 'one that keeps records longer for longer, split or not',
    scenario: ofStream({ MaximumRetryAttempts: -1, BisectBatchOnFunctionError: true }, {}, { streams: { s: { type: 'Kinesis', RetentionPeriodHours: 48, writes: [{ arrivals: second }] } } }),
    rule: 'blocked-stream',
    path: 'eventSourceMappings.m.MaximumRetryAttempts',
    clause: 'DDB-06',
    says: /^A record that "f" always fails on .* after 48 h/,
    fix: 'Limit the retries: --set eventSourceMappings.m.MaximumRetryAttempts=3 or the age',
    nearMiss: ofStream({ MaximumRetryAttempts: -1, Enabled: false }, {}, { streams: { s: {} } }),
  },
  {
    what: 'a stream stands still without concurrency',
    scenario: ofStream({}, { ReservedConcurrentExecutions: 0 }),
    rule: 'stopped-stream',
    path: 'functions.f.ReservedConcurrentExecutions',
    clause: 'DDB-35',
    says: 'With a reserved concurrency of 0 "f" executes nothing: what "m" reads stands still, and records are lost at the latest when they are 24 h old.',
    fix: '--set functions.f.ReservedConcurrentExecutions=null',
    nearMiss: ofStream({}, { ReservedConcurrentExecutions: 1 }),
  },
  {
    what: 'records that are given up without a word',
    scenario: ofStream({ ...noDestination, MaximumRecordAgeInSeconds: 600 }, {}, { destinations: {} }),
    rule: 'stream-without-destination',
    path: 'eventSourceMappings.m.DestinationConfig.OnFailure.Destination',
    clause: 'DDB-08',
    says: 'What "m" gives up, after 4 failed attempts or at the age of 10 min, is gone',
    fix: `Have them recorded: --set 'destinations.failed={"type":"SQS"}' --set eventSourceMappings.m.DestinationConfig.OnFailure.Destination=failed`,
    nearMiss: ofStream({ DestinationConfig: { OnFailure: { Destination: 'topic' } } }, {}, { destinations: { topic: { type: 'SNS' } } }),
  },
  {
    what: 'a larger batch than a poll gives, without a window',
    scenario: ofStream({ BatchSize: 2000 }),
    rule: 'batch-size-without-window',
    path: 'eventSourceMappings.m.BatchSize',
    clause: 'DDB-23',
    says: 'A poll of a shard gives at most 1,000 records',
    fix: 'Wait for them: --set eventSourceMappings.m.MaximumBatchingWindowInSeconds=1 or expect less: --set eventSourceMappings.m.BatchSize=1000',
    nearMiss: ofStream({ BatchSize: 1000 }),
  },
  {
    what: 'more than two readers of a table’s stream',
    scenario: ofStream({}, {}, readers(4)),
    rule: 'too-many-readers',
    path: 'streams.s',
    clause: 'DDB-26',
    says: '"m0", "m1", "m2" and "m3" read the stream "s"',
    fix: '--set eventSourceMappings.m2.Enabled=false --set eventSourceMappings.m3.Enabled=false',
    nearMiss: ofStream({}, {}, readers(2)),
  },
  {
    what: 'a stream that nobody reads',
    scenario: ofStream({}, {}, { eventSourceMappings: {}, destinations: {} }),
    rule: 'unread-source',
    path: 'streams.s',
    clause: 'DDB-22',
    says: 'What is written to the stream "s" stays there until it expires: no event source mapping reads it.',
    fix: "or leave out what comes: --set 'streams.s.writes=[]'",
    nearMiss: ofStream({}, {}, { eventSourceMappings: {}, destinations: {}, streams: { s: { writes: [{ arrivals: second, from: '2h' }] } } }),
  },
  {
    what: 'a queue whose only reader is switched off',
    scenario: ofQueue({}, { Enabled: false }),
    rule: 'unread-source',
    path: 'queues.q',
    clause: 'SQS-01',
    says: 'What is sent to the queue "q" stays there until it expires: "m" never reads it.',
    fix: "Let it be read: --set eventSourceMappings.m.Enabled=true or leave out what comes: --set 'queues.q.sends=[]'",
    nearMiss: ofQueue({ sends: [] }, { Enabled: false }),
  },
  {
    what: 'a response that fails every batch',
    scenario: ofStream({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, { behaviour: { response: { batchItemFailures: [{ itemIdentifier: '' }] } } }),
    rule: 'failing-batches',
    path: 'eventSourceMappings.m.FunctionResponseTypes',
    clause: 'DDB-17',
    says: 'Every batch of "m" fails as a whole',
    fix: `Return that none failed: --set 'functions.f.behaviour.response={"batchItemFailures":[]}' or report nothing: --set 'eventSourceMappings.m.FunctionResponseTypes=[]'`,
    nearMiss: ofStream({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, { behaviour: { response: { batchItemFailures: [] } } }),
  },
  {
    what: 'one that is no JSON, of a version, for a queue',
    scenario: ofQueue({}, { FunctionResponseTypes: ['ReportBatchItemFailures'], qualifier: '1' }, { versions: { '1': { behaviour: { responseText: 'ok' } } } }),
    rule: 'failing-batches',
    path: 'eventSourceMappings.m.FunctionResponseTypes',
    clause: 'DDB-17',
    says: '"f:1" is to return which of its items failed',
    fix: `--set 'functions.f.versions["1"].behaviour.responseText=null' --set 'functions.f.versions["1"].behaviour.response={"batchItemFailures":[]}'`,
    nearMiss: ofQueue({}, { qualifier: '1' }, { versions: { '1': { behaviour: { responseText: 'ok' } } } }),
  },
  {
    what: 'more batches at once than the function has concurrency for',
    scenario: ofQueue({}, { ScalingConfig: { MaximumConcurrency: 10 } }, { ReservedConcurrentExecutions: 4 }),
    rule: 'throttled-messages',
    path: 'eventSourceMappings.m.ScalingConfig.MaximumConcurrency',
    clause: 'SQS-05',
    says: '"m" processes up to 10 batches at once, and "f" has a reserved concurrency of 4: a message of "q" that is throttled for long enough comes back after the visibility timeout, as if it had failed, and after 5 such times goes to "dead" with nothing wrong with it.',
    fix: 'Process no more at once: --set eventSourceMappings.m.ScalingConfig.MaximumConcurrency=4 or reserve more: --set functions.f.ReservedConcurrentExecutions=10',
    nearMiss: ofQueue({}, { ScalingConfig: { MaximumConcurrency: 10 } }, { ReservedConcurrentExecutions: 10 }),
  },
  {
    what: 'one slot for the five batches that it begins with, and no more to reserve',
    scenario: ofQueue({ RedrivePolicy: undefined }, {}, { ReservedConcurrentExecutions: 1 }, { account: { ConcurrentExecutions: 101 } }),
    rule: 'throttled-messages',
    path: 'eventSourceMappings.m.ScalingConfig.MaximumConcurrency',
    clause: 'SQS-05',
    says: '"m" begins with 5 batches at once, and "f" has a reserved concurrency of 1: a message of "q" that is throttled for long enough comes back after the visibility timeout, as if it had failed.',
    fix: 'Reserve nothing: --set functions.f.ReservedConcurrentExecutions=null',
    nearMiss: ofQueue({}, {}, { ReservedConcurrentExecutions: 5 }),
  },
  {
    what: 'a visibility timeout below six times the function’s, with the window',
    scenario: ofQueue({ VisibilityTimeout: 60 }, { MaximumBatchingWindowInSeconds: 5 }, { Timeout: 10 }),
    rule: 'short-visibility-timeout',
    path: 'queues.q.VisibilityTimeout',
    clause: 'SQS-02',
    says: 'is hidden for 60 s, and "f" may run for 10 s after a batching window of 5 s: AWS recommends six times the function\'s timeout and the window, 65 s',
    fix: 'Hide it for longer: --set queues.q.VisibilityTimeout=65',
    nearMiss: ofQueue({ VisibilityTimeout: 65 }, { MaximumBatchingWindowInSeconds: 5 }, { Timeout: 10 }),
  },
  {
    what: 'few receipts before the dead-letter queue',
    scenario: ofQueue({ RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 3 } }),
    rule: 'few-receives',
    path: 'queues.q.RedrivePolicy.maxReceiveCount',
    clause: 'SQS-03',
    says: 'goes to "dead" after 3 receipts without success, and a receipt counts also when "f" was throttled',
    fix: 'Allow more: --set queues.q.RedrivePolicy.maxReceiveCount=5',
    nearMiss: ofQueue({ RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 3 } }, { Enabled: false }, {}, { queues: { q: {}, dead: {} } }),
  },
  {
    what: 'a destination of a mapping that lacks the permission',
    scenario: ofStream({}, {}, { destinations: { failed: { type: 'SQS', permission: false } } }),
    rule: 'missing-permission',
    path: 'destinations.failed.permission',
    clause: 'DST-12',
    says: 'lacks sqs:SendMessage on "failed": whatever "m" sends there is lost, and DestinationDeliveryFailures counts it',
    fix: '--set destinations.failed.permission=true',
    nearMiss: ofStream(),
  },
];

describe('each rule of event source mappings', () => {
  test.each(cases)('$what', ({ scenario, rule, path, clause, says, fix }) => {
    const found = findingsOf(scenario);
    expect(found.map((one) => [one.rule, one.path, one.clause])).toEqual([[rule, path, clause]]);
    expect(found[0]?.message).toMatch(says);
    expect(found[0]?.fix).toContain(fix);
  });

  test.each(cases)('and not where it is nearly so: $what', ({ nearMiss }) => {
    expect(findingsOf(nearMiss)).toEqual([]);
  });

  test.each(cases)('has a fix that mends it: $what', ({ scenario }) => {
    const valid = parsed(scenario);
    const findings = lint(valid);
    expect(findings.every((finding) => alternativesOf(finding).length > 0)).toBe(true);
    expect(findings.flatMap((finding) => failuresToMend(valid, finding))).toEqual([]);
  });
});

describe('what is found comes true in a run', () => {
  function ran(rules: readonly string[], scenario: ScenarioInput): RunResult {
    expect(findingsOf(scenario).map(({ rule }) => rule)).toEqual(rules);
    const run = startRun(compileModel(parsed(scenario)));
    while (run.advance(100_000)) continue;
    return run.result();
  }
  const stream = (result: RunResult) => result.eventSourceMappings?.['m'] as StreamMappingResult;
  const queue = (result: RunResult) => result.eventSourceMappings?.['m'] as QueueMappingResult;

  test('one record blocks its stream for a day', () => {
    const poison: Partial<ScenarioInput> = { duration: '25h', streams: { s: { writes: [{ arrivals: { burst: { count: 2 } }, poison: [0] }] } } };
    expect(stream(ran(['blocked-stream'], ofStream({ MaximumRetryAttempts: -1, BatchSize: 1 }, {}, poison)))).toMatchObject({ expired: 2, delivered: 0 });
    expect(stream(ran([], ofStream({ BatchSize: 1 }, {}, poison)))).toMatchObject({ expired: 0, delivered: 1 });
  });

  test('a stream without concurrency stands still', () => {
    expect(stream(ran(['stopped-stream'], ofStream({}, { ReservedConcurrentExecutions: 0 })))).toMatchObject({ invocations: 0, delivered: 0, waiting: 3600 });
  });

  test('nobody hears of what is given up', () => {
    const poison: Partial<ScenarioInput> = { destinations: {}, streams: { s: { writes: [{ arrivals: { burst: { count: 1 } }, poison: [0] }] } } };
    expect(stream(ran(['stream-without-destination'], ofStream(noDestination, {}, poison))).discarded).toMatchObject({ total: 1, gone: 1 });
  });

  test('every batch fails', () => {
    const result = ran(['failing-batches'], ofStream({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, { behaviour: { responseText: 'ok' } }));
    expect(stream(result).delivered).toBe(0);
    expect(stream(result).discarded.total).toBeGreaterThan(0);
  });

  test('good messages reach the dead-letter queue, and do not with the concurrency that is advised', () => {
    const work: FunctionInput = { Timeout: 5, behaviour: { duration: { constant: '4s' } } };
    const burst = { sends: [{ arrivals: { burst: { count: 200 } } }] };
    const trapped = ran(['throttled-messages'], ofQueue(burst, { BatchSize: 1 }, { ...work, ReservedConcurrentExecutions: 2 }));
    expect(trapped.queues?.['q']).toMatchObject({ redrivenPoison: 0 });
    expect(trapped.queues?.['q']?.redriven).toBeGreaterThan(50);
    const advised = ran([], ofQueue(burst, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }, { ...work, ReservedConcurrentExecutions: 2 }));
    expect(advised.queues?.['q']).toMatchObject({ redriven: 0, deleted: 200 });
    expect(queue(advised).throttles).toBe(0);
  });

  test('nobody reads what nobody reads', () => {
    expect(ran(['unread-source'], ofQueue({}, { Enabled: false })).queues?.['q']).toMatchObject({ received: 0, visible: 3600 });
  });
});
