/**
 * Feeds hostile input to everything that reads what strangers write, on all cores: scenario files, settings, questions, traces, links,
 * saved pages, templates, commands, words of a command line; and looks at all that is written out again (test/hostile).
 *
 *   npm run hostile                             a million inputs
 *   npm run hostile -- --inputs 20000           so many; --minutes N: for so long
 *   npm run hostile -- --target links           of one kind only
 *   npm run hostile -- --replay TARGET:SEED     one of them again: the input and what broke
 *
 * `--seed N` says where it begins, which is otherwise the clock's choice; `--threads N` takes fewer cores; `--write` notes the result in
 * docs/trust.md. Ctrl-C ends it, and it says what was done. The exit code is 1 if an input was not met as it should be.
 */
import { register } from 'node:module';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { recordLastResult, writeOnlyTheWhole } from './lastResults.mjs';
import { badInput, count, interrupted, minutesOf, runThreads, time, wholeNumber } from './longRun.mjs';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { ruleOf, shortest, tryInput, turnsOf } = await import('../test/hostile/fuzz.ts');
const { seedOf } = await import('../test/seedOf.ts');
const { targets } = await import('../test/hostile/targets.ts');

/** @typedef {{ target: string, seed: number, problem: string, input?: string }} Broken */

const usualInputs = 1_000_000;
/** An input that takes longer than this, in milliseconds, does not end. */
const patience = 60_000;

const words = readWords();
/** How often each rule was broken, by target and rule. */
const broken = /** @type {Map<string, number>} */ (new Map());
let slowest = { target: '', seed: 0, milliseconds: 0 };

process.exitCode = words.replay === null ? await runAll() : await replayOne(words.replay);

async function runAll() {
  const { first, threads, most, minutes, only } = words;
  const turns = turnsOf(only);
  console.log(`Hostile inputs from seed ${first} on, ${count(threads, 'thread')}, ${most === Infinity ? time(minutes * 60) : count(most, 'input')}.`);
  const nameAt = (/** @type {number} */ n) => ({ target: turns[n % turns.length]?.name ?? '', seed: seedOf(first, n) });
  const outcome = await runThreads({
    thread: new URL('./hostileThread.mjs', import.meta.url),
    threads,
    noun: 'input',
    most,
    minutes,
    patience,
    told: { first, only },
    onMessage({ broken: found, slow }) {
      if (found !== undefined) report(found);
      if (slow !== undefined && slow.milliseconds > slowest.milliseconds) slowest = slow;
    },
    onStuck: (n, seconds) => report({ ...nameAt(n), problem: `it has not ended after ${time(seconds)}` }),
    onBroken: (n, problem) => report({ ...nameAt(n ?? 0), problem: `the thread died${n === null ? ' before its first input' : ' of it'}: ${String(problem)}` }),
  });
  return summarise(outcome);
}

async function replayOne(/** @type {string} */ which) {
  const [name = '', seed = ''] = which.split(':');
  const [target] = turnsOf(name);
  if (target === undefined) return badInput;
  const { milliseconds, broken: found } = await tryInput(target, wholeNumber('SEED', seed, 0));
  if (found === null) {
    console.log(`${which} holds, in ${milliseconds.toFixed(1)} ms.`);
    return 0;
  }
  console.log(`BROKEN  ${which}: ${found.problem}\n\n${found.input}`);
  const short = await shortest(target, found.seed);
  if (short !== null) console.log(`\nshorter:\n${short}`);
  return 1;
}

/** Says what was found, with the one line that finds it again; the input only the first time that a rule is broken. */
function report(/** @type {Broken} */ { target, seed, problem, input }) {
  const rule = `${target}: ${ruleOf(problem) ?? ''}`;
  const before = broken.get(rule) ?? 0;
  broken.set(rule, before + 1);
  console.log(`BROKEN  ${rule}\n        npm run hostile -- --replay ${target}:${seed}`);
  if (before === 0) console.log(`        ${problem.replaceAll('\n', '\n        ')}\n        ${(input ?? '').slice(0, 500)}`);
}

/** The last lines, and the exit code that goes with them. */
function summarise(/** @type {{ done: number, seconds: number, isPressed: boolean }} */ { done, seconds, isPressed }) {
  const found = [...broken.values()].reduce((sum, times) => sum + times, 0);
  const verdict = found === 0 ? 'all met as they should be' : `${count(found, 'failure')} of ${count(broken.size, 'rule')}`;
  const slow = `the slowest, ${slowest.target}:${slowest.seed}, took ${Math.ceil(slowest.milliseconds)} ms`;
  console.log(`${count(done, 'input')} of ${count(words.only === null ? targets.length : 1, 'kind')} in ${time(seconds)}${isPressed ? ', stopped by Ctrl-C' : ''}: ${verdict}; ${slow}.`);
  for (const [rule, times] of broken) console.log(`${String(times).padStart(6)}  ${rule}`);
  if (words.write && !isPressed) recordLastResult('npm run hostile', `${count(done, 'hostile input')} of ${count(targets.length, 'kind')} from seed ${words.first} on: ${verdict}; ${slow}`, seconds);
  return found > 0 ? 1 : isPressed ? interrupted : 0;
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const { values } = parseArgs({ options: { minutes: option, inputs: option, replay: option, seed: option, threads: option, target: option, write: { type: 'boolean' } } });
    writeOnlyTheWhole(values.write, values.replay, values.target);
    const known = targets.map(({ name }) => name);
    for (const name of [values.target, values.replay?.split(':')[0]]) if (name !== undefined && !known.includes(name)) throw new Error(`There is no target ${name}: there are ${known.join(', ')}.`);
    if (values.replay !== undefined) wholeNumber('--replay TARGET:SEED', values.replay.split(':')[1] ?? '', 0);
    const most = values.inputs === undefined ? (values.minutes === undefined ? usualInputs : Infinity) : wholeNumber('--inputs', values.inputs, 1);
    return {
      replay: values.replay ?? null,
      only: values.target ?? null,
      most,
      minutes: minutesOf(values.minutes, most, Infinity),
      first: values.seed === undefined ? Date.now() % 2 ** 30 : wholeNumber('--seed', values.seed, 0),
      threads: values.threads === undefined ? availableParallelism() : wholeNumber('--threads', values.threads, 1),
      write: values.write === true,
    };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}
