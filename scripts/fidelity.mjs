// Replays every public measurement of the real service and prints how the simulator compares: `npm run fidelity`.
// With `--write` the tables in docs/trust.md are written anew; test/fidelity holds the two together.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { countsTable } from '../test/fidelity/counts.ts';
import { fidelity, fidelityTables } from '../test/fidelity/table.ts';
import { badInput } from './longRun.mjs';

const page = new URL('../docs/trust.md', import.meta.url);
const writes = readWords();
const tables = fidelityTables(fidelity());

if (writes) {
  const written = between(between(readFileSync(page, 'utf8'), 'fidelity', tables), 'counts', countsTable());
  writeFileSync(page, written);
} else {
  process.stdout.write(`${tables}\n`);
}

/** Whether the tables are to be written; ends the process where the words cannot be understood. */
function readWords() {
  try {
    return parseArgs({ options: { write: { type: 'boolean' } } }).values.write === true;
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}

/** Puts a text between `<!-- name -->` and the next `<!-- end -->`. */
function between(/** @type {string} */ text, /** @type {string} */ name, /** @type {string} */ content) {
  return text.replace(new RegExp(`(<!-- ${name} -->\n\n)[^]*?(<!-- end -->)`), (_, begin, end) => `${begin}${content}\n\n${end}`);
}
