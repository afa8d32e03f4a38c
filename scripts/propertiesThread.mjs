/**
 * One thread of the properties (scripts/properties.mjs): takes parts of the work until it is told to stop, and says what each came to.
 *
 * `shared` has whether to stop and the number of the next part. A part is a hundred scenarios of one property at most.
 */
import { register } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { allProperties } = await import('../test/properties/all.ts');
const { seedOf } = await import('../test/seedOf.ts');

const { shared, first, scenarios, size, chosen, path } = /** @type {{ shared: Int32Array, first: number, scenarios: number, size: number, chosen: string | null, path: string | null }} */ (workerData);
const properties = allProperties.filter(({ id }) => chosen === null || id === chosen);
const parts = properties.length * Math.ceil(scenarios / size);
/** What is tried on so many scenarios in `npm test` is tried on as many as any here; the rest takes too long and is tried in proportion. */
const usual = 500;
/** What this thread has found broken: once is enough. */
const broken = new Set();

parentPort?.postMessage({ known: properties.map(({ id, says, wants, often }) => ({ id, says, wants, share: Math.min(1, often / usual) })) });
for (let part = next(); part < parts && Atomics.load(shared, 0) === 0; part = next()) {
  // Every property in turn, so that all of them have been tried alike whenever somebody stops.
  const property = properties[part % properties.length];
  const round = Math.floor(part / properties.length);
  if (property === undefined || broken.has(property.id)) continue;
  // A property that `npm test` tries less often has its turn in fewer rounds; parts are not made smaller, since in each the first scenarios are the simplest.
  const share = path === null ? Math.min(1, property.often / usual) : 1;
  if (round % Math.round(1 / share) !== 0) continue;
  const count = Math.min(size, Math.ceil(share * scenarios), scenarios - round * size);
  // Whoever gives a path gives the seed of the part; otherwise each has its own.
  const { seen, finding } = await property.try(count, path === null ? seedOf(first, part) : first, path ?? undefined);
  if (finding !== null) broken.add(property.id);
  parentPort?.postMessage({ id: property.id, count, seen, finding });
}

function next() {
  return Atomics.add(shared, 1, 1);
}
