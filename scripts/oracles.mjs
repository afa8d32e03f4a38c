/**
 * Lets the engine simulate every system of test/oracles whose answer is known, with a fresh seed, ten times as much as in `npm test`, and
 * the systems that take too long for it.
 *
 *   npm run oracles                  everything
 *   npm run oracles -- flows         what is in test/oracles/flows.test.ts; any number of such names, and planner
 *   npm run oracles -- --seed 17     with the numbers of another time, as a failure prints it
 *
 * `--every` prints every estimate and not only the worst of a family; `--threads N` takes fewer cores; `--write` puts the verdict
 * into docs/trust.md. Ctrl-C ends it, and it says what was done. The exit code is 1 if anything disagrees.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordLastResult, writeOnlyTheWhole } from './lastResults.mjs';
import { badInput, clearLine, count, interrupted, time, wholeNumber } from './longRun.mjs';

/** @typedef {{ what: string, replications: number, z: number, halfWidth: number, said: string }} Estimate */
/** @typedef {{ testResults: { name: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }} Report */

const root = fileURLToPath(new URL('..', import.meta.url));
/** What test/oracles/estimate.ts holds every estimate to. */
const [mostErrors, mostWidth] = [4, 0.01];

const words = readWords();
const scratch = mkdtempSync(join(tmpdir(), 'headroom-oracles-'));
const [estimatesFile, reportFile] = [join(scratch, 'estimates.ndjson'), join(scratch, 'report.json')];
const started = performance.now();
let isPressed = false;

console.log(`Seed ${words.seed}, ${count(words.threads, 'thread')}.`);
const child = startTests();
process.on('SIGINT', () => {
  if (isPressed) process.exit(interrupted);
  isPressed = true;
  endTests();
});
const progress = setInterval(showProgress, process.stderr.isTTY ? 1000 : 60_000);
const errors = await ended();
clearInterval(progress);
process.exitCode = summarise();
rmSync(scratch, { recursive: true, force: true });

function startTests() {
  const files = words.names.length === 0 ? ['test/oracles', fileOf('planner')] : words.names.map(fileOf);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return spawn(process.execPath, [vitest, 'run', '--project', 'simulation', '--maxWorkers', String(words.threads), '--reporter', 'json', '--outputFile', reportFile, ...files], {
    cwd: root,
    env: { ...process.env, HEADROOM_NIGHTLY: '1', HEADROOM_SEED: words.seed, HEADROOM_ESTIMATES: estimatesFile },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of their own, which can be ended as a whole.
    detached: process.platform !== 'win32',
  });
}

/** Ends the tests at once: their processes simulate without a pause in which they would hear of it. */
function endTests() {
  if (process.platform === 'win32' || child.pid === undefined) child.kill();
  else process.kill(-child.pid, 'SIGKILL');
}

/** The tests of a name: what is asked of the planner stands with the planner's. */
function fileOf(/** @type {string} */ name) {
  return name === 'planner' ? 'test/planner/oracles.test.ts' : `test/oracles/${name}.test.ts`;
}

/** Resolves with what the tests wrote to standard error. */
function ended() {
  return /** @type {Promise<string>} */ (
    new Promise((resolve) => {
      let text = '';
      child.stderr.on('data', (chunk) => (text += String(chunk)));
      child.on('close', () => resolve(text));
    })
  );
}

/** A line a family, what failed, the verdict; the row in docs/trust.md where it is asked for; the exit code that goes with them. */
function summarise() {
  clearLine();
  const seconds = (performance.now() - started) / 1000;
  const estimates = readEstimates();
  if (words.every) for (const { said, replications } of estimates) console.log(`${said}, ${replications} replications`);
  for (const [family, own] of families(estimates)) console.log(`${family.padEnd(26)} ${String(own.length).padStart(3)} estimates, |z| ≤ ${worst(own, 'z').toFixed(2)}, half-width ≤ ${percent(worst(own, 'halfWidth'))}`);
  const results = existsSync(reportFile) ? /** @type {Report} */ (JSON.parse(readFileSync(reportFile, 'utf8'))).testResults.flatMap(({ assertionResults }) => assertionResults) : [];
  const failed = results.filter(({ status }) => status === 'failed');
  for (const { fullName, failureMessages } of failed) console.log(`FAILED  ${fullName}\n        ${failureMessages.join('\n').split('\n')[0]}`);
  if (failed.length > 0) console.log(`        npm run oracles -- ${words.names.map((name) => `${name} `).join('')}--seed ${words.seed}`);
  if (results.length === 0 && !isPressed) {
    console.error(errors);
    return badInput;
  }
  // Whoever stops it gets no report of the tests, and still the estimates.
  const disagreeing = Math.max(failed.length, estimates.filter(({ z, halfWidth }) => Math.abs(z) > mostErrors || halfWidth > mostWidth).length);
  const passed = results.filter(({ status }) => status === 'passed').length;
  const verdict = `${results.length === 0 ? '' : `${passed + failed.length} cases, `}${estimates.length} estimates, seed ${words.seed}: |z| ≤ ${worst(estimates, 'z').toFixed(2)} (${mostErrors} is allowed), half-width ≤ ${percent(worst(estimates, 'halfWidth'))} (${percent(mostWidth)}); ${disagreeing === 0 ? 'all agree' : `${disagreeing} disagree`}`;
  console.log(`${verdict}; ${time(seconds)}${isPressed ? ', stopped by Ctrl-C' : ''}.`);
  if (words.write && !isPressed) recordLastResult('npm run oracles', verdict, seconds);
  return disagreeing > 0 ? 1 : isPressed ? interrupted : 0;
}

/** What has been estimated so far. */
function readEstimates() {
  if (!existsSync(estimatesFile)) return [];
  const lines = readFileSync(estimatesFile, 'utf8').split('\n');
  // The last one may be half written.
  return lines.slice(0, -1).map((line) => /** @type {Estimate} */ (JSON.parse(line)));
}

/** The estimates by family, which is what their names begin with. */
function families(/** @type {Estimate[]} */ estimates) {
  const found = /** @type {Map<string, Estimate[]>} */ (new Map());
  for (const one of estimates) {
    const [family = ''] = one.what.split('#');
    found.set(family, [...(found.get(family) ?? []), one]);
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

function worst(/** @type {Estimate[]} */ estimates, /** @type {'z' | 'halfWidth'} */ key) {
  return estimates.reduce((most, one) => Math.max(most, Math.abs(one[key])), 0);
}

function percent(/** @type {number} */ share) {
  return `${(100 * share).toFixed(2)} %`;
}

function showProgress() {
  const last = readEstimates().at(-1);
  const line = `${time((performance.now() - started) / 1000)}, ${readEstimates().length} estimates${last === undefined ? '' : `, last ${last.what}`}`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}  Ctrl-C ends` : `${line}\n`);
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const flag = /** @type {const} */ ({ type: 'boolean', default: false });
    const { values, positionals } = parseArgs({ options: { seed: option, threads: option, every: flag, write: flag }, allowPositionals: true });
    const unknown = positionals.find((name) => !existsSync(join(root, fileOf(name))));
    if (unknown !== undefined) throw new Error(`There is no ${fileOf(unknown)}.`);
    const threads = values.threads === undefined ? availableParallelism() : wholeNumber('--threads', values.threads, 1);
    writeOnlyTheWhole(values.write, ...positionals);
    return { names: positionals, threads, seed: values.seed ?? String(Date.now() % 2 ** 30), every: values.every, write: values.write };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}
