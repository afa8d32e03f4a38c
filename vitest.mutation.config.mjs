import { defineConfig } from 'vitest/config';
import { parts } from './scripts/mutationParts.mjs';

/** The tests that judge the mutants of one part (scripts/mutation.mjs). All of a run's tests share their modules, which are loaded once. */
export default defineConfig({
  test: {
    environment: 'node',
    include: parts[process.env.HEADROOM_MUTATION_PART ?? '']?.tests ?? [],
    setupFiles: ['test/mutation/fewerRuns.ts'],
    isolate: false,
    // Who takes too long is Stryker's to say.
    testTimeout: 3_600_000,
  },
});
