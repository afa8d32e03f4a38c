import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { linkTo, withScenario } from '../link.ts';

/** Whether `npm run test:thorough` runs: everything, however long it takes. */
export const isThorough = process.env['HEADROOM_THOROUGH'] === '1';

/** A test that `npm test` leaves out: a variation of what another one shows, on a page of its own, which takes seconds. */
export const thoroughly = it.runIf(isThorough);

/** What a page under test has done that no page should do: checked after every test that opens one. */
export interface OpenedPage {
  page: Page;
  /** Uncaught errors and console errors. */
  errors: string[];
  /** Every address that was asked for. */
  requests: string[];
}

let browser: Browser | undefined;
let isReusing = false;

/** A tab with a context of its own. */
interface Tab {
  page: Page;
  /** Which tests can have it after the one that opened it: those that want the same; null: none. */
  reusableFor: string | null;
  isFree: boolean;
  /** Not let go of after a test: the next one of its group looks at it, too. */
  isShared: boolean;
}

/** What the tests of this file have open. */
let tabs: Tab[] = [];

/**
 * Starts a browser for the tests of a file, and ends it after them. What a test opens is closed when it ends: a page that is
 * left open goes on working, and slows down those that come after it.
 *
 * Every page is a first visit, in a new context. With `reusingTabs` it is a first visit in a tab that an earlier test had, whose
 * browser has forgotten all that it kept for the page: that takes half the processor time, because no process starts and its
 * code is not compiled anew. And `npm test` keeps no files for working offline in it, unless a test asks for that: a page
 * that has nothing would fetch, hash and store all of them each time. Not for files about what loading the page takes.
 */
export function useBrowser({ reusingTabs = false }: { reusingTabs?: boolean } = {}): void {
  isReusing = reusingTabs;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject('chromium'),
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  afterEach(async ({ task }) => {
    const used = tabs.filter(({ isFree, isShared }) => !isFree && !isShared);
    // A tab in which a test failed may be why: its second try gets another.
    await Promise.all(used.map((tab) => (task.result?.state === 'fail' ? tab.page.context().close() : letGo(tab))));
    tabs = tabs.filter(({ isFree, isShared }) => isFree || isShared);
  });
  afterAll(async () => {
    await browser?.close();
    tabs = [];
  });
}

interface PageOptions extends BrowserContextOptions {
  /** Runs in the page before its scripts. */
  prepare?: () => void;
  /** Another address than the page's. */
  url?: string;
  /** What comes after the page's own address: a link. */
  hash?: string;
  /** With replications; without, unless it says so: they keep a core busy that the next test could use. */
  repeating?: boolean;
}

/** Opens the page as its first visitor finds it. */
export async function openPage({ url, hash = '', viewport = { width: 1280, height: 900 }, colorScheme = 'light', forcedColors = 'none', ...options }: PageOptions = {}): Promise<OpenedPage> {
  // Making a tab new takes its permissions away.
  const isReusable = isReusing && url === undefined && options.permissions === undefined;
  const reusableFor = isReusable ? JSON.stringify(options, (_, value: unknown) => (typeof value === 'function' ? String(value) : value)) : null;
  const tab = tabs.find((one) => isReusable && one.isFree && one.reusableFor === reusableFor) ?? (await openTab(options, reusableFor));
  tab.isFree = false;
  const { page } = tab;
  if (viewport !== null) await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, forcedColors });
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url ?? inject('pageUrl') + hash);
  return { page, errors, requests };
}

async function openTab({ prepare, repeating = false, ...options }: PageOptions, reusableFor: string | null): Promise<Tab> {
  if (browser === undefined) throw new Error('call useBrowser() at the top of the file');
  const context = await browser.newContext({ serviceWorkers: isReusing && !isThorough ? 'block' : 'allow', ...options });
  if (!repeating) await context.addInitScript(switchRepeatingOff);
  if (prepare !== undefined) await context.addInitScript(prepare);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const tab = { page, reusableFor, isFree: false, isShared: false };
  tabs.push(tab);
  return tab;
}

/** Makes a tab one in which nobody was yet, or closes it: also one that has crashed, which does nothing any more. */
async function letGo(tab: Tab): Promise<void> {
  const context = tab.page.context();
  if (tab.reusableFor === null || tab.page.isClosed()) return context.close();
  try {
    await makeNew(tab.page);
    tab.isFree = true;
  } catch {
    await context.close();
  }
}

