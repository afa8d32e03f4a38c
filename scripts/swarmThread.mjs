/**
 * One thread of the swarm (scripts/swarm.mjs): takes numbers of cases until it is told to stop, and says what it finds.
 *
 * `shared` has whether to stop, the next number, how many cases are done, and from then on for each thread the seed plus one
 * that it is at.
 */
import { register } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { checkSeed, seedOf } = await import('../test/properties/swarmCheck.ts');

const { shared, thread, first, scenarios, lawsFile, replay } = workerData;
/** What this thread has found broken: once is enough for the smallest scenario. */
const known = new Set();
const options = { isKnown: (/** @type {string} */ law) => known.has(law), ...(lawsFile === null ? {} : { laws: (await import(lawsFile)).laws }) };

if (replay !== null) check(replay);
else for (let n = next(); n < scenarios && Atomics.load(shared, 0) === 0; n = next()) check(seedOf(first, n));
Atomics.store(shared, 3 + thread, 0);

function next() {
  return Atomics.add(shared, 1, 1);
}

function check(/** @type {number} */ seed) {
  Atomics.store(shared, 3 + thread, seed + 1);
  const finding = checkSeed(seed, options);
  if (finding !== null) {
    known.add(finding.law);
    parentPort?.postMessage(finding);
  }
  Atomics.add(shared, 2, 1);
}
