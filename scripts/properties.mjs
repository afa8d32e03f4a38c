/**
 * Tries every property of test/properties on many more random scenarios than `npm test` does, on all cores: the laws of every run, what
 * follows from the rules, and the second opinions.
 *
 *   npm run properties                          100,000 scenarios of each, and fewer of those that take longest
 *   npm run properties -- --scenarios 5000      so many of each
 *   npm run properties -- --minutes 30          as many as in so long, of each about the same number
 *   npm run properties -- --only age            of one property
 *   npm run properties -- --replay age 17 3:0   one scenario again: a property, a seed and a path, as a failure prints them
 *
 * `--seed N` says where it begins, which is otherwise the clock's choice; `--threads N` takes fewer cores; `--write` puts the
 * verdict into docs/trust.md. Ctrl-C ends it, and it says what was done. The exit code is 1 if a property was false somewhere.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { recordLastResult } from './lastResults.mjs';
import { badInput, clearLine, count, interrupted, time, wholeNumber } from './longRun.mjs';

/** @typedef {{ seed: number, path: string, message: string, smallest: string }} Finding */
/** @typedef {{ id: string, says: string, wants: Record<string, number>, share: number }} Known */
/** @typedef {{ tried: number, failed: boolean, seen: Record<string, number> }} Tally */

/** Scenarios that are tried at a time, all from one seed. */
const size = 100;
/** Below so many scenarios of a property it says nothing that something seldom happens in them. */
const telling = 1000;

const words = readWords();
/** What the threads share: whether to stop, and the next part. */
const shared = new Int32Array(new SharedArrayBuffer(8));
const tallies = /** @type {Map<string, Tally>} */ (new Map());
let known = /** @type {Known[]} */ ([]);
let failures = 0;
let isPressed = false;
const started = performance.now();

process.on('SIGINT', () => {
  // Whoever presses it twice does not wait for the scenarios in progress.
  if (isPressed) process.exit(interrupted);
  isPressed = true;
  stop();
});

if (words.path === null) console.log(`${words.scenarios === Infinity ? '' : `${count(words.scenarios, 'scenario')} of each property, `}seed ${words.first}, ${count(words.threads, 'thread')}.`);
const clock = setTimeout(stop, Math.min(words.minutes * 60_000, 2 ** 31 - 1));
const progress = setInterval(showProgress, process.stderr.isTTY ? 250 : 60_000);
await Promise.all(Array.from({ length: words.threads }, runThread));
clearTimeout(clock);
clearInterval(progress);
process.exitCode = summarise();

/** Starts a thread; resolves when it has ended. */
function runThread() {
  return /** @type {Promise<void>} */ (
    new Promise((ended) => {
      const { first, scenarios, only, path } = words;
      const worker = new Worker(new URL('./propertiesThread.mjs', import.meta.url), { workerData: { shared, first, scenarios: path === null ? scenarios : 1, size, chosen: only, path } });
      worker.on('message', take);
      worker.on('error', (problem) => {
        failures += 1;
        clearLine();
        console.log(`BROKEN  a thread ended: ${String(problem)}`);
      });
      worker.on('exit', () => ended());
    })
  );
}

function stop() {
  Atomics.store(shared, 0, 1);
}

/** Takes in what a thread says: which properties there are, or what a part of the work came to. */
function take(/** @type {{ known: Known[] } | { id: string, count: number, seen: Record<string, number>, finding: Finding | null }} */ message) {
  if ('known' in message) {
    known = message.known;
    return;
  }
  const { id, seen, finding } = message;
  const tally = tallies.get(id) ?? { tried: 0, failed: false, seen: {} };
  tallies.set(id, tally);
  tally.tried += message.count;
  for (const [what, often] of Object.entries(seen)) tally.seen[what] = (tally.seen[what] ?? 0) + often;
  if (finding === null) return;
  tally.failed = true;
  failures += 1;
  clearLine();
  console.log(`BROKEN  ${known.find((one) => one.id === id)?.says}\n        npm run properties -- --replay ${id} ${finding.seed} ${finding.path}`);
  console.log(`        ${finding.message.replaceAll('\n', '\n        ')}\n${finding.smallest}`);
}

