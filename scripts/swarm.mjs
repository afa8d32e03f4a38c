/**
 * Runs random scenarios of everything that the format knows, on all cores, and holds each to every law of test/properties/swarmLaws.ts.
 *
 *   npm run swarm -- --minutes 30        for so long; one minute if nothing is said
 *   npm run swarm -- --scenarios 500     so many of them
 *   npm run swarm -- --replay SEED       one of them again: what breaks, and the smallest scenario that it breaks on
 *
 * `--seed N` says where it begins, which is otherwise the clock's choice; `--threads N` takes fewer cores; `--laws FILE` holds
 * scenarios to the laws that another module exports; `--write` puts the verdict into docs/trust.md. Ctrl-C ends it, and it says what was
 * done. The exit code is 1 if a law was broken.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { recordLastResult, writeOnlyTheWhole } from './lastResults.mjs';
import { badInput, count, interrupted, minutesOf, runThreads, time, wholeNumber } from './longRun.mjs';

/** @typedef {{ seed: number, law: string, message: string, smallest?: { scenario: unknown, slices: number[] } }} Finding */

/** Scenarios are small: one that takes longer than this, in milliseconds, does not end. */
const patience = 120_000;

const words = readWords();
/** How often each law was broken. */
const broken = /** @type {Map<string, number>} */ (new Map());

if (words.replay === null) console.log(`Scenarios from seed ${words.first} on, ${count(words.threads, 'thread')}, ${words.scenarios === Infinity ? time(words.minutes * 60) : count(words.scenarios, 'scenario')}.`);
const { first, lawsFile, replay, threads, minutes } = words;
const outcome = await runThreads({
  thread: new URL('./swarmThread.mjs', import.meta.url),
  threads,
  noun: 'scenario',
  most: replay === null ? words.scenarios : 1,
  minutes,
  patience,
  told: { first, lawsFile, replay },
  onMessage: report,
  onStuck: (seed, seconds) => report({ seed, law: 'every scenario ends', message: `It has not after ${time(seconds)}.` }),
  onBroken: (seed, problem) => report({ seed: seed ?? first, law: 'the thread survives every scenario', message: String(problem) }),
});
process.exitCode = summarise(outcome);

/** Says what was found, with the one line that finds it again; the scenario only the first time that a law is broken. */
function report(/** @type {Finding} */ { seed, law, message, smallest }) {
  const before = broken.get(law) ?? 0;
  broken.set(law, before + 1);
  console.log(`BROKEN  ${law}\n        npm run swarm -- ${words.lawsArgument}--replay ${seed}`);
  if (before > 0) return;
  console.log(`        ${message.replaceAll('\n', '\n        ')}`);
  if (smallest !== undefined) console.log(`        in slices of ${smallest.slices.join(', ')} steps:\n${JSON.stringify(smallest.scenario)}`);
}

/** The last lines, and the exit code that goes with them. */
function summarise(/** @type {{ done: number, seconds: number, isPressed: boolean }} */ { done, seconds, isPressed }) {
  const found = [...broken.values()].reduce((sum, times) => sum + times, 0);
  const verdict = found === 0 ? 'every law held' : `${count(found, 'failure')} of ${count(broken.size, 'law')}`;
  console.log(`${count(done, 'scenario')} in ${time(seconds)}, ${(done / seconds).toFixed(1)} a second${isPressed ? ', stopped by Ctrl-C' : ''}: ${verdict}.`);
  for (const [law, times] of broken) console.log(`${String(times).padStart(6)}  ${law}`);
  if (words.write && !isPressed) recordLastResult('npm run swarm', `${count(done, 'scenario')} from seed ${words.first} on: ${verdict}`, seconds);
  return found > 0 ? 1 : isPressed ? interrupted : 0;
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const { values } = parseArgs({ options: { minutes: option, scenarios: option, replay: option, seed: option, threads: option, laws: option, write: { type: 'boolean' } } });
    writeOnlyTheWhole(values.write, values.replay, values.laws);
    const replay = values.replay === undefined ? null : wholeNumber('--replay', values.replay, 0);
    const scenarios = values.scenarios === undefined ? Infinity : wholeNumber('--scenarios', values.scenarios, 1);
    return {
      replay,
      scenarios,
      minutes: minutesOf(values.minutes, scenarios, 1),
      first: values.seed === undefined ? Date.now() % 2 ** 30 : wholeNumber('--seed', values.seed, 0),
      threads: replay !== null ? 1 : values.threads === undefined ? availableParallelism() : wholeNumber('--threads', values.threads, 1),
      lawsFile: values.laws === undefined ? null : pathToFileURL(resolve(values.laws)).href,
      write: values.write === true,
      lawsArgument: values.laws === undefined ? '' : `--laws ${values.laws} `,
    };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}
