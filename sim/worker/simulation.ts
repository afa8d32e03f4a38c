import { releaseProxy, transfer } from 'comlink';
import { hasEventSources, startRun } from '../engines/exactRun.ts';
import type { RunResult, Series } from '../engines/result.ts';
import { compileModel } from '../model/compile.ts';
import { dispatchMatters, startAssumptionBand } from '../planner/assumptionBand.ts';
import { verdictWith } from '../report/eventVerdict.ts';
import type { Issue } from '../scenario/issue.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Parsed } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/schema.ts';
import { traceFiles, type TraceArrivals } from '../scenario/traceReferences.ts';
import type { resolveTraces } from '../scenario/traces.ts';
import { parseDuration } from '../scenario/units.ts';
import { sumOfResults, sumOfSeries } from '../planner/allFunctions.ts';
import type { Progress, SimulationAnswer, SimulationApi, SimulationListener, SimulationRequest, Snapshot } from './api.ts';
import { fingerprint } from './fingerprint.ts';
import { ProgressClock } from './progressClock.ts';
import { advanceInSlices } from './slices.ts';
import { holdForLife } from './threadEnd.ts';
import type { TraceControl } from './traceRun.ts';
import type { TracedEvents } from './tracedEvents.ts';
import { withoutPayloads } from './withoutPayloads.ts';

const progressMilliseconds = 66;
const snapshotMilliseconds = 250;

/** Whoever changes a setting sees within a blink what it does at the beginning; counted from when the thread was asked, for a hundred functions take a while to begin. */
const firstSnapshotMilliseconds = 10;

/** Whoever opens the page has seen nothing yet: most runs are whole by then, and a page that is drawn once is there sooner than one that is drawn twice. */
const veryFirstSnapshotMilliseconds = 400;

const shardsWhileRunning = 12;

/** A snapshot of a large scenario takes a while to put together; it may take at most this part of the time. */
const snapshotShare = 0.1;

/** The simulation behind the interface; the thread that serves it is the caller's business. */
export function createSimulationApi(): SimulationApi {
  const works = new Set<Work>();
  let watched: string | null = null;
  let last: (Prepared & { request: SimulationRequest; seed: string; result: RunResult | null }) | null = null;
  let tracing: TraceControl | null = null;
  let traced: TracedEvents | null = null;

  /** Each work has a stop of its own: one that came just before another work begins must not be taken back for it. */
  async function working<Answer>(work: (mine: Work) => Promise<Answer>): Promise<Answer> {
    const mine: Work = { stopping: 'no' };
    works.add(mine);
    try {
      return await work(mine);
    } finally {
      works.delete(mine);
    }
  }

  return {
    async simulate(request, listener) {
      // Only a run ends what has not ended yet: a band or a study that is asked for late must not end the run after it.
      for (const work of works) if (work.stopping === 'no') work.stopping = 'abandon';
      const firstSnapshotDue = performance.now() + (last === null ? veryFirstSnapshotMilliseconds : firstSnapshotMilliseconds);
      return working(async (mine) => {
        try {
          const prepared = await prepare(request, listener);
          if ('issues' in prepared) return { kind: 'issues', issues: prepared.issues };
          // From here on the numbers that the page shows are those of this run.
          if (tracing !== null) tracing.wish = 'abandon';
          traced = null;
          last = { ...prepared, request, seed: request.seed ?? String(prepared.scenario.seed), result: null };
          const answer = await simulatePrepared(request, prepared, listener, firstSnapshotDue, () => mine.stopping, () => watched);
          if (answer.kind === 'finished') last = { ...last, result: answer.snapshot.result };
          return answer;
        } finally {
          release(listener);
        }
      });
    },
    stop(keep) {
      for (const work of works) work.stopping = keep ? 'keep' : 'abandon';
    },
    watch(functionName) {
      watched = functionName;
    },
    async findings({ text }) {
      if (last === null || last.request.text !== text) return null;
      const { scenario } = last;
      const { lint } = await loadLint();
      return lint(scenario);
    },
    async assumptionBand() {
      // Where nothing is invoked asynchronously, no queue has a discipline.
      if (last?.scenario.traffic.length === 0) return null;
      if (last === null || last.result === null || !dispatchMatters(last.scenario, last.result)) return null;
      const band = startAssumptionBand(last.scenario, last.traces, { seed: last.seed, own: last.result });
      const finished = await working((mine) => advanceInSlices(band, () => mine.stopping === 'no'));
      return finished ? band.band() : null;
    },
    async study(request, plan, listener) {
      return working(async (mine) => {
        try {
          const prepared = await prepare(request, listener);
          if ('issues' in prepared) return null;
          const { studyScenario } = await loadStudy();
          return await studyScenario(request, prepared, plan, listener, () => mine.stopping === 'no');
        } finally {
          release(listener);
        }
      });
    },
    async differences(one, other) {
      const { pairedDifferences } = await loadStudy();
      return pairedDifferences(one, other);
    },
    async trace({ text, seed }, untilSeconds, listener) {
      try {
        if (tracing !== null) tracing.wish = 'abandon';
        traced = null;
        if (last === null || last.request.text !== text || last.request.seed !== seed) return null;
        const mine: TraceControl = { wish: 'go on' };
        tracing = mine;
        const { traceRun } = await loadTraceRun();
        const answer = await traceRun({ ...last, untilSeconds }, mine, (progress) => listener.progress(progress));
        if (tracing === mine) tracing = null;
        if (answer === null) return null;
        traced = answer.events;
        return answer.overview;
      } finally {
        release(listener);
      }
    },
    stopTrace() {
      if (tracing !== null) tracing.wish = 'keep';
    },
    events: (query, first, count) => traced?.page(query, first, count) ?? null,
    event: (id) => traced?.story(id) ?? null,
    sentText: (event, place, view) => traced?.sentText(event, place, view) ?? null,
    batches: (question, given) => traced?.batches?.answer(question, given) ?? null,
    form: async (text, about) => (await loadForm()).describeForm(text, about),
    planner: async (port) => (await loadPlanRun()).servePlanner(port),
    async load() {
      await Promise.all([loadAllParts(), loadSourceWords(), loadTraces(), loadLint(), loadForm(), loadStudy(), loadTraceRun(), loadPlanRun()]);
    },
    hold: holdForLife,
    ping: () => works.size > 0,
  };
}

