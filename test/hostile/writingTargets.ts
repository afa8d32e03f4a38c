import { costOf } from '../../sim/cost/cost.ts';
import { prices } from '../../sim/cost/prices.ts';
import { startRun } from '../../sim/engines/exact.ts';
import { findingLines } from '../../sim/lint/findingLines.ts';
import { lint } from '../../sim/lint/lint.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { expectedOf, expectationIssues } from '../../sim/planner/check.ts';
import { startReplications } from '../../sim/planner/replicate.ts';
import { ansi, plain } from '../../sim/report/paint.ts';
import { checkJson, checkJunit, checkLines, type CheckedFile } from '../../sim/report/checkReport.ts';
import { eventsNdjson } from '../../sim/report/eventsNdjson.ts';
import { issueLines } from '../../sim/report/issueLines.ts';
import { recordsNdjson } from '../../sim/report/recordsNdjson.ts';
import { runReport } from '../../sim/report/runReport.ts';
import { csvField, seriesCsv } from '../../sim/report/seriesCsv.ts';
import { terminalReport } from '../../sim/report/terminalReport.ts';
import { verdict } from '../../sim/report/verdict.ts';
import { nameProblem } from '../../sim/scenario/name.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { fuzzTarget, insist, literal } from './fuzzTarget.ts';
import { hostileText } from './hostileWords.ts';
import { harmlessOnTerminal, harmlessTable, wellFormedXml } from './lawsOfWriting.ts';
import { wellFormed } from './lawsOfReading.ts';
import type { Random } from './random.ts';

/** A scenario in which every name and text that is allowed to be hostile is. */
export interface Named {
  functions: string[];
  sink: string;
  /** Of a stream, a queue and two mappings; null: there are none. */
  sources: string[] | null;
  words: string;
  seed: string;
}

/** Names and texts for a scenario that is valid. */
export function hostileNamed(random: Random): Named {
  const names = new Set<string>();
  while (names.size < 7) {
    const name = hostileText(random).slice(0, 140).trim();
    if (nameProblem(name) === null && !name.endsWith('.fifo')) names.add(name);
    else names.add(`name ${String(names.size)}`);
  }
  const [one = '', other = '', sink = '', ...rest] = names;
  return { functions: random.chance(0.5) ? [one] : [one, other], sink, sources: random.chance(0.5) ? rest : null, words: hostileText(random).slice(0, 200), seed: hostileText(random).slice(0, 200) };
}

/** The scenario itself: a few events, of which some fail and are sent on. */
export function namedScenario({ functions, sink, sources, words, seed }: Named): Record<string, unknown> {
  const [one = 'f'] = functions;
  const [stream = 's', queue = 'q', first = 'm', second = 'n'] = sources ?? [];
  return {
    version: 1,
    name: words,
    description: words,
    duration: '3m',
    seed,
    functions: Object.fromEntries(
      functions.map((name, index) => [
        name,
        {
          Timeout: 3,
          ReservedConcurrentExecutions: 1,
          EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: sink } } },
          behaviour: { duration: { constant: '2s' }, errorRate: index === 0 ? 0.5 : 1, error: { errorMessage: words, errorType: words }, response: { [words.slice(0, 20) || 'key']: words } },
        },
      ]),
    ),
    destinations: { [sink]: { type: 'SQS' } },
    traffic: functions.map((to) => ({ to, arrivals: { burst: { count: 3 } }, payload: { note: words } })),
    expect: [{ metric: `functions[${JSON.stringify(one)}].discarded.gone / functions[${JSON.stringify(one)}].received`, max: 0 }],
    ...(sources === null
      ? {}
      : {
          streams: { [stream]: { ShardCount: 2, writes: [{ arrivals: { burst: { count: 4 } } }] } },
          queues: { [queue]: { sends: [{ arrivals: { burst: { count: 2 } } }] } },
          eventSourceMappings: { [first]: { EventSourceArn: stream, FunctionName: one, StartingPosition: 'LATEST', MaximumRetryAttempts: 0 }, [second]: { EventSourceArn: queue, FunctionName: one } },
        }),
  };
}

/** Everything that a run is written as. */
export const reports = fuzzTarget<Named>({
  name: 'reports',
  about: 'reports and exports of scenarios with hostile names',
  weight: 3,
  input: hostileNamed,
  check(named) {
    const { scenario, issues } = checkScenario(namedScenario(named));
    wellFormed(issues);
    for (const line of issueLines(issues, 80)) harmlessOnTerminal(line);
    if (scenario === null) return;
    const replications = startReplications(compileModel(scenario), { replications: 1, trace: true });
    while (replications.advance(5000)) continue;
    const replicated = replications.outcome();
    const [result] = replicated.results;
    insist(result !== undefined, 'a run without a result');
    const report = runReport({ scenario, replicated, wallSeconds: 1, prices });
    const told = verdict(scenario, result, replicated.series);
    for (const paint of [plain, ansi]) harmlessOnTerminal(terminalReport({ report, result, verdict: told, band: null, width: 80, paint }), { colours: paint === ansi });
    readsBack(report);
    readsBack(costOf(scenario, result, prices));
    harmlessTable([...seriesCsv(replicated.series)].join(''));
    eachLineIsJson(eventsNdjson(replicated.events));
    const run = startRun(compileModel(scenario), { trace: true });
    while (run.advance(5000)) continue;
    eachLineIsJson(recordsNdjson(run.sent({ wrapped: true })));
    eachLineIsJson(recordsNdjson(run.sentBatches({ wrapped: true })));
    for (const width of [40, 120]) for (const line of findingLines(lint(scenario), width)) harmlessOnTerminal(line);
    const wrong = expectationIssues(scenario, new Map());
    wellFormed(wrong);
    if (wrong.length === 0) checksAreHarmless({ file: `${named.words}.json`, expected: expectedOf(scenario), seed: String(scenario.seed) });
  },
  show: (named) => literal(namedScenario(named)),
});

/** One field of a table, of any text. */
export const tableFields = fuzzTarget<string>({
  name: 'fields',
  about: 'single fields of CSV files',
  weight: 80,
  input: hostileText,
  check(text) {
    harmlessTable(`${csvField('head')},${csvField('other')}\r\n${csvField(text)},${csvField(`${text},`)}\r\n`);
  },
  show: literal,
});

function checksAreHarmless({ file, expected, seed }: Pick<CheckedFile, 'file' | 'expected' | 'seed'>): void {
  const checked = (['missed', 'undecided', 'met'] as const).map((judgement): CheckedFile => ({
    file,
    seed,
    expected,
    band: { kind: 'none', because: 'notAsked' },
    stopped: false,
    replications: 2,
    targets: expected.map(({ path, text }) => ({ path, target: text, judgement, estimate: { value: 0.5, low: 0.4, high: 0.6, basis: 'mean', replications: 2 } })),
  }));
  wellFormedXml(checkJunit(checked));
  for (const one of checked) readsBack(checkJson(one));
  for (const line of checkLines(checked, { paint: plain, width: 80 })) harmlessOnTerminal(line);
}

function readsBack(value: unknown): void {
  const text = JSON.stringify(value);
  insist(JSON.stringify(JSON.parse(text)) === text, 'JSON that does not read back as it was written');
}

function eachLineIsJson(pieces: Iterable<string>): void {
  for (const piece of pieces) {
    insist(piece.endsWith('\n') && !/[\n\r]/.test(piece.slice(0, -1)), 'a record is not one line');
    JSON.parse(piece);
  }
}
