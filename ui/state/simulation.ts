import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { FunctionResult, FunctionSeries } from '../../sim/engines/result.ts';
import type { AssumptionBand, HeadlineBand } from '../../sim/planner/assumptionBand.ts';
import type { Issue } from '../../sim/scenario/issue.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import type { Finding, Progress, SimulationRequest, Snapshot } from '../../sim/worker/api.ts';
import { SimulationFailed, createSimulationClient } from '../../sim/worker/client.ts';
import { painted } from './painted.ts';
import { open, openingOf, selectedFunction } from './session.ts';
import type { Spread } from './spread.ts';
import { traceFile } from './traceFiles.ts';

/** The simulation whose numbers are on the page. */
export interface ShownRun {
  request: SimulationRequest;
  /** Which of the scenarios that were opened one after the other it is of; what was changed since is still of the same. */
  opening: string;
  scenario: Scenario;
  seed: string;
  status: 'running' | 'finished' | 'stopped';
  snapshot: Snapshot;
  fingerprint: string | null;
}

/** What is worth a look in the scenario that was simulated last. */
export const findings = signal<readonly Finding[]>([]);

/** Why there is no new result; the numbers on the page stay those of the run before. */
export type Problem =
  | { kind: 'issues'; name: string; issues: Issue[] }
  | { kind: 'failed'; message: string; request: SimulationRequest }
  | { kind: 'unreadable'; message: string };

/** The assumption band under the verdict: being computed, there, or without meaning for this run. */
export type BandState = { kind: 'none' } | { kind: 'computing' } | { kind: 'ready'; band: AssumptionBand };

export const shown = signal<ShownRun | null>(null);

/** How far the simulation is that is running now; null when none is. */
export const progress = signal<Progress | null>(null);
export const running = signal(false);
export const problem = signal<Problem | null>(null);
export const band = signal<BandState>({ kind: 'none' });

/** The selection as it applies to the run on the page: the only function, the chosen one, or all. */
export const subject = computed<Subject | null>(() => {
  const run = shown.value;
  if (run === null) return null;
  const { snapshot } = run;
  const names = Object.keys(snapshot.result.functions);
  const name = names.length === 1 ? (names[0] ?? null) : selectedFunction.value;
  const result = name === null ? undefined : snapshot.result.functions[name];
  const series = name === null ? undefined : snapshot.series.functions[name];
  if (name === null || result === undefined || series === undefined) return { name: null, count: names.length, ...snapshot.total };
  return { name, count: names.length, result, series };
});

/** What the charts are drawn from. */
export interface Subject {
  /** Null: all functions together. */
  name: string | null;
  /** How many functions the result has; a version or an alias that is invoked is one of its own. */
  count: number;
  result: FunctionResult;
  series: FunctionSeries;
  /** Where replications of the run lay; absent or null while there is none. */
  spread?: Spread | null;
}

/** The band of the numbers on the page; null while there is none. */
export const subjectBand = computed<HeadlineBand | null>(() => {
  if (band.value.kind !== 'ready' || subject.value === null) return null;
  const { name } = subject.value;
  return name === null ? band.value.band.total : (band.value.band.functions[name] ?? null);
});

/** The simulation thread. */
export const client = createSimulationClient();

/** Simulates the selected scenario, again if it was simulated before. */
export function run(): void {
  const { name, text, seed } = open.value;
  start({ name, text, seed: seed === '' ? null : seed });
}

/** From now on, whatever changes the selected scenario is simulated at once. */
export function runWhenChanged(): void {
  effect(() => {
    if (open.value.text !== '') untracked(run);
  });
  effect(() => client.watch(selectedFunction.value));
}

/** Until there is a result, or a reason why there is none. */
export function firstResult(): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      if ((shown.value !== null && shown.value.status !== 'running') || problem.value !== null) resolve();
    });
  });
}

/** Ends the running simulation and keeps what it has. */
export function stopAndKeep(): void {
  client.stop();
}

export function dismissProblem(): void {
  problem.value = null;
}

let latest: SimulationRequest | null = null;

/** The request whose first numbers are awaited, and the newest one that came meanwhile. */
let awaited: { request: SimulationRequest; since: number } | null = null;
let waiting: SimulationRequest | null = null;

