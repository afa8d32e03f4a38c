import {
  type AssumptionBand,
  type Estimate,
  type Metric,
  type Outcome,
  type Reading,
  type Prices,
  type Replicated,
  type RunResult,
  ansi,
  blankResult,
  compileModel,
  costOf,
  dispatchMatters,
  estimate,
  eventsNdjson,
  meanResult,
  metricProblem,
  missingReplications,
  pilotReplications,
  plain,
  readMetric,
  readingOf,
  relativeHalfWidth,
  runReport,
  seriesCsv,
  startAssumptionBand,
  startReplications,
  terminalReport,
  verdict,
} from '../sim/index.ts';
import type { Command } from './command.ts';
import { drive } from './drive.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { type Loaded, type OutputFile, fileProblems, loadPrices, loadScenario, openOutput } from './files.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { printIssues, printRunFailure, printWordProblems } from './problems.ts';
import { progressLine } from './progress.ts';
import { setOption, settingsOf } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { type Words, valueOf } from './words.ts';

/** `headroom run`: a scenario in, a report out. */
export const run: Command = {
  name: 'run',
  usage: 'FILE [options]',
  summary: 'Simulate a scenario and report what is delivered, late and lost.',
  details: `FILE is a scenario in JSON; - reads it from standard input. Trace files that it names are looked for beside it.

Where something was throttled, the report also shows how far each headline number depends on the order in which
Lambda dispatches what it refused, which is not published: the scenario is run under all three disciplines.
Below the verdict it says what CloudWatch's metrics of such a run would tell, where they tell anything.

The columns of --series are explained in docs/series.md.

Ctrl-C stops the run, keeps and reports what was simulated by then, and exits with ${exitCode.stopped}.`,
  options: [
    { name: 'seed', takes: 'S', help: 'the seed of all chance, instead of the scenario\'s; the same seed gives the same numbers' },
    { name: 'replications', takes: 'N', help: 'run N times with independent chance; every number becomes a mean with its 95 % interval' },
    { name: 'precision', takes: 'P%', help: 'run until the 95 % interval of the --metric is ± P % of its value, at most --replications times (by default 1,000)' },
    { name: 'metric', takes: 'M', help: 'what --precision is about: a path into this command\'s JSON, or PATH / PATH' },
    setOption,
    { name: 'json', help: 'print the report as JSON' },
    { name: 'series', takes: 'OUT.csv', help: 'write one row a simulated minute a function, mapping, shard and queue (means, if there are replications)' },
    { name: 'events', takes: 'OUT.ndjson', help: 'write one line an event with its life-line (of the first replication)' },
    { name: 'prices', takes: 'FILE', help: 'a list of prices to reckon the cost by; "headroom prices" prints the one that is used otherwise' },
    { name: 'band', help: 'work out the assumption band whatever it takes, and add it to the JSON, too' },
    { name: 'no-band', help: 'leave the assumption band out' },
  ],
  run: runScenario,
};

const mostReplications = 100_000;

/** Some seconds of simulation. A longer run is not followed by two more, of up to twice its steps, unless one asks for it. */
const mostStepsBeforeBand = 50_000_000;

/** What a mean may take to become as precise as wanted, where nobody says. */
const usualMost = 1000;

interface Wanted {
  /** Replicate until the metric is known to this part of its value. */
  precision: { metric: Metric; part: number } | null;
  file: string;
  settings: string[];
  replications: number;
  prices: string | undefined;
  json: boolean;
  /** `small`: only where the other two disciplines are done soon. */
  band: 'always' | 'small' | 'never';
  series: string | undefined;
  events: string | undefined;
}

