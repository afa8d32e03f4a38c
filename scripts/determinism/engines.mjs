/** Where other engines than Node's own are on this machine. Nothing is installed here: what is missing is said, with the way to get it. */
import { execFileSync } from 'node:child_process';
import { findChromium } from '../chromium.mjs';
import { isExecutable, onPath } from '../programs.mjs';

/**
 * An engine: `isV8` tells whether it is the one that Node has, too.
 * @typedef {{ key: string, name: string, isV8: boolean, program: string | null, howToGetIt: string }} Engine
 */

/** @returns {Engine[]} Every engine that the command knows, Node first. */
export function engines() {
  return [
    { key: 'node', name: 'Node', isV8: true, program: process.execPath, howToGetIt: '' },
    { key: 'chromium', name: 'Chromium', isV8: true, program: findChromium(), howToGetIt: 'Debian: apt-get install chromium; or set CHROME_PATH' },
    {
      key: 'firefox',
      name: 'Firefox',
      isV8: false,
      program: find('FIREFOX_PATH', ['firefox', 'firefox-esr'], ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe', '/snap/bin/firefox']),
      howToGetIt: 'Debian: apt-get install firefox-esr; or set FIREFOX_PATH',
    },
    {
      key: 'jsc',
      name: 'JavaScriptCore',
      isV8: false,
      program: find('JSC_PATH', ['jsc'], ['/System/Library/Frameworks/JavaScriptCore.framework/Versions/Current/Helpers/jsc']),
      howToGetIt: 'Debian: apt-get install libjavascriptcoregtk-4.0-bin; macOS has it; or set JSC_PATH',
    },
  ];
}

/** The version that a browser tells of itself, such as `Mozilla Firefox 140.1.0esr`; null where it tells none. */
export function versionOf(/** @type {string} */ program) {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 }).trim().split('\n')[0] ?? null;
  } catch {
    return null;
  }
}

/** A program: the one that a variable names, one on the path, or one in its usual place; null if there is none. */
function find(/** @type {string} */ variable, /** @type {string[]} */ names, /** @type {string[]} */ usualPlaces) {
  const chosen = process.env[variable];
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : null;
  return [...onPath(names), ...usualPlaces].find(isExecutable) ?? null;
}
