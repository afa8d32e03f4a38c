import type { Duration, Time } from '../kernel/time.ts';

/**
 * What the engines read: flat, immutable, indices instead of names, every time a whole number of microseconds.
 * Plain data: it can be cloned to another thread or written to a file. `compileModel` makes it, nothing else does.
 */
export interface Model {
  seed: string;
  duration: Time;
  /** An event is on time when its successful handler starts at most this long after acceptance. */
  delayTarget: Duration;
  accountConcurrency: number;
  scaling: ScalingModel;
  /** Largest accepted asynchronous payload, bytes. [ASY-07] */
  payloadLimit: number;
  assumptions: AssumptionsModel;
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
  deliveryLatency: Duration;
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
  name: string;
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
  /** Sorted by event. */
  script: ScriptModel[];
  /** What faults change, in order of `from`; the first starts at 0. A phase holds until the next one's `from`. */
  phases: FunctionPhase[];
}

/** A function's settings between two changes. */
export interface FunctionPhase {
  from: Time;
  /** -1: no reservation, the function shares the unreserved pool. */
  reserved: number;
  errorRate: number;
  systemErrorRate: number;
  durationFactor: number;
  enqueueFailureRate: number;
}

export interface ScriptModel {
  /** Counts the function's accepted events from 0. */
  event: number;
  attempts: { duration: Duration | null; result: 'success' | 'error' | 'timeout' }[];
}

export interface DestinationModel {
  name: string;
  type: 'SQS' | 'SNS' | 'EventBridge' | 'S3';
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
  payloadBytes: number;
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
