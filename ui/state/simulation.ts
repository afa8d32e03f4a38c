import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { FunctionResult, FunctionSeries } from '../../sim/engines/result.ts';
import type { AssumptionBand, HeadlineBand } from '../../sim/planner/assumptionBand.ts';
import type { Issue } from '../../sim/scenario/issue.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import type { Finding, Progress, SimulationRequest, Snapshot } from '../../sim/worker/api.ts';
import { SimulationFailed, createSimulationClient } from '../../sim/worker/client.ts';
import { baseName, bundledTrace, loadWholeGallery } from './gallery.ts';
import type { GalleryEntry } from './gallery.ts';
import { loadRecordsPanel } from './onDemand.ts';
import { open, openScenario, selectedFunction } from './session.ts';

/** The simulation whose numbers are on the page. */
export interface ShownRun {
  request: SimulationRequest;
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
}

/** The band of the numbers on the page; null while there is none. */
export const subjectBand = computed<HeadlineBand | null>(() => {
  if (band.value.kind !== 'ready' || subject.value === null) return null;
  const { name } = subject.value;
  return name === null ? band.value.band.total : (band.value.band.functions[name] ?? null);
});

/** In bytes. A text editor in a page with more than this would hold up the whole page. */
const largestScenario = 20_000_000;

/** The simulation thread. */
export const client = createSimulationClient();
const userTraces = new Map<string, string>();

/** Opens a scenario of the gallery and simulates it. */
export async function openGalleryEntry(entry: GalleryEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  let text: string;
  try {
    text = await entry.text();
  } catch {
    problem.value = { kind: 'unreadable', message: `“${entry.name}” could not be loaded: the server this page came from does not answer. Try again when it does, or open a file.` };
    return;
  }
  openScenario({ name: entry.name === '' ? entry.id : entry.name, text, galleryId: entry.id });
}

/** Opens what was dropped or picked: one scenario, and the trace files it needs, together or before it. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const scenarios: { name: string; text: string }[] = [];
  for (const file of files) {
    const isTrace = /\.csv$/i.test(file.name);
    if (!isTrace && file.size > largestScenario) {
      problem.value = { kind: 'unreadable', message: `“${file.name}” is larger than 20 MB, which no scenario needs. Arrivals from a recording belong in a .csv that the scenario names.` };
      return;
    }
    try {
      const text = await file.text();
      if (isTrace) userTraces.set(baseName(file.name), text);
      else scenarios.push({ name: file.name, text });
    } catch {
      problem.value = { kind: 'unreadable', message: `“${file.name}” could not be read. It may have been moved; choose it again.` };
      return;
    }
  }
  const [scenario] = scenarios;
  if (scenario !== undefined) openScenario({ ...scenario, galleryId: null });
  else if (files.length > 0) run();
}

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

/** Ends the running simulation and keeps what it has. */
export function stopAndKeep(): void {
  client.stop();
}

export function dismissProblem(): void {
  problem.value = null;
}

function start(request: SimulationRequest): void {
  void simulate(request).catch((error: unknown) => {
    batch(() => {
      running.value = false;
      progress.value = null;
      keepUnfinished();
      problem.value = { kind: 'failed', message: error instanceof Error ? error.message : String(error), request: error instanceof SimulationFailed ? error.request : request };
    });
  });
}

/** Numbers of a run that will not go on stay on the page as what they are: the part up to here. */
function keepUnfinished(): void {
  const run = shown.value;
  if (run?.status === 'running') shown.value = { ...run, status: 'stopped' };
}

let latest: SimulationRequest | null = null;

async function simulate(request: SimulationRequest): Promise<void> {
  latest = request;
  batch(() => {
    keepUnfinished();
    running.value = true;
    progress.value = null;
    problem.value = null;
    band.value = { kind: 'none' };
  });
  let scenario: Scenario | null = null;
  // What the listener hears takes another way than the answer, and may come after it.
  let answered = false;
  const isCurrent = (): boolean => latest === request && !answered;
  const answer = await client.simulate(request, {
    traceFile: async (name) => userTraces.get(baseName(name)) ?? (await bundledTrace(name)),
    started(parsed) {
      if (!isCurrent()) return;
      scenario = parsed;
    },
    findings(found) {
      if (latest === request) findings.value = found;
    },
    progress(now) {
      if (isCurrent()) progress.value = now;
    },
    snapshot(snapshot) {
      if (!isCurrent() || scenario === null) return;
      shown.value = { request, scenario, seed: request.seed ?? String(scenario.seed), status: 'running', snapshot, fingerprint: null };
    },
  });
  answered = true;
  if (answer === null || latest !== request) return;
  batch(() => {
    running.value = false;
    progress.value = null;
    if (answer.kind === 'issues') problem.value = { kind: 'issues', name: request.name, issues: answer.issues };
    else shown.value = { request, scenario: answer.scenario, seed: answer.seed, status: answer.kind, snapshot: answer.snapshot, fingerprint: answer.fingerprint };
  });
  void loadRest();
  if (answer.kind === 'finished') await computeBand(request);
}

/** What cannot be fetched now is asked for again when it is needed. */
async function loadCode(): Promise<void> {
  await Promise.allSettled([loadRecordsPanel(), client.load()]);
}

let loadedRest: Promise<void> | null = null;

/** After the first answer, when the page has nothing better to do. */
function loadRest(): Promise<void> {
  loadedRest ??= new Promise((resolve) => setTimeout(resolve, 1000)).then(loadWholeGallery).then(loadCode);
  return loadedRest;
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
