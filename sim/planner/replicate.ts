import { startRun } from '../engines/exact.ts';
import type { EventRecord, RunResult, Series } from '../engines/result.ts';
import type { Run } from '../engines/run.ts';
import { inSeconds } from '../kernel/time.ts';
import type { Model } from '../model/model.ts';
import { MeanSeries } from './meanSeries.ts';

/** Which replications of a model to run. */
export interface ReplicationPlan {
  /** Overrides the scenario's seed. */
  seed?: string;
  /** How many; 1 if not given. Replication i takes sub-stream i of the seed, however many there are. */
  replications?: number;
  /** Asked when they have ended: how many more there are to be; 0: they are enough. */
  more?: (results: readonly RunResult[]) => number;
  /** Keeps the life-lines of the first replication. */
  trace?: boolean;
}

/** What replications leave behind. */
export interface Replicated {
  /** One result a replication, in order of sub-stream. */
  results: RunResult[];
  /** Minute by minute: the mean over the replications; of a single one, its own numbers. */
  series: Series;
  /** Scheduled events handled in all of them. */
  steps: number;
  /** True if it was stopped before the last replication ended. */
  stopped: boolean;
  /** The first replication's events. Empty without `trace`. */
  events: Iterable<EventRecord>;
}

/** Replications in progress, one after the other, in slices of any size; the size changes no number. */
export interface Replications {
  readonly finished: boolean;
  /** The share of all simulated time that is done, 0 to 1. */
  readonly progress: number;
  /** Replications that have ended. */
  readonly ended: number;
  /** Handles at most `maxSteps` scheduled events; true while there is more to do. */
  advance(maxSteps: number): boolean;
  /**
   * What there is so far: the replications that have ended. A first one that has not ended is given up to the end of the
   * minute it has reached; a later one is left out, because half a replication would bend the means.
   */
  outcome(): Replicated;
}

/** Starts replications 0, 1, … of a model. */
export function startReplications(model: Model, plan: ReplicationPlan = {}): Replications {
  let wanted = plan.replications ?? 1;
  const results: RunResult[] = [];
  const means = new MeanSeries();
  let stepsOfEnded = 0;
  /** Null at the end: a run of millions of events is not kept in memory for what its result already says. */
  let run: Run | null = begin(0);
  const traced = plan.trace === true ? run : null;

  function begin(replication: number): Run {
    const seed = plan.seed === undefined ? {} : { seed: plan.seed };
    return startRun(model, { ...seed, replication, trace: plan.trace === true && replication === 0 });
  }

  return {
    get finished() {
      return run === null;
    },
    get ended() {
      return results.length;
    },
    get progress() {
      if (run === null) return 1;
      const part = model.duration === 0 ? 0 : run.simulatedSeconds / inSeconds(model.duration);
      return (results.length + part) / wanted;
    },
    advance(maxSteps) {
      if (run === null || run.advance(maxSteps)) return run !== null;
      results.push(run.result());
      means.add(run.series());
      stepsOfEnded += run.steps;
      if (results.length === wanted) wanted += plan.more?.(results) ?? 0;
      run = results.length < wanted ? begin(results.length) : null;
      return run !== null;
    },
    outcome() {
      const part = results.length === 0 ? run : null;
      part?.finishMinute();
      return {
        results: part === null ? [...results] : [part.result()],
        series: part === null ? means.mean() : part.series(),
        steps: stepsOfEnded + (part?.steps ?? 0),
        stopped: run !== null,
        events: traced?.events() ?? [],
      };
    },
  };
}

/** How `replicate` reports on its way and lets itself be stopped. */
export interface ReplicationWatch {
  /** Called between slices with the share that is done, 0 to 1. */
  onProgress?: (progress: number) => void;
  /** Asked between slices; true stops, and what has ended is kept. */
  shouldStop?: () => boolean;
}

/** Runs replications 0, 1, … of a model to their end, or until it is told to stop. */
export function replicate(model: Model, plan: ReplicationPlan & ReplicationWatch = {}): Replicated {
  const replications = startReplications(model, plan);
  while (replications.advance(stepsPerSlice)) {
    plan.onProgress?.(replications.progress);
    if (plan.shouldStop?.() === true) break;
  }
  return replications.outcome();
}

/** A few milliseconds of work: often enough for a progress bar and for Stop. */
const stepsPerSlice = 50_000;
