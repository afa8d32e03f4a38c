import { defineConfig } from 'vitest/config';

/**
 * Two kinds of test: `unit` runs everything under Node; `browser` serves the built page and drives a real Chromium.
 * `npx vitest run --project unit` needs neither a browser nor a build of the page.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/serve.ts'],
          // One page at a time, and after everything else: what these tests measure (frames, long tasks) needs the machine.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
