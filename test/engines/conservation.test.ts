import fc from 'fast-check';
import { describe, it } from 'vitest';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { anyScenario } from '../properties/anyScenario.ts';
import { run } from './check.ts';
import { expectLawsOfRunning } from './lawsOfRunning.ts';

const nightly = process.env['HEADROOM_NIGHTLY'] === '1';
const runs = nightly ? 100_000 : 200;

describe('what must hold on every run', () => {
  // `run` also compares every function's outcomes with what it received, minute by minute, and totals with life-lines.
  it(`holds on ${runs} scenarios of every kind`, { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(anyScenario(), (input) => {
        const { scenario } = checkScenario(input);
        if (scenario === null) throw new Error('a scenario of any kind is valid');
        expectLawsOfRunning({ scenario, ...run(input) });
      }),
      { numRuns: runs, seed: 7 },
    );
  });
});
