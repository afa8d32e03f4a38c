import { batch, computed, effect, signal } from '@preact/signals';
import type { Difference, Measure, SimulationRequest, StudiedScenario, StudyProgress, StudySubject } from '../../sim/worker/api.ts';
import { createSimulationClient } from '../../sim/worker/client.ts';
import { repeating } from './repeating.ts';
import { open, selectedFunction, workspace } from './session.ts';
import { problem, shown, subject } from './simulation.ts';
import type { Spread } from './spread.ts';
import { traceFile, userTraces } from './traceFiles.ts';
import type { NamedScenario } from './workspace.ts';

/** What is known of a scenario over many runs with other luck. */
export interface StudyState {
  /** `due`: its turn will come. `short`: it was stopped, or its time was up, before all were done; what has ended counts. */
  status: 'due' | 'running' | 'done' | 'short' | 'failed';
  progress: StudyProgress | null;
  studied: StudiedScenario | null;
}

/** Few enough to be done in seconds for most scenarios, enough for an interval that a reader can use. */
export const replicationsWanted = 20;

/** A scenario that takes seconds to simulate is repeated for about this long. */
const budgetSeconds = 20;

/** Undo brings back what was known; older than this many texts it is computed anew. */
const mostKept = 40;

const states = signal<ReadonlyMap<string, StudyState>>(new Map());
const due: StudyState = { status: 'due', progress: null, studied: null };

/** What is known of a scenario of the page. */
export function studyOf({ text, seed }: Pick<NamedScenario, 'text' | 'seed'>): StudyState {
  return states.value.get(keyOf(text, seed)) ?? due;
}

/** What is known of the selected scenario. */
export const ownStudy = computed(() => studyOf(open.value));

/** The part of a study that is about the chosen function; of all together, or where it has no such function, the total. */
export function studiedSubject(studied: StudiedScenario, functionName: string | null): StudySubject {
  const { study } = studied;
  return (functionName === null ? undefined : study.functions[functionName]) ?? study.total;
}

/** The study of the selected scenario as it applies to the chosen function; null while nothing is known. */
export const ownSubject = computed<(StudySubject & { replications: number }) | null>(() => {
  const { studied } = ownStudy.value;
  if (studied === null) return null;
  return { ...studiedSubject(studied, selectedFunction.value), replications: studied.study.replications };
});

/** Between which values the charts' lines lay in the replications of the run that is drawn; null while there is only one. */
export const ownSpread = computed<Spread | null>(() => {
  const { studied } = ownStudy.value;
  const about = subject.value;
  if (studied === null || about === null || studied.study.replications < 2) return null;
  const { total, functions } = studied.study;
  const its = about.name === null || about.count === 1 ? total : functions[about.name];
  return its === undefined ? null : { replications: studied.study.replications, low: its.low, high: its.high };
});

/** A thread of its own: the page's other one stays free to answer what a person changes. */
export const studyClient = createSimulationClient();

/** The selected scenario as it was before its last change, to which it is compared; null where there is none. */
export const beforeChange = signal<NamedScenario | null>(null);

/** What is being studied now. */
export const current = signal<{ key: string; scenario: NamedScenario } | null>(null);

/** Whether replications are being run; they can be stopped, and what has ended is kept. */
export const studying = computed(() => current.value !== null);

/** Ends the studies early and keeps the replications that have ended; those that wait for their turn wait until somebody runs again. */
export function stopStudies(): void {
  batch(() => {
    for (const { text, seed } of workspace.peek().scenarios) {
      const key = keyOf(text, seed);
      if (stateAt(key).status === 'due') put(key, { ...stateAt(key), status: 'short' });
    }
  });
  studyClient.stop();
}

/** Studies that were stopped, or failed, are due again. */
export function resumeStudies(): void {
  batch(() => {
    for (const { text, seed } of workspace.peek().scenarios) {
      const key = keyOf(text, seed);
      const { status } = stateAt(key);
      if (status === 'short' || status === 'failed') put(key, { ...stateAt(key), status: 'due' });
    }
  });
}

