/** What browsers and shells load: the same sources as Node's, bundled the way the page is. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { pageOptions } from '../page/options.ts';

const sources = fileURLToPath(new URL('../../test/determinism/', import.meta.url));

/** Builds `page.js` and `shell.js`, with what they share in files beside them, into a new folder, which it gives. */
export async function buildPlaces() {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-determinism-'));
  const { build: options, worker } = pageOptions({ workerPlugins: [] });
  await build({
    configFile: false,
    root: sources,
    base: './',
    publicDir: false,
    // Its warnings are about sizes, which do not matter here.
    logLevel: 'error',
    worker,
    build: {
      ...options,
      outDir: folder,
      emptyOutDir: true,
      modulePreload: false,
      rolldownOptions: { ...options.rolldownOptions, input: { page: join(sources, 'page.ts'), shell: join(sources, 'shell.ts') }, output: { entryFileNames: '[name].js' } },
    },
  });
  return folder;
}
