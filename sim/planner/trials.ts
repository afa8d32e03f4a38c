import type { Dispatch } from '../model/model.ts';
import type { Issue } from '../scenario/issue.ts';
import { estimate, type Estimate } from './estimate.ts';
import type { Laboratory, Measured } from './laboratory.ts';
import type { Metric, Reading } from './metric.ts';

/** An alternative: one of the laboratory's scenarios with settings of its own. */
export interface Alternative {
  scenario: number;
  /** As `--set` takes them. */
  settings: readonly string[];
}

/** How planning reports on its way. It is ended by stopping its laboratory; what has ended by then is kept. */
export interface Watch {
  /** The share that is done, 0 to 1: an estimate, where nobody knows how many steps an answer takes. */
  onProgress?: (share: number) => void;
}

/** What has been measured of one alternative. */
export class Trial {
  readonly alternative: Alternative;
  /** Scheduled events of the longest replication. */
  mostSteps = 0;
  /** The dispatch discipline in force; null before a replication has ended. */
  dispatch: Dispatch | null = null;
  /** Whether anything was refused in any replication; under `fifo` nothing ever is. */
  throttled = false;
  private readonly readings: Reading[][];
  private readonly metrics: readonly Metric[];

  constructor(alternative: Alternative, metrics: readonly Metric[]) {
    this.alternative = alternative;
    this.metrics = metrics;
    this.readings = metrics.map(() => []);
  }

  /** Replications that have ended. */
  get replications(): number {
    return this.readings[0]?.length ?? 0;
  }

  /** Takes in the next replication: a reading of each metric. */
  add({ readings, steps, dispatch, throttled }: Extract<Measured, { kind: 'measured' }>): void {
    this.mostSteps = Math.max(this.mostSteps, steps);
    this.dispatch = dispatch;
    this.throttled ||= throttled;
    readings.forEach((reading, place) => this.readings[place]?.push(reading));
  }

  /** One reading a replication, in order of sub-stream, of a metric that is among the trials'. */
  readingsOf(metric: Metric): readonly Reading[] {
    const readings = this.readings[this.metrics.indexOf(metric)];
    if (readings === undefined) throw new Error(`the trials do not read ${metric.text}`);
    return readings;
  }

  /** The estimate of a metric; `level` is the probability of its interval. */
  estimate(metric: Metric, level?: number): Estimate {
    return estimate(metric, this.readingsOf(metric), level);
  }
}

/** Why an alternative cannot be measured. */
export class TrialFailed extends Error {
  readonly reason: 'issues' | 'tooLong' | 'stopped';
  readonly alternative: Alternative;
  readonly issues: readonly Issue[];

  constructor(reason: TrialFailed['reason'], alternative: Alternative, issues: readonly Issue[] = []) {
    super({ issues: 'the settings make no valid scenario', tooLong: 'one replication takes more steps than it may', stopped: 'stopped' }[reason]);
    this.reason = reason;
    this.alternative = alternative;
    this.issues = issues;
  }
}

/** Some minutes of simulation for one replication. */
const usualStepBudget = 500_000_000;

/** Every alternative that has been tried, each replication of it done once. */
export class Trials {
  private readonly trials = new Map<string, Trial>();
  readonly laboratory: Laboratory;
  readonly metrics: readonly Metric[];

  constructor(laboratory: Laboratory, metrics: readonly Metric[]) {
    this.laboratory = laboratory;
    this.metrics = metrics;
  }

  /** Replications that have ended, of all alternatives. */
  get replications(): number {
    return [...this.trials.values()].reduce((sum, trial) => sum + trial.replications, 0);
  }

  /** Whether any alternative that has been tried is such a one. */
  some(isOne: (trial: Trial) => boolean): boolean {
    return [...this.trials.values()].some(isOne);
  }

  /** What has been measured of an alternative so far. */
  of(alternative: Alternative): Trial {
    const key = JSON.stringify([alternative.scenario, alternative.settings]);
    let trial = this.trials.get(key);
    if (trial === undefined) this.trials.set(key, (trial = new Trial(alternative, this.metrics)));
    return trial;
  }

  /** Replications 0 to `replications` - 1 of an alternative, those that are missing as many at once as the laboratory can, each in at most `stepBudget` scheduled events; throws `TrialFailed`. */
  async upTo(alternative: Alternative, replications: number, stepBudget = usualStepBudget): Promise<Trial> {
    const trial = this.of(alternative);
    const missing = Array.from({ length: Math.max(0, replications - trial.replications) }, (_, index) => trial.replications + index);
    const { scenario, settings } = alternative;
    const measured = await Promise.all(
      missing.map((replication) => this.laboratory.measure({ scenario, settings, replication, metrics: this.metrics, stepBudget })),
    );
    for (const one of measured) {
      if (one.kind !== 'measured') throw new TrialFailed(one.kind, alternative, one.kind === 'issues' ? one.issues : []);
      trial.add(one);
    }
    return trial;
  }
}