/** Closes what else is open in the page's browser, and forgets all that it kept. */
async function makeNew(page: Page): Promise<void> {
  const context = page.context();
  page.removeAllListeners();
  await Promise.all(context.pages().map((one) => (one === page ? undefined : one.close())));
  await page.mouse.move(0, 0);
  await page.evaluate(() => sessionStorage.clear());
  await page.goto('about:blank');
  await context.clearPermissions();
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(inject('pageUrl')).origin, storageTypes: 'all' });
  await session.detach();
}

function switchRepeatingOff(): void {
  try {
    localStorage.setItem('headroom.repeat', 'off');
  } catch {
    // A page without storage.
  }
}

/** Waits until the result of a run that went to its end is on the page, its charts included, which are drawn in tasks of their own. */
export async function finished(page: Page): Promise<void> {
  await expect.poll(() => status(page), { timeout: 30_000 }).toBe('finished');
  await expect.poll(() => page.locator('.time-ruler text').count(), { timeout: 30_000 }).toBeGreaterThan(0);
  // Where the ruler is, the charts begin to wait for their turns one frame and one task later, and the last waits 48 ms. Of two
  // waits the one that ends first is over first, however busy the machine is.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(() => setTimeout(() => requestAnimationFrame(drawn), 60)))));
}

/** The state of the result on the page: none, running, finished or stopped. */
export function status(page: Page): Promise<string | null> {
  return page.locator('main').getAttribute('data-status');
}

/** Chooses a scenario of the gallery by its file's name, and waits for its result. */
export async function choose(page: Page, id: string): Promise<void> {
  const state = (): Promise<{ name: string | undefined; status: string | undefined; fingerprint: string | undefined }> =>
    page.locator('main').evaluate(({ dataset: { status, fingerprint } }) => ({ name: document.querySelector('#scenario')?.textContent, status, fingerprint }));
  const gallery = page.getByRole('combobox', { name: 'Scenario' });
  const name = await gallery.locator(`option[value="${id}"]`).textContent();
  const before = (await state()).fingerprint;
  await gallery.selectOption(id);
  await expect
    .poll(
      async () => {
        const now = await state();
        // What was simulated before may have ended only now.
        return now.name === name && now.status === 'finished' && now.fingerprint !== undefined && now.fingerprint !== before;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
}

/**
 * Opens the page with a scenario of the gallery, by a link, and waits for its result: half the work of choosing it on the page, which
 * simulates another one first. With `duration` it is shorter than the gallery has it, which is less work still. What replays a
 * trace is chosen on the page all the same: a link has no files.
 */
export async function openScenario(id: string, { duration, ...options }: PageOptions & { duration?: string } = {}): Promise<OpenedPage> {
  const text = readFileSync(new URL(`../../scenarios/${id}.json`, import.meta.url), 'utf8');
  const scenario = JSON.parse(text) as { name: string; duration: string; traffic?: { arrivals: object }[] };
  if (scenario.traffic?.some(({ arrivals }) => 'trace' in arrivals) === true) return openAndChoose(id, options);
  const opened = await openPage({ ...options, hash: linkTo(withScenario(scenario.name, duration === undefined ? text : JSON.stringify({ ...scenario, duration }, null, 2))) });
  await expect.poll(() => opened.page.locator('#scenario').textContent(), { timeout: 30_000 }).toBe(scenario.name);
  await finished(opened.page);
  return opened;
}

/** Opens the page with the simplest scenario, made as short as to cost nothing: for what happens whatever is simulated. */
export function openShort(options?: PageOptions): Promise<OpenedPage> {
  return openScenario('steady-state', { ...options, duration: '5m' });
}

async function openAndChoose(id: string, options: PageOptions): Promise<OpenedPage> {
  const opened = await openPage(options);
  await expect.poll(() => status(opened.page), { timeout: 30_000 }).toMatch(/running|finished/);
  await choose(opened.page, id);
  return opened;
}

/**
 * One page for the tests of a group that leave it as they find it: opened for the first of them, and again after one that failed.
 * `open` is what each of them would do. To be called in a `describe`, or in a file for all of its tests.
 */
export function sharedPage(open: () => Promise<OpenedPage>): () => Promise<OpenedPage> {
  let shared: Promise<OpenedPage> | undefined;
  const drop = async (): Promise<void> => {
    const opened = await shared?.catch(() => undefined);
    shared = undefined;
    for (const tab of tabs) if (tab.page === opened?.page) tab.isShared = false;
  };
  const openShared = async (): Promise<OpenedPage> => {
    const opened = await open();
    for (const tab of tabs) if (tab.page === opened.page) tab.isShared = true;
    return opened;
  };
  afterEach(({ task }) => (task.result?.state === 'fail' ? drop() : undefined));
  afterAll(drop);
  return () => (shared ??= openShared());
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
