/**
 * Where a Chromium is on this machine, for the tests that drive a real page.
 *
 * Nothing is downloaded here: a browser that is already installed is used, and on Debian as root (or with a
 * password-less sudo) the distribution's own package is installed. Anywhere else the answer is one clear line.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, onPath } from './programs.mjs';

/** The path of an installed Chromium or Chrome; null when there is none. `CHROME_PATH` wins. */
export function findChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : null;
  return [...onPath(usualNames), ...usualPlaces()].find(isExecutable) ?? null;
}

/**
 * The path of what drives pages that nobody looks at: Chromium's headless shell, the same engine without a browser around it, which
 * takes an eighth less of the machine; the Chromium itself where there is no shell, or where `CHROME_PATH` names one.
 */
export function findHeadlessChromium() {
  const isChosen = (process.env['CHROME_PATH'] ?? '') !== '';
  return (isChosen ? undefined : onPath(['chromium-headless-shell']).find(isExecutable)) ?? findChromium();
}

/** A Chromium, installed from Debian's package if that is possible here; throws one readable sentence if not. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') throw new Error(`CHROME_PATH is "${chosen}", and there is no program there.`);
  const prefix = debianPrefix();
  if (prefix !== null) {
    console.log('No browser found: installing Debian\'s chromium package for the browser tests.');
    const quiet = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    const run = (/** @type {string[]} */ words) => spawnSync(words[0] ?? '', words.slice(1), /** @type {any} */ (quiet)).status === 0;
    const install = (/** @type {string} */ name) => run([...prefix, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', name]);
    if (run([...prefix, 'apt-get', 'update', '-qq']) && install('chromium')) {
      // Tests run without it, too, and take longer.
      install('chromium-headless-shell');
      const installed = findChromium();
      if (installed !== null) return installed;
    }
  }
  throw new Error('The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or set CHROME_PATH to it.');
}

const usualNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'].flatMap(
      (app) => ['/Applications', join(process.env['HOME'] ?? '/', 'Applications')].map((folder) => join(folder, app)),
    );
  }
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => process.env[name]).filter((root) => root !== undefined);
    return roots.flatMap((root) => ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((app) => join(root, app)));
  }
  return ['/snap/bin/chromium', '/opt/google/chrome/chrome'];
}

/** The words before `apt-get`: none as root, `sudo -n` where that needs no password; null where apt is out of reach. */
function debianPrefix() {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return null;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}
