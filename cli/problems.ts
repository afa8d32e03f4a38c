import { type Issue, type Scenario, issueLines } from '../sim/index.ts';
import { reasonOf } from './files.ts';
import type { Terminal } from './terminal.ts';

/** Prints problems of a scenario, all of them, on standard error. */
export function printIssues(file: string, issues: readonly Issue[], terminal: Terminal): void {
  const name = file === '-' ? 'Standard input' : file;
  const count = issues.length === 1 ? 'a problem' : `${issues.length} problems`;
  terminal.error(`${name} has ${count}:\n${issueLines(issues, terminal.width).join('\n')}\n`);
}

/** Prints problems with the words of a command, and where its help is. */
export function printWordProblems(command: string, problems: readonly string[], terminal: Terminal): void {
  for (const problem of problems) terminal.error(`headroom: ${problem}\n`);
  terminal.error(`Try "headroom ${command === '' ? '' : `${command} `}--help".\n`);
}

/** Prints that a run failed, and what is needed to see it again. */
export function printRunFailure(error: unknown, file: string, { seed }: Scenario, terminal: Terminal): void {
  terminal.error(`headroom: the run failed: ${reasonOf(error)}\n  (${file}, seed ${String(seed)})\n`);
}
