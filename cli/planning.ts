import { type Laboratory, type Subject, TrialFailed } from '../sim/index.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { openLaboratory, usualThreads } from './laboratory.ts';
import { printIssues } from './problems.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { type Option, type Words, valueOf } from './words.ts';

/** Options of every command that plans. */
export const planningOptions: readonly Option[] = [
  { name: 'seed', takes: 'S', help: 'the seed of all chance, instead of the scenario\'s' },
  { name: 'threads', takes: 'N', help: 'how many threads share the work, by default one for each core; the answer is the same' },
  { name: 'json', help: 'print the answer as JSON' },
];

/** A whole number that an option was given, within its limits; undefined where it was not given; a sentence where it is none. */
export function wholeNumber(words: Words, name: string, least: number, most: number): number | undefined | { problem: string } {
  const text = valueOf(words, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : { problem: `--${name} takes a whole number from ${least} to ${most}, not "${text}".` };
}

export const mostThreads = 64;

/** What planning is done with: a laboratory, somebody who may stop it, and a line that says how far it is. */
export interface Desk {
  laboratory: Laboratory;
  interrupt: Interrupt;
  line: ProgressLine;
}

/** Does planning with as many threads as wanted; Ctrl-C stops the laboratory, and what has ended is kept. */
export async function atDesk<Answer>({ subjects, threads, label, terminal }: { subjects: readonly Subject[]; threads: number | undefined; label: string; terminal: Terminal }, work: (desk: Desk) => Promise<Answer>): Promise<Answer> {
  const laboratory = openLaboratory(subjects, threads ?? usualThreads());
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
