import { it } from 'vitest';
import { nightly } from './estimate.ts';
import { growthFrom, replicate, sumFrom, textbook, type Replication } from './simulate.ts';

/**
 * Queues with a known answer, under `fifo`.
 *
 * Every run begins empty, so a measure counts only what the per-minute series says after `warmUp` minutes. Those are at least
 * thirty relaxation times of the queue, 1 / (√(c·μ) - √λ)² without patience and the patience with it, so that what is left of
 * the empty start, e^-30, is nothing beside the noise. Replications are independent streams of one seed.
 */
export interface Queue {
  arrivalRate: number;
  duration: object;
  servers: number;
  warmUp: number;
  minutes: number;
  replications?: number;
  /** Waiting longer than this is what `beyondTarget` measures. */
  target: number;
  /** MaximumEventAgeInSeconds. */
  patience?: number;
}

export interface Measures {
  /** Mean wait of the events that were admitted. */
  wait: number[];
  /** Share of events that waited longer than the target, the discarded included. */
  beyondTarget: number[];
  discarded: number[];
  discardRate: number[];
  /** Executions in progress, and events in the queue: averages over the minutes' ends. */
  busy: number[];
  queued: number[];
  /** 99th percentile of all waits; the only measure that includes the warm-up. */
  p99: number[];
  /** Executions in progress, over all the time. */
  meanConcurrency: number[];
  /** Arrivals a second, after the warm-up. */
  received: number[];
}

/** Simulates a queue, and gives of each measure one value a replication. */
export function simulate({ arrivalRate, duration, servers, warmUp, minutes, replications = 20, target, patience = 21_600 }: Queue): Measures {
  const scenario = textbook(
    { EventInvokeConfig: { MaximumEventAgeInSeconds: patience }, behaviour: { duration: duration as never } },
    { poisson: { rate: arrivalRate } },
    (warmUp + minutes) * 60,
    // The account's pool is the servers: for the only function that is what a reservation would be.
    { account: { ConcurrentExecutions: servers }, delayTarget: target },
  );
  const measure = ({ minutes: rows, f }: Replication) => {
    const grown = (column: Float64Array): number => growthFrom(column, warmUp);
    const ended = (column: Float64Array): number => sumFrom(column, warmUp) / minutes;
    // Under fifo AsyncEventAge has one sample an event: when its wait ends.
    const waits = rows.AsyncEventAgeAverage.map((age, row) => (rows.Invocations[row]! === 0 ? 0 : (age / 1000) * rows.Invocations[row]!));
    const discarded = grown(rows.discardedEventAgeExceeded);
    const late = grown(rows.deliveredDelayed) + discarded;
    const decided = late + grown(rows.deliveredOnTime);
    return {
      wait: sumFrom(waits, warmUp) / sumFrom(rows.Invocations, warmUp),
      beyondTarget: late / decided,
      discarded: discarded / decided,
      discardRate: discarded / (minutes * 60),
      busy: ended(rows.running),
      queued: ended(rows.waitingUnread),
      received: grown(rows.received) / (minutes * 60),
      p99: f.delaySeconds.p99!,
      meanConcurrency: f.metrics.ConcurrentExecutions.mean,
    };
  };
  const all = replicate(scenario, replications, measure);
  return Object.fromEntries(Object.keys(all[0]!).map((key) => [key, all.map((one) => one[key as keyof typeof one])])) as unknown as Measures;
}

/** The entry of a family with this id. */
export const byId = <T extends { id: string }>(list: readonly T[], id: string): T => list.find((entry) => entry.id === id)!;
export const exponential = (mean: number): object => ({ exponential: { mean } });
/** A case that only the long mode runs. */
export const inNightly = it.runIf(nightly);
/** Hours, for the long mode. */
export const time = { timeout: 3_600_000 };
