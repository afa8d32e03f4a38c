import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { docsApart } from './docsApart.ts';
import { firstFile } from './firstFile.ts';
import { leanWorker } from './leanWorker.ts';

/** Nobody reads the comments of a bundle; the licences among them stand in `licences.txt`. */
export const comments = { legal: false, annotation: false, jsdoc: false };

/** What the two forms of the page, a folder of files and one file, have in common; to be spread into a Vite configuration. */
export function pageOptions({ workerPlugins }: { workerPlugins: Plugin[] }) {
  const first = firstFile(() => true);
  return {
    root: fileURLToPath(new URL('../../ui', import.meta.url)),
    base: './',
    oxc: { jsx: { runtime: 'automatic' as const, importSource: 'preact' } },
    build: {
      target: 'es2022',
      // d3's modules change nothing by being loaded, and say so nowhere; without this the parts that the charts do not use come along.
      rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /node_modules\/d3(-|\/)/, sideEffects: false }] } },
    },
    worker: {
      format: 'es' as const,
      plugins: () => [leanWorker(), docsApart(), first.plugin, ...workerPlugins],
      rolldownOptions: { output: { comments, codeSplitting: { groups: [{ name: 'first', test: first.isNeededAtOnce }] } } },
    },
  };
}
