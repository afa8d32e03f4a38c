import { type Look, type Metric, type Provenance, type Subject, TrialFailed, Trials, type Watch, ansi, plain, prepareSubject } from '../sim/index.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { type OutputFile, fileProblems, openOutput, reasonOf } from './files.ts';
import { listenForInterrupt } from './interrupt.ts';
import { askLaboratory } from './planning.ts';
import { printWordProblems } from './problems.ts';
import { progressLine } from './progress.ts';
import { setOption, settingsOf } from './settings.ts';
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
  { name: 'seed', takes: 'S', help: 'the seed of all chance, instead of the scenario\'s; the same seed gives the same answer' },
  setOption,
  { name: 'json', help: 'print the answer as JSON' },
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
  const refuse = (problems: readonly string[]): ExitCode => {
    printWordProblems(question.command, problems, terminal);
    return exitCode.badInput;
  };
  const replications = valueOf(words, 'replications');
  const problems = [...words.problems, ...fileProblems(words.files, question.takes)];
  if (replications !== undefined && !/^\d+$/.test(replications)) problems.push(`--replications must be a whole number, but is "${replications}".`);
  if (problems.length > 0) return refuse(problems);

  const interrupt = listenForInterrupt(terminal);
  let output: OutputFile | null = null;
  try {
    const planning = await askLaboratory(words.files, terminal, interrupt);
    if ('problems' in planning) return refuse(planning.problems);
    const settings = settingsOf(words);
    const read = question.read(planning.subjects, words, { names: words.files, settings, ...(replications === undefined ? {} : { replications: Number(replications) }) });
    if ('problems' in read) return refuse(read.problems);
    const path = valueOf(words, 'csv');
    const opened = path === undefined ? null : openOutput(path);
    if (opened !== null && 'problem' in opened) return refuse([`--csv ${path ?? ''} cannot be written: ${opened.problem}.`]);
    output = opened;

    const line = progressLine(terminal, 'Simulating');
    const trials = new Trials(planning.laboratory, question.metrics(read));
    const answer = await question.ask(trials, read, { onProgress: line.show }).finally(line.clear);
    const provenance = provenanceOf(question, words, settings, planning.subjects, read.replications);
    output?.write(question.csv(read, answer, provenance));
    if (words.switches.has('json')) terminal.out(`${JSON.stringify(question.json(read, answer, provenance), null, 2)}\n`);
    else terminal.out(question.report(read, answer, provenance, { width: terminal.width, paint: terminal.colour ? ansi : plain }));
    return interrupt.pressed ? exitCode.stopped : exitCode.done;
  } catch (error) {
    terminal.error(`headroom: ${error instanceof TrialFailed ? `${words.files[error.alternative.scenario] ?? 'the scenario'}: ${error.message}` : reasonOf(error)}\n`);
    return exitCode.failed;
  } finally {
    output?.close();
    interrupt.stopListening();
  }
}

function provenanceOf({ command, options }: Pick<Question<{ replications: number }, unknown>, 'command' | 'options'>, words: Words, settings: readonly string[], subjects: readonly Subject[], replications: number): Provenance {
  const [first] = subjects;
  const prepared = first === undefined ? { issues: [] } : prepareSubject(first, settings);
  if ('issues' in prepared) throw new Error('the scenario of an answer is not valid');
  const { scenario } = prepared;
  const given = options.flatMap(({ name, takes }) => (takes === undefined || named.has(name) ? [] : (words.values.get(name) ?? []).flatMap((value) => [`--${name}`, value])));
  const all = ['headroom', command, ...words.files, ...given, '--seed', String(scenario.seed), '--replications', String(replications)];
  return { command: all.map(shellWord).join(' '), scenario, replications };
}

/** Options that the command of an answer names anyhow, or that change no number. */
const named: ReadonlySet<string> = new Set(['seed', 'replications', 'csv']);

/** A word that a shell reads as it is. */
const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
