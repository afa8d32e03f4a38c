import { type CompareQuestion, type Comparison, compareCsv, compareJson, compareMetrics, compareReport, compareScenarios, readCompareQuestion } from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { type Question, answerQuestion, metricOption, questionOptions } from './question.ts';

const options = [metricOption, ...questionOptions];

const question: Question<CompareQuestion, Comparison> = {
  command: 'compare',
  options,
  takes: 'several',
  read: (subjects, { values }, common) => readCompareQuestion(subjects, { metrics: values.get('metric') ?? [], ...common }),
  metrics: compareMetrics,
  ask: compareScenarios,
  report: (_, answer, provenance, look) => compareReport({ answer, provenance }, look),
  json: (_, answer, provenance) => compareJson({ answer, provenance }),
  csv: (_, answer, provenance) => compareCsv({ answer, provenance }),
};

/** `headroom compare`: which of several scenarios is better. */
export const compare: Command = {
  name: 'compare',
  usage: 'FILE FILE… [options]',
  summary: 'Run 2 to 10 scenarios with the same luck, and tell which of them are better.',
  details: `All run with the first one's seed, so that replication i of each meets the same events where they have them in common;
differences are taken replication by replication, against the first. Marked are all that cannot be told apart from the best.

Ctrl-C keeps the replications that have ended, and exits with ${exitCode.stopped}.`,
  options,
  run: (words, terminal) => answerQuestion(question, words, terminal),
};
