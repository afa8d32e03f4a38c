import { type SweepAnswer, type SweepCell, type SweepQuestion, bandWork, readSweepQuestion, sweep as sweepOver, sweepBand, sweepCsv, sweepJson, sweepMetrics, sweepReport } from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { type Question, answerQuestion, metricOption, noBandOption, questionOptions } from './question.ts';

const options = [
  { name: 'over', takes: 'PATH=LOW..HIGH:STEPS', repeats: true, help: 'the parameter and its values; twice for a table of two. Without :STEPS 9 values, or 7 by 7' },
  { name: 'such-that', takes: 'TARGET', repeats: true, help: 'what is to be met, such as "delaySeconds.p99 <= 5m"; can be repeated' },
  metricOption,
  ...questionOptions,
  noBandOption,
];

const question: Question<SweepQuestion, SweepAnswer, SweepCell[]> = {
  command: 'sweep',
  options,
  takes: 'one',
  read: ([subject = { text: '', files: {} }], { values }, common) =>
    readSweepQuestion(subject, { over: values.get('over') ?? [], metrics: values.get('metric') ?? [], suchThat: values.get('such-that') ?? [], ...common }),
  metrics: sweepMetrics,
  ask: sweepOver,
  band: { work: bandWork.sweep, ask: sweepBand },
  report: ({ read, ...answered }, look) => sweepReport({ question: read, ...answered }, look),
  json: ({ read, ...answered }) => sweepJson({ question: read, ...answered }),
  csv: ({ read, ...answered }) => sweepCsv({ question: read, ...answered }),
};

/** `headroom sweep`: how the numbers depend on one or two parameters. */
export const sweep: Command = {
  name: 'sweep',
  usage: 'FILE --over PATH=LOW..HIGH:STEPS [options]',
  summary: 'Run a scenario for each value of one or two parameters, and show where targets are met.',
  details: `Rates and times over a range of 1 to 50 or more are swept in equal ratios, everything else in equal steps.
A cell meets a target if its whole 95 % interval does, and is undecided if the interval lies across the limit.
Cells in which something is throttled are run under all three ways in which Lambda may dispatch what it refused (--no-band: not).

Examples:
  headroom sweep FILE --over functions.import.ReservedConcurrentExecutions=10..80:8 --such-that "delaySeconds.p99 <= 5m"
  headroom sweep FILE --over traffic[0].arrivals.poisson.rate=1/s..100/s --metric "discarded.gone / received"

Ctrl-C keeps the cells that have ended, and exits with ${exitCode.stopped}.`,
  options,
  run: (words, terminal) => answerQuestion(question, words, terminal),
};
