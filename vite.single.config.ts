import { defineConfig } from 'vite';
import { licences } from './scripts/page/licences.ts';
import { comments, pageOptions } from './scripts/page/options.ts';
import { inlineWorkers, singleFile } from './scripts/page/singleFile.ts';

const { page: licencesOfThePage, worker: licencesOfTheWorker } = licences();
const shared = pageOptions({ workerPlugins: [licencesOfTheWorker] });
const inOnePiece = { comments, codeSplitting: false };

/** The browser page as one file, `dist/headroom.html`, that runs wherever it is opened from, a disk included. */
export default defineConfig({
  ...shared,
  mode: 'single-file',
  publicDir: false,
  build: {
    ...shared.build,
    outDir: '../dist',
    emptyOutDir: false,
    assetsInlineLimit: Infinity,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: { ...shared.build.rolldownOptions, output: inOnePiece },
  },
  // A page from a disk has no origin, and so may run no module as a thread.
  worker: { ...shared.worker, format: 'iife', rolldownOptions: { output: inOnePiece } },
  plugins: [inlineWorkers(), licencesOfThePage, singleFile('headroom.html')],
});
