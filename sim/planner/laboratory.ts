import { costOf } from '../cost/cost.ts';
import { prices as usualPrices, type Prices } from '../cost/prices.ts';
import { startRun } from '../engines/exact.ts';
import type { Run } from '../engines/run.ts';
import { compileModel } from '../model/compile.ts';
import type { Dispatch, Model } from '../model/model.ts';
import type { Issue } from '../scenario/issue.ts';
import { applySettings, parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/schema.ts';
import { resolveTraces, traceFiles } from '../scenario/traces.ts';
import type { TraceArrivals } from '../scenario/traces.ts';
import { readingOf, type Metric, type Outcome, type Reading } from './metric.ts';

/**
 * Where experiments are done: in this thread, or shared among several. What an experiment gives depends on nothing but
 * itself, so a planner's answer is the same for any number of threads.
 */
export interface Laboratory {
  /** How many experiments are done at once. */
  readonly width: number;
  /** Does an experiment as soon as its turn comes; rejects only where the laboratory itself is broken. */
  measure(experiment: Experiment): Promise<Measured>;
  /** Ends what is being done and whatever comes: each is answered with `stopped`. */
  stop(): void;
}

/** One replication of one of the laboratory's scenarios with changed settings, and what to read off it. */
export interface Experiment {
  /** Which scenario: its place in the list that the laboratory was made for. */
  scenario: number;
  /** As `--set` takes them. */
  settings: readonly string[];
  /** Which sub-stream of the seed: the same luck for every alternative. */
  replication: number;
  metrics: readonly Metric[];
  /** Scheduled events that it may take. */
  stepBudget: number;
}

export type Measured =
  | {
      kind: 'measured';
      readings: Reading[];
      steps: number;
      /** The dispatch discipline that was in force. */
      dispatch: Dispatch;
      /** Whether anything was refused; under `fifo` nothing ever is. */
      throttled: boolean;
    }
  /** The settings make no valid scenario. */
  | { kind: 'issues'; issues: Issue[] }
  /** It would have taken more steps than its budget. */
  | { kind: 'tooLong' }
  | { kind: 'stopped' };

/** A scenario file, and the trace files that it names by name. */
export interface Subject {
  text: string;
  files: Readonly<Record<string, string>>;
}

/** A laboratory in this thread. `pause` lets others have the thread between two slices of work. */
export function createLaboratory(subjects: readonly Subject[], pause: () => Promise<unknown> = () => Promise.resolve(), prices: Prices = usualPrices): Laboratory {
  const bench = new Bench(subjects);
  let stopped = false;
  let before: Promise<unknown> = Promise.resolve();

  async function measure(experiment: Experiment): Promise<Measured> {
    // Also between short experiments: else nothing could stop a thousand of them.
    await pause();
    if (stopped) return { kind: 'stopped' };
    const prepared = bench.prepare(experiment);
    if ('issues' in prepared) return { kind: 'issues', issues: prepared.issues };
    const { run, scenario } = prepared;
    while (run.advance(Math.min(stepsPerSlice, experiment.stepBudget - run.steps))) {
      if (run.steps >= experiment.stepBudget) return { kind: 'tooLong' };
      await pause();
      // Typed as it was before the pause, which is when it changes.
      if (stopped as boolean) return { kind: 'stopped' };
    }
    const outcome = outcomeOf(scenario, run, prices);
    return {
      kind: 'measured',
      readings: experiment.metrics.map((metric) => readingOf(metric, outcome)),
      steps: run.steps,
      dispatch: scenario.assumptions.dispatch,
      throttled: Object.values(outcome.functions).some(({ metrics }) => metrics.Throttles > 0),
    };
  }

  return {
    width: 1,
    measure(experiment) {
      // One after the other: two at once would only share the thread, and their memory.
      const mine = before.then(() => measure(experiment));
      before = mine.catch(() => undefined);
      return mine;
    },
    stop() {
      stopped = true;
    },
  };
}

/** What a scenario's results look like before it has run: every number that a metric can name. */
export function blankResult(scenario: Scenario, traces: ReadonlyMap<number, TraceArrivals>): Outcome {
  return outcomeOf(scenario, startRun(compileModel(scenario, traces)), usualPrices);
}

function outcomeOf(scenario: Scenario, run: Run, prices: Prices): Outcome {
  const result = run.result();
  return { ...result, cost: costOf(scenario, result, prices) };
}

/** A scenario with settings, ready to run; or what is wrong with it. */
export function prepareSubject({ text, files }: Subject, settings: readonly string[]): { scenario: Scenario; traces: ReadonlyMap<number, TraceArrivals> } | { issues: Issue[] } {
  const changed = applySettings(text, settings);
  const { scenario, issues } = parseScenario(changed.text);
  if (scenario === null || changed.issues.length > 0) return { issues: [...changed.issues, ...issues] };
  const { traces, issues: traceIssues } = resolveTraces(scenario, Object.fromEntries(traceFiles(scenario).flatMap((name) => (Object.hasOwn(files, name) ? [[name, files[name] ?? '']] : []))));
  return traceIssues.length > 0 ? { issues: traceIssues } : { scenario, traces };
}

/** A few milliseconds of work. */
const stepsPerSlice = 30_000;

/** As many compiled scenarios are kept as a sweep goes back and forth between. */
const mostModels = 32;

/** A scenario that is ready to run. */
interface Compiled {
  scenario: Scenario;
  model: Model;
}

/** Compiles each alternative once, though its replications come one by one. */
class Bench {
  private readonly compiled = new Map<string, Compiled | { issues: Issue[] }>();
  private readonly subjects: readonly Subject[];

  constructor(subjects: readonly Subject[]) {
    this.subjects = subjects;
  }

  prepare({ scenario, settings, replication }: Experiment): { scenario: Scenario; run: Run } | { issues: Issue[] } {
    const key = JSON.stringify([scenario, settings]);
    let compiled = this.compiled.get(key);
    if (compiled === undefined) {
      compiled = this.compile(scenario, settings);
      const oldest = this.compiled.keys().next();
      if (this.compiled.size >= mostModels && oldest.done !== true) this.compiled.delete(oldest.value);
      this.compiled.set(key, compiled);
    }
    return 'issues' in compiled ? compiled : { scenario: compiled.scenario, run: startRun(compiled.model, { replication }) };
  }

  private compile(scenario: number, settings: readonly string[]): Compiled | { issues: Issue[] } {
    const subject = this.subjects[scenario];
    if (subject === undefined) throw new Error(`there is no scenario ${String(scenario)} in this laboratory`);
    const prepared = prepareSubject(subject, settings);
    return 'issues' in prepared ? prepared : { scenario: prepared.scenario, model: compileModel(prepared.scenario, prepared.traces) };
  }
}
