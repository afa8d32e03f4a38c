import { type CheckedFile, type Expected, type Subject, Trials, ansi, bandWork, check as judge, checkBand, checkEffort, checkJson, checkJunit, checkLines, expectedOf, expectationIssues, plain, version } from '../sim/index.ts';
import type { Command } from './command.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { fileProblems, loadScenario, openOutput } from './files.ts';
import { atDesk, commandLine, planningOptions, planningWords, printTrialFailure } from './planning.ts';
import { printIssues, printWordProblems } from './problems.ts';
import { bandOf, noBandOption } from './question.ts';
import { settingsOf } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { type Words, valueOf } from './words.ts';

/** `headroom check`: do scenarios come to what they expect? */
export const check: Command = {
  name: 'check',
  usage: 'FILE… [options]',
  summary: 'Say whether scenarios meet the targets that they state, for a build pipeline.',
  details: `A scenario states its targets under "expect": [{ "metric": "discarded.gone", "max": 0 }, …], each a metric (a path into the
JSON of headroom run, or a ratio of two) with "min", "max" or both.

A scenario is run again and again until each target's 95 % interval lies on one side of its limit, at most --replications
times. A target is missed only if its interval lies beyond the limit; one that cannot be decided says so and does not fail.

Where something was throttled, the same is asked under the other two ways in which Lambda may dispatch what it refused: a target
that is met, but not under each of them, says so. The exit code is decided by the scenario's own assumptions alone.

Exits with ${exitCode.done} if no target is missed, with ${exitCode.failed} if one is, with ${exitCode.badInput} after bad input: a scenario without targets is one.`,
  options: [
    { name: 'replications', takes: 'N', help: `the most runs of one scenario, by default ${String(checkEffort.most)}` },
    { name: 'junit', takes: 'OUT.xml', help: 'write the outcome as JUnit XML, which build servers read' },
    ...planningOptions,
    noBandOption,
  ],
  run: checkFiles,
};

interface Looked {
  file: string;
  seed: string;
  subject: Subject;
  expected: Expected[];
}

async function checkFiles(words: Words, terminal: Terminal): Promise<ExitCode> {
  const asked = planningWords('check', words, fileProblems(words.files, 'several'), terminal);
  if (asked === null) return exitCode.badInput;
  const { replications, threads, prices } = asked;
  const files: Looked[] = [];
  for (const file of words.files) {
    const { scenario, subject, traces, issues } = await loadScenario(file, settingsOf(words), terminal);
    const found = scenario === null ? issues : expectationIssues(scenario, traces);
    if (scenario === null || found.length > 0) printIssues(file, found, terminal);
    else files.push({ file, seed: String(scenario.seed), subject, expected: expectedOf(scenario) });
  }
  if (files.length < words.files.length) return exitCode.badInput;
  const path = valueOf(words, 'junit');
  const output = path === undefined ? null : openOutput(path);
  if (output !== null && 'problem' in output) {
    printWordProblems('check', [`${path ?? ''} cannot be written: ${output.problem}.`], terminal);
    return exitCode.badInput;
  }

  try {
    const effort = { least: Math.min(checkEffort.least, replications ?? checkEffort.least), most: replications ?? checkEffort.most };
    const checked = await atDesk({ subjects: files.map(({ subject }) => subject), prices, threads, label: 'Check', terminal }, async ({ laboratory, line }) => {
      const work = words.switches.has('no-band') ? 1 : 1 + bandWork.check;
      const shares = files.map(() => 0);
      const show = (place: number, share: number): void => {
        shares[place] = share;
        line.show(shares.reduce((sum, one) => sum + one, 0) / files.length);
      };
      // All at once: while the last replications of one scenario run, the next one's keep the other threads busy.
      return Promise.all(
        files.map(async ({ file, seed, expected }, scenario): Promise<CheckedFile> => {
          const trials = new Trials(laboratory, expected.map(({ metric }) => metric));
          const answer = await judge(trials, expected, { scenario, effort });
          show(scenario, 1 / work);
          const onProgress = (share: number): void => show(scenario, (1 + share * (work - 1)) / work);
          const band = await bandOf(answer, words.switches.has('no-band') ? null : () => checkBand(trials, expected, { scenario, effort }, { onProgress }));
          show(scenario, 1);
          return { file, seed, expected, band, ...answer };
        }),
      );
    });
    output?.write([checkJunit(checked)]);
    output?.close();
    terminal.out(words.switches.has('json') ? `${JSON.stringify(jsonOf(checked, words), null, 2)}\n` : `${checkLines(checked, { paint: terminal.colour ? ansi : plain, width: terminal.width }).join('\n')}\n`);
    if (checked.some(({ stopped, band }) => stopped || (band.kind === 'none' && band.because === 'stopped'))) return exitCode.stopped;
    return checked.some(({ targets }) => targets.some(({ judgement }) => judgement === 'missed')) ? exitCode.failed : exitCode.done;
  } catch (error) {
    return printTrialFailure(error, words.files, terminal);
  }
}

function jsonOf(checked: readonly CheckedFile[], words: Words): object {
  return { headroom: version, engine: 'exact', command: commandLine(words.typed), files: checked.map(checkJson) };
}
