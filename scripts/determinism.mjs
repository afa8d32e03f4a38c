/**
 * Whether the same scenario and seed give the same bytes everywhere: 50 scenarios × 20 seeds in Node, Chromium, Firefox and JavaScriptCore,
 * on main threads and on 1, 2 and 4 workers, in slices of any size, traced or not; and the planner's answers on 1, 2 and 4 threads.
 *
 *   npm run determinism                                   everything, with seeds of the day
 *   npm run determinism -- --seed S --scenario NAME       one scenario again, with the seeds S/1, S/2, …
 *   npm run determinism -- --engines node,chromium        in these engines only
 *
 * `--seeds N` takes fewer seeds than 20 (0: the planner alone), `--workers 1` leaves 2 and 4 out, `--write` puts the verdict into docs/trust.md. An engine that is
 * not on the machine is named; without one that is not V8 the exit code is 1, unless `--engines` asked for no other. Ctrl-C ends it, and
 * it says what was compared. The exit code is 1 if anything differed.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, needsBuild } from '../bin/build.mjs';
import { engines, versionOf } from './determinism/engines.mjs';
import { openBrowser, openNode, openShell } from './determinism/lanes.mjs';
import { recordLastResult, writeOnlyTheWhole } from './lastResults.mjs';
import { badInput, clearLine, count, interrupted, time, wholeNumber } from './longRun.mjs';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { gallery, randomCases } = await import('../test/determinism/cases.ts');
const { questions } = await import('../test/determinism/questions.ts');

/**
 * @typedef {import('../test/determinism/tell.ts').Case} Case
 * @typedef {import('../test/determinism/tell.ts').RunAsked} RunAsked
 * @typedef {import('../test/determinism/questions.ts').QuestionAsked} QuestionAsked
 * @typedef {import('./determinism/lanes.mjs').Lane} Lane
 * @typedef {{ name: string, lanes: Lane[], hasPool: boolean }} Place
 * @typedef {(lane: Lane) => Promise<void>} Job
 * @typedef {{ where: string, scenario: string | null, lines: () => Promise<string[]> }} Origin
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** A difference is shown to its first lines; more of them are counted. */
const mostShown = 5;

const words = readWords();
const cases = [...gallery(), ...randomCases(25)].filter(({ name }) => words.scenario === null || name === words.scenario);
if (cases.length === 0) stopHere(`There is no scenario "${words.scenario}".`);
const seeds = Array.from({ length: words.seeds }, (_, place) => `${words.seed}/${place + 1}`);

/** By what should be equal everywhere: each answer that there was, and where it came from. */
const compared = /** @type {Map<string, Map<string, Origin[]>>} */ (new Map());
/** What could not be done at all. */
const problems = /** @type {string[]} */ ([]);
const work = { done: 0, wanted: 0, runs: 0, answers: 0 };
/** Scenarios as files, for the command line. */
const scratch = mkdtempSync(join(tmpdir(), 'headroom-determinism-'));
const started = performance.now();
let isPressed = false;

process.on('SIGINT', () => {
  // Whoever presses it twice does not wait for what is under way.
  if (isPressed) process.exit(interrupted);
  isPressed = true;
});
process.on('SIGTERM', () => process.exit(interrupted));

process.exitCode = await main();

async function main() {
  const all = engines().filter(({ key }) => words.engines === null || words.engines.includes(key));
  const [there, missing] = [all.filter(({ program }) => program !== null), all.filter(({ program }) => program === null)];
  for (const { name, howToGetIt } of missing) console.log(`MISSING  ${name} is not on this machine (${howToGetIt}).`);
  console.log(`${count(cases.length, 'scenario')} × ${count(seeds.length, 'seed')} (--seed ${words.seed}) in ${there.map(({ name, program, key }) => (key === 'node' ? `Node ${process.version}` : key === 'jsc' ? name : (versionOf(program ?? '') ?? name))).join(', ')}.`);
  const opened = await open(there);
  const progress = setInterval(showProgress, process.stderr.isTTY ? 1000 : 60_000);
  try {
    await doAll([...runsEverywhere(opened.places), ...questionsEverywhere(opened.places), ...slicesInNode(opened.places)]);
    clearInterval(progress);
    clearLine();
    const different = await showDifferences();
    return summarise(opened.places, there, missing, different);
  } finally {
    clearInterval(progress);
    opened.end();
  }
}

