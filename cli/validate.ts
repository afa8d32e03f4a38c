import { type Scenario, expectedMetricIssues } from '../sim/index.ts';
import type { Command } from './command.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { fileProblems, loadScenario } from './files.ts';
import { printIssues, printWordProblems } from './problems.ts';
import type { Terminal } from './terminal.ts';
import type { Words } from './words.ts';

/** `headroom validate`: is a scenario right, and if not, everything that is wrong. */
export const validate: Command = {
  name: 'validate',
  usage: 'FILE…',
  summary: 'Check scenarios, and the trace files they name, without running them.',
  details: `Lists every problem with its place, what was found, what is allowed, and the clause of AWS's rules behind it.
Exits with ${exitCode.badInput} if there is any.`,
  options: [{ name: 'set', takes: 'PATH=VALUE', repeats: true, help: 'change each scenario before it is checked' }],
  run: validateFiles,
};

async function validateFiles({ files, values, problems }: Words, terminal: Terminal): Promise<ExitCode> {
  const wordProblems = [...problems, ...fileProblems(files, 'several')];
  if (wordProblems.length > 0) {
    printWordProblems('validate', wordProblems, terminal);
    return exitCode.badInput;
  }
  let allValid = true;
  for (const file of files) {
    const { scenario, traces, issues } = await loadScenario(file, values.get('set') ?? [], terminal);
    const found = scenario === null ? issues : expectedMetricIssues(scenario, traces);
    if (scenario === null || found.length > 0) {
      allValid = false;
      printIssues(file, found, terminal);
    } else terminal.out(`${file}: valid (${contents(scenario)})\n`);
  }
  return allValid ? exitCode.done : exitCode.badInput;
}

function contents({ functions, destinations, traffic, duration }: Scenario): string {
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return [
    count(Object.keys(functions).length, 'function'),
    count(Object.keys(destinations).length, 'destination'),
    `${traffic.length} traffic ${traffic.length === 1 ? 'entry' : 'entries'}`,
    typeof duration === 'number' ? `${duration} s` : duration,
  ].join(', ');
}
