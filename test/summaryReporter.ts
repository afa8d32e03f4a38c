import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Writes how many tests passed and failed to the file named by HEADROOM_TEST_COUNTS, for the last line of `npm test`.
 *
 * What passed only at its second try is listed: it passed, and something is the matter with it.
 * A test file that could not even be loaded counts as one failure, and so does an error outside every test.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    const second: string[] = [];
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (test.diagnostic()?.flaky === true) second.push(`${module.relativeModuleId} > ${test.fullName}`);
        if (state === 'passed') passed += 1;
        // A test that never got to run has not passed.
        else if (state !== 'skipped') failed += 1;
      }
    }
    if (second.length > 0) console.log(`Passed only at the second try, which is worth a look:\n${second.map((name) => `  ${name}\n`).join('')}`);
    const file = process.env['HEADROOM_TEST_COUNTS'];
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed }));
  }
}