/** The last lines, the row in docs/trust.md where it is asked for, and the exit code that goes with them. */
function summarise() {
  clearLine();
  const seconds = (performance.now() - started) / 1000;
  if (words.path !== null) {
    console.log(failures === 0 ? 'It holds there.' : 'It does not hold there.');
    return failures > 0 ? 1 : 0;
  }
  if (known.length === 0) {
    console.error(`No property is called ${words.only}.`);
    return badInput;
  }
  for (const { id, says, wants } of known) {
    const { tried, failed, seen } = tallyOf(id);
    const seldom = tried < telling ? [] : Object.entries(wants).filter(([what, share]) => (seen[what] ?? 0) <= share * tried);
    failures += failed ? 0 : seldom.length;
    console.log(`${tried.toLocaleString('en').padStart(9)}  ${failed ? 'FALSE ' : ''}${says}${seldom.map(([what]) => `; too SELDOM: ${what}`).join('')}`);
  }
  const all = known.reduce((sum, { id }) => sum + tallyOf(id).tried, 0);
  const full = known.filter(({ share }) => share === 1).map(({ id }) => tallyOf(id).tried);
  const most = full.length === 0 ? '' : `, ${full.length} of them on ${Math.min(...full).toLocaleString('en')} scenarios or more`;
  const verdict = `${count(known.length, 'property')}${most}, ${count(all, 'scenario')} in all, seed ${words.first}: ${failures === 0 ? 'all hold' : count(failures, 'failure')}`;
  console.log(`${verdict}; ${time(seconds)}${isPressed ? ', stopped by Ctrl-C' : ''}.`);
  if (words.write) recordLastResult('npm run properties', verdict, seconds);
  return failures > 0 ? 1 : isPressed ? interrupted : 0;
}

function tallyOf(/** @type {string} */ id) {
  return tallies.get(id) ?? { tried: 0, failed: false, seen: {} };
}

function showProgress() {
  const done = [...tallies.values()].reduce((sum, { tried }) => sum + tried, 0);
  const seconds = (performance.now() - started) / 1000;
  const byTime = words.minutes * 60 - seconds;
  const all = known.reduce((sum, { share }) => sum + share * words.scenarios, 0);
  const byNumber = ((all - done) * seconds) / Math.max(1, done);
  const line = `${count(done, 'scenario')}, ${(done / seconds).toFixed(1)} a second, ${time(Math.max(0, Math.min(byTime, byNumber)))} left`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}  Ctrl-C ends` : `${line}\n`);
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const flag = /** @type {const} */ ({ type: 'boolean', default: false });
    const { values, positionals } = parseArgs({ options: { minutes: option, scenarios: option, only: option, replay: option, seed: option, threads: option, write: flag }, allowPositionals: true });
    const [seed, path, ...rest] = positionals;
    if (rest.length > 0 || (values.replay === undefined) !== (path === undefined)) throw new Error('--replay takes a property, a seed and a path, and nothing else does.');
    const minutes = values.minutes === undefined ? Infinity : Number(values.minutes);
    if (!(minutes > 0)) throw new Error('--minutes is more than 0.');
    return {
      scenarios: values.scenarios !== undefined ? wholeNumber('--scenarios', values.scenarios, 1) : minutes < Infinity ? Infinity : 100_000,
      minutes,
      only: values.replay ?? values.only ?? null,
      path: path ?? null,
      first: seed !== undefined ? wholeNumber('the seed', seed, 0) : values.seed !== undefined ? wholeNumber('--seed', values.seed, 0) : Date.now() % 2 ** 30,
      threads: values.replay !== undefined ? 1 : values.threads === undefined ? availableParallelism() : wholeNumber('--threads', values.threads, 1),
      write: values.write,
    };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}
