/**
 * Runs random scenarios of everything that the format knows, on all cores, and holds each to every law of test/properties/swarmLaws.ts.
 *
 *   npm run swarm -- --minutes 30        for so long; one minute if nothing is said
 *   npm run swarm -- --scenarios 500     so many of them
 *   npm run swarm -- --replay SEED       one of them again: what breaks, and the smallest scenario that it breaks on
 *
 * `--seed N` says where it begins, which is otherwise the clock's choice; `--threads N` takes fewer cores; `--laws FILE` holds
 * scenarios to the laws that another module exports. Ctrl-C ends it, and it says what was done. The exit code is 1 if a law was broken.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

/** @typedef {{ seed: number, law: string, message: string, smallest?: { scenario: unknown, slices: number[] } }} Finding */

const badInput = 2;
const interrupted = 130;
/** Scenarios are small: one that takes longer than this, in milliseconds, does not end. */
const patience = 120_000;

const words = readWords();
/** What the threads share: whether to stop, the next number, how many are done, and where each of them is. */
const shared = new Int32Array(new SharedArrayBuffer(4 * (3 + words.threads)));
/** How often each law was broken. */
const broken = /** @type {Map<string, number>} */ (new Map());
const started = performance.now();
let isPressed = false;

process.on('SIGINT', () => {
  // Whoever presses it twice does not wait for the scenarios in progress.
  if (isPressed) process.exit(interrupted);
  isPressed = true;
  stop();
});

if (words.replay === null) console.log(`Scenarios from seed ${words.first} on, ${count(words.threads, 'thread')}, ${words.scenarios === Infinity ? time(words.minutes * 60) : count(words.scenarios, 'scenario')}.`);
const clock = setTimeout(stop, Math.min(words.minutes * 60_000, 2 ** 31 - 1));
const progress = setInterval(showProgress, process.stderr.isTTY ? 250 : 60_000);
await Promise.all(Array.from({ length: words.threads }, (_, thread) => thread).map(runThread));
clearTimeout(clock);
clearInterval(progress);
process.exitCode = summarise();

/** Starts a thread; resolves when it has ended, by itself or because the scenario that it is at does not. */
function runThread(/** @type {number} */ thread) {
  return /** @type {Promise<void>} */ (
    new Promise((ended) => {
      const { first, scenarios, lawsFile, replay } = words;
      const worker = new Worker(new URL('./swarmThread.mjs', import.meta.url), { workerData: { shared, thread, first, scenarios, lawsFile, replay } });
      let [at, since] = [0, performance.now()];
      const watch = setInterval(() => {
        const now = Atomics.load(shared, 3 + thread);
        if (now !== at) [at, since] = [now, performance.now()];
        if (at === 0 || performance.now() - since < patience) return;
        report({ seed: at - 1, law: 'every scenario ends', message: `It has not after ${time(patience / 1000)}.` });
        void worker.terminate();
      }, 1000);
      worker.on('message', report);
      worker.on('error', (problem) => report({ seed: Atomics.load(shared, 3 + thread) - 1, law: 'the thread survives every scenario', message: String(problem) }));
      worker.on('exit', () => {
        clearInterval(watch);
        ended();
      });
    })
  );
}

function stop() {
  Atomics.store(shared, 0, 1);
}

/** Says what was found, with the one line that finds it again; the scenario only the first time that a law is broken. */
function report(/** @type {Finding} */ { seed, law, message, smallest }) {
  const before = broken.get(law) ?? 0;
  broken.set(law, before + 1);
  clearLine();
  console.log(`BROKEN  ${law}\n        npm run swarm -- ${words.lawsArgument}--replay ${seed}`);
  if (before > 0) return;
  console.log(`        ${message.replaceAll('\n', '\n        ')}`);
  if (smallest !== undefined) console.log(`        in slices of ${smallest.slices.join(', ')} steps:\n${JSON.stringify(smallest.scenario)}`);
}

/** The last lines, and the exit code that goes with them. */
function summarise() {
  clearLine();
  const done = Atomics.load(shared, 2);
  const seconds = (performance.now() - started) / 1000;
  const found = [...broken.values()].reduce((sum, times) => sum + times, 0);
  const verdict = found === 0 ? 'every law held' : `${count(found, 'failure')} of ${count(broken.size, 'law')}`;
  console.log(`${count(done, 'scenario')} in ${time(seconds)}, ${(done / seconds).toFixed(1)} a second${isPressed ? ', stopped by Ctrl-C' : ''}: ${verdict}.`);
  for (const [law, times] of broken) console.log(`${String(times).padStart(6)}  ${law}`);
  return found > 0 ? 1 : isPressed ? interrupted : 0;
}

function showProgress() {
  const done = Atomics.load(shared, 2);
  const seconds = (performance.now() - started) / 1000;
  const left = words.scenarios === Infinity ? words.minutes * 60 - seconds : ((words.scenarios - done) * seconds) / Math.max(1, done);
  const line = `${count(done, 'scenario')}, ${(done / seconds).toFixed(1)} a second, ${time(Math.max(0, left))} left`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}  Ctrl-C ends` : `${line}\n`);
}

function clearLine() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}

function count(/** @type {number} */ number, /** @type {string} */ noun) {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

function time(/** @type {number} */ exact) {
  const seconds = Math.round(exact);
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const { values } = parseArgs({ options: { minutes: option, scenarios: option, replay: option, seed: option, threads: option, laws: option } });
    const replay = values.replay === undefined ? null : wholeNumber('--replay', values.replay, 0);
    const scenarios = values.scenarios === undefined ? Infinity : wholeNumber('--scenarios', values.scenarios, 1);
    const minutes = values.minutes === undefined ? (scenarios === Infinity ? 1 : Infinity) : Number(values.minutes);
    if (!(minutes > 0)) throw new Error('--minutes is more than 0.');
    return {
      replay,
      scenarios,
      minutes,
      first: values.seed === undefined ? Date.now() % 2 ** 30 : wholeNumber('--seed', values.seed, 0),
      threads: replay !== null ? 1 : values.threads === undefined ? availableParallelism() : wholeNumber('--threads', values.threads, 1),
      lawsFile: values.laws === undefined ? null : pathToFileURL(resolve(values.laws)).href,
      lawsArgument: values.laws === undefined ? '' : `--laws ${values.laws} `,
    };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}

function wholeNumber(/** @type {string} */ name, /** @type {string} */ text, /** @type {number} */ least) {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least) throw new Error(`${name} is a whole number from ${least} on, not ${text}.`);
  return number;
}
