/**
 * For `npm run mutation`, which runs tests thousands of times: properties are tried on a tenth of their random inputs, though on twenty
 * at least, and laws of chance are judged by fewer samples. A counterexample is not made smaller, since nobody reads it. The clock
 * that tests measure with stands still, or a mutant would seem to be noticed whenever the machine is busy.
 */
import type { IRawProperty, Parameters } from 'fast-check';
import { inject, vi } from 'vitest';

// What is broken may be worked out when its module is loaded, and the worker still has it from the tests before.
if (inject('mutantActivation' as never) === 'static') vi.resetModules();
process.env['HEADROOM_FEWER_SAMPLES'] = 'yes';
vi.stubGlobal('performance', { now: () => 0 });

vi.mock('fast-check', async (original) => {
  const real = await original<typeof import('fast-check')>();
  const assert = (property: IRawProperty<unknown>, settings: Parameters<unknown> = {}): void | Promise<void> => {
    const often = settings.numRuns ?? 100;
    return real.assert(property, { ...settings, numRuns: Math.min(often, Math.max(20, Math.ceil(often / 10))), endOnFailure: true });
  };
  return { ...real, assert, default: { ...real.default, assert } };
});
