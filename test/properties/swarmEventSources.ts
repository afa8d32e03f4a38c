import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';

type FunctionInput = ScenarioInput['functions'][string];
type MappingInput = NonNullable<ScenarioInput['eventSourceMappings']>[string];
type ArrivalsInput = NonNullable<ScenarioInput['traffic']>[number]['arrivals'];
type QueueInput = NonNullable<ScenarioInput['queues']>[string];

/** Adds streams, queues and mappings of any kind to scenarios: the functions read them beside their events, and share their concurrency with both. */
export function withEventSources(scenarios: fc.Arbitrary<ScenarioInput>): fc.Arbitrary<ScenarioInput> {
  return fc.tuple(scenarios, anySources).map(([scenario, sources]) => joined(scenario, sources));
}

const arrivals = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((count): ArrivalsInput => ({ burst: { count, at: '10s' } })),
  fc.constantFrom<ArrivalsInput>(
    { poisson: { rate: '0.01/s' } },
    { poisson: { rate: '0.05/s' } },
    { at: ['0s', '0s', '1s', '59s', '60s', '61s', '2m'] },
    { counts: { interval: '30s', counts: [100, 0, 60, 5] } },
    { stages: [{ duration: '0s', rate: '3/s' }, { duration: '60s', rate: '1/s' }, { duration: '0s', rate: '0/s' }] },
  ),
);

const poison = { poisonRate: fc.constantFrom(0, 0, 0.02, 0.5), poison: fc.uniqueArray(fc.nat(40), { maxLength: 3 }) };
const span = { from: fc.constantFrom('0s', '20s', '70s'), until: fc.constantFrom('75s', '3m') };

const anyStream = fc
  .record(
    {
      type: fc.constantFrom('DynamoDB' as const, 'Kinesis' as const),
      ShardCount: fc.constantFrom(1, 1, 2, 5),
      RetentionPeriodHours: fc.constantFrom(24, 48),
      writes: fc.array(
        fc.record({ arrivals, partitionKeys: fc.constantFrom(1, 3, 10_000), shard: fc.nat(4), recordBytes: fc.constantFrom(1, 1024, 1_500_000, 7_000_000), ...poison, ...span }, { requiredKeys: ['arrivals'] }),
        { minLength: 1, maxLength: 2 },
      ),
    },
    { requiredKeys: ['writes'] },
  )
  .map(({ RetentionPeriodHours: hours, writes, ...stream }) => ({
    ...stream,
    ...(hours === undefined || stream.type !== 'Kinesis' ? {} : { RetentionPeriodHours: hours }),
    writes: writes.map(({ shard, ...write }) => ({ ...write, ...(shard === undefined ? {} : { shard: shard % (stream.ShardCount ?? 1) }) })),
  }));

const anyQueue = fc.record(
  {
    VisibilityTimeout: fc.constantFrom(0, 1, 5, 30, 200),
    MessageRetentionPeriod: fc.constantFrom(60, 100, 3600, 345_600),
    DelaySeconds: fc.constantFrom(0, 1, 45),
    maxReceiveCount: fc.constantFrom(1, 2, 5),
    sends: fc.array(fc.record({ arrivals, messageBytes: fc.constantFrom(1, 262_144), ...poison, ...span }, { requiredKeys: ['arrivals'] }), { maxLength: 2 }),
  },
  { requiredKeys: ['sends'] },
);

/** What mappings of either kind have; functions, qualifiers and sources by number, since what there is is only known to the whole. */
const ofEither = {
  function: fc.nat(2),
  qualifier: fc.nat(3),
  source: fc.nat(1),
  Enabled: fc.constantFrom(true, true, true, false),
  from: fc.constantFrom('0s', '15s', '2m'),
  until: fc.constantFrom('150s', '10m'),
  BatchSize: fc.constantFrom(1, 2, 10, 100, 10_000),
  MaximumBatchingWindowInSeconds: fc.constantFrom(0, 1, 20, 300),
  FunctionResponseTypes: fc.constantFrom<NonNullable<MappingInput['FunctionResponseTypes']>>([], ['ReportBatchItemFailures']),
  filterPassRate: fc.constantFrom(0, 0.5, 1),
  durationPerItem: fc.constantFrom('0s', '10ms', '1s'),
};

