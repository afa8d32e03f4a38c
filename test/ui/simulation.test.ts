import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { SimulationRequest } from '../../sim/worker/api.ts';

interface Asked {
  what: 'simulate' | 'band';
  text: string;
  answer(value: unknown): void;
}

const asked: Asked[] = [];

vi.mock('../../sim/worker/client.ts', () => {
  const ask = (what: Asked['what']) => (request: SimulationRequest) => new Promise((answer) => asked.push({ what, text: request.text, answer }));
  return { SimulationFailed: class extends Error {}, createSimulationClient: () => ({ simulate: ask('simulate'), assumptionBand: ask('band'), findings: () => Promise.resolve(null), stop: () => undefined, watch: () => undefined }) };
});

// Other files have loaded these modules with the real client before, and do so after.
vi.resetModules();
const { run, running, shown } = await import('../../ui/state/simulation.ts');
const session = await import('../../ui/state/session.ts');
const openText = (text: string): void => session.openScenario({ name: text, text, galleryId: null });

/** Everything that waits only for what is there already. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const finished = (text: string) => ({ kind: 'finished', scenario: { seed: '1' }, seed: '1', snapshot: { result: { functions: {} } }, fingerprint: text });

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then, 0));
});

afterAll(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('../../sim/worker/client.ts');
  vi.resetModules();
});

test('a change that waited for an answer is simulated after it, and nothing about the numbers before ends it', async () => {
  openText('first');
  run();
  openText('second');
  run();
  // The second waits until the first has shown something.
  expect(asked.map(({ what, text }) => `${what} ${text}`)).toEqual(['simulate first']);
  asked[0]?.answer(finished('first'));
  await settled();
  expect(asked.map(({ what, text }) => `${what} ${text}`)).toEqual(['simulate first', 'simulate second']);
  asked[1]?.answer(finished('second'));
  await settled();
  expect(asked.map(({ what, text }) => `${what} ${text}`)).toEqual(['simulate first', 'simulate second', 'band second']);
  expect(running.value).toBe(false);
  expect(shown.value?.fingerprint).toBe('second');
});
