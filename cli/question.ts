import { type Look, type Metric, type Provenance, type Subject, Trials, type Watch, ansi, plain, prepareSubject } from '../sim/index.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { fileProblems, openOutput } from './files.ts';
import { atDesk, commandLine, planningOptions, planningWords, printTrialFailure, readSubjects } from './planning.ts';
import { printWordProblems } from './problems.ts';
import { settingsOf } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { type Option, type Words, valueOf } from './words.ts';

/** A question that takes many runs, from the words of a command to its answer in every form. */
export interface Question<Read extends { replications: number }, Answer> {
  command: string;
  options: readonly Option[];
  takes: 'one' | 'several';
  /** Everything that is wrong at once, or what is asked. */
  read(subjects: readonly Subject[], words: Words, common: CommonWords): Read | { problems: string[] };
  metrics(read: Read): readonly Metric[];
  ask(trials: Trials, read: Read, watch: Watch): Promise<Answer>;
  report(read: Read, answer: Answer, provenance: Provenance, look: Look): string;
  json(read: Read, answer: Answer, provenance: Provenance): Record<string, unknown>;
  csv(read: Read, answer: Answer, provenance: Provenance): Iterable<string>;
}

/** What every question is told. */
export interface CommonWords {
  /** The files, as they were named. */
  names: readonly string[];
  /** `--set` and `--seed`. */
  settings: readonly string[];
  replications?: number;
}

/** Options that every question has. */
export const questionOptions: readonly Option[] = [
  { name: 'replications', takes: 'N', help: 'how often each alternative is run, each time with independent chance' },
  ...planningOptions,
  { name: 'csv', takes: 'OUT.csv', help: 'write the answer as CSV, too' },
];

/** The option of questions that are about several metrics. */
export const metricOption: Option = {
  name: 'metric',
  takes: 'M',
  repeats: true,
  help: 'what to look at: a path into the JSON of headroom run, or PATH / PATH; can be repeated',
};

/** Reads a question, asks it and prints the answer; Ctrl-C keeps what has ended. */
export async function answerQuestion<Read extends { replications: number }, Answer>(question: Question<Read, Answer>, words: Words, terminal: Terminal): Promise<ExitCode> {
  const asked = planningWords(question.command, words, fileProblems(words.files, question.takes), terminal);
  if (asked === null) return exitCode.badInput;
  const refuse = (problems: readonly string[]): ExitCode => {
    printWordProblems(question.command, problems, terminal);
    return exitCode.badInput;
  };
  const { subjects, problems } = await readSubjects(words.files, terminal);
  if (problems.length > 0) return refuse(problems);
  const settings = settingsOf(words);
  const { replications, threads, prices } = asked;
  const read = question.read(subjects, words, { names: words.files, settings, ...(replications === undefined ? {} : { replications }) });
  if ('problems' in read) return refuse(read.problems);
  const path = valueOf(words, 'csv');
  const output = path === undefined ? null : openOutput(path);
  if (output !== null && 'problem' in output) return refuse([`--csv ${path ?? ''} cannot be written: ${output.problem}.`]);

  try {
    const provenance = provenanceOf(question, words, settings, subjects, read.replications);
    const { answer, stopped } = await atDesk({ subjects, prices, threads, label: 'Simulating', terminal }, async ({ laboratory, line, interrupt }) => ({
      answer: await question.ask(new Trials(laboratory, question.metrics(read)), read, { onProgress: (share) => line.show(share) }),
      stopped: interrupt.pressed,
    }));
    output?.write(question.csv(read, answer, provenance));
    if (words.switches.has('json')) terminal.out(`${JSON.stringify(question.json(read, answer, provenance), null, 2)}\n`);
    else terminal.out(question.report(read, answer, provenance, { width: terminal.width, paint: terminal.colour ? ansi : plain }));
    return stopped ? exitCode.stopped : exitCode.done;
  } catch (error) {
    return printTrialFailure(error, words.files, terminal);
  } finally {
    output?.close();
  }
}

function provenanceOf({ command, options }: Pick<Question<{ replications: number }, unknown>, 'command' | 'options'>, words: Words, settings: readonly string[], subjects: readonly Subject[], replications: number): Provenance {
  const [first] = subjects;
  const prepared = first === undefined ? { issues: [] } : prepareSubject(first, settings);
  if ('issues' in prepared) throw new Error('the scenario of an answer is not valid');
  const { scenario } = prepared;
  const given = options.flatMap(({ name, takes }) => (takes === undefined || named.has(name) ? [] : (words.values.get(name) ?? []).flatMap((value) => [`--${name}`, value])));
  return { command: commandLine([command, ...words.files, ...given, '--seed', String(scenario.seed), '--replications', String(replications)]), scenario, replications };
}

/** Options that the command of an answer names anyhow, or that change no number. */
const named: ReadonlySet<string> = new Set(['seed', 'replications', 'csv', 'threads']);
