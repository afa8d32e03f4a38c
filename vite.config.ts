import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { folderPolicy, policyText } from './scripts/page/contentSecurityPolicy.ts';
import { firstFile } from './scripts/page/firstFile.ts';
import { licences } from './scripts/page/licences.ts';
import { comments, pageOptions } from './scripts/page/options.ts';
import { precache } from './scripts/page/precache.ts';
import { preloadFirstResult } from './scripts/page/preloadFirstResult.ts';

const { page: licencesOfThePage, worker: licencesOfTheWorker } = licences();
const first = firstFile((id) => id.endsWith('index.html'));
const shared = pageOptions({ workerPlugins: [licencesOfTheWorker] });

/** The browser page: static files in `dist/web` that run from any folder of any host. */
export default defineConfig({
  ...shared,
  build: {
    ...shared.build,
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // What the polyfill would do, the Content-Security-Policy forbids.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      ...shared.build.rolldownOptions,
      input: { index: inUi('index.html'), serviceWorker: inUi('serviceWorker.ts') },
      output: { comments, codeSplitting: { groups: [{ name: 'first', test: first.isNeededAtOnce }] }, entryFileNames: ({ name }) => (name === 'serviceWorker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { host: '127.0.0.1', fs: { allow: ['..'] } },
  preview: { host: '127.0.0.1' },
  optimizeDeps: { include: ['comlink', 'seedrandom'] },
  plugins: [first.plugin, strictContentSecurityPolicy(), preloadFirstResult(), licencesOfThePage, precache()],
});

function inUi(file: string): string {
  return fileURLToPath(new URL(`ui/${file}`, import.meta.url));
}

/** The dev server needs more, so only the build says it. */
function strictContentSecurityPolicy(): Plugin {
  return {
    name: 'strict-content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policyText(folderPolicy) }, injectTo: 'head-prepend' }],
  };
}
