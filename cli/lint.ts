import { type Finding, findingLines, lint as findingsOf } from '../sim/index.ts';
import type { Command } from './command.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { fileProblems, loadScenario } from './files.ts';
import { printIssues, printWordProblems } from './problems.ts';
import type { Terminal } from './terminal.ts';
import type { Words } from './words.ts';

/** `headroom lint`: what a scenario says and hardly means. */
export const lint: Command = {
  name: 'lint',
  usage: 'FILE… [options]',
  summary: 'Remark on settings that are allowed and will hardly do what is wanted, without running them.',
  details: `Tells for each finding where it is, what will happen, what to write instead, and the clause of AWS's rules behind it;
most harmful first. A fix can be tried at once: headroom run FILE --set …
With --json, one list for all files: [{ file, findings: [{ rule, path, clause, message, fix }] }].

Exits with ${exitCode.done}, whatever is found; with --strict with ${exitCode.failed} if there is any finding; with ${exitCode.badInput} if a file is no valid scenario.`,
  options: [
    { name: 'set', takes: 'PATH=VALUE', repeats: true, help: 'change each scenario before it is looked at' },
    { name: 'json', help: 'print the findings as JSON' },
    { name: 'strict', help: `exit with ${exitCode.failed} if there is any finding` },
  ],
  run: lintFiles,
};

async function lintFiles({ files, values, switches, problems }: Words, terminal: Terminal): Promise<ExitCode> {
  const wordProblems = [...problems, ...fileProblems(files, 'several')];
  if (wordProblems.length > 0) {
    printWordProblems('lint', wordProblems, terminal);
    return exitCode.badInput;
  }
  const looked: { file: string; findings: Finding[] }[] = [];
  for (const file of files) {
    const { scenario, issues } = await loadScenario(file, values.get('set') ?? [], terminal);
    if (scenario === null) printIssues(file, issues, terminal);
    else {
      const findings = findingsOf(scenario);
      looked.push({ file, findings });
      if (!switches.has('json')) printFindings(file, findings, terminal);
    }
  }
  if (switches.has('json')) terminal.out(`${JSON.stringify(looked, null, 2)}\n`);
  if (looked.length < files.length) return exitCode.badInput;
  return switches.has('strict') && looked.some(({ findings }) => findings.length > 0) ? exitCode.failed : exitCode.done;
}

function printFindings(file: string, findings: readonly Finding[], terminal: Terminal): void {
  const name = file === '-' ? 'Standard input' : file;
  if (findings.length === 0) terminal.out(`${name}: nothing to remark\n`);
  else terminal.out(`${name}: ${findings.length === 1 ? 'a finding' : `${findings.length} findings`}\n${findingLines(findings, terminal.width).join('\n')}\n\n`);
}
