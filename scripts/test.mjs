/**
 * `npm test`: from a fresh clone to a verdict in one command.
 *
 * Installs what is missing (a browser included), checks the types, builds the page and the command line, and runs the
 * tests. Extra words go to vitest (`npm test -- test/scenario`). The last line is `N passed, N failed`, whatever happened.
 *
 * `--thorough` (`npm run test:thorough`) runs those of the page, too, that vary what others show and take minutes; with
 * `--write` its outcome goes into docs/trust.md.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isOutdated, needsBuild } from '../bin/build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { recordLastResult, writeOnlyTheWhole } from './lastResults.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isThorough = process.argv.includes('--thorough');
const writes = process.argv.includes('--write');
const words = process.argv.slice(2).filter((word) => !['--thorough', '--write'].includes(word));
const scratch = mkdtempSync(join(tmpdir(), 'headroom-test-'));

try {
  writeOnlyTheWhole(writes, !isThorough, ...words);
  const { passed, failed } = await test();
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  if (writes) recordLastResult('npm run test:thorough', `${passed.toLocaleString('en')} tests passed, ${failed} failed`, performance.now() / 1000);
  console.log(`${passed} passed, ${failed} failed`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function test() {
  ensureInstalled(root);
  ensureChromium();
  const require = createRequire(join(root, 'package.json'));
  const typescript = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');

  console.log('Checking the types and building…');
  // An installation has built the library and its declarations already.
  const hasTypes = !isOutdated(root, 'dist/types/sim/index.d.ts', ['sim', 'tsconfig.json', 'tsconfig.types.json']);
  const typesAreRight = run([typescript, '--noEmit']);
  const isBuilt =
    (!needsBuild(root) || build(root)) && (await run([vite, 'build', '--logLevel', 'warn'], { NODE_ENV: 'production' })) && (hasTypes || (await run([typescript, '--project', 'tsconfig.types.json'])));
  if (!(await typesAreRight)) throw new Error('The types are broken: see above. No test was run.');
  if (!isBuilt) throw new Error('The build is broken: see above. No test was run.');

  const counts = join(scratch, 'counts.json');
  const reporters = ['--reporter=default', '--reporter=./test/summaryReporter.ts'];
  const green = await run([vitest, 'run', ...reporters, ...words], { HEADROOM_TEST_COUNTS: counts, HEADROOM_PAGE_IS_BUILT: 'yes', HEADROOM_TYPES_ARE_BUILT: 'yes', HEADROOM_THOROUGH: isThorough ? '1' : '0' });
  const { passed, failed } = readCounts(counts);
  // Something that is no test can fail a run too: an unhandled rejection, a global set-up.
  return { passed, failed: green ? failed : Math.max(failed, 1) };
}

function readCounts(/** @type {string} */ file) {
  try {
    return /** @type {{ passed: number, failed: number }} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Runs a script under this Node; true if it ended with 0. */
function run(/** @type {string[]} */ words, /** @type {Record<string, string>} */ environment = {}) {
  return new Promise((/** @type {(green: boolean) => void} */ resolve) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}
