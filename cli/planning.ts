import { dirname, join } from 'node:path';
import { type Laboratory, type Prices, type Subject, TrialFailed, parseScenario, traceFiles } from '../sim/index.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { loadPrices, readText, standardInput } from './files.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { openLaboratory, usualThreads } from './laboratory.ts';
import { printIssues, printWordProblems } from './problems.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import { setOption } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { type Option, type Words, valueOf } from './words.ts';

/** Options of every command that plans. */
export const planningOptions: readonly Option[] = [
  { name: 'seed', takes: 'S', help: 'the seed of all chance, instead of the scenario\'s; the same seed gives the same answer' },
  setOption,
  { name: 'prices', takes: 'FILE', help: 'a list of prices to reckon cost by; "headroom prices" prints the one that is used otherwise' },
  { name: 'threads', takes: 'N', help: 'how many threads share the work, by default one for each core; the answer is the same' },
  { name: 'json', help: 'print the answer as JSON' },
];

/** What the words of every planning command say. */
export interface PlanningWords {
  replications: number | undefined;
  threads: number | undefined;
  prices: Prices;
}

const mostReplications = 100_000;
const mostThreads = 64;

/** Reads what all planning commands share; null after every problem with the words, `problems` among them, or with the prices has been printed. */
export function planningWords(command: string, words: Words, problems: readonly string[], terminal: Terminal): PlanningWords | null {
  const [replications, threads] = [wholeNumber(words, 'replications', 2, mostReplications), wholeNumber(words, 'threads', 1, mostThreads)];
  const all = [...words.problems, ...problems, ...[replications, threads].flatMap((number) => (typeof number === 'object' ? [number.problem] : []))];
  const listed = loadPrices(valueOf(words, 'prices'));
  if (listed.prices === null) printIssues(valueOf(words, 'prices') ?? '', listed.issues, terminal);
  if (all.length > 0) printWordProblems(command, all, terminal);
  if (listed.prices === null || all.length > 0 || typeof replications === 'object' || typeof threads === 'object') return null;
  return { replications, threads, prices: listed.prices };
}

/** A whole number that an option was given, within its limits; undefined where it was not given; a sentence where it is none. */
function wholeNumber(words: Words, name: string, least: number, most: number): number | undefined | { problem: string } {
  const text = valueOf(words, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : { problem: `--${name} takes a whole number from ${least} to ${most}, not "${text}".` };
}

/** What planning is done with: a laboratory, somebody who may stop it, and a line that says how far it is. */
export interface Desk {
  laboratory: Laboratory;
  interrupt: Interrupt;
  line: ProgressLine;
}

/** Does planning with as many threads as wanted; Ctrl-C stops the laboratory, and what has ended is kept. */
export async function atDesk<Answer>({ subjects, prices, threads, label, terminal }: { subjects: readonly Subject[]; prices: Prices; threads: number | undefined; label: string; terminal: Terminal }, work: (desk: Desk) => Promise<Answer>): Promise<Answer> {
  const laboratory = openLaboratory({ subjects, prices }, threads ?? usualThreads());
  const interrupt = listenForInterrupt(terminal, () => laboratory.stop());
  const line = progressLine(terminal, label);
  try {
    return await work({ laboratory, interrupt, line });
  } finally {
    line.clear();
    interrupt.stopListening();
    laboratory.stop();
  }
}

/** Says why an alternative could not be measured; other failures are not this function's business. */
export function printTrialFailure(error: unknown, files: readonly string[], terminal: Terminal): ExitCode {
  if (!(error instanceof TrialFailed)) throw error;
  const { scenario, settings } = error.alternative;
  const subject = `${files[scenario] ?? 'the scenario'}${settings.length === 0 ? '' : ` with ${settings.join(' ')}`}`;
  if (error.reason === 'issues') {
    printIssues(subject, error.issues, terminal);
    return exitCode.badInput;
  }
  if (error.reason === 'stopped') {
    terminal.error('headroom: stopped before there was an answer.\n');
    return exitCode.stopped;
  }
  terminal.error(`headroom: one run of ${subject} takes too many steps. Shorten the scenario, thin its traffic, or try --set assumptions.dispatch=fifo, which takes the fewest.\n`);
  return exitCode.failed;
}

/** A command line as somebody would type it, each word as a shell reads it. */
export const commandLine = (words: readonly string[]): string => ['headroom', ...words].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');

/** Reads scenario files with the trace files that they name, one subject a file; or tells which cannot be read. */
export async function readSubjects(files: readonly string[], terminal: Terminal): Promise<{ subjects: Subject[]; problems: string[] }> {
  const problems: string[] = [];
  const subjects: Subject[] = [];
  for (const file of files) {
    const read = file === standardInput ? { text: await terminal.input() } : readText(file);
    if ('problem' in read) problems.push(`${file} cannot be read: ${read.problem}.`);
    else subjects.push({ text: read.text, files: tracesOf(read.text, file === standardInput ? '.' : dirname(file)) });
  }
  return { subjects, problems };
}

/** The trace files that can be read; that one is missing, the scenario's own check tells with its place. */
function tracesOf(text: string, folder: string): Record<string, string> {
  const { scenario } = parseScenario(text);
  const names = scenario === null ? [] : traceFiles(scenario);
  return Object.fromEntries(
    names.flatMap((name) => {
      const read = readText(join(folder, name));
      return 'problem' in read ? [] : [[name, read.text]];
    }),
  );
}
