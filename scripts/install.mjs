/**
 * Installs what is missing, and nothing when nothing is: the first step of `npm start` and `npm test`.
 *
 * Only Node's own modules are used here, because this file runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs `npm ci` if node_modules is not what package-lock.json asks for; throws one readable sentence if that fails. */
export function ensureInstalled(/** @type {string} */ root) {
  requireNode();
  const reason = whyInstall(root);
  if (reason === null) return;
  console.log(`Installing the packages (${reason}): npm ci`);
  // Building and testing need the development packages whatever NODE_ENV says.
  const status = npm(['ci', '--include=dev', '--no-audit', '--no-fund'], root);
  if (status !== 0) throw new Error('npm ci did not finish: see its message above. It needs a package registry within reach.');
}

/** Why node_modules does not answer to package-lock.json, in a few words; null if it does. */
export function whyInstall(/** @type {string} */ root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (wanted === null) return null;
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (installed === null) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const present = installed[path];
    // Packages for other platforms are listed and rightly absent.
    if (present === undefined && entry.optional === true) continue;
    if (present === undefined || !existsSync(join(root, path, 'package.json'))) return `${nameOf(path)} is missing`;
    if (present.version !== entry.version) return `${nameOf(path)} is ${present.version}, not ${entry.version}`;
  }
  return null;
}

/** The oldest Node that the tools run on. */
const oldestNode = [20, 19];

/** Throws a sentence that says what to do if this Node is too old. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = oldestNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Error(`Headroom needs Node ${oldestNode.join('.')} or newer, and this is ${version}. Get one at https://nodejs.org.`);
}

/** Runs npm with these words in `folder`, showing its output; returns its exit status. */
export function npm(/** @type {string[]} */ words, /** @type {string} */ folder) {
  const options = /** @type {const} */ ({ cwd: folder, stdio: 'inherit' });
  const script = process.env['npm_execpath'];
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) return spawnSync(process.execPath, [script, ...words], options).status;
  return spawnSync('npm', words, { ...options, shell: process.platform === 'win32' }).status;
}

function packagesOf(/** @type {string} */ file) {
  if (!existsSync(file)) return null;
  try {
    return /** @type {Record<string, { version?: string, optional?: boolean }>} */ (JSON.parse(readFileSync(file, 'utf8')).packages ?? {});
  } catch {
    return null;
  }
}

function nameOf(/** @type {string} */ path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
