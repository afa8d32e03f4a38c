import {
  type SensitivityAnswer,
  type SensitivityQuestion,
  readSensitivityQuestion,
  sensitivity as sensitivityOf,
  sensitivityCsv,
  sensitivityJson,
  sensitivityMetrics,
  sensitivityReport,
} from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { type Question, answerQuestion, questionOptions } from './question.ts';
import { valueOf } from './words.ts';

const options = [{ name: 'metric', takes: 'M', help: 'what to look at: a path into the JSON of headroom run, or PATH / PATH; without it, what is on time' }, ...questionOptions];

const question: Question<SensitivityQuestion, SensitivityAnswer> = {
  command: 'sensitivity',
  options,
  takes: 'one',
  read([subject = { text: '', files: {} }], words, common) {
    const metric = valueOf(words, 'metric');
    return readSensitivityQuestion(subject, { ...common, ...(metric === undefined ? {} : { metric }) });
  },
  metrics: sensitivityMetrics,
  ask: sensitivityOf,
  report: sensitivityReport,
  json: sensitivityJson,
  csv: sensitivityCsv,
};

/** `headroom sensitivity`: what a number depends on most. */
export const sensitivity: Command = {
  name: 'sensitivity',
  usage: 'FILE [options]',
  summary: 'Change every parameter and every assumption, one at a time, and tell what a metric depends on most.',
  details: `Each number of the scenario is halved and doubled within its range, each assumption changed to its other answers.
What cannot be told from luck is named as such.

Ctrl-C keeps the variants that have ended, and exits with ${exitCode.stopped}.`,
  options,
  run: (words, terminal) => answerQuestion(question, words, terminal),
};
