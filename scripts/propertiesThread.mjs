/** One thread of the properties (scripts/properties.mjs): takes parts of the work until it is told to stop, and says what each came to. */
import { register } from 'node:module';
import { workerData } from 'node:worker_threads';
import { takeNumbers, tell } from './longRun.mjs';

register('../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { allProperties } = await import('../test/properties/all.ts');
const { partAt } = await import('../test/properties/parts.ts');
const { seedOf } = await import('../test/seedOf.ts');

const { first, only, scenarios } = workerData;
const properties = allProperties.filter(({ id }) => only === null || id === only);
/** What this thread has found broken: once is enough. */
const broken = new Set();

await takeNumbers({
  async doOne(n) {
    const part = partAt(n, properties, scenarios);
    if (part === null || broken.has(part.property.id)) return;
    const { id } = part.property;
    const { seen, finding } = await part.property.try(part.count, seedOf(first, n));
    if (finding !== null) broken.add(id);
    tell({ id, count: part.count, seen, finding });
  },
});