/** What the first numbers can do without is a file of its own. */
const loadAllParts = (): Promise<typeof import('../engines/exact.ts')> => import('../engines/exact.ts');
const loadTraces = (): Promise<typeof import('../scenario/traces.ts')> => import('../scenario/traces.ts');
const loadSourceWords = (): Promise<typeof import('../report/eventSourceVerdict.ts')> => import('../report/eventSourceVerdict.ts');
const loadLint = (): Promise<typeof import('../lint/lint.ts')> => import('../lint/lint.ts');
const loadStudy = (): Promise<typeof import('./studyRun.ts')> => import('./studyRun.ts');
const loadForm = (): Promise<typeof import('../form/describe.ts')> => import('../form/describe.ts');
const loadPlanRun = (): Promise<typeof import('./planRun.ts')> => import('./planRun.ts');
const loadTraceRun = (): Promise<typeof import('./traceRun.ts')> => import('./traceRun.ts');

/** Whether the user wants the work to end early, and whether what it has is still of use. */
type Stopping = 'no' | 'keep' | 'abandon';

interface Work {
  stopping: Stopping;
}

/** A valid scenario with what its trace files say. */
export interface Prepared {
  scenario: Scenario;
  traces: ReadonlyMap<number, TraceArrivals>;
}

async function prepare(request: SimulationRequest, listener: Pick<SimulationListener, 'traceFile'>): Promise<Prepared | { issues: Issue[] }> {
  const { scenario, issues } = parsed(request.text);
  if (scenario === null) return { issues };
  const files: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name of traceFiles(scenario)) {
    const text = await listener.traceFile(name);
    if (text !== null) files[name] = text;
  }
  const resolved = await tracesOf(scenario, files);
  return resolved.issues.length > 0 ? { issues: resolved.issues } : { scenario, traces: resolved.traces };
}

let lastParsed: { text: string; parsed: Parsed } | null = null;

/** What a text says; the same one is asked for again and again with other seeds. */
function parsed(text: string): Parsed {
  if (lastParsed?.text !== text) lastParsed = { text, parsed: parseScenario(text) };
  return lastParsed.parsed;
}

type Resolved = ReturnType<typeof resolveTraces>;

let lastTraces: { key: string; resolved: Resolved } | null = null;

