import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longestFirst.ts';

/** What needs nothing of the page's build is loaded by Node itself (docs/decisions/0012-node-loads-the-long-tests.md). */
const loadedByNode = [
  'clauses', 'cli', 'configuration', 'cost', 'engines', 'fidelity', 'form', 'golden', 'hostile', 'kernel', 'lambda', 'lint', 'oracles', 'planner', 'properties', 'records', 'report', 'scenario', 'worker',
].map((folder) => `test/${folder}/**/*.test.ts`);

/**
 * Four kinds of test: `simulation` is of everything in sim/ and cli/, and `unit` of the page's modules, the scripts and the project itself; `browser` serves the built
 * page and drives a real Chromium; `quiet` does so too, and measures how fast the page is. `npm run test:unit` runs the first two,
 * which need neither a browser nor a build of the page.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/quiet/**', ...loadedByNode],
          // All files of a worker share what they import: it is loaded, and compiled by the JavaScript engine, once.
          isolate: false,
          testTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'simulation',
          environment: 'node',
          include: loadedByNode,
          experimental: { viteModuleRunner: false, nodeLoader: false },
          execArgv: ['--enable-source-maps', '--import', new URL('./test/nodeLoadsTypeScript.mjs', import.meta.url).href],
          // All files of a worker share what they import: it is loaded, and compiled by the JavaScript engine, once.
          isolate: false,
          testTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/serve.ts'],
          maxWorkers: 2,
          // They share no state but the one of openPage.ts, which begins anew in each file.
          isolate: false,
          // A second try, which is reported: docs/decisions/0015-a-second-try.md.
          retry: 1,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // How long something on the page may take to come about on a busy machine; the tests of speed say their own limits.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'quiet',
          environment: 'node',
          include: ['test/quiet/**/*.test.ts'],
          globalSetup: ['test/browser/serve.ts'],
          // One at a time, and after everything else: what these tests measure (frames, long tasks, seconds) needs the machine.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
