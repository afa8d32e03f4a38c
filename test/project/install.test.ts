import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findChromium, findHeadlessChromium } from '../../scripts/chromium.mjs';
import { requireNode, whyInstall } from '../../scripts/install.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headroom-install-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Packages = Record<string, { version: string; optional?: boolean }>;
const wanted: Packages = { '': { version: '0.1.0' }, 'node_modules/a': { version: '1.0.0' }, 'node_modules/@b/c': { version: '2.0.0' }, 'node_modules/only-elsewhere': { version: '3.0.0', optional: true } };

function lockfile(folder: string, packages: Packages): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, folder === '' ? 'package-lock.json' : '.package-lock.json'), JSON.stringify({ packages }));
}

function install(packages: Packages): void {
  lockfile('node_modules', packages);
  for (const path of Object.keys(packages)) {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, 'package.json'), '{}');
  }
}

const installed: Packages = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/@b/c': { version: '2.0.0' } };

describe('what makes npm start and npm test install', () => {
  test('nothing, when everything is there; packages for other platforms are rightly absent', () => {
    lockfile('', wanted);
    install(installed);
    expect(whyInstall(root)).toBeNull();
  });

  test.each<[string, () => void, string]>([
    ['nothing is installed', () => {}, 'nothing is installed yet'],
    ['a package is missing', () => install({ 'node_modules/a': { version: '1.0.0' } }), '@b/c is missing'],
    ['a version is another', () => install({ ...installed, 'node_modules/a': { version: '0.9.0' } }), 'a is 0.9.0, not 1.0.0'],
    ['a folder is gone', () => (install(installed), rmSync(join(root, 'node_modules/a'), { recursive: true })), 'a is missing'],
    ['an installation broke off', () => (install(installed), writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages":')), 'nothing is installed yet'],
  ])('%s', (_case, prepare, reason) => {
    lockfile('', wanted);
    prepare();
    expect(whyInstall(root)).toBe(reason);
  });

  test('this checkout itself is complete', () => {
    expect(whyInstall(process.cwd())).toBeNull();
  });
});

describe('the version of Node', () => {
  test.each(['20.19.0', '20.20.2', '22.0.0', '100.1.0'])('%s will do', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });

  test.each(['20.18.3', '18.20.0', '9.0.0'])('%s will not', (version) => {
    expect(() => requireNode(version)).toThrow(`Headroom needs Node 20.19 or newer, and this is ${version}. Get one at https://nodejs.org.`);
  });
});

describe.skipIf(process.platform === 'win32')('the browser for the tests', () => {
  // Other test files run in the same process, so that it must get back what it had.
  const { env } = process;
  beforeEach(() => {
    process.env = { ...env };
  });
  afterEach(() => {
    process.env = env;
  });

  function program(name: string, mode = 0o755): string {
    const path = join(root, name);
    writeFileSync(path, '', { mode });
    return path;
  }

  test('is the one that CHROME_PATH names, and no other', () => {
    process.env['CHROME_PATH'] = program('my-chrome');
    expect(findChromium()).toBe(join(root, 'my-chrome'));
    process.env['CHROME_PATH'] = join(root, 'nowhere');
    expect(findChromium()).toBeNull();
  });

  test('is found on the PATH under its usual names, if it can be run', () => {
    delete process.env['CHROME_PATH'];
    process.env['PATH'] = root;
    program('chromium', 0o644);
    mkdirSync(join(root, 'chromium-browser'));
    program('google-chrome');
    expect(findChromium()).toBe(join(root, 'google-chrome'));
  });

  test('is the headless shell where one is installed, for pages that nobody looks at', () => {
    delete process.env['CHROME_PATH'];
    process.env['PATH'] = root;
    program('google-chrome');
    expect(findHeadlessChromium()).toBe(join(root, 'google-chrome'));
    program('chromium-headless-shell');
    expect(findHeadlessChromium()).toBe(join(root, 'chromium-headless-shell'));
    expect(findChromium()).toBe(join(root, 'google-chrome'));
    process.env['CHROME_PATH'] = program('my-chrome');
    expect(findHeadlessChromium()).toBe(join(root, 'my-chrome'));
  });
});
