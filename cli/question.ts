import { type DisciplineBand, type Look, type Metric, type Provenance, type Subject, Trials, type Watch, ansi, plain, prepareSubject, watchesWithBand } from '../sim/index.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { fileProblems, openOutput } from './files.ts';
import { atDesk, commandLine, planningOptions, planningWords, printTrialFailure, readSubjects } from './planning.ts';
import { printWordProblems } from './problems.ts';
import { settingsOf } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { type Option, type Words, valueOf } from './words.ts';

/** A question that takes many runs, from the words of a command to its answer in every form. `Part` is what a band has of the answer under each discipline. */
export interface Question<Read extends { replications: number }, Answer extends { stopped: boolean }, Part = never> {
  command: string;
  options: readonly Option[];
  takes: 'one' | 'several';
  /** Everything that is wrong at once, or what is asked. */
  read(subjects: readonly Subject[], words: Words, common: CommonWords): Read | { problems: string[] };
  metrics(read: Read): readonly Metric[];
  ask(trials: Trials, read: Read, watch: Watch): Promise<Answer>;
  /** The answer under each dispatch discipline, where that is a question; `work` is what it takes as a multiple of the answer's. */
  band?: { work: number; ask(trials: Trials, read: Read, answer: Answer, watch: Watch): Promise<DisciplineBand<Part>> };
  report(answered: Answered<Read, Answer, Part>, look: Look): string;
  json(answered: Answered<Read, Answer, Part>): Record<string, unknown>;
  csv(answered: Answered<Read, Answer, Part>): Iterable<string>;
}

/** What a question came to. */
export interface Answered<Read, Answer, Part> {
  read: Read;
  answer: Answer;
  band: DisciplineBand<Part>;
  provenance: Provenance;
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

/** The option of questions whose answers have a band. */
export const noBandOption: Option = { name: 'no-band', help: 'leave out how far the answer depends on the way in which Lambda dispatches what it refused, and the time that takes' };

/** The option of questions that are about several metrics. */
export const metricOption: Option = {
  name: 'metric',
  takes: 'M',
  repeats: true,
  help: 'what to look at: a path into the JSON of headroom run, or PATH / PATH; can be repeated',
};

/** Reads a question, asks it and prints the answer; Ctrl-C keeps what has ended. */
export async function answerQuestion<Read extends { replications: number }, Answer extends { stopped: boolean }, Part>(question: Question<Read, Answer, Part>, words: Words, terminal: Terminal): Promise<ExitCode> {
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
    const { answer, band, stopped } = await atDesk({ subjects, prices, threads, label: 'Simulating', terminal }, async ({ laboratory, line, interrupt }) => {
      const trials = new Trials(laboratory, question.metrics(read));
      const bandWanted = question.band !== undefined && !words.switches.has('no-band') ? question.band : null;
      const watches = watchesWithBand({ onProgress: (share) => line.show(share) }, trials, bandWanted?.work ?? 0);
      const answer = await question.ask(trials, read, watches.answer);
      const band = await bandOf(answer, bandWanted === null ? null : () => bandWanted.ask(trials, read, answer, watches.band));
      return { answer, band, stopped: interrupt.pressed };
    });
    const answered = { read, answer, band, provenance };
    output?.write(question.csv(answered));
    if (words.switches.has('json')) terminal.out(`${JSON.stringify(question.json(answered), null, 2)}\n`);
    else terminal.out(question.report(answered, { width: terminal.width, paint: terminal.colour ? ansi : plain }));
    return stopped ? exitCode.stopped : exitCode.done;
  } catch (error) {
    return printTrialFailure(error, words.files, terminal);
  } finally {
    output?.close();
  }
}

/** The band of an answer, or why there is none: an answer that was stopped has nothing to be compared with. */
export async function bandOf<Part>({ stopped }: { stopped: boolean }, ask: (() => Promise<DisciplineBand<Part>>) | null): Promise<DisciplineBand<Part>> {
  if (ask === null) return { kind: 'none', because: 'notAsked' };
  return stopped ? { kind: 'none', because: 'stopped' } : ask();
}

function provenanceOf({ command, options }: { command: string; options: readonly Option[] }, words: Words, settings: readonly string[], subjects: readonly Subject[], replications: number): Provenance {
  const [first] = subjects;
  const prepared = first === undefined ? { issues: [] } : prepareSubject(first, settings);
  if ('issues' in prepared) throw new Error('the scenario of an answer is not valid');
  const { scenario } = prepared;
  const given = options.flatMap(({ name, takes }) => (takes === undefined || named.has(name) ? [] : (words.values.get(name) ?? []).flatMap((value) => [`--${name}`, value])));
  const switches = words.switches.has(noBandOption.name) ? [`--${noBandOption.name}`] : [];
  return { command: commandLine([command, ...words.files, ...given, ...switches, '--seed', String(scenario.seed), '--replications', String(replications)]), scenario, replications };
}

/** Options that the command of an answer names anyhow, or that change no number. */
const named: ReadonlySet<string> = new Set(['seed', 'replications', 'csv', 'threads']);