const anyStreamMapping = fc.record(
  {
    ...ofEither,
    StartingPosition: fc.constantFrom('TRIM_HORIZON' as const, 'LATEST' as const),
    ParallelizationFactor: fc.constantFrom(1, 2, 10),
    MaximumRecordAgeInSeconds: fc.constantFrom(-1, 60, 61, 4000),
    MaximumRetryAttempts: fc.constantFrom(-1, 0, 1, 3),
    BisectBatchOnFunctionError: fc.boolean(),
    OnFailure: fc.constantFrom(undefined, '', 'failed', 'jobs', 'leftovers'),
  },
  { requiredKeys: ['function', 'qualifier', 'source', 'StartingPosition', 'OnFailure'] },
);

const anyQueueMapping = fc.record({ ...ofEither, MaximumConcurrency: fc.constantFrom(2, 7, 1000) }, { requiredKeys: ['function', 'qualifier', 'source'] });

const anySources = fc.record({
  streams: fc.array(anyStream, { maxLength: 2 }),
  queues: fc.array(anyQueue, { maxLength: 3 }),
  ofStreams: fc.array(anyStreamMapping, { maxLength: 3 }),
  ofQueues: fc.array(anyQueueMapping, { maxLength: 3 }),
  /** Where the first function's dead letters go, if it is to be a queue that is read. */
  deadLetters: fc.constantFrom(undefined, undefined, 'jobs', 'leftovers'),
  poisonUntil: fc.constantFrom(undefined, '90s', '10m'),
  assumptions: fc.record(
    {
      // A base of 0 asks a function that refuses everything a thousand times a second.
      eventSourceRetry: fc.constantFrom({ base: '200ms', factor: 1 }, { base: '1s', factor: 1 }, { base: '500ms', factor: 10, cap: '5m' }),
      streamPollInterval: fc.constantFrom('0s', '1s', '7s'),
      receiveLatency: fc.constantFrom('0s', '20ms', '3s'),
    },
    { requiredKeys: [] },
  ),
});
type Sources = typeof anySources extends fc.Arbitrary<infer One> ? One : never;

/** Queues in the order in which they are there; `failed` has the name of a destination, which then delivers to it. */
const queueNames = ['jobs', 'leftovers', 'failed'];
const streamNames = ['orders', 'clicks'];

/** A function that does nothing but read streams and queues, for a day and more: long enough for what a stream keeps to expire. */
export const longReading: fc.Arbitrary<ScenarioInput> = withEventSources(
  fc
    .record({
      duration: fc.constantFrom('30m', '3h', '25h', '49h'),
      seed: fc.nat(1000),
      Timeout: fc.constantFrom(1, 60, 900),
      errorRate: fc.constantFrom(0, 0.3, 1),
      reserved: fc.constantFrom(undefined, undefined, 0, 1),
      fault: fc.option(fc.record({ from: fc.constantFrom('0s', '10m'), until: fc.constantFrom('20m', '26h'), errorRate: fc.constantFrom(0, 1), durationFactor: fc.constantFrom(1, 50) }), { nil: undefined }),
    })
    .map(({ duration, seed, Timeout, errorRate, reserved, fault }): ScenarioInput => ({
      version: 1,
      duration,
      seed,
      functions: { import: { Timeout, behaviour: { duration: { exponential: { mean: '2s' } }, errorRate }, ...(reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved }) } },
      ...(fault === undefined ? {} : { faults: [{ function: 'import', ...fault }] }),
    })),
).map(({ assumptions, queues = {}, ...scenario }) => {
  // Who asks again each second for a day asks too often for a test, and so does a message that comes back each second and that nothing takes away.
  const { eventSourceRetry: _, ...rest } = assumptions ?? {};
  const rarely = Object.entries(queues).map(([name, { VisibilityTimeout = 30, MessageRetentionPeriod = 3600, ...queue }]) => [
    name,
    { ...queue, VisibilityTimeout: Math.max(200, VisibilityTimeout), MessageRetentionPeriod: Math.min(3600, MessageRetentionPeriod) },
  ]);
  return { ...scenario, queues: Object.fromEntries(rarely) as typeof queues, assumptions: rest };
});

