/**
 * What the page may ask of the simulation thread, and the plain data that travels between the two.
 *
 * Text goes in, numbers come out: parsing, compiling, running and summing up all happen on the far side, so that
 * the page's own thread only draws.
 */
import type { FunctionResult, FunctionSeries, RunResult, Series } from '../engines/result.ts';
import type { AssumptionBand } from '../planner/assumptionBand.ts';
import type { Verdict } from '../report/verdict.ts';
import type { Issue } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';

/** One simulation to run: a scenario as written, and the seed that replaces its own (null: the scenario's). */
export interface SimulationRequest {
  /** What the page calls the scenario; used in messages only. */
  name: string;
  text: string;
  seed: string | null;
}

/** How far a run is; every time in seconds. */
export interface Progress {
  /** Simulated part of the scenario's duration, 0 to 1. */
  fraction: number;
  simulatedSeconds: number;
  durationSeconds: number;
  steps: number;
  wallSeconds: number;
  /** Estimated from the speed of the last seconds; null until there is a speed to judge by. */
  secondsLeft: number | null;
}

/** The numbers at one moment of a run. */
export interface Snapshot {
  progress: Progress;
  result: RunResult;
  /** While running: the watched function's series only. At the end: every function's. */
  series: Series;
  /** The functions added up; for a scenario of one function, that function. */
  total: { result: FunctionResult; series: FunctionSeries };
  verdict: Verdict;
}

/** How a request ended: with the problems of its text, with numbers (all, or those simulated when it was stopped), or unwanted. */
export type SimulationAnswer =
  | { kind: 'issues'; issues: Issue[] }
  | { kind: 'abandoned' }
  | { kind: 'finished' | 'stopped'; scenario: Scenario; seed: string; snapshot: Snapshot; fingerprint: string | null };

/** What the page hears, and is asked, while a run goes on. */
export interface SimulationListener {
  /** The text of a trace file the scenario names; null where the page has none of that name. */
  traceFile(name: string): Promise<string | null>;
  /** The text was a valid scenario; the first simulated event follows. */
  started(scenario: Scenario): void;
  /** About fifteen times a second. */
  progress(progress: Progress): void;
  /** About four times a second, so that charts grow while the run goes on. */
  snapshot(snapshot: Snapshot): void;
}

/** The simulation thread's whole surface. One request at a time: a new one needs the old one to have ended. */
export interface SimulationApi {
  simulate(request: SimulationRequest, listener: SimulationListener): Promise<SimulationAnswer>;
  /** Ends the work in progress early: `simulate` then answers with what was simulated so far, or with nothing if that is not wanted. */
  stop(keep: boolean): void;
  /** Which function's series the snapshots carry; null for the sum only. */
  watch(functionName: string | null): void;
  /**
   * How the headline numbers of the run that just finished range over the three dispatch disciplines.
   * Null when nothing was held up, so that the discipline cannot matter, and when it was stopped.
   */
  assumptionBand(): Promise<AssumptionBand | null>;
  /** A sign of life. */
  ping(): true;
}