/** Every place of every engine that is there: its main thread, and its workers. */
async function open(/** @type {import('./determinism/engines.mjs').Engine[]} */ there) {
  const most = Math.max(...words.workers);
  const folder = there.some(({ key }) => key !== 'node') ? await built() : '';
  const places = /** @type {Place[]} */ ([]);
  const ends = /** @type {(() => void)[]} */ ([]);
  for (const { key, name, program } of there) {
    const { lanes, end } = key === 'node' ? openNode(most) : key === 'jsc' ? openShell(program ?? '', folder) : await openBrowser({ key, program: program ?? '' }, folder, most);
    ends.push(end);
    const [main, ...workers] = [...lanes.values()];
    if (main === undefined) throw new Error('every engine has a main thread');
    places.push({ name: key === 'jsc' ? `${name}, shell` : `${name}, main thread`, lanes: [main], hasPool: key !== 'node' && key !== 'jsc' });
    if (workers.length > 0) for (const number of words.workers) places.push({ name: `${name}, ${count(number, 'worker')}`, lanes: workers.slice(0, number), hasPool: false });
  }
  return {
    // Those with the fewest workers first, so that whoever has no time has compared all engines.
    places: places.sort((one, other) => one.lanes.length - other.lanes.length),
    end() {
      for (const one of ends) one();
      for (const one of [folder, scratch]) if (one !== '') rmSync(one, { recursive: true, force: true });
    },
  };
}

async function built() {
  if (needsBuild(root) && !build(root)) throw new Error('The command line cannot be built: see above.');
  // What ships is built for production.
  process.env['NODE_ENV'] = 'production';
  const { buildPlaces } = await import('./determinism/buildPlaces.mjs');
  return buildPlaces();
}

/**
 * Every case with every seed at every place; with the first seed all that a run tells, in slices and traced. Each place has an order of
 * its own, so that nothing that a run leaves behind could go unnoticed.
 */
function runsEverywhere(/** @type {Place[]} */ places) {
  // Every other of them: Node does them all.
  const someSlices = (/** @type {string} */ seed) => sliced(seed).filter(({ trace }, number) => trace === (Math.floor(number / 2) % 2 === 0));
  const runsOf = (/** @type {string} */ seed, /** @type {number} */ number) => (number === 0 ? [whole(seed), ...someSlices(seed), inFull(seed)] : [whole(seed)]);
  return seeds.length === 0 ? [] : places.map((place, number) => ({ place, jobs: shuffled(cases, number).map((one) => compareRuns(place, one, seeds.flatMap(runsOf))) }));
}

/** In Node every seed in slices of every size, with a trace and without. */
function slicesInNode(/** @type {Place[]} */ places) {
  const place = places.findLast(({ name }) => name.startsWith('Node'));
  return place === undefined || seeds.length === 0 ? [] : [{ place, jobs: cases.map((one) => compareRuns(place, one, seeds.flatMap(sliced))) }];
}

/** The planner's answers: on one thread of every engine, on the pools of pages, and on those of the command line. */
function questionsEverywhere(/** @type {Place[]} */ places) {
  if (words.scenario !== null) return [];
  const all = questions(cases);
  const ofPages = all.filter(({ question }) => question !== null);
  const alone = places.filter(({ lanes }) => lanes.length === 1).map((place) => ({ place, jobs: ofPages.map((asked) => compareAnswer(place, asked)) }));
  const pooled = places.filter(({ hasPool }) => hasPool).map((place) => ({ place, jobs: ofPages.flatMap((asked) => words.workers.map((threads) => comparePooled(place, asked, threads))) }));
  const node = places.find(({ name }) => name.startsWith('Node'));
  const commands = node === undefined ? [] : [{ place: node, jobs: all.flatMap((asked) => words.workers.map((threads) => compareCommand(asked, threads))).flat() }];
  return [...alone, ...pooled, ...commands];
}

/** @returns {RunAsked} */
function whole(/** @type {string} */ seed) {
  return { seed, slices: [], trace: false, parts: ['numbers'] };
}

/** @returns {RunAsked} */
function inFull(/** @type {string} */ seed) {
  return { seed, slices: [], trace: true, parts: ['records', 'report'] };
}

/** @returns {RunAsked[]} */
function sliced(/** @type {string} */ seed) {
  return [[7], [1000], [1_000_000], randomSlices(seed)].flatMap((slices) => [false, true].map((trace) => ({ seed, slices, trace, parts: /** @type {const} */ (['numbers']) })));
}

/** Some sizes between 1 and 5000, the small ones as often as the large ones; which, the seed says. */
function randomSlices(/** @type {string} */ seed) {
  return [...createHash('sha256').update(seed).digest().subarray(0, 12)].map((byte) => Math.ceil(5000 ** ((byte + 1) / 256)));
}

