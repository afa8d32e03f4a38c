import { type Issue, issueLines } from '../sim/index.ts';
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
