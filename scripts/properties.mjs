/**
 * Tries every property of test/properties on many more random scenarios than `npm test` does, on all cores: the laws of every run, what
 * follows from the rules, and the second opinions.
 *
 *   npm run properties                          100,000 scenarios of each, and fewer of those that take longest
 *   npm run properties -- --scenarios 5000      so many of each
 *   npm run properties -- --minutes 30          as many as in so long, of each about the same number
 *   npm run properties -- --only age            of one property
 *   npm run properties -- --replay age 17 3:0   one scenario again: a property, a seed and a path, as a failure prints them
 *   npm run properties -- --replay age 17       all hundred that begin with this seed
 *
 * `--seed N` says where it begins, which is otherwise the clock's choice; `--threads N` takes fewer cores; `--write` puts the
 * verdict into docs/trust.md. Ctrl-C ends it, and it says what was done. The exit code is 1 if a property was false somewhere.
 */
import { register } from 'node:module';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { recordLastResult, writeOnlyTheWhole } from './lastResults.mjs';
import { badInput, count, interrupted, minutesOf, runThreads, time, wholeNumber } from './longRun.mjs';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { allProperties } = await import('../test/properties/all.ts');
const { partAt, partSize, partsOf, shareOf } = await import('../test/properties/parts.ts');
const { seedOf } = await import('../test/seedOf.ts');

/** @typedef {{ seed: number, path: string, message: string, smallest: string }} Finding */
/** @typedef {{ tried: number, failed: boolean, seen: Record<string, number> }} Tally */

const usualScenarios = 100_000;
/** A part that takes longer than this, in milliseconds, does not end; the slowest take seconds, and minutes to make a finding smaller. */
const patience = 900_000;
/** Below so many scenarios of a property it says nothing that something seldom happens in them. */
const telling = 1000;

const words = readWords();
const properties = allProperties.filter(({ id }) => words.only === null || id === words.only);
const tallies = new Map(properties.map(({ id }) => [id, /** @type {Tally} */ ({ tried: 0, failed: false, seen: {} })]));
let failures = 0;

process.exitCode = words.replay === null ? await runAll() : await replay(words.replay);

async function runAll() {
  const { first, minutes, only, scenarios, threads } = words;
  console.log(`${scenarios === Infinity ? time(minutes * 60) : `${count(scenarios, 'scenario')} of each property`}, seed ${first}, ${count(threads, 'thread')}.`);
  const partOf = (/** @type {number} */ n) => `${partAt(n, properties, scenarios)?.property.id} ${seedOf(first, n)}`;
  const outcome = await runThreads({
    thread: new URL('./propertiesThread.mjs', import.meta.url),
    threads,
    noun: 'part',
    most: partsOf(properties, scenarios),
    minutes,
    patience,
    told: { first, only, scenarios },
    onMessage: take,
    onStuck: (n, seconds) => report(`it has not ended after ${time(seconds)}`, partOf(n)),
    onBroken: (n, problem) => report(`the thread died${n === null ? ' before its first part' : ' of it'}: ${String(problem)}`, partOf(n ?? 0)),
  });
  return summarise(outcome);
}

/** Tries again what a failure printed. */
async function replay(/** @type {{ seed: number, path: string | undefined }} */ { seed, path }) {
  const [property] = properties;
  const { finding } = (await property?.try(path === undefined ? partSize : 1, seed, path)) ?? { finding: null };
  if (finding === null) console.log('It holds there.');
  else sayBroken(property?.id ?? '', finding);
  return finding === null ? 0 : 1;
}

/** Takes in what a part of the work came to. */
function take(/** @type {{ id: string, count: number, seen: Record<string, number>, finding: Finding | null }} */ { id, count: tried, seen, finding }) {
  const tally = tallyOf(id);
  tally.tried += tried;
  for (const [what, often] of Object.entries(seen)) tally.seen[what] = (tally.seen[what] ?? 0) + often;
  if (finding === null) return;
  tally.failed = true;
  failures += 1;
  sayBroken(id, finding);
}

function sayBroken(/** @type {string} */ id, /** @type {Finding} */ { seed, path, message, smallest }) {
  console.log(`BROKEN  ${properties.find((one) => one.id === id)?.says}\n        npm run properties -- --replay ${id} ${seed} ${path}`);
  console.log(`        ${message.replaceAll('\n', '\n        ')}\n${smallest}`);
}

/** What went wrong with a whole part. */
function report(/** @type {string} */ problem, /** @type {string} */ part) {
  failures += 1;
  console.log(`BROKEN  ${problem}\n        npm run properties -- --replay ${part}`);
}

/** The last lines, the row in docs/trust.md where it is asked for, and the exit code that goes with them. */
function summarise(/** @type {{ seconds: number, isPressed: boolean }} */ { seconds, isPressed }) {
  for (const { id, says, wants } of properties) {
    const { tried, failed, seen } = tallyOf(id);
    const seldom = tried < telling ? [] : Object.entries(wants).filter(([what, share]) => (seen[what] ?? 0) <= share * tried);
    failures += failed ? 0 : seldom.length;
    console.log(`${tried.toLocaleString('en').padStart(9)}  ${failed ? 'FALSE ' : ''}${says}${seldom.map(([what]) => `; too SELDOM: ${what}`).join('')}`);
  }
  const all = properties.reduce((sum, { id }) => sum + tallyOf(id).tried, 0);
  const full = properties.filter((property) => shareOf(property) === 1).map(({ id }) => tallyOf(id).tried);
  const most = full.length === 0 ? '' : `, ${full.length} of them on ${Math.min(...full).toLocaleString('en')} scenarios or more`;
  const verdict = `${count(properties.length, 'property')}${most}, ${count(all, 'scenario')} in all, seed ${words.first}: ${failures === 0 ? 'all hold' : count(failures, 'failure')}`;
  console.log(`${verdict}; ${time(seconds)}${isPressed ? ', stopped by Ctrl-C' : ''}.`);
  if (words.write && !isPressed) recordLastResult('npm run properties', verdict, seconds);
  return failures > 0 ? 1 : isPressed ? interrupted : 0;
}

function tallyOf(/** @type {string} */ id) {
  const tally = tallies.get(id);
  if (tally === undefined) throw new RangeError(`no property ${id}`);
  return tally;
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const flag = /** @type {const} */ ({ type: 'boolean', default: false });
    const { values, positionals } = parseArgs({ options: { minutes: option, scenarios: option, only: option, replay: option, seed: option, threads: option, write: flag }, allowPositionals: true });
    writeOnlyTheWhole(values.write, values.replay, values.only);
    const [seed, path, ...rest] = positionals;
    if (rest.length > 0 || (values.replay === undefined) !== (seed === undefined)) throw new Error('--replay takes a property, a seed and a path, and nothing else does.');
    const only = values.replay ?? values.only ?? null;
    if (only !== null && !allProperties.some(({ id }) => id === only)) throw new Error(`No property is called ${only}: there are ${allProperties.map(({ id }) => id).join(', ')}.`);
    const scenarios = values.scenarios !== undefined ? wholeNumber('--scenarios', values.scenarios, 1) : values.minutes === undefined ? usualScenarios : Infinity;
    return {
      scenarios,
      minutes: minutesOf(values.minutes, scenarios, Infinity),
      only,
      replay: seed === undefined ? null : { seed: wholeNumber('the seed', seed, 0), path },
      first: values.seed === undefined ? Date.now() % 2 ** 30 : wholeNumber('--seed', values.seed, 0),
      threads: values.threads === undefined ? availableParallelism() : wholeNumber('--threads', values.threads, 1),
      write: values.write,
    };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}
