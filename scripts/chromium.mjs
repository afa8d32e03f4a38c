/**
 * Where a Chromium is on this machine, for the tests that drive a real page.
 *
 * Nothing is downloaded here: a browser that is already installed is used, and on Debian as root (or with a
 * password-less sudo) the distribution's own package is installed. Anywhere else the answer is one clear line.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of an installed Chromium or Chrome; null when there is none. `CHROME_PATH` wins. */
export function findChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...usualPlaces()].find(isExecutable) ?? null;
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
    if (run([...prefix, 'apt-get', 'update', '-qq']) && run([...prefix, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'])) {
      const installed = findChromium();
      if (installed !== null) return installed;
    }
  }
  throw new Error('The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or set CHROME_PATH to it.');
}

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

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

function isExecutable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
