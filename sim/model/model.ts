import type { Duration, Time } from '../kernel/time.ts';

/**
 * What the engines read: flat, immutable, indices instead of names, every time a whole number of microseconds.
 * Plain data: it can be cloned to another thread or written to a file. `compileModel` makes it, nothing else does.
 */
export interface Model {
  seed: string;
  duration: Time;
  /** The calendar's instant at which the scenario begins, microseconds since 1970; only records show it. */
  startsAt: number;
  region: string;
  accountId: string;
  /** An event is on time when its successful handler starts at most this long after acceptance. */
  delayTarget: Duration;
  accountConcurrency: number;
  scaling: ScalingModel;
  assumptions: AssumptionsModel;
  /** Everything that can be invoked and is: `$LATEST`, a version or an alias of a function, each with a queue of its own. */
  functions: FunctionModel[];
  destinations: DestinationModel[];
  /** In file order, which is also the order of arrivals at one instant. */
  sources: SourceModel[];
  streams: StreamModel[];
  queues: QueueModel[];
  /** In file order. */
  mappings: MappingModel[];
}

export type Dispatch = 'adaptive' | 'backoff' | 'fifo';

export interface AssumptionsModel {
  dispatch: Dispatch;
  /** Every wait is multiplied by U(1 - jitter, 1 + jitter); 0 for the documented waits. [RTY-05, THR-05] */
  jitter: number;
  dispatchLatency: Duration;
  /** true: an event is dropped as soon as its next wait would reach the limit; false: at the limit itself. [AGE-06] */
  lookAhead: boolean;
  zeroReservedAppliesToQueued: boolean;
  duplicateProbability: number;
  duplicateDelay: Duration;
  silentLossProbability: number;
  backlogStretch: { factor: number; threshold: number };
  deliveryAttempts: number;
  /** Idle environments are reclaimed after U(min, max). [ENV-05] */
  idleExpiry: { min: Duration; max: Duration };
  /** The waits of event source mappings: base × factor for each time in a row, at most cap. [DDB-21] */
  eventSourceRetry: { base: Duration; factor: number; cap: Duration };
  /** From when a message can be received to when a waiting mapping has it. [SQS-06] */
  receiveLatency: Duration;
}

/** New environments: one token each, `capacity` at most, one more every `interval`. [CON-09, CON-10] */
export interface ScalingModel {
  scope: 'function' | 'account';
  capacity: number;
  interval: Duration;
}

export interface FunctionModel {
  /** `import`, or with a qualifier `import:live`: as results name it. */
  name: string;
  functionName: string;
  /** As in its ARN: `$LATEST`, a version or an alias. */
  qualifier: string;
  /** Which version executes: `$LATEST` or a number. */
  version: string;
  /** The same number for all that share a reservation and a scaling rate: those of one function. [CON-09, CON-18] */
  group: number;
  /** The same number for all that share execution environments: an alias and its version. */
  environments: number;
  provisioned: ProvisionedModel | null;
  /** Whether Lambda stops a chain that comes back to this function too often. [DST-21] */
  stopsLoops: boolean;
  timeout: Duration;
  maximumRetryAttempts: number;
  maximumEventAge: Duration;
  /** Indices of destinations, -1 for none. */
  onSuccess: number;
  onFailure: number;
  deadLetterQueue: number;
  duration: DistributionModel;
  initDuration: DistributionModel;
  poisonRate: number;
  /** Attempts that begin here or later do not fail on poison; Infinity: never fixed. */
  poisonUntil: Time;
  functionError: 'Unhandled' | 'Handled';
  response: ResponseModel;
  /** What a failed attempt returns; null for the usual error. */
  error: Record<string, unknown> | null;
  /** Sorted by event. */
  script: ScriptModel[];
  /** What faults change, in order of `from`; the first starts at 0. A phase holds until the next one's `from`. */
  phases: FunctionPhase[];
}

/** Environments that are kept initialised. [CON-05, CON-08] */
export interface ProvisionedModel {
  environments: number;
  /** From here on nobody else may use that much concurrency; null: it was allocated before the scenario begins. */
  requestedAt: Time | null;
}

/** What a handler returns: exact text, which need not be JSON, or a JSON string of so many bytes. */
export type ResponseModel = { text: string } | { bytes: number };

/** A function's settings between two changes. */
export interface FunctionPhase {
  from: Time;
  /** -1: no reservation, the function shares the unreserved pool. */
  reserved: number;
  errorRate: number;
  systemErrorRate: number;
  durationFactor: number;
  enqueueFailureRate: number;
  /** Every dispatch is answered with 404. [ERR-08] */
  deleted: boolean;
}

export interface ScriptModel {
  /** Counts the function's accepted events from 0. */
  event: number;
  attempts: {
    duration: Duration | null;
    result: 'success' | 'error' | 'timeout';
    /** What this attempt returns; null: what the function returns. */
    response: ResponseModel | null;
    error: Record<string, unknown> | null;
  }[];
}