/** A setting that is dragged asks faster than anything can answer: each answer gets this long to show its beginning before it gives way. */
const firstNumbersMilliseconds = 120;

/** Simulates a request, or the newest one as soon as the one before it has shown something. */
function start(request: SimulationRequest): void {
  if (awaited === null) begin(request);
  else {
    waiting = request;
    const { request: before, since } = awaited;
    setTimeout(() => giveWay(before), Math.max(0, since + firstNumbersMilliseconds - performance.now()));
  }
}

/** Whoever waits for the first numbers of a request waits no longer. */
function giveWay(request: SimulationRequest): void {
  if (awaited?.request !== request) return;
  awaited = null;
  const next = waiting;
  waiting = null;
  if (next !== null) begin(next);
}

function begin(request: SimulationRequest): void {
  awaited = { request, since: performance.now() };
  void simulate(request)
    .catch((error: unknown) => {
      batch(() => {
        running.value = false;
        progress.value = null;
        keepUnfinished();
        tellFailure(error, request);
      });
    })
    .finally(() => giveWay(request));
}

/** Whether no other run has been asked for since. */
export const isNewest = (request: SimulationRequest): boolean => latest === request;

/** Says that a thread died of what it was asked about a request, and how to repeat it. */
export function tellFailure(error: unknown, request: SimulationRequest): void {
  problem.value = { kind: 'failed', message: error instanceof Error ? error.message : String(error), request: error instanceof SimulationFailed ? error.request : request };
}

/** Numbers of a run that will not go on stay on the page as what they are: the part up to here. */
function keepUnfinished(): void {
  const run = shown.value;
  if (run?.status === 'running') shown.value = { ...run, status: 'stopped' };
}

async function simulate(request: SimulationRequest): Promise<void> {
  latest = request;
  const opening = openingOf(open.value);
  batch(() => {
    running.value = true;
    progress.value = null;
    band.value = { kind: 'none' };
  });
  let scenario: Scenario | null = null;
  // What the listener hears takes another way than the answer, and may come after it.
  let answered = false;
  const isCurrent = (): boolean => latest === request && !answered;
  const answer = await client.simulate(request, {
    traceFile,
    started(parsed) {
      if (!isCurrent()) return;
      scenario = parsed;
      problem.value = null;
    },
    progress(now) {
      if (isCurrent()) progress.value = now;
    },
    snapshot(snapshot) {
      if (!isCurrent() || scenario === null) return;
      shown.value = { request, opening, scenario, seed: request.seed ?? String(scenario.seed), status: 'running', snapshot, fingerprint: null };
      giveWay(request);
    },
  });
  answered = true;
  if (answer === null || latest !== request) return;
  batch(() => {
    running.value = false;
    progress.value = null;
    if (answer.kind === 'issues') {
      keepUnfinished();
      problem.value = { kind: 'issues', name: request.name, issues: answer.issues };
      return;
    }
    problem.value = null;
    shown.value = { request, opening, scenario: answer.scenario, seed: answer.seed, status: answer.kind, snapshot: answer.snapshot, fingerprint: answer.fingerprint };
  });
  giveWay(request);
  // What waited for this has begun now; a band of the numbers before it would end it.
  if (answer.kind === 'issues' || latest !== request) return;
  await Promise.all([lookFor(request), answer.kind === 'finished' ? computeBand(request) : undefined]);
}

/** Asks what is worth a look, once the numbers are on the screen: they come first. */
async function lookFor(request: SimulationRequest): Promise<void> {
  await painted();
  const found = await client.findings(request);
  if (latest === request && found !== null) findings.value = found;
}

async function computeBand(request: SimulationRequest): Promise<void> {
  // Many runs have no band, which is known at once; a sentence that came and went would push the numbers down and up.
  const slow = setTimeout(() => (band.value = { kind: 'computing' }), 150);
  let found: AssumptionBand | null = null;
  try {
    found = await client.assumptionBand(request);
  } finally {
    clearTimeout(slow);
    if (latest === request) band.value = found === null ? { kind: 'none' } : { kind: 'ready', band: found };
  }
}
