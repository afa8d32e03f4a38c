import { readAzure2019 } from './azure2019Trace.ts';
import { readAzure2021 } from './azure2021Trace.ts';
import { readGeneric } from './genericTrace.ts';
import { pathText, shown, type Issue } from './issue.ts';
import { mostEvents } from './mostEvents.ts';
import type { Scenario } from './schema.ts';
import { closest } from './suggest.ts';
import type { TraceArrivals, TraceFile, TraceFunction, TraceProblem, TraceReader } from './traceFile.ts';
import { traceOf, type TraceReference } from './traceReferences.ts';

export { traceFiles, type TraceArrivals } from './traceReferences.ts';

const readers: Readonly<Record<TraceReference['format'], TraceReader>> = {
  azure2019: readAzure2019,
  azure2021: readAzure2021,
  generic: readGeneric,
};

/** Problems of one file that are reported one by one; a file in the wrong format has thousands. */
const mostProblems = 20;
/** The fewest characters by which a function of a trace may be named. */
const shortestBeginning = 6;

/**
 * Reads the arrivals of every traffic entry that replays a trace, from the texts of the files under the names that
 * `traceFiles` gives. Each file is read once. Only the rows that a scenario uses are judged.
 */
export function resolveTraces(
  scenario: Scenario,
  files: Readonly<Record<string, string>>,
): { traces: ReadonlyMap<number, TraceArrivals>; issues: Issue[] } {
  const traces = new Map<number, TraceArrivals>();
  const issues: Issue[] = [];
  const read = new Map<string, TraceFile | null>();
  for (const index of scenario.traffic.keys()) {
    const trace = traceOf(scenario, index);
    if (trace === null) continue;
    const path = ['traffic', index, 'arrivals', 'trace'];
    const key = `${trace.format} ${trace.file}`;
    let file = read.get(key);
    if (file === undefined) {
      file = readTrace(trace, files, path, issues);
      read.set(key, file);
    }
    if (file === null) continue;
    const chosen = choose(trace, file, path, issues);
    if (chosen === null) continue;
    const problems: TraceProblem[] = [];
    const arrivals = file.arrivalsOf(chosen, problems);
    if (arrivals.kind === 'counts' && problems.length === 0) problems.push(...tooMany(arrivals.counts));
    if (problems.length === 0) traces.set(index, arrivals);
    else issues.push(...listProblems(problems, trace.file, [...path, 'file']));
  }
  return { traces, issues };
}

function readTrace(
  trace: TraceReference,
  files: Readonly<Record<string, string>>,
  path: readonly PropertyKey[],
  issues: Issue[],
): TraceFile | null {
  const text = Object.hasOwn(files, trace.file) ? files[trace.file] : undefined;
  if (text === undefined) {
    issues.push({
      path: pathText([...path, 'file']),
      found: shown(trace.file),
      allowed: 'a file that can be read',
      message: `The trace file ${shown(trace.file)} was not found or not given.`,
    });
    return null;
  }
  const file = text.slice(0, 1000).includes('\u0000')
    ? {
        functions: [],
        arrivalsOf: null,
        problems: [{ found: 'zero bytes', allowed: 'UTF-8 text', message: 'this is not UTF-8 text; save it as UTF-8' }],
      }
    : readers[trace.format](text);
  issues.push(...listProblems(file.problems, trace.file, [...path, 'file']));
  return file.arrivalsOf === null || file.problems.length > 0 ? null : file;
}

/** The functions of the trace that an entry replays: all of them, or the one whose name begins as given. */
function choose(trace: TraceReference, file: TraceFile, path: readonly PropertyKey[], issues: Issue[]): readonly TraceFunction[] | null {
  const wanted = trace.function;
  if (wanted === undefined) return file.functions;
  const refuse = (allowed: string, message: string): null => {
    issues.push({ path: pathText([...path, 'function']), found: shown(wanted), allowed, message });
    return null;
  };
  const exact = file.functions.filter(({ names }) => names.includes(wanted));
  if (exact.length === 1) return exact;
  if (exact.length === 0 && wanted.length < shortestBeginning)
    return refuse(
      `at least ${shortestBeginning} characters`,
      `${shown(wanted)} is too short to name a function of ${shown(trace.file)}: give at least ${shortestBeginning} characters.`,
    );
  const matching = exact.length > 0 ? exact : file.functions.filter(({ names }) => names.some((name) => name.startsWith(wanted)));
  if (matching.length === 1) return matching;
  if (matching.length > 1)
    return refuse(
      'the beginning of one name only',
      `${matching.length} functions of ${shown(trace.file)} begin with ${shown(wanted)}: ${matching
        .slice(0, 3)
        .map(({ names }) => shown(names[names.length - 1]))
        .join(', ')} …`,
    );
  const guess = closest(
    wanted,
    file.functions.map(({ names }) => (names[0] ?? '').slice(0, wanted.length)),
  );
  return refuse(
    `the name of one of its ${file.functions.length} functions`,
    `No function of ${shown(trace.file)} begins with ${shown(wanted)}.${guess === null ? '' : ` Did you mean ${shown(guess)}?`}`,
  );
}

/** That an interval has more events than a scenario may say itself. */
function tooMany(counts: readonly number[]): TraceProblem[] {
  const place = counts.findIndex((count) => !(count <= mostEvents));
  if (place === -1) return [];
  const found = `${String(counts[place])} events`;
  return [{ found, allowed: `at most ${mostEvents} events in an interval`, message: `interval ${place + 1} has ${found}; at most ${mostEvents} are replayed` }];
}

function listProblems(problems: readonly TraceProblem[], file: string, path: readonly PropertyKey[]): Issue[] {
  const issues = problems.slice(0, mostProblems).map(({ line, found, allowed, message }): Issue => {
    const where = line === undefined ? shown(file) : `${shown(file)}, line ${line}`;
    return { path: pathText(path), found, allowed, message: `${where}: ${message}.` };
  });
  const rest = problems.length - issues.length;
  return rest === 0
    ? issues
    : [
        ...issues,
        {
          path: pathText(path),
          found: `${problems.length} problems`,
          allowed: 'none',
          message: `${shown(file)} has ${rest} more ${rest === 1 ? 'problem' : 'problems'} of this kind.`,
        },
      ];
}
