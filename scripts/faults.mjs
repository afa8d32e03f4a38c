/**
 * Injects faults into the built page in a real browser, one after the other, and judges what each leaves: a message, a working page,
 * and nothing lost.
 *
 *   npm run faults                       all of them
 *   npm run faults -- --list             their names, what goes wrong, and what the reader should see
 *   npm run faults -- --only NAME        one of them, or those whose names begin so; may be given several times
 *
 * `--write` puts what it came to into docs/trust.md. Ctrl-C ends it after the fault in progress. The exit code is 1 if a fault left
 * less than it should. The list is test/faults/list.ts.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { builtPage, serveFolder } from '../test/browser/staticServer.ts';
import { judge } from '../test/faults/fault.ts';
import { faults } from '../test/faults/list.ts';
import { launchOptions } from '../test/faults/launch.ts';
import { ensureChromium } from './chromium.mjs';
import { recordLastResult, writeOnlyTheWhole } from './lastResults.mjs';
import { badInput, clearLine, interrupted, time } from './longRun.mjs';

const { list, only, write } = readWords();
const chosen = faults.filter(({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)));
if (list) {
  for (const { name, what, says } of chosen) console.log(`${name}\n    ${what}\n    ${says === null ? 'nothing to be said' : says}`);
} else if (chosen.length === 0) {
  console.error(`No fault is called ${only.join(' or ')}; --list names them.`);
  process.exitCode = badInput;
} else {
  if (process.env['HEADROOM_PAGE_IS_BUILT'] !== 'yes') buildPage();
  process.exitCode = await injectAll();
}

/** Injects what was chosen; the exit code. */
async function injectAll() {
  const started = performance.now();
  let isPressed = false;
  process.on('SIGINT', () => {
    // Whoever presses it twice does not wait for the fault in progress.
    if (isPressed) process.exit(interrupted);
    isPressed = true;
  });
  const server = await serveFolder(builtPage);
  const browser = await chromium.launch({ ...launchOptions, executablePath: ensureChromium(), handleSIGINT: false });
  const failed = [];
  let done = 0;
  for (const fault of chosen) {
    if (isPressed) break;
    showProgress(done, started, fault.name);
    const { passed, remark } = await judge(fault, browser, server.url);
    done += 1;
    clearLine();
    console.log(`${passed ? 'passed' : 'FAILED'}  ${fault.name}${remark === '' ? '' : `: ${remark}`}`);
    if (!passed) failed.push(fault.name);
  }
  await browser.close();
  await server.close();
  const seconds = (performance.now() - started) / 1000;
  const verdict = `${done - failed.length} of ${done} leave a message, a working page and nothing lost`;
  for (const name of failed) console.log(`        npm run faults -- --only ${name}`);
  console.log(`${verdict}.${isPressed ? ' Stopped by Ctrl-C.' : ''}`);
  if (write && done === faults.length) recordLastResult('npm run faults', verdict, seconds);
  return failed.length > 0 ? 1 : isPressed ? interrupted : 0;
}

/** Builds the page from the sources as they are. */
function buildPage() {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
  if (status !== 0) throw new Error('The page could not be built: see above.');
}

function showProgress(/** @type {number} */ done, /** @type {number} */ started, /** @type {string} */ name) {
  if (!process.stderr.isTTY) return;
  const left = done === 0 ? '' : `, about ${time(((chosen.length - done) * (performance.now() - started)) / 1000 / done)} left`;
  process.stderr.write(`\r\u001b[2K${done} of ${chosen.length}${left}: ${name}  Ctrl-C ends`);
}

/** What was asked for; ends the process where it cannot be understood. */
function readWords() {
  try {
    const { values } = parseArgs({ options: { list: { type: 'boolean' }, write: { type: 'boolean' }, only: { type: 'string', multiple: true } } });
    writeOnlyTheWhole(values.write, values.only, values.list);
    return { list: values.list === true, write: values.write === true, only: values.only ?? [] };
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(badInput);
  }
}
