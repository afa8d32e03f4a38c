// Writes what is made from the parameter table: scenarios/scenario.schema.json and the tables in docs/scenario-format.md.
// `node scripts/generateScenarioDocs.mjs`; test/scenario/jsonSchema.test.ts fails where a file is out of date.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { withTables } from './scenarioTables.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const load = async (/** @type {string} */ file) => (await runnerImport(root + file, { root, configFile: false, logLevel: 'error' })).module;

const { scenarioJsonSchema } = await load('sim/scenario/jsonSchema.ts');
const { scenarioReference } = await load('sim/scenario/reference.ts');
const docs = `${root}docs/scenario-format.md`;

writeFileSync(`${root}scenarios/scenario.schema.json`, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
writeFileSync(docs, withTables(readFileSync(docs, 'utf8'), scenarioReference));
