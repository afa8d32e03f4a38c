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
