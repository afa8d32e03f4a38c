import { type CompareQuestion, type Comparison, bandWork, compareBand, compareCsv, compareJson, compareMetrics, compareReport, compareScenarios, readCompareQuestion } from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { type Question, answerQuestion, metricOption, noBandOption, questionOptions } from './question.ts';

const options = [metricOption, ...questionOptions, noBandOption];

const question: Question<CompareQuestion, Comparison, Comparison> = {
  command: 'compare',
  options,
  takes: 'several',
  read: (subjects, { values }, common) => readCompareQuestion(subjects, { metrics: values.get('metric') ?? [], ...common }),
  metrics: compareMetrics,
  ask: compareScenarios,
  band: { work: bandWork.compare, ask: (trials, read, _, watch) => compareBand(trials, read, watch) },
  report: compareReport,
  json: compareJson,
  csv: compareCsv,
};

/** `headroom compare`: which of several scenarios is better. */
export const compare: Command = {
  name: 'compare',
  usage: 'FILE FILE… [options]',
  summary: 'Run 2 to 10 scenarios with the same luck, and tell which of them are better.',
  details: `All run with the first one's seed, so that replication i of each meets the same events where they have them in common;
differences are taken replication by replication, against the first. Marked are all that cannot be told apart from the best.
Where something is throttled, they are also compared under the other ways in which Lambda may dispatch what it refused.

Ctrl-C keeps the replications that have ended, and exits with ${exitCode.stopped}.`,
  options,
  run: (words, terminal) => answerQuestion(question, words, terminal),
};