/** @returns {Case[]} */
function shuffled(/** @type {Case[]} */ all, /** @type {number} */ number) {
  const keyOf = (/** @type {Case} */ { name }) => createHash('sha256').update(`${words.seed} ${number} ${name}`).digest('hex');
  return all.map((one) => /** @type {const} */ ([keyOf(one), one])).sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
}

/** Does the jobs of each place on its lanes; as many places at a time as there are processors. */
async function doAll(/** @type {{ place: Place, jobs: Job[] }[]} */ all) {
  work.wanted = all.reduce((sum, { jobs }) => sum + jobs.length, 0);
  const waiting = [...all];
  const takePlaces = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const jobs = [...next.jobs];
      const { name, lanes } = next.place;
      const takeJobs = async (/** @type {Lane} */ lane) => {
        for (let job = jobs.shift(); job !== undefined && !isPressed; job = jobs.shift()) {
          await job(lane).catch((problem) => problems.push(`${name}: ${problem instanceof Error ? problem.message : String(problem)}`));
          work.done += 1;
        }
      };
      await Promise.all(lanes.map(takeJobs));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, takePlaces));
}

/** @returns {Job} */
function compareRuns(/** @type {Place} */ place, /** @type {Case} */ one, /** @type {RunAsked[]} */ runs) {
  return async (lane) => {
    const digests = await lane.ask({ kind: 'runs', case: one, runs });
    let next = 0;
    for (const run of runs) {
      work.runs += 1;
      for (const part of run.parts) {
        const where = `${place.name}${run.slices.length === 0 ? '' : `, in slices of ${run.slices.slice(0, 3).join(', ')}${run.slices.length > 3 ? ' …' : ''}`}${run.trace ? ', traced' : ''}`;
        note(`${part} of ${one.name}, seed ${run.seed}`, digests[next++] ?? 'nothing', { where, scenario: one.name, lines: () => lane.ask({ kind: 'lines', case: one, run: { ...run, parts: [part] } }) });
      }
    }
  };
}

/** @returns {Job} */
function compareAnswer(/** @type {Place} */ place, /** @type {QuestionAsked} */ asked) {
  return async (lane) => noteAnswer(asked, `${place.name}, on its own thread`, (await lane.ask({ kind: 'question', asked })).join(''));
}

/** @returns {Job} */
function comparePooled(/** @type {Place} */ place, /** @type {QuestionAsked} */ asked, /** @type {number} */ threads) {
  return async (lane) => noteAnswer(asked, `${place.name}, a pool of ${count(threads, 'thread')}`, (await lane.ask({ kind: 'pooled', asked, threads })).join(''));
}

/** @returns {Job[]} What the command line answers with so many threads; none where it has no such question. */
function compareCommand(/** @type {QuestionAsked} */ asked, /** @type {number} */ threads) {
  const { words: line, cases: about } = asked;
  if (line === null) return [];
  return [
    async () => {
      const files = about.map(({ name, text }) => {
        const file = join(scratch, `${name}.json`);
        writeFileSync(file, text);
        return file;
      });
      const [command = '', ...rest] = line;
      noteAnswer(asked, `the command line, ${count(threads, 'thread')}`, await headroom([command, ...files, ...rest, '--threads', String(threads), '--json']));
    },
  ];
}

/** What the command line prints. */
function headroom(/** @type {string[]} */ line) {
  return /** @type {Promise<string>} */ (
    new Promise((resolve, reject) => {
      execFile(process.execPath, [join(root, 'bin', 'headroom.mjs'), ...line], { maxBuffer: 2 ** 28 }, (problem, out) => (problem === null ? resolve(out) : reject(problem)));
    })
  );
}

/** An answer is the same whatever command it says that it can be had with. */
function noteAnswer(/** @type {QuestionAsked} */ { name }, /** @type {string} */ where, /** @type {string} */ json) {
  work.answers += 1;
  const lines = json.split('\n').filter((line) => !/^ *"command": /.test(line));
  note(`the answer of ${name}`, lines.join('\n'), { where, scenario: null, lines: () => Promise.resolve(lines) });
}

function note(/** @type {string} */ what, /** @type {string} */ answer, /** @type {Origin} */ origin) {
  const answers = compared.get(what) ?? new Map();
  compared.set(what, answers.set(answer, [...(answers.get(answer) ?? []), origin]));
}