/** From now on, every scenario of the page is studied: the selected one first, once its own run is done. */
export function studyInBackground(): void {
  effect(() => {
    const wanted = nextWanted();
    const now = current.value;
    if (now === null && wanted !== null) void study(wanted);
    // What nobody looks at any more makes room for what somebody does.
    else if (now !== null && !isOnPage(now.key)) void studyClient.stop();
  });
}

/** The first scenario that still has to be studied, in the order in which a reader wants them; null while there is none, or its time has not come. */
function nextWanted(): NamedScenario | null {
  if (!repeating.value) return null;
  const { scenarios, overlaid } = workspace.value;
  const run = shown.value;
  const own = open.value;
  const settled = run !== null && run.status === 'finished' && run.request.text === own.text && (run.request.seed ?? '') === own.seed;
  if (!settled) return null;
  const before = beforeChange.value;
  const inOrder = [own, ...scenarios.filter(({ letter }) => letter === overlaid), ...(before === null ? [] : [before]), ...scenarios];
  return inOrder.find((one) => studyOf(one).status === 'due') ?? null;
}

function isOnPage(key: string): boolean {
  const before = beforeChange.value === null ? [] : [beforeChange.value];
  return [...workspace.value.scenarios, ...before].some(({ text, seed }) => keyOf(text, seed) === key);
}

async function study(scenario: NamedScenario): Promise<void> {
  const { name, text, seed } = scenario;
  const key = keyOf(text, seed);
  const request: SimulationRequest = { name, text, seed: seed === '' ? null : seed };
  batch(() => {
    current.value = { key, scenario };
    put(key, { status: 'running', progress: null, studied: stateAt(key).studied });
  });
  let answered = false;
  let found: StudiedScenario | null = null;
  let failure: string | null = null;
  try {
    found = await studyClient.study(request, { replications: replicationsWanted, budgetSeconds }, {
      traceFile,
      progress: (progress) => {
        if (!answered) put(key, { ...stateAt(key), progress });
      },
      study: (studied) => {
        if (!answered) put(key, { ...stateAt(key), studied });
      },
    });
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  answered = true;
  const whole = found !== null && found.study.replications >= replicationsWanted;
  const kept = found ?? stateAt(key).studied;
  batch(() => {
    current.value = null;
    // Given up for another text: should that one come back, it is begun anew.
    const status = whole ? 'done' : failure !== null ? 'failed' : isOnPage(key) ? 'short' : 'due';
    put(key, { status, progress: null, studied: kept });
    // What is wrong with a run of its own says more.
    if (failure !== null && isOnPage(key)) problem.value ??= { kind: 'failed', message: `While runs were being repeated: ${failure}`, request };
  });
}

function stateAt(key: string): StudyState {
  return states.peek().get(key) ?? due;
}

function put(key: string, state: StudyState): void {
  const next = new Map(states.peek());
  // The last written is the last to be forgotten.
  next.delete(key);
  next.set(key, state);
  for (const old of next.keys()) {
    if (next.size <= mostKept) break;
    if (!isOnPage(old)) next.delete(old);
  }
  states.value = next;
}

/** What a study depends on; another trace file may change what the same text means. */
function keyOf(text: string, seed: string): string {
  return `${[...userTraces.value.values()].map(({ length }) => length).join()}\n${seed}\n${text}`;
}

/** How a scenario of the page differs from another, by their letters; what is computed once is kept as long as both studies stay. */
export function differencesOf(one: StudiedScenario, other: StudiedScenario, functionName: string | null): Promise<Record<Measure, Difference | null> | null> {
  const request = { name: '', text: '', seed: null };
  return studyClient.differences(request, studiedSubject(one, functionName).measures, studiedSubject(other, functionName).measures);
}