async function runScenario(words: Words, terminal: Terminal): Promise<ExitCode> {
  const { wanted, problems } = wantedOf(words);
  if (problems.length > 0) {
    printWordProblems('run', problems, terminal);
    return exitCode.badInput;
  }
  const loaded = await loadScenario(wanted.file, wanted.settings, terminal);
  if (loaded.scenario === null) {
    printIssues(wanted.file, loaded.issues, terminal);
    return exitCode.badInput;
  }
  const listed = loadPrices(wanted.prices);
  if (listed.prices === null) {
    printIssues(wanted.prices ?? '', listed.issues, terminal);
    return exitCode.badInput;
  }
  const { precision } = wanted;
  const unknown = precision === null ? null : metricProblem(precision.metric, blankResult(loaded.scenario, loaded.traces));
  if (unknown !== null) {
    printWordProblems('run', [unknown], terminal);
    return exitCode.badInput;
  }
  const outputs = openOutputs({ series: wanted.series, events: wanted.events });
  if ('problems' in outputs) {
    printWordProblems('run', outputs.problems, terminal);
    return exitCode.badInput;
  }
  try {
    return await simulate(wanted, loaded, listed.prices, outputs, terminal);
  } catch (error) {
    printRunFailure(error, wanted.file, loaded.scenario, terminal);
    return exitCode.failed;
  } finally {
    outputs.series?.close();
    outputs.events?.close();
  }
}

function wantedOf(words: Words): { wanted: Wanted; problems: string[] } {
  const { files, switches } = words;
  const problems = [...words.problems, ...fileProblems(files, 'one')];
  const [metricText, precisionText] = [valueOf(words, 'metric'), valueOf(words, 'precision')];
  const [metric, part] = [metricText === undefined ? null : readMetric(metricText), precisionOf(precisionText)];
  if (metricText !== undefined && metric === null) problems.push(`${JSON.stringify(metricText)} is no metric: expected PATH or PATH / PATH, such as "discarded.gone / received".`);
  if (precisionText !== undefined && part === null) problems.push(`--precision takes a percentage above 0, such as 1%, not "${precisionText}".`);
  if ((metricText === undefined) !== (precisionText === undefined)) problems.push('--precision and --metric go together: how precise, and what.');
  const replications = valueOf(words, 'replications') ?? (precisionText === undefined ? '1' : String(usualMost));
  if (!/^\d+$/.test(replications) || Number(replications) < 1 || Number(replications) > mostReplications) {
    problems.push(`--replications must be a whole number from 1 to ${mostReplications}, but is "${replications}".`);
  }
  if (switches.has('band') && switches.has('no-band')) problems.push('--band and --no-band exclude each other.');
  const [series, events] = [valueOf(words, 'series'), valueOf(words, 'events')];
  if (series !== undefined && series === events) problems.push('--series and --events name the same file.');
  return {
    problems,
    wanted: {
      file: files[0] ?? '',
      settings: settingsOf(words),
      replications: Number(replications),
      precision: metric === null || part === null ? null : { metric, part },
      prices: valueOf(words, 'prices'),
      json: switches.has('json'),
      band: switches.has('band') ? 'always' : switches.has('no-band') || switches.has('json') ? 'never' : 'small',
      series,
      events,
    },
  };
}

/** `1%` as 0.01; null where it is none. */
function precisionOf(text: string | undefined): number | null {
  const percentage = /^(\d+(?:\.\d+)?) ?%$/.exec(text ?? '')?.[1];
  return percentage === undefined || Number(percentage) === 0 ? null : Number(percentage) / 100;
}

interface Outputs {
  series?: OutputFile;
  events?: OutputFile;
}

function openOutputs(paths: { series: string | undefined; events: string | undefined }): Outputs | { problems: string[] } {
  const outputs: Outputs = {};
  const problems: string[] = [];
  for (const name of ['series', 'events'] as const) {
    const path = paths[name];
    if (path === undefined) continue;
    const opened = openOutput(path);
    if ('problem' in opened) problems.push(`--${name} ${path} cannot be written: ${opened.problem}.`);
    else outputs[name] = opened;
  }
  if (problems.length === 0) return outputs;
  outputs.series?.close();
  outputs.events?.close();
  return { problems };
}