/** Says what differs, where, and from which line on; gives how many things do. */
async function showDifferences() {
  const different = [...compared].filter(([, answers]) => answers.size > 1);
  for (const [what, answers] of different.slice(0, mostShown)) {
    console.log(`DIFFERENT  ${what}`);
    const [usual, ...others] = [...answers.values()].sort((one, other) => other.length - one.length);
    const scenario = usual?.[0]?.scenario ?? null;
    console.log(`           npm run determinism -- --seed ${words.seed} --seeds ${scenario === null ? 0 : seeds.length}${scenario === null ? '' : ` --scenario '${scenario}'`}`);
    for (const origins of others) console.log(`           ${origins.map(({ where }) => where).join('; ')}\n           unlike ${usual?.[0]?.where}: ${await firstDifference(usual?.[0], origins[0])}`);
  }
  if (different.length > mostShown) console.log(`           and ${different.length - mostShown} more`);
  for (const problem of problems.slice(0, mostShown)) console.log(`FAILED  ${problem}`);
  return different.length;
}

async function firstDifference(/** @type {Origin | undefined} */ one, /** @type {Origin | undefined} */ other) {
  try {
    const [mine = [], theirs = []] = [await one?.lines(), await other?.lines()];
    const line = mine.findIndex((text, place) => text !== theirs[place]);
    return line === -1 ? 'asked again they say the same' : `\n             ${theirs[line]?.slice(0, 300)}\n             ${mine[line]?.slice(0, 300)}`;
  } catch (problem) {
    return `and cannot say more: ${problem instanceof Error ? problem.message : String(problem)}`;
  }
}

/** The last line, and the exit code that goes with it. */
function summarise(/** @type {Place[]} */ places, /** @type {import('./determinism/engines.mjs').Engine[]} */ there, /** @type {import('./determinism/engines.mjs').Engine[]} */ missing, /** @type {number} */ different) {
  const seconds = (performance.now() - started) / 1000;
  const isOnlyV8 = there.every(({ isV8 }) => isV8);
  const shared = [...compared.values()].filter((answers) => [...answers.values()].flat().length > 1).length;
  const found = shared === 0 ? 'nothing was compared' : different > 0 ? `${different} of ${shared.toLocaleString('en')} digests and answers differ` : `${shared.toLocaleString('en')} digests and answers, the same everywhere`;
  const done = `${count(cases.length, 'scenario')} × ${count(seeds.length, 'seed')} in ${there.map(({ name }) => name).join(', ')}, ${count(places.length, 'place')}: ${count(work.runs, 'run')}, ${count(work.answers, 'planner\'s answer')}`;
  const but = [...(problems.length > 0 ? [`${count(problems.length, 'job')} failed`] : []), ...(isPressed ? [`stopped by Ctrl-C after ${work.done} of ${count(work.wanted, 'job')}`] : []), ...(isOnlyV8 ? ['nothing but V8 was asked'] : []), ...missing.map(({ name }) => `${name} is missing`)];
  const result = `${done}; ${[found, ...but].join('; ')}`;
  console.log(`${result}. ${time(seconds)}`);
  if (words.write && !isPressed) recordLastResult('npm run determinism', result, seconds);
  if (different > 0 || problems.length > 0 || shared === 0 || (isOnlyV8 && words.engines === null)) return 1;
  return isPressed ? interrupted : 0;
}

function showProgress() {
  const seconds = (performance.now() - started) / 1000;
  const left = ((work.wanted - work.done) * seconds) / Math.max(1, work.done);
  const line = `${work.done} of ${count(work.wanted, 'job')}, ${count(work.runs, 'run')}, about ${time(left)} left`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}  Ctrl-C ends` : `${line}\n`);
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const option = /** @type {const} */ ({ type: 'string' });
    const { values } = parseArgs({ options: { engines: option, scenario: option, seed: option, seeds: option, workers: option, write: { type: 'boolean' } } });
    writeOnlyTheWhole(values.write, values.engines, values.scenario, values.seeds, values.workers);
    const known = engines().map(({ key }) => key);
    const chosen = values.engines?.split(',') ?? null;
    const unknown = chosen?.find((key) => !known.includes(key));
    if (unknown !== undefined) throw new Error(`--engines takes some of ${known.join(',')}, not ${unknown}.`);
    return {
      engines: chosen,
      scenario: values.scenario ?? null,
      seed: values.seed ?? String(Date.now() % 2 ** 30),
      seeds: values.seeds === undefined ? 20 : wholeNumber('--seeds', values.seeds, 0),
      workers: values.workers === undefined ? [1, 2, 4] : values.workers.split(',').map((one) => wholeNumber('--workers', one, 1)),
      write: values.write === true,
    };
  } catch (problem) {
    return stopHere(problem instanceof Error ? problem.message : String(problem));
  }
}

/** @returns {never} */
function stopHere(/** @type {string} */ reason) {
  console.error(reason);
  process.exit(badInput);
}
