import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';

/** What a page under test has done that no page should do: checked after every test that opens one. */
export interface OpenedPage {
  page: Page;
  /** Uncaught errors and console errors. */
  errors: string[];
  /** Every address that was asked for. */
  requests: string[];
}

let browser: Browser | undefined;

/** Starts a browser for the tests of a file, and ends it after them. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject('chromium'),
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });
}

/** Opens the page, or another `url`, in a context of its own, without replications unless with `repeating`; `prepare` runs in the page before its scripts. */
export async function openPage(options: BrowserContextOptions & { prepare?: () => void; url?: string; repeating?: boolean } = {}): Promise<OpenedPage> {
  if (browser === undefined) throw new Error('call useBrowser() at the top of the file');
  const { prepare, url, repeating = false, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  // Replications keep a core busy that the next test could use.
  if (!repeating) await context.addInitScript(switchRepeatingOff);
  if (prepare !== undefined) await context.addInitScript(prepare);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url ?? inject('pageUrl'));
  return { page, errors, requests };
}

function switchRepeatingOff(): void {
  try {
    localStorage.setItem('headroom.repeat', 'off');
  } catch {
    // A page without storage.
  }
}

/** Waits until the result of a run that went to its end is on the page. */
export async function finished(page: Page): Promise<void> {
  await expect.poll(() => status(page), { timeout: 30_000 }).toBe('finished');
}

/** The state of the result on the page: none, running, finished or stopped. */
export function status(page: Page): Promise<string | null> {
  return page.locator('main').getAttribute('data-status');
}

/** Chooses a scenario of the gallery by its file's name, and waits for its result. */
export async function choose(page: Page, id: string): Promise<void> {
  const state = (): Promise<{ status?: string | undefined; fingerprint?: string | undefined }> => page.locator('main').evaluate((main) => ({ ...main.dataset }));
  const before = (await state()).fingerprint;
  await page.getByRole('combobox', { name: 'Scenario' }).selectOption(id);
  await expect
    .poll(
      async () => {
        const now = await state();
        return now.status === 'finished' && now.fingerprint !== undefined && now.fingerprint !== before;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
}

/** Gives the page a file, as a person does with the file dialog. */
export async function pick(page: Page, name: string, scenario: unknown): Promise<void> {
  const text = typeof scenario === 'string' ? scenario : JSON.stringify(scenario);
  await page.getByLabel('Scenario file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** A day at a thousand events a second on capacity for five hundred: more than any test waits for. */
export const longScenario = {
  version: 1,
  name: 'A long day',
  duration: '24h',
  seed: '7',
  functions: { import: { Timeout: 30, ReservedConcurrentExecutions: 100, behaviour: { duration: { exponential: { mean: '200ms' } }, errorRate: 0.01 } } },
  traffic: [{ to: 'import', arrivals: { poisson: { rate: '1000/s' } } }],
};
