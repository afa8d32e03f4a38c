import { type ByObjective, type PairedEstimate, type TuneAnswer, type TuneQuestion, bandWork, readTuneQuestion, tune as tuneSettings, tuneBand, tuneCsv, tuneJson, tuneMetrics, tuneReport } from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { type Question, answerQuestion, noBandOption, questionOptions } from './question.ts';
import { valueOf } from './words.ts';

const options = [{ name: 'function', takes: 'NAME', help: 'whose settings, as in the report of headroom run; without it, the function that loses most' }, ...questionOptions, noBandOption];

const question: Question<TuneQuestion, TuneAnswer, ByObjective<PairedEstimate | null>[]> = {
  command: 'tune',
  options,
  takes: 'one',
  read([subject = { text: '', files: {} }], words, common) {
    const name = valueOf(words, 'function');
    return readTuneQuestion(subject, { ...common, ...(name === undefined ? {} : { function: name }) });
  },
  metrics: tuneMetrics,
  ask: tuneSettings,
  band: { work: bandWork.tune, ask: tuneBand },
  report: tuneReport,
  json: tuneJson,
  csv: tuneCsv,
};

/** `headroom tune`: which retry settings are worth considering. */
export const tune: Command = {
  name: 'tune',
  usage: 'FILE [options]',
  summary: 'Weigh a function\'s retry settings: what loses least, what is freshest, what is cheapest.',
  details: `Tried are 0, 1 and 2 retries, six ages, half, one and a half and twice the reserved concurrency if there is any, and a
dead-letter queue where nothing takes what is given up. Weighed are loss, the delay's 99th percentile, and cost where there is one.
A recommendation keeps today's settings unless others are surely better. What it changes is also measured under the other ways in
which Lambda may dispatch what it refused (--no-band leaves that out).

Ctrl-C keeps the options that have ended, and exits with ${exitCode.stopped}.`,
  options,
  run: (words, terminal) => answerQuestion(question, words, terminal),
};
