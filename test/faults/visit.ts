import { inflateRawSync } from 'node:zlib';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { SavedWorkspace } from '../../ui/state/savedWorkspace.ts';
import { linkTo } from '../link.ts';
import { changed, other, savedPage, undisturbed, type scenarios } from './scenarios.ts';
import { happenedAt, injected, watchThreads } from './threads.ts';

/** What a person has on the page. */
export interface Work {
  /** The names of the scenarios, which of them is selected, and which is drawn over it. */
  tabs: string[];
  selected: string | null;
  overlaid: string | null;
  /** All that the address says. */
  inAddress: SavedWorkspace;
}

export interface VisitOptions {
  /** The scenario that is selected. */
  selected?: keyof typeof scenarios;
  /** Whether runs are repeated with other luck. */
  repeats?: boolean;
  /** Runs in the page before its scripts. */
  prepare?: () => void;
  /** With the service worker, which otherwise is kept out: it would answer in a broken server's place. */
  offline?: boolean;
}

/** What comes in place of a file. */
export type Broken = 'abort' | { readonly status?: number; readonly contentType?: string; readonly body: string };

/** How long a message, a run or a reload may take on a machine that is busy, in milliseconds. */
const patience = 60_000;

/** A browser window of its own in which a fault happens. */
export class Visit {
  readonly context: BrowserContext;
  readonly address: string;
  /** The tab that the fault happens in. */
  page: Page;
  /** Uncaught errors, and errors in the console, of all tabs. */
  readonly errors: string[] = [];
  /** What there is to say about a fault that passed. */
  note = '';
  private readonly broken: RegExp[] = [];

