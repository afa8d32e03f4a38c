import { startRun } from '../engines/exact.ts';
import type { FunctionResult, FunctionSeries, RunResult, Series } from '../engines/result.ts';
import type { Run } from '../engines/run.ts';
import { inSeconds } from '../kernel/time.ts';
import type { Model } from '../model/model.ts';
import { sumOfResults, sumOfSeries } from './allFunctions.ts';
import { measureNames, measuresOf, waitingIn, type Measure, type Measures } from './measures.ts';
import { intervalOf, type Interval } from './summarise.ts';
import { Spread, type SpreadSeries } from './spread.ts';

/**
 * How much of a result is luck: the same scenario again and again, replication i with sub-stream i of its seed.
 *
 * Two scenarios with one seed meet the same luck event by event, so their differences are taken replication by
 * replication (`pairedDifferences`) and are far surer than the numbers themselves.
 */
export interface Study {
  /** Replications that have ended. */
  replications: number;
  /** The functions together. */
  total: StudySubject;
  functions: Record<string, StudySubject>;
}

/** One function over the replications, or all of them together. */
export interface StudySubject {
  measures: Measures;
  /** Each measure's mean with its 95 % interval. */
  intervals: Record<Measure, Interval>;
  /** The lowest and the highest of all replications, minute by minute. */
  low: SpreadSeries;
  high: SpreadSeries;
}

/** A study in progress, in slices of any size; the size changes no number. */
export interface StudyRun {
  /** Replications that have ended. */
  readonly ended: number;
  /** The share of all simulated time that is done, 0 to 1. */
  readonly progress: number;
  /** Handles at most `maxSteps` scheduled events; true while there is more to do. */
  advance(maxSteps: number): boolean;
  /** Over the replications that have ended; null while none has. */
  study(): Study | null;
  /** The first replication, which is the run that the seed alone would give; null until it has ended. */
  readonly first: { result: RunResult; series: Series } | null;
}

/** Starts replications 0 to `replications` − 1 of a model; `seed` replaces the scenario's own. */
export function startStudy(model: Model, { seed, replications }: { seed?: string; replications: number }): StudyRun {
  const total = new SubjectStudy();
  const functions = new Map<string, SubjectStudy>();
  let ended = 0;
  let first: StudyRun['first'] = null;
  let run: Run | null = begin(0);

  function begin(replication: number): Run {
    return startRun(model, { ...(seed === undefined ? {} : { seed }), replication });
  }

  function take({ result, series }: { result: RunResult; series: Series }): void {
    for (const [name, one] of Object.entries(result.functions)) {
      let subject = functions.get(name);
      if (subject === undefined) functions.set(name, (subject = new SubjectStudy()));
      subject.add(one, series.functions[name]!, series.ends);
    }
    // Quantiles of several functions cannot be combined; of one there is nothing to combine.
    total.add(sumOfResults(Object.values(result.functions)), sumOfSeries(Object.values(series.functions)), series.ends);
  }

  return {
    get ended() {
      return ended;
    },
    get first() {
      return first;
    },
    get progress() {
      if (run === null) return 1;
      const part = model.duration === 0 ? 0 : run.simulatedSeconds / inSeconds(model.duration);
      return (ended + part) / replications;
    },
    advance(maxSteps) {
      if (run === null || run.advance(maxSteps)) return run !== null;
      const outcome = { result: run.result(), series: run.series() };
      take(outcome);
      first ??= outcome;
      ended += 1;
      run = ended < replications ? begin(ended) : null;
      return run !== null;
    },
    study() {
      if (ended === 0) return null;
      return {
        replications: ended,
        total: total.subject(),
        functions: Object.fromEntries([...functions].map(([name, one]) => [name, one.subject()])),
      };
    },
  };
}

/** What is kept of a function's replications. */
class SubjectStudy {
  private readonly measures: Measures = Object.fromEntries(measureNames.map((name) => [name, []])) as unknown as Measures;
  private readonly spread = new Spread();

  add(result: FunctionResult, series: FunctionSeries, ends: Float64Array): void {
    const waiting = waitingIn(series);
    const one = measuresOf(result, waiting, ends);
    for (const name of measureNames) this.measures[name].push(one[name]);
    this.spread.add(series, waiting);
  }

  subject(): StudySubject {
    const measures = Object.fromEntries(measureNames.map((name) => [name, [...this.measures[name]]])) as Measures;
    const intervals = Object.fromEntries(measureNames.map((name) => [name, intervalOf(measures[name])])) as Record<Measure, Interval>;
    return { measures, intervals, ...this.spread.bounds() };
  }
}
