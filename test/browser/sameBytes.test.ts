import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { resolveTraces, traceFiles } from '../../sim/scenario/traces.ts';
import { fingerprint } from '../../sim/worker/fingerprint.ts';
import { finished, openPage, openScenario, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

const folder = new URL('../../scenarios/', import.meta.url);

describe('the same scenario and seed', () => {
  // Initialisations, a queue with its mapping, and traces of many functions; what else there is, `npm run determinism` compares.
  it.each(['cold-start-storm', 'queue-on-reserved-concurrency-one', 'azure-2021'])('gives the same bytes in Node and in Chromium: %s', async (id) => {
    const { page } = await openScenario(id);
    await finished(page);
    expect(await page.locator('main').getAttribute('data-fingerprint')).toBe(await fingerprintInNode(id));
  });

  it('gives the bytes that it gives in Node, others with another seed, and the first ones again with the first', async () => {
    const { page } = await openPage();
    await finished(page);
    const main = page.locator('main');
    const first = await main.getAttribute('data-fingerprint');
    expect(first).toBe(await fingerprintInNode('steady-state'));
    const runWith = async (seed: string): Promise<string | null> => {
      await page.getByLabel('Seed').fill(seed);
      await page.getByLabel('Seed').press('Enter');
      await expect.poll(() => main.getAttribute('data-seed')).toBe(seed === '' ? '1' : seed);
      await finished(page);
      return main.getAttribute('data-fingerprint');
    };
    const other = await runWith('another');
    expect(other).toMatch(/^[\da-f]{64}$/);
    expect(other).not.toBe(first);
    expect(await runWith('')).toBe(first);
  });
});

/** Of a scenario of the gallery, whole. */
async function fingerprintInNode(id: string): Promise<string | null> {
  const { scenario } = parseScenario(readFileSync(new URL(`${id}.json`, folder), 'utf8'));
  if (scenario === null) throw new Error('the gallery has only valid scenarios');
  const files = Object.fromEntries(traceFiles(scenario).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
  const run = startRun(compileModel(scenario, resolveTraces(scenario, files).traces));
  while (run.advance(1_000_000)) continue;
  return fingerprint(run.result(), run.series());
}
