import { type Laboratory, type Prices, type Subject, TrialFailed } from '../sim/index.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { loadPrices } from './files.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { openLaboratory, usualThreads } from './laboratory.ts';
import { printIssues, printWordProblems } from './problems.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { type Option, type Words, valueOf } from './words.ts';

/** Options of every command that plans. */
export const planningOptions: readonly Option[] = [
  { name: 'seed', takes: 'S', help: 'the seed of all chance, instead of the scenario\'s' },
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
export function printTrialFailure(error: unknown, file: string, terminal: Terminal): ExitCode {
  if (!(error instanceof TrialFailed)) throw error;
  const settings = error.alternative.settings.join(' ');
  if (error.reason === 'issues') {
    printIssues(`${file}${settings === '' ? '' : ` with ${settings}`}`, error.issues, terminal);
    return exitCode.badInput;
  }
  terminal.error(
    error.reason === 'stopped'
      ? 'headroom: stopped before anything had been measured.\n'
      : `headroom: one run of ${file}${settings === '' ? '' : ` with ${settings}`} takes more than 500 million steps. Shorten the scenario, thin its traffic, or try --set assumptions.dispatch=fifo, which takes the fewest.\n`,
  );
  return error.reason === 'stopped' ? exitCode.stopped : exitCode.failed;
}

/** The words of this command line as somebody would type them again. */
export function typed(words: readonly string[]): string {
  return ['headroom', ...words].map((word) => (/^[\w./:=[\]@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(' ');
}
