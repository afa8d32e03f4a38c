import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Issue, type Prices, type Scenario, type Subject, type TraceArrivals, applySettings, parseScenario, prices, readPrices, resolveTraces, traceFiles } from '../sim/index.ts';
import type { Terminal } from './terminal.ts';

/** A file that stands for standard input. */
export const standardInput = '-';

/** What is wrong with the files that a command was given: none, or more than one where it takes one. */
export function fileProblems(files: readonly string[], takes: 'one' | 'several'): string[] {
  if (files.length === 0) return ['Which scenario? Name a FILE, or - for standard input.'];
  return takes === 'one' && files.length > 1 ? [`One scenario at a time, please; ${files.length} files were given.`] : [];
}

/** A scenario that is ready to run, or everything that is wrong with it. */
export type Loaded = { scenario: Scenario; traces: ReadonlyMap<number, TraceArrivals>; subject: Subject; issues: [] } | { scenario: null; subject?: undefined; traces?: undefined; issues: Issue[] };

/** Reads a scenario file, changes it as `--set` says, and reads the trace files that it names, relative to itself. */
export async function loadScenario(file: string, settings: readonly string[], terminal: Terminal): Promise<Loaded> {
  const read = file === standardInput ? { text: await terminal.input() } : readText(file);
  if ('problem' in read) return { scenario: null, issues: [issueOf('', file, read.problem)] };
  const changed = applySettings(read.text, settings);
  const parsed = parseScenario(changed.text);
  const { scenario } = parsed;
  const issues = [...changed.issues, ...parsed.issues];
  if (scenario === null || issues.length > 0) return { scenario: null, issues };

  const folder = file === standardInput ? '.' : dirname(file);
  const files: Record<string, string> = {};
  const unreadable: Issue[] = [];
  for (const name of traceFiles(scenario)) {
    const trace = readText(join(folder, name));
    if ('problem' in trace) unreadable.push(issueOf(tracePath(scenario, name), name, trace.problem));
    else files[name] = trace.text;
  }
  if (unreadable.length > 0) return { scenario: null, issues: unreadable };
  const { traces, issues: traceIssues } = resolveTraces(scenario, files);
  return traceIssues.length > 0 ? { scenario: null, issues: traceIssues } : { scenario, traces, subject: { text: changed.text, files }, issues: [] };
}

/** Reads a list of prices, or takes the one that comes with Headroom where no file is named. */
export function loadPrices(file: string | undefined): { prices: Prices; issues: [] } | { prices: null; issues: Issue[] } {
  if (file === undefined) return { prices, issues: [] };
  const read = readText(file);
  return 'problem' in read ? { prices: null, issues: [issueOf('', file, read.problem)] } : readPrices(read.text);
}

/** A file that is open for writing; made before the run, so that a wrong path costs no waiting. */
export interface OutputFile {
  write(pieces: Iterable<string>): void;
  close(): void;
}

/** Opens a file for writing, or says why that cannot be. */
export function openOutput(path: string): OutputFile | { problem: string } {
  try {
    const descriptor = openSync(path, 'w');
    return {
      write(pieces) {
        let waiting = '';
        for (const piece of pieces) {
          waiting += piece;
          if (waiting.length < writeAtOnce) continue;
          writeFileSync(descriptor, waiting);
          waiting = '';
        }
        writeFileSync(descriptor, waiting);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

const writeAtOnce = 1 << 18;

/** The text of a file, or why it cannot be read. */
export function readText(path: string): { text: string } | { problem: string } {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

/** Why the system refused a file, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'the permission is missing',
  EPERM: 'the permission is missing',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  ERR_STRING_TOO_LONG: 'it is too large',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};

function issueOf(path: string, found: string, problem: string): Issue {
  return { path, found: JSON.stringify(found), allowed: 'a file that can be read', message: `${found} cannot be read: ${problem}.` };
}

function tracePath(scenario: Scenario, name: string): string {
  const index = scenario.traffic.findIndex(({ arrivals }) => 'trace' in arrivals && arrivals.trace?.file === name);
  return `traffic[${index}].arrivals.trace.file`;
}
