import { startRun } from '../engines/exact.ts';
import type { Run } from '../engines/run.ts';
import { compileModel } from '../model/compile.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { TraceArrivals } from '../scenario/traces.ts';
import type { TraceOverview, TraceProgress } from './api.ts';
import { advanceInSlices, type Sliceable } from './slices.ts';
import { TracedBatches } from './tracedBatches.ts';
import { TracedEvents } from './tracedEvents.ts';

/** What a trace costs in memory is by the step and by the event; a browser has room for some tens of megabytes of it. */
export interface TraceLimits {
  steps: number;
  events: number;
}

const usualLimits: TraceLimits = { steps: 2_000_000, events: 200_000 };

/** The same of batches of streams, all of which are kept until the trace is read, each with its records. */
const mostBatches = 400_000;
const mostBatchedRecords = 3_000_000;

/** How much may be simulated before the limits are looked at again. */
const stepsBetweenLooks = 10_000;

const progressMilliseconds = 66;

/** Whether to go on; `keep` ends early what is being done, the running or the reading, `abandon` makes it worthless. */
export interface TraceControl {
  wish: 'go on' | 'keep' | 'abandon';
}

/** A run to repeat: the same scenario and seed give the same events. */
export interface Repeated {
  scenario: Scenario;
  traces: ReadonlyMap<number, TraceArrivals>;
  seed: string;
  /** How much of it was simulated, in seconds: the trace ends there, too. */
  untilSeconds: number;
}

/** Repeats a run with its trace on, and reads its events; null when it was abandoned. */
export async function traceRun(
  { scenario, traces, seed, untilSeconds }: Repeated,
  control: TraceControl,
  progress: (progress: TraceProgress) => void,
  limits: TraceLimits = usualLimits,
): Promise<{ events: TracedEvents; overview: TraceOverview } | null> {
  // Nothing at or after the end of a run happens, so the part of it that was simulated is a run that ends there.
  const model = { ...compileModel(scenario, traces), duration: Math.round(untilSeconds * 1e6) };
  const run = startRun(model, { seed, trace: true });
  const work = new LimitedRun(run, untilSeconds, limits);
  let due = 0;
  const saying = (doing: TraceProgress['doing'], fraction: () => number) => (): boolean => {
    const now = performance.now();
    if (now >= due) {
      progress({ doing, fraction: fraction() });
      due = now + progressMilliseconds;
    }
    return control.wish === 'go on';
  };
  const ran = await advanceInSlices(work, saying('running', () => work.fraction));
  if (wasAbandoned(control)) return null;

  control.wish = 'go on';
  const events = new TracedEvents(run, scenario);
  const total = Math.max(1, work.events);
  let read = await advanceInSlices(events, saying('reading', () => events.count / total));
  if (wasAbandoned(control)) return null;
  if (Object.values(scenario.eventSourceMappings).some(({ EventSourceArn }) => Object.hasOwn(scenario.streams, EventSourceArn))) {
    const batches = new TracedBatches(run);
    events.batches = batches;
    read = (await advanceInSlices(batches, saying('reading', () => 1))) && read;
    if (wasAbandoned(control)) return null;
  }
  return { events, overview: events.overview(ran && read ? work.endedBy : 'stop') };
}

/** Somebody else changes it while the work goes on, which a type cannot know. */
const wasAbandoned = ({ wish }: TraceControl): boolean => wish === 'abandon';

/** A run that ends where the repetition does: with the run it repeats, or at a limit. */
class LimitedRun implements Sliceable {
  endedBy: TraceOverview['endedBy'] = 'run';
  private readonly run: Run;
  private readonly untilSeconds: number;
  private readonly limits: TraceLimits;
  private readonly hasMappings: boolean;

  constructor(run: Run, untilSeconds: number, limits: TraceLimits) {
    this.run = run;
    this.untilSeconds = untilSeconds;
    this.limits = limits;
    this.hasMappings = run.result().eventSourceMappings !== undefined;
  }

  advance(maxSteps: number): boolean {
    for (let steps = 0; steps < maxSteps; steps += stepsBetweenLooks) {
      if (!this.run.advance(stepsBetweenLooks)) return false;
      if (this.run.steps >= this.limits.steps || this.hasTooManyBatches()) this.endedBy = 'steps';
      // Every event takes a step at least, so that until then there is nothing to count.
      else if (this.run.steps >= this.limits.events && this.events >= this.limits.events) this.endedBy = 'events';
      else continue;
      return false;
    }
    return true;
  }

  private hasTooManyBatches(): boolean {
    if (!this.hasMappings) return false;
    const streams = Object.values(this.run.result().eventSourceMappings ?? {}).filter(({ source }) => source === 'stream');
    const sum = (of: (mapping: (typeof streams)[number]) => number): number => streams.reduce((total, mapping) => total + of(mapping), 0);
    return sum(({ invocations }) => invocations) > mostBatches || sum(({ metrics }) => metrics.InvokedEventCount) > mostBatchedRecords;
  }

  /** Accepted so far. */
  get events(): number {
    return Object.values(this.run.result().functions).reduce((sum, { received }) => sum + received, 0);
  }

  /** How much is done, by whichever limit is nearest. */
  get fraction(): number {
    return Math.min(1, Math.max(this.run.simulatedSeconds / this.untilSeconds, this.run.steps / this.limits.steps));
  }
}
