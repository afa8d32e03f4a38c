/**
 * Builds the command line and the library in a checkout: what `npx headroom`, `npm ci` and `npm test` share.
 *
 * Only Node's own modules are used, because this file also runs where nothing is installed. The published package
 * comes built and without sources, and never gets here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the command line is not built, or built from older sources. */
export function needsBuild(/** @type {string} */ root) {
  return isOutdated(root, 'dist/node/cli.js', ['sim', 'cli', 'vite.node.config.ts']);
}

/** Whether a file that is made from some sources is missing or older than one of them, or than the installed packages. */
export function isOutdated(/** @type {string} */ root, /** @type {string} */ made, /** @type {string[]} */ sources) {
  if (!existsSync(join(root, made))) return true;
  const time = statSync(join(root, made)).mtimeMs;
  return [...sources, 'package.json', 'node_modules/.package-lock.json'].some((source) => existsSync(join(root, source)) && newest(join(root, source)) > time);
}

/** Builds dist/node; true if that worked. Where the development packages are missing it says what to do. */
export function build(/** @type {string} */ root) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) {
    console.error('headroom: the command line is not built yet. Run `npm ci --include=dev` in the checkout once.');
    return false;
  }
  // Built beside and then moved: whoever runs the old build meanwhile is not disturbed.
  const fresh = join(root, 'dist', `node-${process.pid}`);
  const { status } = spawnSync(process.execPath, [vite, 'build', '--config', 'vite.node.config.ts', '--outDir', fresh, '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) {
    rmSync(join(root, 'dist', 'node'), { recursive: true, force: true });
    renameSync(fresh, join(root, 'dist', 'node'));
  }
  rmSync(fresh, { recursive: true, force: true });
  return status === 0;
}

function newest(/** @type {string} */ path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  /** @type {number} */
  let time = 0;
  for (const entry of readdirSync(path)) time = Math.max(time, newest(join(path, entry)));
  return time;
}