export interface DestinationModel {
  name: string;
  type: 'SQS' | 'SNS' | 'Lambda' | 'EventBridge' | 'S3';
  /** Of type Lambda: the index of what is invoked. Otherwise -1. [DST-20] */
  invokes: number;
  /** Of type SQS: the index of the simulated queue that gets the message, -1 where nobody reads it. */
  feeds: number;
  /** Takes nothing: no permission, no use of its key, or FIFO. [DST-12, DST-13] */
  refuses: boolean;
  /** The largest message it takes, bytes; Infinity for a bucket. */
  maximumBytes: number;
  latency: Duration;
  phases: { from: Time; failureRate: number }[];
}

/** Times in microseconds, not rounded; a drawn time is rounded once. */
export type DistributionModel =
  | { kind: 'constant'; value: number }
  | { kind: 'exponential'; mean: number }
  | { kind: 'lognormal'; mu: number; sigma: number }
  | { kind: 'gamma'; mean: number; shape: number }
  | { kind: 'weibull'; scale: number; shape: number }
  | { kind: 'uniform'; min: number; max: number }
  /** Linear between (probabilities[i], values[i]), flat outside. */
  | { kind: 'percentiles'; probabilities: number[]; values: number[] }
  /** Weights add up to 1. */
  | { kind: 'mixture'; parts: { weight: number; distribution: DistributionModel }[] };

export interface SourceModel {
  function: number;
  payload: PayloadModel;
  /** Every submission is refused: the payload is too large or no JSON. [ASY-07, ASY-08] */
  rejected: boolean;
  /** Instants of the pattern count from here. */
  from: Time;
  /** No arrival at or after this instant. */
  until: Time;
  arrivals: ArrivalModel;
}

/** Rates in events per second. */
export type ArrivalModel =
  | { kind: 'poisson'; rate: number }
  | { kind: 'constant'; rate: number }
  | { kind: 'stages'; spacing: 'even' | 'poisson'; stages: { duration: Duration; from: number; to: number }[] }
  | { kind: 'sine'; mean: number; amplitude: number; period: Duration; peak: Time }
  | { kind: 'burst'; count: number; at: Time }
  | { kind: 'instants'; instants: number[] }
  | { kind: 'counts'; interval: Duration; within: 'poisson' | 'uniform' | 'front'; counts: number[] };

/** What is sent: exact text, or so many bytes of no particular content. */
export type PayloadModel = { text: string } | { bytes: number };

/** A stream of records; a shard each is a sequence in order. */
export interface StreamModel {
  name: string;
  type: 'DynamoDB' | 'Kinesis';
  shards: number;
  retention: Duration;
  /** How often a mapping asks a shard for new records; 0: it sees them as they are written. [DDB-22] */
  pollInterval: Duration;
  writes: WriteModel[];
}

export interface WriteModel {
  /** -1: the partition key decides. */
  shard: number;
  keys: number;
  bytes: number;
  poison: PoisonModel;
  /** Instants of the pattern count from here. */
  from: Time;
  until: Time;
  arrivals: ArrivalModel;
}

/** Which of an entry's records or messages every attempt fails on: by chance, or by their place in it. */
export interface PoisonModel {
  rate: number;
  /** Sorted. */
  places: number[];
}

/** A standard SQS queue. */
export interface QueueModel {
  name: string;
  visibilityTimeout: Duration;
  retention: Duration;
  delay: Duration;
  /** Where a message goes that was received too often: the index of a queue, -1 for none. [SQS-03] */
  deadLetterQueue: number;
  maxReceiveCount: number;
  sends: SendModel[];
}

export interface SendModel {
  bytes: number;
  poison: PoisonModel;
  from: Time;
  until: Time;
  arrivals: ArrivalModel;
}

/** What is read for a function, and how. Limits that are off are Infinity. */
export type MappingModel = StreamMappingModel | QueueMappingModel;

interface AnyMappingModel {
  name: string;
  /** The index of the target that is invoked. */
  function: number;
  /** Reads from here until there; both are the run's end for one that is not enabled. */
  from: Time;
  until: Time;
  batchSize: number;
  window: Duration;
  /** Of records or messages, the share that passes the filters. */
  passRate: number;
  durationPerItem: Duration;
  /** The function returns which items failed, instead of failing. [DDB-17] */
  reportsItemFailures: boolean;
}

export interface StreamMappingModel extends AnyMappingModel {
  kind: 'stream';
  stream: number;
  /** Batches of one shard at once. [DDB-24] */
  parallelizationFactor: number;
  fromLatest: boolean;
  maximumRecordAge: Duration;
  maximumRetryAttempts: number;
  bisects: boolean;
  /** The index of a destination, -1 for none. */
  onFailure: number;
}

export interface QueueMappingModel extends AnyMappingModel {
  kind: 'queue';
  queue: number;
  maximumConcurrency: number;
}
