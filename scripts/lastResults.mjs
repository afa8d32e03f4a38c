/** The table of docs/trust.md with what each long suite came to when it was last run: date, version, result. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/trust.md', import.meta.url);
const rows = /(<!-- last results -->\n\n(?:\|.*\n){2})((?:\|.*\n)*)/;

/**
 * Writes what a suite came to into its row, or into a new one.
 *
 * `command` is what the reader can type; `result` one line of plain text: how much was done, and what was found. `seconds` is how
 * long it took.
 */
export function recordLastResult(/** @type {string} */ command, /** @type {string} */ result, /** @type {number} */ seconds) {
  const text = readFileSync(page, 'utf8');
  const row = `| \`${command}\` | ${result.replaceAll('|', '\\|')} | ${duration(seconds)} | ${today()}, ${version()} |`;
  writeFileSync(page, text.replace(rows, (_, head, body) => head + withRow(body, command, row)));
}

/** Throws where `--write` is asked for together with words that narrow what is run: a row says what the whole command came to. */
export function writeOnlyTheWhole(/** @type {boolean | undefined} */ writes, /** @type {readonly unknown[]} */ ...narrowing) {
  if (writes === true && narrowing.some((word) => word !== undefined && word !== false)) throw new Error('--write is for a run of everything.');
}

function withRow(/** @type {string} */ body, /** @type {string} */ command, /** @type {string} */ row) {
  const lines = body.split('\n').filter((line) => line !== '');
  const place = lines.findIndex((line) => line.startsWith(`| \`${command}\` |`));
  if (place === -1) lines.push(row);
  else lines[place] = row;
  return `${lines.join('\n')}\n`;
}

function duration(/** @type {number} */ seconds) {
  return seconds < 100 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function today() {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date());
}

/** The version of the package, and the commit where there is one. */
function version() {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  try {
    return `${version} (${execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], { cwd: new URL('..', import.meta.url), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()})`;
  } catch {
    return version;
  }
}
