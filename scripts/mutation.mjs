/**
 * Breaks the code on purpose, one small change at a time (a mutant), and counts how many of them the tests notice.
 *
 *   npm run mutation                                every part, a tenth of its mutants
 *   npm run mutation -- --of kernel --share 1       one part, all of its mutants
 *
 * The parts, and which tests judge them, are in scripts/mutationParts.mjs. `--seed N` says which mutants are drawn, which is otherwise
 * the clock's choice; `--threads N` takes more than one core; `--write` keeps the results in docs/trust.md. Each mutant that survives
 * is shown. Ctrl-C ends it, and it says what the mutants came to that had been tried. The exit code is 1 if a part's score is below 90 %.
 */
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { recordLastResult } from './lastResults.mjs';
import { badInput, clearLine, count, interrupted, time, wholeNumber } from './longRun.mjs';
import { parts } from './mutationParts.mjs';
import { progress } from './mutationReporter.mjs';

/** What a part has to reach. */
const wanted = 0.9;
/** How many standard errors a 95 % interval reaches. */
const reach = 1.96;

process.chdir(new URL('..', import.meta.url).pathname);
const words = readWords();
process.env.HEADROOM_MUTATION_SHARE = String(words.share);
process.env.HEADROOM_MUTATION_SEED = String(words.seed);
console.log(`A share of ${words.share} of the mutants, drawn from seed ${words.seed}.`);

const started = performance.now();
const verdicts = /** @type {{ name: string, score: number, words: string, seconds: number }[]} */ ([]);
/** The part in progress, and when it began. */
let now = { name: '', since: 0 };
/** How many of its mutants have been gone through for survivors. */
let shown = 0;
const clock = setInterval(showProgress, process.stderr.isTTY ? 1000 : 60_000);
process.on('SIGINT', () => {
  judge(now.name, true);
  // Stryker's own listener ends the processes and removes its copy of the project on the way out.
  process.exit(interrupted);
});

for (const name of words.of) await breakPart(name);
clearInterval(clock);
process.exitCode = summarise();
if (words.write) for (const { name, words: result, seconds } of verdicts) recordLastResult(`npm run mutation -- --of ${name}`, result, seconds);

/** Tries the mutants of one part. */
async function breakPart(/** @type {string} */ name) {
  const part = /** @type {import('./mutationParts.mjs').Part} */ (parts[name]);
  now = { name, since: performance.now() };
  Object.assign(progress, { all: 0, drawn: 0, since: 0, tested: [] });
  shown = 0;
  process.env.HEADROOM_MUTATION_PART = name;
  await new Stryker({
    mutate: part.files,
    mutator: { excludedMutations: part.excluded },
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.mjs', related: false },
    plugins: ['@stryker-mutator/vitest-runner', './scripts/mutationSample.mjs', './scripts/mutationReporter.mjs'],
    checkers: ['sample'],
    ignorers: ['sample'],
    reporters: ['project'],
    coverageAnalysis: 'perTest',
    concurrency: words.threads,
    // The run without mutants also counts which test reaches what, and so takes several times as long as those with one.
    timeoutMS: 20_000,
    timeoutFactor: 0.3,
    dryRunTimeoutMinutes: 30,
    // Stryker would turn what leads out of its copy of the project, as nothing of ours does, with an interface that TypeScript 7 has not.
    tsconfigFile: 'none',
    ignorePatterns: ['/ui', '/dist', '/bench', '/cli', '/test/browser', '/test/quiet', '/test/ui'],
    logLevel: /** @type {any} */ ('error'),
    warnings: false,
  }).runMutationTest();
  judge(name, false);
}

