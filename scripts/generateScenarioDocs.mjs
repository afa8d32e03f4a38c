// Writes what is made from the parameter table: scenarios/scenario.schema.json and the tables in docs/scenario-format.md.
// `node scripts/generateScenarioDocs.mjs`; with `--check` it writes nothing and fails where a file is out of date.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** @typedef {import('../sim/scenario/reference.ts').ReferenceRow} ReferenceRow */

const root = fileURLToPath(new URL('..', import.meta.url));
const load = async (/** @type {string} */ file) => (await runnerImport(root + file, { root, configFile: false, logLevel: 'error' })).module;

const { scenarioJsonSchema } = await load('sim/scenario/jsonSchema.ts');
const { scenarioReference } = await load('sim/scenario/reference.ts');

const checking = process.argv.includes('--check');
const docs = readFileSync(`${root}docs/scenario-format.md`, 'utf8');
const stale = /** @type {[file: string, text: string][]} */ ([
  ['scenarios/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`],
  ['docs/scenario-format.md', withTables(docs)],
]).filter(([file, text]) => !isWritten(root + file, text));
if (checking && stale.length > 0) {
  console.error(`Out of date, run node scripts/generateScenarioDocs.mjs: ${stale.map(([file]) => file).join(', ')}`);
  process.exitCode = 1;
}

/** Fills each `<!-- table: functions.<name>.behaviour -->` … `<!-- end -->` anew; with `flat` behind the path, objects inside are not unfolded. */
function withTables(/** @type {string} */ text) {
  const parts = [...text.matchAll(/<!-- table: ?(\S*?)( flat)? -->/g)].map(([, path = '']) => path);
  return text.replace(
    /(<!-- table: ?(\S*?)( flat)? -->\n)[^]*?(<!-- end -->)/g,
    (_, /** @type {string} */ begin, /** @type {string} */ path, /** @type {string | undefined} */ flat, /** @type {string} */ end) => `${begin}\n${table(path, parts, flat !== undefined)}\n${end}`,
  );
}

/** The fields of one part, without those that have a table of their own. */
function table(/** @type {string} */ path, /** @type {string[]} */ parts, /** @type {boolean} */ flat) {
  const keys = path === '' ? [] : path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const rows = /** @type {ReferenceRow[] | null} */ (scenarioReference(keys));
  if (rows === null || rows.length === 0) throw new Error(`The format has no part "${path}".`);
  const header = '| field | meaning | range | default | clauses |\n| --- | --- | --- | --- | --- |\n';
  const elsewhere = (/** @type {ReferenceRow} */ { key }) =>
    (flat && key.includes('.')) ||
    parts.some((part) => part.length > path.length && `${path === '' ? '' : `${path}.`}${key}`.startsWith(`${part}.`));
  return (
    header +
    rows
      .filter((row) => row.key !== '$schema' && !elsewhere(row))
      .map(line)
      .join('\n') +
    '\n'
  );
}

function line(/** @type {ReferenceRow} */ { key, about, required, range, default: value }) {
  const { doc, unit, clauses, grade, defaultNote } = about;
  const shownUnit = unit === undefined || ['duration', 'rate', 'distribution'].includes(unit) ? '' : `, ${unit}`;
  const sure = [...(clauses ?? []), ...(grade === undefined ? [] : [`*${grade}*`])].join(', ');
  const fallback =
    value !== undefined ? `\`${JSON.stringify(value)}\`` : defaultNote !== undefined ? defaultNote : required ? '**required**' : '';
  return `| ${[`\`${key}\``, doc, linked(range) + shownUnit, fallback, sure].map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}

function linked(/** @type {string} */ range) {
  if (range === 'a distribution') return '[a distribution](#distributions)';
  if (range === 'arrivals') return '[arrivals](#arrivals)';
  return range;
}

function isWritten(/** @type {string} */ file, /** @type {string} */ text) {
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    // Not there yet.
  }
  if (before === text) return true;
  if (!checking) writeFileSync(file, text);
  return false;
}
