/**
 * What long suites have in common: exit codes, words for counts and times, the line of progress; and for those that take numbers in
 * turn on all cores (scripts/swarm.mjs, scripts/hostile.mjs, scripts/properties.mjs) the threads, Ctrl-C, and a watch over what does not end.
 *
 * A thread's module (`startThread`) is given `shared`: whether to stop, the next number, how many are done, and from then on for
 * each thread what it is at, plus one; 0: nothing. What else it is told stands beside it in its `workerData`.
 */
import { Worker, parentPort, workerData } from 'node:worker_threads';

export const badInput = 2;
export const interrupted = 130;

const [stopAt, nextAt, doneAt, firstThread] = [0, 1, 2, 3];

/**
 * Runs threads to their end.
 *
 * `noun` is what is counted; `most` of it, or for so many `minutes`, either of which may be Infinity. `patience`, in milliseconds, is
 * what no single one may take. `onMessage` is told whatever a thread posts; `onStuck` and `onBroken` what it was at when it did not
 * come to an end, or died (null: at nothing yet), and after how many seconds, or of what.
 *
 * @param {{ thread: URL, threads: number, noun: string, most: number, minutes: number, patience: number, told: object, onMessage: (message: any) => void, onStuck: (at: number, seconds: number) => void, onBroken: (at: number | null, problem: unknown) => void }} plan
 * @returns {Promise<{ done: number, seconds: number, isPressed: boolean }>} how many were done, in what time, and whether Ctrl-C ended it
 */
export async function runThreads({ thread, threads, noun, most, minutes, patience, told, onMessage, onStuck, onBroken }) {
  const shared = new Int32Array(new SharedArrayBuffer(4 * (firstThread + threads)));
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const stop = () => void Atomics.store(shared, stopAt, 1);
  let isPressed = false;
  const press = () => {
    // Whoever presses it twice does not wait for what is in progress.
    if (isPressed) process.exit(interrupted);
    isPressed = true;
    stop();
  };
  process.on('SIGINT', press);
  const clock = setTimeout(stop, Math.min(minutes * 60_000, 2 ** 31 - 1));
  const progress = setInterval(showProgress, process.stderr.isTTY ? 250 : 60_000);
  await Promise.all(Array.from({ length: threads }, (_, place) => runThread(place)));
  clearTimeout(clock);
  clearInterval(progress);
  process.off('SIGINT', press);
  clearLine();
  return { done: Atomics.load(shared, doneAt), seconds: seconds(), isPressed };

  /** Starts a thread; resolves when it has ended, by itself or because what it is at does not. */
  function runThread(/** @type {number} */ place) {
    return /** @type {Promise<void>} */ (
      new Promise((ended) => {
        const worker = new Worker(thread, { workerData: { ...told, shared, place, most } });
        const current = () => Atomics.load(shared, firstThread + place);
        let [at, since] = [0, performance.now()];
        const watch = setInterval(() => {
          const now = current();
          if (now !== at) [at, since] = [now, performance.now()];
          if (at === 0 || performance.now() - since < patience) return;
          clearLine();
          clearInterval(watch);
          onStuck(at - 1, patience / 1000);
          void worker.terminate();
        }, 1000);
        worker.on('message', (message) => {
          clearLine();
          onMessage(message);
        });
        worker.on('error', (problem) => {
          clearLine();
          onBroken(current() === 0 ? null : current() - 1, problem);
        });
        worker.on('exit', () => {
          clearInterval(watch);
          ended();
        });
      })
    );
  }

  function showProgress() {
    const done = Atomics.load(shared, doneAt);
    const left = Math.min(minutes * 60 - seconds(), ((most - done) * seconds()) / done);
    const line = `${count(done, noun)}, ${(done / seconds()).toFixed(1)} a second${Number.isFinite(left) ? `, ${time(Math.max(0, left))} left` : ''}`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}  Ctrl-C ends` : `${line}\n`);
  }
}

/**
 * In a thread: does one number after the other until they are over. `identity` says what a number is called where it does not end or
 * is posted as broken.
 */
export async function takeNumbers(/** @type {{ identity?: (n: number) => number, doOne: (n: number) => unknown }} */ { identity = (n) => n, doOne }) {
  const { shared, place, most } = /** @type {{ shared: Int32Array, place: number, most: number }} */ (workerData);
  const next = () => Atomics.add(shared, nextAt, 1);
  for (let n = next(); n < most && Atomics.load(shared, stopAt) === 0; n = next()) {
    Atomics.store(shared, firstThread + place, identity(n) + 1);
    await doOne(n);
    Atomics.add(shared, doneAt, 1);
  }
  Atomics.store(shared, firstThread + place, 0);
}

/** In a thread: tells the one who runs it. */
export const tell = (/** @type {unknown} */ message) => parentPort?.postMessage(message);

/** Takes the line of progress away, so that something else can be said. */
export function clearLine() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}

/** `1,200 inputs`, `1 input`, `24 properties`. */
export function count(/** @type {number} */ number, /** @type {string} */ noun) {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

/** `90 s`, `4 min 10 s`. */
export function time(/** @type {number} */ exact) {
  const seconds = Math.round(exact);
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The whole number that an option was given, from `least` on; throws where it is none. */
export function wholeNumber(/** @type {string} */ name, /** @type {string} */ text, /** @type {number} */ least) {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least) throw new Error(`${name} is a whole number from ${least} on, not ${text}.`);
  return number;
}

/** How long a suite goes on: so many minutes, or so many of what it counts, or `usual` minutes if nothing is said. */
export function minutesOf(/** @type {string | undefined} */ minutes, /** @type {number} */ most, /** @type {number} */ usual) {
  const found = minutes === undefined ? (most === Infinity ? usual : Infinity) : Number(minutes);
  if (!(found > 0)) throw new Error('--minutes is more than 0.');
  return found;
}
