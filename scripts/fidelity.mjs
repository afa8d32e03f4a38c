// Replays every public measurement of the real service and prints how the simulator compares: `npm run fidelity`.
// With `--write` the tables in docs/trust.md are written anew; test/fidelity holds the two together.

import { readFileSync, writeFileSync } from 'node:fs';
import { countsTable } from '../test/fidelity/counts.ts';
import { fidelity, fidelityTables } from '../test/fidelity/table.ts';

const page = new URL('../docs/trust.md', import.meta.url);
const tables = fidelityTables(fidelity());

if (process.argv.includes('--write')) {
  const written = between(between(readFileSync(page, 'utf8'), 'fidelity', tables), 'counts', countsTable());
  writeFileSync(page, written);
} else {
  process.stdout.write(`${tables}\n`);
}

/** Puts a text between `<!-- name -->` and the next `<!-- end -->`. */
function between(/** @type {string} */ text, /** @type {string} */ name, /** @type {string} */ content) {
  return text.replace(new RegExp(`(<!-- ${name} -->\n\n)[^]*?(<!-- end -->)`), (_, begin, end) => `${begin}${content}\n\n${end}`);
}
