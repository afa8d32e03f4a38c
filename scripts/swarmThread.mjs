/** One thread of the swarm (scripts/swarm.mjs): takes numbers of cases until it is told to stop, and says what it finds. */
import { register } from 'node:module';
import { workerData } from 'node:worker_threads';
import { takeNumbers, tell } from './longRun.mjs';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { checkSeed } = await import('../test/properties/swarmCheck.ts');
const { seedOf } = await import('../test/seedOf.ts');

const { first, lawsFile, replay } = workerData;
/** What this thread has found broken: once is enough for the smallest scenario. */
const known = new Set();
const options = { isKnown: (/** @type {string} */ law) => known.has(law), ...(lawsFile === null ? {} : { laws: (await import(lawsFile)).laws }) };
const seedAt = (/** @type {number} */ n) => replay ?? seedOf(first, n);

await takeNumbers({
  identity: seedAt,
  doOne(n) {
    const finding = checkSeed(seedAt(n), options);
    if (finding === null) return;
    known.add(finding.law);
    tell(finding);
  },
});
