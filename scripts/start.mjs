/**
 * `npm start`: from a fresh clone to the page in one command.
 *
 * Installs what is missing, builds the page if a source of it is newer, serves it on loopback, prints its address and, where there is a desktop,
 * opens it. Ctrl-C ends it.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOutdated } from '../bin/build.mjs';
import { ensureInstalled } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The port that is tried first; the next free one is taken if something else listens there. */
const firstPort = 4173;

try {
  ensureInstalled(root);
  // What is served is for use, whatever this shell is for.
  process.env['NODE_ENV'] = 'production';
  const { build, preview } = await import('vite');
  const page = { configFile: join(root, 'vite.config.ts'), logLevel: /** @type {const} */ ('warn') };
  if (isOutdated(root, 'dist/web/index.html', ['ui', 'sim', 'scenarios', 'scripts/page', 'vite.config.ts'])) {
    console.log('Building the page…');
    await build(page);
  }
  const server = await preview({ ...page, preview: { host: '127.0.0.1', port: firstPort, strictPort: false, open: false } });
  const address = server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${firstPort}/`;
  console.log(`\n  Headroom is at ${address}\n  Ctrl-C ends it.\n`);
  if (hasDesktop()) openBrowser(address);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      server.close().finally(() => process.exit(0));
      // A page that holds its connection open does not hold the terminal.
      setTimeout(() => process.exit(0), 500).unref();
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function hasDesktop() {
  const environment = process.env;
  if (environment['CI'] || environment['HEADROOM_NO_OPEN'] || environment['SSH_CONNECTION']) return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

function openBrowser(/** @type {string} */ address) {
  const [command, ...words] =
    process.platform === 'darwin' ? ['open', address] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', address] : ['xdg-open', address];
  const opener = spawn(command ?? '', words, { stdio: 'ignore', detached: true });
  // The address is on the screen; a desktop without an opener is no failure.
  opener.on('error', () => {});
  opener.unref();
}