/** Puts what was drawn apart into one scenario, and right where the parts could not know of each other. */
function joined(scenario: ScenarioInput, { streams, queues, ofStreams, ofQueues, deadLetters, poisonUntil, assumptions }: Sources): ScenarioInput {
  const names = Object.keys(scenario.functions);
  const declared = queueNames.slice(0, queues.length);
  const sinks = new Set([...declared, ...(scenario.destinations?.['failed'] === undefined ? [] : ['failed'])]);
  const mappings: Record<string, MappingInput> = {};
  const longest = new Map<string, number>();
  const invoked = (one: { function: number; qualifier: number }): Pick<MappingInput, 'FunctionName' | 'qualifier'> => {
    const FunctionName = names[one.function % names.length]!;
    const { versions = {}, aliases = {} } = scenario.functions[FunctionName]!;
    const qualifier = [undefined, ...Object.keys(versions), ...Object.keys(aliases)][one.qualifier];
    return { FunctionName, ...(qualifier === undefined ? {} : { qualifier }) };
  };
  if (streams.length > 0)
    ofStreams.forEach(({ source, function: lambda, qualifier, OnFailure, ...own }, place) => {
      mappings[`of-stream-${place}`] = {
        EventSourceArn: streamNames[source % streams.length]!,
        ...invoked({ function: lambda, qualifier }),
        ...own,
        ...(OnFailure === undefined || (OnFailure !== '' && !sinks.has(OnFailure)) ? {} : { DestinationConfig: { OnFailure: { Destination: OnFailure } } }),
      };
    });
  if (queues.length > 0)
    ofQueues.forEach(({ source, function: lambda, qualifier, MaximumConcurrency, ...own }, place) => {
      const EventSourceArn = queueNames[source % queues.length]!;
      const target = invoked({ function: lambda, qualifier });
      const { Timeout = 3 } = scenario.functions[target.FunctionName]!;
      longest.set(EventSourceArn, Math.max(Timeout, longest.get(EventSourceArn) ?? 0));
      const window = own.MaximumBatchingWindowInSeconds ?? 0;
      mappings[`of-queue-${place}`] = {
        EventSourceArn,
        ...target,
        ...own,
        ...((own.BatchSize ?? 10) > 10 && window === 0 ? { MaximumBatchingWindowInSeconds: 1 } : {}),
        ...(MaximumConcurrency === undefined ? {} : { ScalingConfig: { MaximumConcurrency } }),
      };
    });
  return {
    ...scenario,
    functions: Object.fromEntries(
      Object.entries(scenario.functions).map(([name, settings], place) => [name, place === 0 ? adjusted(settings, { poisonUntil, deadLetters: declared.includes(deadLetters ?? '') ? deadLetters : undefined }) : settings]),
    ) as ScenarioInput['functions'],
    streams: Object.fromEntries(streams.map((stream, place) => [streamNames[place]!, stream])),
    queues: Object.fromEntries(
      queues.map(({ VisibilityTimeout = 30, maxReceiveCount, ...queue }, place): [string, QueueInput] => {
        const name = queueNames[place]!;
        // The next of the queues takes what was received too often, and the first what the last gives up.
        const next = queueNames[(place + 1) % queues.length]!;
        return [
          name,
          {
            ...queue,
            VisibilityTimeout: Math.max(VisibilityTimeout, longest.get(name) ?? 0),
            ...(maxReceiveCount === undefined || next === name ? {} : { RedrivePolicy: { deadLetterTargetArn: next, maxReceiveCount } }),
          },
        ];
      }),
    ),
    eventSourceMappings: mappings,
    assumptions: { ...scenario.assumptions, ...assumptions },
  };
}

function adjusted(settings: FunctionInput, { poisonUntil, deadLetters }: { poisonUntil: string | undefined; deadLetters: string | undefined }): FunctionInput {
  return {
    ...settings,
    ...(poisonUntil === undefined ? {} : { behaviour: { ...settings.behaviour, poisonUntil } }),
    ...(deadLetters === undefined ? {} : { DeadLetterConfig: { TargetArn: deadLetters } }),
  };
}
