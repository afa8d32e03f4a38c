import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Tells the service worker what it keeps: every file of the build with its hash, and a version that changes whenever one of them does.
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
      const files: Record<string, string> = {};
      for (const path of paths) {
        const file = relative(dir, path).replaceAll('\\', '/');
        files[file === 'index.html' ? './' : file] = createHash('sha256').update(readFileSync(path)).digest('base64');
      }
      const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
      const kept = { version, files };
      writeFileSync(worker, `const precache=${JSON.stringify(kept)};\n${readFileSync(worker, 'utf8')}`);
    },
  };
}
