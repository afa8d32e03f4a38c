import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkTo, withScenario } from '../link.ts';
import { choose, finished, isThorough, openPage, pick, thoroughly, useBrowser } from './openPage.ts';
import { builtPage, serveFolder } from './staticServer.ts';
import type { StaticServer } from './staticServer.ts';

useBrowser();

let server: StaticServer;
beforeAll(async () => {
  server = await serveFolder(builtPage, '/some/folder/');
});
afterAll(() => server.close());

/** All of the gallery, or one that needs its trace and one that needs other code. */
const offline = (id: string): boolean => isThorough || ['azure-2021', 'partial-batch-responses'].includes(id);

const scenarios = readdirSync(new URL('../../scenarios', import.meta.url))
  .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
  .map((name) => name.replace(/\.json$/, ''))
  .filter(offline);

/** Waits until the browser has all files of the page. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

const small = { version: 1, duration: '1h', functions: { resize: {} }, traffic: [{ to: 'resize', arrivals: { poisson: { rate: '1/s' } } }] };
const shortLink = linkTo(withScenario('Small', JSON.stringify(small)));

describe('the page in any folder of any host', () => {
  thoroughly('asks, once its files are kept, for nothing, whatever is done with it', async () => {
    const { page, errors } = await openPage({ url: server.url });
    await finished(page);
    await kept(page);
    // What the page fetches ahead when it has nothing better to do.
    await expect.poll(async () => (await quiet(page, 3_500)) === 0, { timeout: 30_000 }).toBe(true);
    const requests: string[] = [];
    page.context().on('request', (request) => requests.push(request.url()));
    await choose(page, 'outage-of-an-hour');
    await choose(page, 'poison-record-isolated');
    await pick(page, 'small.json', small);
    await expect.poll(() => page.locator('main').getAttribute('data-status')).toBe('finished');
    await page.waitForTimeout(500);
    // A thread that takes over from another loads the same file again, and has it.
    expect(requests.filter((url) => !/\/worker-[^/]+\.js$/.test(url))).toEqual([]);
    expect(errors).toEqual([]);
    expect(server.missing).toEqual([]);
  });

  test('opens without its server, runs every scenario and shows single events', async () => {
    const { page, errors } = await openPage({ url: server.url });
    await finished(page);
    await kept(page);
    await page.context().setOffline(true);
    const before = server.served.length;
    await page.reload();
    await finished(page);
    for (const id of scenarios.filter((name) => name !== 'steady-state')) await choose(page, id);
    await choose(page, 'steady-state');
    await page.getByRole('button', { name: /events|records/i }).first().click();
    await page.locator('.records').first().waitFor();
    expect(server.served.length).toBe(before);
    expect(errors).toEqual([]);
  }, 180_000);

  test('can be installed', async () => {
    const { page } = await openPage({ url: server.url });
    const session = await page.context().newCDPSession(page);
    const { url, errors, data } = await session.send('Page.getAppManifest');
    expect(url).toBe(`${server.url}manifest.webmanifest`);
    expect(errors).toEqual([]);
    const { icons } = JSON.parse(data ?? '{}') as { icons: { src: string; sizes: string; purpose?: string }[] };
    for (const { src } of icons) expect((await fetch(new URL(src, url))).status).toBe(200);
    expect(icons.map(({ sizes, purpose }) => [sizes, purpose ?? 'any'].join(' '))).toEqual(['any any', '192x192 any', '512x512 any', '512x512 maskable']);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // The browser of a test is always a private one, in which nothing can be installed.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  });
});

describe('the page at the root of a host that sends its visitors on to index.html', () => {
  test('opens without its server by either address, and leaves the folders below it to their own pages', async () => {
    const host = await serveFolder(builtPage, '/', { sendsOn: true });
    try {
      const { page } = await openPage({ url: host.url, hash: shortLink });
      await finished(page);
      await kept(page);
      expect((await page.goto(`${host.url}below/`))?.status()).toBe(404);
      await page.context().setOffline(true);
      for (const address of [host.url, `${host.url}index.html`]) {
        await page.goto(`${address}${shortLink}`);
        await finished(page);
      }
    } finally {
      await host.close();
    }
  });
});

describe('a new version of the page', () => {
  test('waits while the old one is open, and is there whole at the next visit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-versions-'));
    cpSync(builtPage, folder, { recursive: true });
    const host = await serveFolder(folder);
    try {
      const { page } = await openPage({ url: host.url });
      const context = page.context();
      await finished(page);
      await kept(page);

      const index = join(folder, 'index.html');
      writeFileSync(index, readFileSync(index, 'utf8').replace('<title>Headroom', '<title>Newer Headroom'));
      const worker = join(folder, 'serviceWorker.js');
      writeFileSync(worker, readFileSync(worker, 'utf8').replace(/"version":"\w+"/, '"version":"newer"').replace(/"\.\/":"[^"]+"/, `"./":"${createHash('sha256').update(readFileSync(index)).digest('base64')}"`));

      await page.reload();
      expect(await page.title()).toBe('Headroom');
      await finished(page);
      await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting instanceof ServiceWorker), { timeout: 15_000 }).toBe(true);
      expect(await page.title()).toBe('Headroom');
      await page.close();

      const next = await context.newPage();
      const title = async (): Promise<string> => {
        await next.goto('about:blank');
        await next.goto(host.url);
        return next.title();
      };
      await expect.poll(title, { timeout: 15_000, interval: 500 }).toBe('Newer Headroom');
      expect(await next.evaluate(async () => (await caches.keys()).length)).toBe(1);
    } finally {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('what is not as it was built', () => {
  test('is not kept, nor anything else then, as where a network answers with its sign-in page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-versions-'));
    cpSync(builtPage, folder, { recursive: true });
    writeFileSync(join(folder, 'manifest.webmanifest'), '<!doctype html><title>Sign in</title>');
    const host = await serveFolder(folder);
    try {
      const { page, errors } = await openPage({ url: host.url, hash: shortLink });
      await finished(page);
      await expect.poll(() => host.served.some(({ file }) => file === 'manifest.webmanifest'), { timeout: 15_000 }).toBe(true);
      await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) === undefined), { timeout: 15_000 }).toBe(true);
      expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
      expect(errors).toEqual([]);
    } finally {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** How many requests reach the server within some milliseconds. */
async function quiet(page: Page, milliseconds: number): Promise<number> {
  const before = server.served.length;
  await page.waitForTimeout(milliseconds);
  return server.served.length - before;
}
