import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { desktopConfig as desktop } from 'lighthouse';
import type { Config } from 'lighthouse';
import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isThorough } from '../browser/openPage.ts';
import { builtPage, serveFolder } from '../browser/staticServer.ts';
import type { StaticServer } from '../browser/staticServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-lighthouse-'));
const port = 9222 + (process.pid % 1000);
let server: StaticServer;
let browser: BrowserContext;

beforeAll(async () => {
  server = await serveFolder(builtPage);
  browser = await chromium.launchPersistentContext(folder, {
    executablePath: inject('chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', `--remote-debugging-port=${String(port)}`],
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine that is busy with other things makes a page look slow; the best of a few is nearest to the page itself. */
const mostAttempts = 5;

const wanted = 0.95;

// Lighthouse's own default: a slow network, and a processor four times slower than this one. It is the harder of the two.
const telephone = ['a telephone', undefined] as const;

test.each(isThorough ? [['a desktop computer', desktop] as const, telephone] : [telephone])('Lighthouse gives the page at least 95 of 100 in every category, on %s', async (_, config) => {
  const best = new Map<string, { score: number; failing: string[] }>();
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    for (const [category, scored] of await audit(config)) if (scored.score > (best.get(category)?.score ?? -1)) best.set(category, scored);
    if ([...best.values()].every(({ score }) => score >= wanted)) break;
  }
  expect([...best.keys()].sort()).toEqual(['accessibility', 'best-practices', 'performance', 'seo']);
  for (const [category, { score, failing }] of best) expect(score, `${category}:\n${failing.join('\n')}`).toBeGreaterThanOrEqual(wanted);
}, 240_000);

async function audit(config: Config | undefined): Promise<[string, { score: number; failing: string[] }][]> {
  const run = await lighthouse(server.url, { port, output: 'json', logLevel: 'error' }, config);
  if (run === undefined) throw new Error('Lighthouse gave no result');
  const { categories, audits } = run.lhr;
  return Object.entries(categories).map(([name, { score, auditRefs }]) => {
    const failing = auditRefs.flatMap(({ id, weight }) => {
      const found = audits[id];
      return weight > 0 && found !== undefined && found.score !== null && found.score < 1 ? [`${id} (weight ${String(weight)}): ${String(found.score)} ${found.displayValue ?? ''} ${found.explanation ?? ''}`] : [];
    });
    return [name, { score: score ?? 0, failing }];
  });
}