async function simulate(wanted: Wanted, loaded: Extract<Loaded, { issues: [] }>, prices: Prices, outputs: Outputs, terminal: Terminal): Promise<ExitCode> {
  const { scenario, traces } = loaded;
  const interrupt = listenForInterrupt(terminal);
  try {
    const started = performance.now();
    const { precision } = wanted;
    const readings: Reading[] = [];
    const replications = startReplications(compileModel(scenario, traces), {
      replications: precision === null ? wanted.replications : Math.min(pilotReplications, wanted.replications),
      ...(precision === null ? {} : { more: (results) => missing(results, precision, wanted.replications, (result) => ({ ...result, cost: costOf(scenario, result, prices) }), readings) }),
      trace: outputs.events !== undefined,
    });
    await drive(replications, progressLine(terminal, 'Simulating'), interrupt);
    const replicated = replications.outcome();
    const wallSeconds = (performance.now() - started) / 1000;
    // Disciplines differ in the order of asynchronous events, and in nothing else.
    const bandWanted = wanted.band !== 'never' && !replicated.stopped && scenario.traffic.length > 0 && dispatchMatters(scenario, replicated.results[0]!);
    const bandTooLong = bandWanted && wanted.band === 'small' && replicated.results[0]!.steps > mostStepsBeforeBand;
    const band = bandWanted && !bandTooLong ? await bandOf(loaded, replicated, terminal, interrupt) : null;

    outputs.series?.write(seriesCsv(replicated.series));
    outputs.events?.write(eventsNdjson(replicated.events));
    const report = runReport({ scenario, replications: wanted.replications, replicated, wallSeconds, prices, assumptionBand: band });
    if (wanted.json) terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    else {
      const result = meanResult(replicated.results);
      const { width } = terminal;
      terminal.out(terminalReport({ report, result, verdict: verdict(scenario, result, replicated.series), band, bandTooLong, width, paint: terminal.colour ? ansi : plain }));
    }
    if (precision !== null) terminal.error(`${precisionWords(estimate(precision.metric, readings), precision)}\n`);
    if (replicated.stopped) terminal.error(`Stopped: ${stoppedWords(replicated, wanted.replications)}\n`);
    return interrupt.pressed ? exitCode.stopped : exitCode.done;
  } finally {
    interrupt.stopListening();
  }
}

/** How many replications a metric still takes; reads it off those that it was not read off yet. */
function missing(results: readonly RunResult[], { metric, part }: NonNullable<Wanted['precision']>, most: number, outcomeOf: (result: RunResult) => Outcome, readings: Reading[]): number {
  for (const result of results.slice(readings.length)) readings.push(readingOf(metric, outcomeOf(result)));
  return missingReplications(estimate(metric, readings), results.length, part, most);
}

function precisionWords(found: Estimate, { metric, part }: NonNullable<Wanted['precision']>): string {
  const reached = relativeHalfWidth(found);
  const runs = `${found.replications} replications`;
  if (found.basis === 'neverSeen') return `${metric.text} was never seen in ${runs}: it is fewer than ${String(found.high)}, and no precision can be said.`;
  return `${metric.text} is known to ± ${String(Number((reached * 100).toPrecision(2)))} % after ${runs}${reached <= part ? '' : `, and not to the ± ${String(part * 100)} % that were wanted`}.`;
}

async function bandOf(
  { scenario, traces }: Extract<Loaded, { issues: [] }>,
  { results }: Replicated,
  terminal: Terminal,
  interrupt: Interrupt,
): Promise<AssumptionBand | null> {
  const band = startAssumptionBand(scenario, traces, { own: results[0]! });
  const finished = await drive(band, progressLine(terminal, 'Other dispatch disciplines'), interrupt);
  return finished ? band.band() : null;
}

function stoppedWords({ results }: Replicated, wanted: number): string {
  if (wanted === 1) return 'these are the numbers of what had been simulated.';
  return results.length === 1 ? 'these are the numbers of one replication or its part.' : `these are the numbers of the ${results.length} replications that had ended.`;
}