/** What the trace files say. Somebody who moves a setting asks for the same again and again, and reading them takes longer than anything before the first numbers. */
async function tracesOf(scenario: Scenario, files: Record<string, string>): Promise<Resolved> {
  if (traceFiles(scenario).length === 0) return { traces: new Map(), issues: [] };
  const { resolveTraces } = await loadTraces();
  const key = JSON.stringify([scenario.traffic, scenario.duration, files]);
  if (lastTraces?.key !== key) lastTraces = { key, resolved: resolveTraces(scenario, files) };
  return lastTraces.resolved;
}

async function simulatePrepared(
  request: SimulationRequest,
  { scenario, traces }: Prepared,
  listener: SimulationListener,
  firstSnapshotDue: number,
  stopping: () => Stopping,
  watched: () => string | null,
): Promise<SimulationAnswer> {
  const tell = Object.keys(scenario.eventSourceMappings).length === 0 ? null : (await loadSourceWords()).eventSourceVerdict;
  const model = compileModel(scenario, traces);
  if (hasEventSources(model)) await loadAllParts();
  const run = startRun(model, request.seed === null ? {} : { seed: request.seed });
  const clock = new ProgressClock((parseDuration(scenario.duration) ?? 0) / 1e6);
  const shown = withoutPayloads(scenario);
  listener.started(shown);

  let progress: Progress = clock.read(0, 0);
  let progressDue = 0;
  let snapshotDue = firstSnapshotDue;
  const finished = await advanceInSlices(run, () => {
    const now = performance.now();
    if (now >= progressDue) {
      progress = clock.read(run.simulatedSeconds, run.steps);
      listener.progress(progress);
      progressDue = now + progressMilliseconds;
    }
    if (now >= snapshotDue) {
      const one = watched();
      const partial = takeSnapshot((name) => name === one, withFewShards(run.series()));
      listener.snapshot(transfer(partial, buffersOf(partial)));
      const cost = performance.now() - now;
      snapshotDue = now + Math.max(snapshotMilliseconds, cost / snapshotShare);
    }
    return stopping() === 'no';
  });

  if (!finished && stopping() === 'abandon') return { kind: 'abandoned' };
  if (!finished) run.finishMinute();
  progress = clock.read(run.simulatedSeconds, run.steps);
  const everything = run.series();
  const mark = await fingerprint(run.result(), everything);
  const snapshot = takeSnapshot(() => true, everything);
  const answer: SimulationAnswer = {
    kind: finished ? 'finished' : 'stopped',
    scenario: shown,
    seed: request.seed ?? String(scenario.seed),
    snapshot,
    fingerprint: mark,
  };
  return transfer(answer, buffersOf(snapshot));

  function takeSnapshot(wanted: (name: string) => boolean, all: Series): Snapshot {
    const result = run.result();
    const names = Object.keys(all.functions);
    const only = names.length === 1;
    const series: Series = { ...all, functions: Object.fromEntries(Object.entries(all.functions).filter(([name]) => only || wanted(name))) };
    return {
      progress,
      result,
      series,
      total: {
        result: sumOfResults(Object.values(result.functions)),
        series: sumOfSeries(Object.values(all.functions)),
      },
      verdict: verdictWith(scenario, result, all, tell),
    };
  }
}

/** The series with as many shards as are drawn at first: a hundred of them, four times a second, would keep the page from anything else. */
function withFewShards(series: Series): Series {
  if (series.eventSourceMappings === undefined) return series;
  const few = Object.entries(series.eventSourceMappings).map(([name, one]) => [name, one.source === 'stream' ? { ...one, shards: one.shards.slice(0, shardsWhileRunning) } : one] as const);
  return { ...series, eventSourceMappings: Object.fromEntries(few) };
}

function buffersOf(snapshot: Snapshot): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>();
  const { functions, queues = {}, eventSourceMappings = {} } = snapshot.series;
  const mappings = Object.values(eventSourceMappings).flatMap((series): object[] => (series.source === 'stream' ? [series.total, ...series.shards] : [series]));
  for (const series of [...Object.values(functions), snapshot.total.series, ...Object.values(queues), ...mappings]) {
    for (const column of Object.values(series)) if (column instanceof Float64Array) buffers.add(column.buffer);
  }
  return [...buffers] as ArrayBuffer[];
}

/** Across threads the listener is a proxy that holds a port open until it is let go. */
function release(listener: object): void {
  const letGo = (listener as { [releaseProxy]?: () => void })[releaseProxy];
  if (typeof letGo === 'function') letGo();
}
