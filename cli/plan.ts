import { type PlanReportInput, Trials, ansi, metricsOf, plain, plan as solve, planLines, planReport, readPlanQuestion } from '../sim/index.ts';
import type { Command } from './command.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { fileProblems, loadScenario } from './files.ts';
import { atDesk, planningOptions, planningWords, printTrialFailure, typed } from './planning.ts';
import { printIssues, printWordProblems } from './problems.ts';
import { setOption, settingsOf } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { type Words, valueOf } from './words.ts';

/** `headroom plan`: which value of a setting meets the targets? */
export const plan: Command = {
  name: 'plan',
  usage: "FILE --find PATH=LOW..HIGH --such-that 'METRIC <= VALUE'… [options]",
  summary: 'Find the value of a setting with which targets are met, by simulation.',
  details: `PATH is a setting as --set has it; LOW and HIGH are numbers, durations or rates. METRIC is a path into the JSON of headroom run,
or a ratio of two; one that begins inside a function, such as discarded.gone, means all functions together. VALUE is a number,
a percentage or a duration. Several targets are all to be met.

  headroom plan scenarios/outage.json --find functions.import.ReservedConcurrentExecutions=1..500 \\
      --such-that 'functions.import.delaySeconds.p99 < 5m' --such-that 'discarded.gone / received <= 0.01%'
  headroom plan scenarios/outage.json --find trafficScale=1..20 --such-that 'delivered.delayed / received <= 1%'

Each value is run again and again until its interval lies on one side of the limit, at most --replications times. The least value
is found where more helps, the greatest where more hurts; where none does, the answer says why.

Exits with ${exitCode.done} whether or not a value is found, with ${exitCode.badInput} after bad input, with ${exitCode.stopped} if stopped by Ctrl-C, and keeps what it has.`,
  options: [
    { name: 'find', takes: 'PATH=LOW..HIGH', help: 'the setting, and the range to search' },
    { name: 'such-that', takes: 'TARGET', repeats: true, help: "what is wanted: 'METRIC <= VALUE', or <, >=, >; can be repeated" },
    { name: 'replications', takes: 'N', help: 'the most runs that one value may take, by default 128' },
    setOption,
    ...planningOptions,
  ],
  run: find,
};

async function find(words: Words, terminal: Terminal): Promise<ExitCode> {
  const [file] = words.files;
  const span = valueOf(words, 'find');
  const suchThat = words.values.get('such-that') ?? [];
  const asked = planningWords('plan', words, [...fileProblems(words.files, 'one'), ...(span === undefined ? ['What is to be found? --find PATH=LOW..HIGH.'] : [])], terminal);
  if (asked === null || file === undefined) return exitCode.badInput;
  const { replications, threads, prices } = asked;
  const { scenario, subject, issues } = await loadScenario(file, settingsOf(words), terminal);
  if (scenario === null) {
    printIssues(file, issues, terminal);
    return exitCode.badInput;
  }
  const read = readPlanQuestion(subject, { find: span ?? '', suchThat, ...(replications === undefined ? {} : { mostReplications: replications }) });
  if ('problems' in read) {
    if (read.issues.length > 0) printIssues(file, read.issues, terminal);
    if (read.problems.length > 0) printWordProblems('plan', read.problems, terminal);
    return exitCode.badInput;
  }
  const { question, closedForms } = read;
  try {
    const answer = await atDesk({ subjects: [subject], prices, threads, label: 'Plan', terminal }, ({ laboratory, line }) =>
      solve(new Trials(laboratory, metricsOf(question.targets)), question, { onProgress: (share) => line.show(share) }),
    );
    const input: PlanReportInput = { scenario, question, answer, closedForms, command: typed(words.typed) };
    terminal.out(words.switches.has('json') ? `${JSON.stringify(planReport(input), null, 2)}\n` : `${planLines(input, { paint: terminal.colour ? ansi : plain, width: terminal.width }).join('\n')}\n`);
    return answer.stopped ? exitCode.stopped : exitCode.done;
  } catch (error) {
    return printTrialFailure(error, file, terminal);
  }
}