  private constructor(context: BrowserContext, page: Page, address: string) {
    this.context = context;
    this.page = page;
    this.address = address;
    context.on('weberror', (error) => this.errors.push(error.error().message));
    context.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** Opens a window with an empty tab. */
  static async begin(browser: Browser, address: string, { repeats = false, prepare, offline = false }: VisitOptions, contextOptions: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: offline ? 'allow' : 'block', acceptDownloads: true, ...contextOptions });
    context.setDefaultTimeout(patience);
    if (!offline) await watchThreads(context);
    if (!repeats) await context.addInitScript(switchRepeatingOff);
    if (prepare !== undefined) await context.addInitScript(prepare);
    return new Visit(context, await context.newPage(), address);
  }

  async end(): Promise<void> {
    // A tab that crashed answers nothing any more.
    await this.context.unrouteAll({ behavior: 'ignoreErrors' }).catch(() => undefined);
    await this.context.close();
  }

  /** Opens the page with two scenarios, the selected one before the other, and a text in the editor of the other that was not run. */
  async open(selected: keyof typeof scenarios = 'quick'): Promise<void> {
    await this.page.goto(this.address + linkTo(savedPage(selected)));
    await this.page.locator('.tab-name').nth(1).waitFor();
    await this.page.locator('.tab-name').nth(1).click();
    await this.edit(other.draft);
    await this.page.getByRole('button', { name: 'Close the text' }).click();
    await this.page.locator('.tab-name').first().click();
  }

  /** Puts a text into the editor. */
  async edit(text: string): Promise<void> {
    const closed = this.page.getByRole('button', { name: /^Edit as JSON/ });
    if ((await closed.count()) > 0) await closed.click();
    await this.page.getByLabel('Scenario as JSON').fill(text);
  }

  /** Waits until the run of the selected scenario has come to its end. */
  async finished(): Promise<void> {
    await this.page.locator('main[data-status=finished]').waitFor();
  }

  async running(): Promise<void> {
    await this.page.locator('main[data-status=running]').waitFor();
    await this.page.getByRole('progressbar', { name: 'Simulated so far' }).waitFor();
  }

  /** What is on the page, once it is in the address too. */
  async work(): Promise<Work> {
    // Changes are written down a third of a second later.
    await this.page.waitForTimeout(450);
    const fragment = await this.page.waitForFunction(() => (location.hash.startsWith('#h1=') ? location.hash : null));
    const seen = await this.page.evaluate(() => ({
      tabs: [...document.querySelectorAll('.tab-name')].map(({ textContent }) => textContent ?? ''),
      selected: document.querySelector('.tab-name[aria-pressed=true] strong')?.textContent ?? null,
      overlaid: document.querySelector('.tab-side[aria-pressed=true]')?.getAttribute('aria-label') ?? null,
    }));
    return { ...seen, inAddress: JSON.parse(inflateRawSync(Buffer.from(String(await fragment.jsonValue()).slice('#h1='.length), 'base64url')).toString()) as SavedWorkspace };
  }

  /** What stands in the editor of the other scenario and was not run; null: nothing. */
  async draft(): Promise<string | null> {
    await this.page.locator('.tab-name').nth(1).click();
    const opener = this.page.getByRole('button', { name: 'Edit as JSON (edited)' });
    const isThere = (await opener.count()) > 0;
    if (isThere) await opener.click();
    const text = isThere ? await this.page.getByLabel('Scenario as JSON').inputValue() : null;
    if (isThere) await this.page.getByRole('button', { name: 'Close the text' }).click();
    await this.page.locator('.tab-name').first().click();
    return text;
  }

  /** Waits until something on the page says `words`, and gives what it says. */
  async reads(where: string, words: RegExp): Promise<string> {
    try {
      const handle = await this.page.waitForFunction(
        ({ selector, source, flags }) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '').find((text) => new RegExp(source, flags).test(text)) ?? null,
        { selector: where, source: words.source, flags: words.flags },
        { polling: 20 },
      );
      return String(await handle.jsonValue());
    } catch {
      const there = await this.page.locator(where).allTextContents().catch(() => []);
      throw new Error(`nothing on the page says ${String(words)}; ${where} says ${JSON.stringify(there)}`);
    }
  }

  /** As `reads`, and holds that no more than `milliseconds` have passed since the fault happened in a thread. */
  async readsSoon(where: string, words: RegExp, milliseconds = 1_000): Promise<string> {
    const from = await happenedAt(this.page);
    const text = await this.reads(where, words);
    const took = (await this.page.evaluate(() => performance.now())) - from;
    this.note = `said after ${took.toFixed(0)} ms`;
    if (took > milliseconds) throw new Error(`it was said only after ${took.toFixed(0)} ms`);
    return text;
  }

  /** Has a person end what runs, by Escape or otherwise, and gives the milliseconds until nothing runs any more. */
  async stop(press = (): Promise<void> => this.page.keyboard.press('Escape')): Promise<number> {
    await this.page.evaluate(() => {
      const state = globalThis as typeof globalThis & { stoppedAfter?: number };
      delete state.stoppedAfter;
      const listening = new AbortController();
      const pressed = ({ timeStamp }: Event): void => {
        // Whatever is pressed later stops something else.
        listening.abort();
        const look = (): void => {
          const isBusy = [...document.querySelectorAll('button')].some(({ textContent }) => textContent?.startsWith('Stop and keep') === true);
          if (isBusy) requestAnimationFrame(look);
          else state.stoppedAfter ??= performance.now() - timeStamp;
        };
        requestAnimationFrame(look);
      };
      for (const type of ['keydown', 'pointerdown']) addEventListener(type, pressed, { capture: true, signal: listening.signal });
    });
    await press();
    const handle = await this.page.waitForFunction(() => (globalThis as typeof globalThis & { stoppedAfter?: number }).stoppedAfter ?? null, null, { polling: 20 });
    return Number(await handle.jsonValue());
  }

  /** Holds a stop to half a second. */
  holdStop(took: number): void {
    this.note = `idle again after ${took.toFixed(0)} ms`;
    if (took > 500) throw new Error(`it was idle again only after ${took.toFixed(0)} ms`);
  }

  /** Has files of the page come in another way, or not at all (`abort`), until `mend`. */
  async break(files: RegExp, answer: Broken): Promise<void> {
    await this.context.route(files, (route) => (answer === 'abort' ? route.abort() : route.fulfill({ ...answer })).catch(() => undefined));
    this.broken.push(files);
  }

  async mend(): Promise<void> {
    for (const files of this.broken.splice(0)) await this.context.unroute(files);
  }

  /** Has the page simulate another scenario with another seed, and holds the result to one that nothing disturbed. */
  async works(): Promise<void> {
    await this.edit(changed.text);
    await this.page.getByLabel('Scenario as JSON').press('Control+Enter');
    await this.page.getByRole('button', { name: 'Close the text' }).click();
    await this.page.getByLabel('Seed').fill(changed.seed);
    await this.shows(changed.text, changed.seed);
  }

  /** Waits until the page shows the result of a scenario with a seed, as it is where nothing disturbs it. */
  async shows(text: string, seed: string): Promise<void> {
    const mark = await undisturbed(text, seed);
    try {
      await this.page.locator(`main[data-status=finished][data-fingerprint="${String(mark)}"]`).waitFor();
    } catch {
      const main = this.page.locator('main');
      const [state, found, its, selected, alerts] = await Promise.all([main.getAttribute('data-status'), main.getAttribute('data-fingerprint'), main.getAttribute('data-seed'), this.page.locator('.tab-name[aria-pressed=true]').allTextContents(), this.page.getByRole('alert').allTextContents()]);
      throw new Error(`the page shows a run (${String(state)}, seed “${String(its)}”, of “${selected.join()}”) with the fingerprint ${String(found)} and not ${String(mark)}; alerts: ${JSON.stringify(alerts)}`);
    }
  }

  /** The uncaught errors but for those that were injected, or that belong to the fault. */
  surprises(expected: RegExp | undefined): string[] {
    return this.errors.filter((error) => !error.includes(injected) && expected?.test(error) !== true);
  }
}

function switchRepeatingOff(): void {
  try {
    localStorage.setItem('headroom.repeat', 'off');
  } catch {
    // A page without storage.
  }
}