/** Says what the mutants of a part came to, and which survived. */
function judge(/** @type {string} */ name, /** @type {boolean} */ isPartial) {
  const { killed, timedOut, survived, unseen, tried } = counts();
  if (tried === 0) return;
  const score = (killed + timedOut) / tried;
  const [low, high] = interval(score, tried);
  const words = `${name} ${percent(score)} (${percent(low)} to ${percent(high)}) of ${count(tried, 'mutant')} tried of ${progress.all.toLocaleString('en')}: ${killed} killed, ${timedOut} timed out, ${survived.length} survived, ${unseen.length} in code that no test reaches`;
  showSurvivors();
  console.log(`${words}${isPartial ? ', stopped by Ctrl-C' : ''}.`);
  if (!isPartial) verdicts.push({ name, score, words, seconds: (performance.now() - now.since) / 1000 });
}

/** What has become of the part's mutants so far. */
function counts() {
  const of = (/** @type {string} */ status) => progress.tested.filter((mutant) => mutant.status === status);
  const [killed, timedOut, survived, unseen] = [of('Killed').length, of('Timeout').length, of('Survived'), of('NoCoverage')];
  return { killed, timedOut, survived, unseen, tried: killed + timedOut + survived.length + unseen.length };
}

/** Wilson's 95 % interval of a share of so many. */
function interval(/** @type {number} */ share, /** @type {number} */ of) {
  const middle = share + (reach * reach) / (2 * of);
  const half = reach * Math.sqrt((share * (1 - share)) / of + (reach * reach) / (4 * of * of));
  return /** @type {const} */ ([(middle - half) / (1 + (reach * reach) / of), (middle + half) / (1 + (reach * reach) / of)]);
}

/** Shows those that the tests did not notice and that have not been shown yet. */
function showSurvivors() {
  clearLine();
  for (const mutant of progress.tested.slice(shown)) if (['Survived', 'NoCoverage'].includes(mutant.status)) console.log(show(mutant));
  shown = progress.tested.length;
}

function show(/** @type {import('./mutationReporter.mjs').Tested} */ { fileName, status, mutatorName, replacement, location: { start } }) {
  return `${status.toUpperCase()}  ${relative(process.cwd(), fileName)}:${start.line}:${start.column}  ${mutatorName}  ${replacement.replace(/\s+/g, ' ').slice(0, 120)}`;
}

/** The last line, and the exit code that goes with it. */
function summarise() {
  const low = verdicts.filter(({ score }) => score < wanted);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${count(verdicts.length, 'part')} in ${time(seconds)}: ${low.length === 0 ? `every score is at least ${percent(wanted)}` : `below ${percent(wanted)}: ${low.map(({ name }) => name).join(', ')}`}.`);
  return low.length > 0 ? 1 : 0;
}

function showProgress() {
  showSurvivors();
  const { tried, survived, unseen } = counts();
  const line = progress.since === 0 ? `${now.name}: first the tests without any mutant, ${time((performance.now() - now.since) / 1000)} so far` : `${now.name}: ${tried} of ${count(progress.drawn, 'mutant')}, ${survived.length + unseen.length} survived, ${time(left(tried))} left`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}  Ctrl-C ends` : `${line}\n`);
}

/** Seconds that the mutants of the part will still take, from those that have been tried. */
function left(/** @type {number} */ tried) {
  return ((progress.drawn - tried) * (performance.now() - progress.since)) / 1000 / Math.max(1, tried);
}

function percent(/** @type {number} */ share) {
  return `${(100 * share).toFixed(share > 0.999 && share < 1 ? 1 : 0)} %`;
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const { values } = parseArgs({ options: { of: option, share: option, seed: option, threads: option, write: { type: 'boolean' } } });
    const share = Number(values.share ?? 0.1);
    if (!(share > 0 && share <= 1)) throw new Error('--share is more than 0 and at most 1.');
    if (values.of !== undefined && !(values.of in parts)) throw new Error(`--of is one of ${Object.keys(parts).join(', ')}.`);
    return {
      share,
      of: values.of === undefined ? Object.keys(parts) : [values.of],
      seed: wholeNumber('--seed', values.seed ?? String(Date.now() % 2 ** 30), 0),
      threads: wholeNumber('--threads', values.threads ?? '1', 1),
      write: values.write === true,
    };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}
