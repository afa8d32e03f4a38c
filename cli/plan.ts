import { type PlanAnswer, type PlanAsked, bandWork, metricsOf, plan as solve, planBand, planCsv, planJson, planReport, readPlanQuestion } from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { type Question, answerQuestion, noBandOption, questionOptions } from './question.ts';
import { valueOf } from './words.ts';

const options = [
  { name: 'find', takes: 'PATH=LOW..HIGH', help: 'the setting, and the range to search' },
  { name: 'such-that', takes: 'TARGET', repeats: true, help: "what is wanted: 'METRIC <= VALUE', or <, >=, >; can be repeated" },
  ...questionOptions.map((option) => (option.name === 'replications' ? { ...option, help: 'the most runs that one value may take, by default 128' } : option)),
  noBandOption,
];

const question: Question<PlanAsked, PlanAnswer, PlanAnswer> = {
  command: 'plan',
  options,
  takes: 'one',
  read: ([subject = { text: '', files: {} }], words, common) => readPlanQuestion(subject, { find: valueOf(words, 'find'), suchThat: words.values.get('such-that') ?? [], ...common }),
  metrics: ({ question: { targets } }) => metricsOf(targets),
  ask: (trials, { question: asked }, watch) => solve(trials, asked, watch),
  band: { work: bandWork.plan, ask: (trials, { question: asked }, answer, watch) => planBand(trials, asked, answer, watch) },
  report: ({ read, ...answered }, look) => planReport({ ...read, ...answered }, look),
  json: ({ read, ...answered }) => planJson({ ...read, ...answered }),
  csv: ({ read, ...answered }) => planCsv({ ...read, ...answered }),
};

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
is found where more helps, the greatest where more hurts; where none does, the answer says why. Where something is throttled, the
value is also found under the other two ways in which Lambda may dispatch what it refused (--no-band leaves that out).

Exits with ${exitCode.done} whether or not a value is found, with ${exitCode.badInput} after bad input, with ${exitCode.stopped} if stopped by Ctrl-C, and keeps what it has.`,
  options,
  run: (words, terminal) => answerQuestion(question, words, terminal),
};
