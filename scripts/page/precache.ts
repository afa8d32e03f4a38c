import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Tells the service worker what it keeps: every file of the build, and a version that changes whenever one of them does.
 * Needs an entry of the build that is written to `serviceWorker.js`.
 */
export function precache(): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    enforce: 'post',
    writeBundle({ dir = '.' }) {
      const worker = join(dir, 'serviceWorker.js');
      const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => path !== worker)
        .sort();
      const contents = createHash('sha256');
      for (const path of paths) contents.update(relative(dir, path)).update(readFileSync(path));
      const files = paths.map((path) => relative(dir, path).replaceAll('\\', '/')).map((file) => (file === 'index.html' ? './' : file));
      const kept = { version: contents.digest('hex').slice(0, 16), files };
      writeFileSync(worker, `const precache=${JSON.stringify(kept)};\n${readFileSync(worker, 'utf8')}`);
    },
  };
}
