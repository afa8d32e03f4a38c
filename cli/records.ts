import { type SentBatchRecord, type SentRecord, closest, compileModel, conditions, inOrderOfTime, recordsNdjson, startRun, streamConditions } from '../sim/index.ts';
import type { Command } from './command.ts';
import { drive } from './drive.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { fileProblems, loadScenario } from './files.ts';
import { listenForInterrupt } from './interrupt.ts';
import { printIssues, printRunFailure, printWordProblems } from './problems.ts';
import { progressLine } from './progress.ts';
import { setOption, settingsOf } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { type Words, valueOf } from './words.ts';

/** `headroom records`: what AWS would send, as it would send it. */
export const records: Command = {
  name: 'records',
  usage: 'FILE [options]',
  summary: 'Print every invocation record and dead letter that a scenario sends, as AWS sends it.',
  details: `One line of JSON for each thing sent, in order of time:
  { t, event, function, destination, type, delivered, body, attributes?, key? }
t is when it arrives, in seconds; event counts the scenario's accepted events from 0, as in run --events; delivered is
false for what never got there. body is the record or the message itself: for EventBridge the whole envelope, for a
dead-letter queue the event as it was, with its message attributes beside it. key is that of an S3 object. A body with line
breaks is printed without them, with its exact text under text. The record of a discarded batch of a stream has, in place
of event, mapping and batch: whose it is, and which of the run's batches, counted from 0.`,
  options: [
    { name: 'event', takes: 'N', help: 'only what was sent for this event' },
    { name: 'condition', takes: 'C', help: `only for events and batches that ended so: ${['Success', ...conditions, ...streamConditions].join(', ')}` },
    { name: 'wrapped', help: 'add message: the whole as its receiver sees it, as SQS, SNS, S3 or the function hands it over' },
    { name: 'seed', takes: 'S', help: 'the seed of all chance, instead of the scenario\'s' },
    setOption,
  ],
  run: printRecords,
};

interface Wanted {
  file: string;
  settings: string[];
  event: number | undefined;
  condition: SentRecord['condition'] | SentBatchRecord['condition'] | undefined;
  wrapped: boolean;
}

async function printRecords(words: Words, terminal: Terminal): Promise<ExitCode> {
  const { wanted, problems } = wantedOf(words);
  if (problems.length > 0) {
    printWordProblems('records', problems, terminal);
    return exitCode.badInput;
  }
  const loaded = await loadScenario(wanted.file, wanted.settings, terminal);
  if (loaded.scenario === null) {
    printIssues(wanted.file, loaded.issues, terminal);
    return exitCode.badInput;
  }
  const interrupt = listenForInterrupt(terminal);
  try {
    const model = compileModel(loaded.scenario, loaded.traces);
    const run = startRun(model, { trace: true });
    const work = {
      advance: (steps: number) => run.advance(steps),
      get progress() {
        return (run.simulatedSeconds * 1e6) / model.duration;
      },
    };
    await drive(work, progressLine(terminal, 'Simulating'), interrupt);
    const { event, condition, wrapped } = wanted;
    const events = isOfBatches(condition) ? [] : run.sent({ wrapped, ...(event === undefined ? {} : { event }), ...(condition === undefined ? {} : { condition }) });
    const batches = event === undefined && (condition === undefined || isOfBatches(condition)) ? run.sentBatches({ wrapped, ...(condition === undefined ? {} : { condition }) }) : [];
    for (const line of recordsNdjson(inOrderOfTime(events, batches))) {
      // Elsewhere than on a screen, letter for letter as AWS sends it.
      if (terminal.colour) terminal.out(line);
      else terminal.out(line, 'exact');
      await terminal.drained();
    }
    if (interrupt.pressed) terminal.error('Stopped: these are the records of what had been simulated.\n');
    return interrupt.pressed ? exitCode.stopped : exitCode.done;
  } catch (error) {
    printRunFailure(error, wanted.file, loaded.scenario, terminal);
    return exitCode.failed;
  } finally {
    interrupt.stopListening();
  }
}

const recordConditions: readonly string[] = ['Success', ...conditions, ...streamConditions];

const isOfBatches = (condition: Wanted['condition']): condition is SentBatchRecord['condition'] => streamConditions.some((one) => one === condition);

function wantedOf(words: Words): { wanted: Wanted; problems: string[] } {
  const { files, switches } = words;
  const problems = [...words.problems, ...fileProblems(files, 'one')];
  const event = valueOf(words, 'event');
  if (event !== undefined && (!/^\d+$/.test(event) || !Number.isSafeInteger(Number(event)))) problems.push(`--event must be a whole number, 0 or more, but is "${event}".`);
  const condition = valueOf(words, 'condition');
  if (condition !== undefined && !recordConditions.includes(condition)) {
    const guess = closest(condition, recordConditions);
    problems.push(`--condition must be one of ${recordConditions.join(', ')}, but is "${condition}".${guess === null ? '' : ` Did you mean "${guess}"?`}`);
  }
  return {
    problems,
    wanted: {
      file: files[0] ?? '',
      settings: settingsOf(words),
      event: event === undefined ? undefined : Number(event),
      condition: condition as Wanted['condition'],
      wrapped: switches.has('wrapped'),
    },
  };
}
