import { compileModel, eventsNdjson, parseScenario, plain, recordsNdjson, resolveTraces, runReport, seriesCsv, startRun, terminalReport, traceFiles, verdict } from '../../sim/index.ts';
import type { EventRecord, Model, Run, Scenario, SentBatchRecord, SentRecord } from '../../sim/index.ts';

/** A scenario as every engine gets it: its text, and the trace files that it names. */
export interface Case {
  name: string;
  text: string;
  files: Readonly<Record<string, string>>;
}

/**
 * What a run tells: `numbers`, its result and series; `records`, what happened to each event and batch, and what was sent, as its
 * receivers see it (of many events, to some spread over them all); `report`, all that is printed or written to a file: words, tables,
 * CSV, JSON.
 */
export type Part = 'numbers' | 'records' | 'report';

/** How a run is made, and what is wanted of it. */
export interface RunAsked {
  seed: string;
  /** Steps at a time, in turn; none: all at once. */
  slices: readonly number[];
  /** Needed for `records` and `report`. */
  trace: boolean;
  parts: readonly Part[];
}

/** Makes runs of a case, which is read once; each gives the wanted parts as plain data. */
export function prepare({ name, text, files }: Case): (asked: RunAsked) => unknown[] {
  const { scenario, issues } = parseScenario(text);
  if (scenario === null) throw new Error(`${name} is no valid scenario: ${issues.map(({ path, message }) => `${path}: ${message}`).join(' ')}`);
  const { traces, issues: unreadable } = resolveTraces(scenario, Object.fromEntries(traceFiles(scenario).map((file) => [file, files[file] ?? ''])));
  if (unreadable.length > 0) throw new Error(`${name} cannot be run: ${unreadable.map(({ message }) => message).join(' ')}`);
  const model = compileModel(scenario, traces);
  return (asked) => {
    const run = finishedRun(model, asked);
    return asked.parts.map((part) => tell[part](run, scenario));
  };
}

function finishedRun(model: Model, { seed, slices, trace }: RunAsked): Run {
  const run = startRun(model, { seed, trace });
  for (let slice = 0; run.advance(slices.length === 0 ? Infinity : slices[slice % slices.length]!); slice++) continue;
  return run;
}

const tell: Record<Part, (run: Run, scenario: Scenario) => unknown> = {
  numbers: (run) => [run.result(), run.series()],
  records: (run) => [someEvents(run), [...run.batches()], sentOf(run)],
  report(run, scenario) {
    const [result, series] = [run.result(), run.series()];
    const report = runReport({ scenario, replicated: { results: [result], series, events: [], steps: result.steps, stopped: false }, wallSeconds: 0 });
    const read = terminalReport({ report, result, verdict: verdict(scenario, result, series), band: null, width: 100, paint: plain });
    return [read, JSON.stringify(report, null, 2), [...seriesCsv(series)].join(''), [...eventsNdjson(someEvents(run))].join(''), [...recordsNdjson(sentOf(run))].join('')];
  },
};

/** As many as take no longer to write down than the run took. */
const mostEvents = 300;

function someEvents(run: Run): EventRecord[] {
  const all = Object.values(run.result().functions).reduce((sum, { received }) => sum + received, 0);
  const stride = Math.max(1, all / mostEvents);
  return Array.from({ length: Math.min(all, mostEvents) }, (_, place) => run.event(Math.floor(place * stride))).filter((event) => event !== null);
}

const sentOf = (run: Run): (SentRecord | SentBatchRecord)[] => [...someEvents(run).flatMap(({ id }) => [...run.sent({ event: id, wrapped: true })]), ...run.sentBatches({ wrapped: true })];
