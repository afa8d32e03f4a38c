/** One thread of the hostile inputs (scripts/hostile.mjs): takes turns until it is told to stop, and says what it finds and what was slowest. */
import { register } from 'node:module';
import { workerData } from 'node:worker_threads';
import { takeNumbers, tell } from './longRun.mjs';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { nothingReplaced, turnsOf, tryInput } = await import('../test/hostile/fuzz.ts');
const { seedOf } = await import('../test/seedOf.ts');

const { first, only } = workerData;
const turns = turnsOf(only);
let slowest = 0;

await takeNumbers({
  async doOne(n) {
    const target = turns[n % turns.length];
    if (target === undefined) throw new RangeError('no target');
    const { seed, milliseconds, broken } = await tryInput(target, seedOf(first, n));
    if (broken !== null) tell({ broken });
    if (milliseconds <= slowest) return;
    slowest = milliseconds;
    tell({ slow: { target: target.name, seed, milliseconds } });
  },
});
nothingReplaced();
