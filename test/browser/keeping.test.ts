import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import type { SavedWorkspace } from '../../ui/state/savedWorkspace.ts';
import { linkTo, withScenario } from '../link.ts';
import { isThorough, finished, openPage, thoroughly, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

const small = {
  version: 1,
  name: 'Small',
  duration: '1h',
  functions: {
    first: { ReservedConcurrentExecutions: 3, behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.1 } },
    second: { behaviour: { duration: { constant: '2s' } } },
  },
  traffic: [
    { to: 'first', arrivals: { poisson: { rate: '2/s' } } },
    { to: 'second', arrivals: { constant: { rate: '1/s' } } },
  ],
};
const traced = { version: 1, name: 'Traced', duration: '30m', functions: { first: {} }, traffic: [{ to: 'first', arrivals: { trace: { file: 'calls.csv', format: 'generic' } } }] };
const calls = `timestamp,count\n${Array.from({ length: 30 }, (_, minute) => `${String(minute * 60)},${String(minute % 7)}`).join('\n')}\n`;

describe('the address', () => {
  it('holds what is on the page, and opens it in another browser: scenarios, seed, function, zoom, comparison, numbers', async () => {
    const { page, errors } = await openSmall();
    await page.keyboard.press('n');
    await page.getByLabel('Seed').fill('another');
    await page.locator('main').getByRole('button', { name: 'second', exact: true }).click();
    await zoomIn(page);
    await page.keyboard.press('c');
    await settled(page);
    const made = await inAddress(page);
    expect(made).toMatchObject({ selected: 'B', overlaid: 'A', function: 'second' });
    expect(made.scenarios.map(({ letter, seed }) => [letter, seed])).toEqual([['A', undefined], ['B', 'another']]);
    expect(made.zoom?.[0]).toBeLessThan(made.zoom?.[1] ?? 0);
    const before = await look(page);
    expect(before.compared).toBe('A');

    const other = await openPage({ url: page.url() });
    await finished(other.page);
    expect(await look(other.page)).toEqual(before);
    expect(await other.page.locator('.notice').count()).toBe(0);
    expect([...errors, ...other.errors]).toEqual([]);
  });

  it('that is pasted into an open page opens there, and undo brings back what there was', async () => {
    const { page } = await openSmall();
    const before = await look(page);
    await page.evaluate((link) => (location.hash = link), linkTo(withName('Pasted')));
    await eventually(() => title(page)).toBe('Pasted');
    await page.keyboard.press('Control+z');
    await eventually(() => look(page)).toEqual(before);
    await settled(page);
    expect((await inAddress(page)).scenarios[0]?.text).toContain('"Small"');
  });

  thoroughly('that is pasted before the page has found out what to begin with opens there, too', async () => {
    const { page } = await openPage();
    await page.evaluate((link) => (location.hash = link), linkTo(withName('Pasted')));
    await eventually(() => title(page)).toBe('Pasted');
  });

  thoroughly('and its back and forward buttons break nothing', async () => {
    const { page, errors } = await openSmall();
    for (const name of ['One', 'Two']) {
      await page.evaluate((link) => (location.hash = link), linkTo(withName(name)));
      await eventually(() => title(page)).toBe(name);
      await settled(page);
    }
    await page.goBack();
    await eventually(() => title(page)).toBe('One');
    await page.goBack();
    await eventually(() => title(page)).toBe('Small');
    await page.goForward();
    await eventually(() => title(page)).toBe('One');
    // Out of the page, and back to it.
    await settled(page);
    await page.goto('about:blank');
    await page.goBack();
    await eventually(() => title(page)).toBe('One');
    await finished(page);
    expect(errors).toEqual([]);
  });

  it('that is cut off, damaged or newer is refused in a sentence, and the page works', async () => {
    const { page, errors } = await openPage({ hash: linkTo(withName('Cut')).slice(0, 80) });
    await finished(page);
    const alert = page.getByRole('alert');
    const dismiss = page.getByRole('button', { name: 'Dismiss what is said about what was not opened' });
    expect(await alert.textContent()).toContain('The link in the address could not be opened: it is damaged, and may have been cut off.');
    await dismiss.press('Enter');
    await eventually(() => alert.count()).toBe(0);
    for (const [link, problem] of [
      ['#h1=%%%', 'it is damaged'],
      ['#h2=abc', 'it was made by a newer version of Headroom'],
      [linkTo('{"headroom":2}'), 'it was made by a newer version of Headroom'],
      [linkTo('{"headroom":1,"scenarios":[{}]}'), 'one of its scenarios is damaged'],
    ] as const) {
      await page.evaluate((damaged) => (location.hash = damaged), link);
      await eventually(() => alert.textContent()).toContain(problem);
      await dismiss.press('Enter');
      await eventually(() => alert.count()).toBe(0);
    }
    await page.getByLabel('Seed').fill('works');
    await eventually(() => page.locator('main').getAttribute('data-seed')).toBe('works');
    expect(errors).toEqual([]);
  });

  thoroughly('whose selected scenario is wrong shows the others all the same', async () => {
    const whole = withName('Right');
    const { page } = await openPage({ hash: linkTo({ ...whole, scenarios: [...whole.scenarios, { letter: 'B', name: 'wrong.json', text: '{' }], selected: 'B' }) });
    await page.getByRole('alert').getByRole('heading', { name: 'One problem in “wrong.json”' }).waitFor();
    await page.getByRole('button', { name: 'A Right' }).click();
    await eventually(() => title(page)).toBe('Right');
  });

  thoroughly('whose selected scenario is empty takes nothing of the others away', async () => {
    const whole = withName('Right');
    const { page } = await openPage({ hash: linkTo({ ...whole, scenarios: [...whole.scenarios, { letter: 'B', name: 'empty.json', text: '' }], selected: 'B' }) });
    await page.getByRole('button', { name: 'A Right' }).waitFor();
    await page.getByRole('combobox', { name: 'Scenario' }).selectOption('steady-state');
    await finished(page);
    expect(await page.locator('.tab-name span').allTextContents()).toEqual(['Right', 'Steady state']);
    await page.keyboard.press('Control+z');
    await eventually(() => page.locator('.tab-name span').allTextContents()).toEqual(['Right', 'empty.json']);
  });

  it('of somebody else takes nothing away that was kept here', async () => {
    const { page } = await openSmall();
    const before = await look(page);
    const context = page.context();
    await page.close();
    const visitor = await visit(context, linkTo(withName('Somebody else’s')));
    expect(await title(visitor)).toBe('Somebody else’s');
    await settled(visitor);
    // What the link brought is open, so a new tab goes on with what there was before it; once it is closed, it is the latest.
    const next = await visit(context);
    expect(await look(next)).toEqual(before);
    if (!isThorough) return;
    await visitor.close();
    expect(await title(await visit(context))).toBe('Somebody else’s');
  });

  thoroughly('of somebody else, followed in the same tab, can be undone', async () => {
    const { page } = await openSmall();
    await page.goto('about:blank');
    await page.goto(inject('pageUrl') + linkTo(withName('Somebody else’s')));
    await eventually(() => title(page)).toBe('Somebody else’s');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await eventually(() => title(page)).toBe('Small');
  });
});

describe('a reload', () => {
  it('keeps everything, also what is too long for a link, trace files, and what stands in the editor', async () => {
    const { page, errors } = await openSmall();
    const context = page.context();
    await open(page, [file('traced.json', { ...traced, description: noise(9_900) }), { name: 'calls.csv', mimeType: 'text/csv', buffer: Buffer.from(calls) }]);
    await eventually(() => title(page)).toBe('Traced');
    await page.getByLabel('Seed').fill('7');
    await settled(page);
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByText(/takes a link of \d\d,\d{3} characters/).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save a file' }).click()]);
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ headroom: 1, scenarios: [{ seed: '7' }] });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit as JSON' }).click();
    await page.getByLabel('Scenario as JSON').fill('{ "half": ');
    await page.getByRole('button', { name: 'Close the text' }).click();
    const before = await look(page);
    // At once, before the pause after which changes are written down.
    await page.reload();
    await eventually(() => look(page)).toEqual(before);
    expect(await page.locator('.notice').count()).toBe(0);
    await page.getByRole('button', { name: 'Edit as JSON (edited)' }).click();
    expect(await page.getByLabel('Scenario as JSON').inputValue()).toBe('{ "half": ');
    await page.close();
    // The next visit has it too, trace file included.
    const later = await visit(context);
    expect(await look(later)).toEqual(before);
    expect(errors).toEqual([]);
  });

  thoroughly('keeps what stands in the editor of each scenario', async () => {
    const { page } = await openSmall();
    const write = async (text: string): Promise<void> => {
      await page.getByRole('button', { name: 'Edit as JSON' }).click();
      await page.getByLabel('Scenario as JSON').fill(text);
      await page.getByRole('button', { name: 'Close the text' }).click();
    };
    await write('{ "of": "A"');
    await page.getByRole('button', { name: 'Compare with a changed copy' }).click();
    await page.getByRole('button', { name: 'Edit as JSON', exact: true }).waitFor();
    await write('{ "of": "B"');
    await page.waitForTimeout(500);
    await page.reload();
    for (const letter of ['A', 'B']) {
      await page.locator('.tab-name').filter({ hasText: letter }).first().click();
      await page.getByRole('button', { name: 'Edit as JSON (edited)' }).click();
      expect(await page.getByLabel('Scenario as JSON').inputValue()).toBe(`{ "of": "${letter}"`);
      await page.getByRole('button', { name: 'Close the text' }).click();
    }
  });

  it('an instant after a change loses nothing, however often, and leaves one session', async () => {
    const { page } = await openSmall();
    for (const seed of isThorough ? ['a', 'b', 'c', 'd', 'e'] : ['a', 'b']) {
      await page.getByLabel('Seed').fill(seed);
      await page.reload();
      await eventually(() => page.locator('main').getAttribute('data-seed')).toBe(seed);
    }
    expect(await sessions(page)).toBe(1);
  });
});

describe('a crash', () => {
  it('half a second after a change loses nothing: a new tab goes on with it and says so; Start afresh can be undone', async () => {
    const { page } = await openSmall();
    const context = page.context();
    await page.getByLabel('Seed').fill('before the crash');
    await page.waitForTimeout(500);
    await crash(page);
    const next = await visit(context);
    expect(await next.locator('main').getAttribute('data-seed')).toBe('before the crash');
    expect(await title(next)).toBe('Small');
    const notice = next.locator('.notice');
    expect(await notice.locator('p').textContent()).toMatch(/^Going on with what you were doing at \d\d:\d\d$/);
    await eventually(() => next.locator('[aria-live=polite]').textContent()).toMatch(/^Going on with/);
    const top = (await next.locator('.verdict').boundingBox())?.y ?? 0;
    expect((await notice.boundingBox())?.y).toBeLessThan(top);

    await notice.getByRole('button', { name: 'Start afresh' }).press('Enter');
    await eventually(() => title(next)).not.toBe('Small');
    expect(await notice.count()).toBe(0);
    expect(await next.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    await next.keyboard.press('Control+z');
    await eventually(() => title(next)).toBe('Small');
    await settled(next);
    await next.close();

    const third = await visit(context);
    await third.getByRole('button', { name: 'Dismiss what is said about the last visit' }).press('Enter');
    expect(await third.locator('.notice').count()).toBe(0);
    expect(await title(third)).toBe('Small');
  });
});

describe('two tabs', () => {
  it(`each keep their own; a duplicate goes on under its own${isThorough ? '; a fourth takes no open one' : ''}`, async () => {
    const { page: one } = await openSmall();
    const context = one.context();
    const two = await visit(context);
    expect(await title(two)).not.toBe('Small');
    await two.getByLabel('Seed').fill('two');
    await settled(two);

    // A tab that is duplicated has the address and the tab's storage of the other.
    const id = await one.evaluate(() => sessionStorage.getItem('headroom.session') ?? '');
    const three = await context.newPage();
    await three.addInitScript((session) => {
      if (sessionStorage.getItem('headroom.session') === null) sessionStorage.setItem('headroom.session', session);
    }, id);
    await three.goto(one.url());
    await finished(three);
    expect(await title(three)).toBe('Small');
    expect(await three.evaluate(() => sessionStorage.getItem('headroom.session'))).not.toBe(id);
    await three.getByLabel('Seed').fill('three');
    await one.getByLabel('Seed').fill('one');
    await Promise.all([settled(one), settled(three)]);
    for (const [tab, seed] of [
      [one, 'one'],
      [two, 'two'],
      [three, 'three'],
    ] as const) {
      await tab.reload();
      await eventually(() => tab.locator('main').getAttribute('data-seed')).toBe(seed);
    }
    expect(await sessions(one)).toBe(3);
    if (!isThorough) return;

    const four = await visit(context);
    expect(await four.locator('.notice').count()).toBe(0);
    expect(['one', 'two', 'three']).not.toContain(await four.locator('main').getAttribute('data-seed'));
    await two.close();
    await four.close();
    expect(await (await visit(context)).locator('main').getAttribute('data-seed')).toBe('two');
  });
});

describe('a file', () => {
  it('is saved by Ctrl+S and brings back one scenario, or all of them with what is looked at', async () => {
    const { page, errors } = await openSmall();
    const alone = await save(page);
    expect(alone.name).toBe('small.json');
    expect(JSON.parse(alone.text)).toEqual(small);

    await page.keyboard.press('n');
    await page.getByLabel('Seed').fill('b');
    await page.locator('main').getByRole('button', { name: 'first', exact: true }).click();
    await settled(page);
    const before = await look(page);
    const together = await save(page);
    expect(together.name).toBe('small.headroom.json');

    const { page: other } = await openPage();
    await finished(other);
    const chosen = other.waitForEvent('filechooser');
    // Keys and the wish to hear of file choosers reach the page by different ways: after this answer the wish is there.
    await other.evaluate(() => undefined);
    await other.keyboard.press('Control+o');
    const chooser = await chosen;
    await chooser.setFiles({ name: together.name, mimeType: 'application/json', buffer: Buffer.from(together.text) });
    await eventually(() => look(other)).toEqual(before);
    await drop(other, 'small.json', alone.text.replace('"Small"', '"Dropped"'));
    await eventually(() => title(other)).toBe('Dropped');
    expect(await letters(other)).toBe('AB');
    await other.keyboard.press('Control+z');
    await eventually(() => look(other)).toEqual(before);
    expect(errors).toEqual([]);
  });

  it('beside others becomes A, B and C; one that cannot be read is named, and the others open', async () => {
    const { page } = await openSmall();
    await open(page, ['One', 'Two', 'Three'].map((name) => file(`${name}.json`, { ...small, name })));
    await eventually(() => letters(page)).toBe('ABC');
    expect(await page.locator('.tab-name span').allTextContents()).toEqual(['One', 'Two', 'Three']);
    await open(page, [file('broken.json', { headroom: 2 }), file('Four.json', { ...small, name: 'Four' })]);
    await eventually(() => title(page)).toBe('Four');
    await finished(page);
    expect(await page.getByRole('alert').textContent()).toContain('“broken.json” could not be opened: it was made by a newer version of Headroom.');
  });

  thoroughly('beside too many others is named, and those that there is room for open', async () => {
    const { page } = await openSmall();
    await open(page, [file('saved.json', { headroom: 1, scenarios: [{ letter: 'A', name: 'x', text: JSON.stringify(small) }], selected: 'A' }), ...Array.from({ length: 27 }, (_, index) => file(`${String(index)}.json`, { ...small, name: String(index) }))]);
    await eventually(() => letters(page)).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    expect(await page.getByRole('alert').textContent()).toContain('“25.json” was not opened: the page holds 26 scenarios.');
    expect(await page.locator('.tab-name span').first().textContent()).toBe('Small');
  });

  thoroughly('with a name longer than any is kept all the same', async () => {
    const { page } = await openSmall();
    await drop(page, `${'n'.repeat(900)}.json`, JSON.stringify({ ...small, name: undefined }));
    await eventually(() => title(page)).toBe('n'.repeat(300));
    await page.reload();
    await eventually(() => title(page)).toBe('n'.repeat(300));
  });
});

describe('undo and redo, by keys and buttons', () => {
  it('go over typing in a field, opening, adding and removing scenarios, zoom, function and seed', async () => {
    const { page, errors } = await openSmall();
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    const redo = page.getByRole('button', { name: 'Redo', exact: true });
    const steps: (() => Promise<unknown>)[] = [
      () => page.locator('main').getByRole('button', { name: 'first', exact: true }).click(),
      () => page.locator('[id="field-functions.first.ReservedConcurrentExecutions"]').fill('9'),
      () => page.getByLabel('Seed').fill('s'),
      () => zoomIn(page),
      () => page.getByRole('button', { name: 'Compare with a changed copy' }).click(),
      () => page.getByRole('combobox', { name: 'Scenario' }).selectOption('steady-state'),
      () => page.getByRole('button', { name: 'Remove scenario B' }).click(),
    ];
    const seen = [await look(page)];
    for (const step of steps) {
      await step();
      await settled(page);
      seen.push(await look(page));
    }
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(seen.length);
    for (let at = seen.length - 2; at >= 0; at--) {
      if (at % 2 === 0) await undo.click();
      else await page.keyboard.press('Control+z');
      await eventually(() => look(page)).toEqual(seen[at]);
    }
    for (let at = 1; at < seen.length; at++) {
      if (at % 2 === 0) await redo.click();
      else await page.keyboard.press(at % 3 === 0 ? 'Control+y' : 'Control+Shift+z');
      await eventually(() => look(page)).toEqual(seen[at]);
    }
    expect(await redo.isDisabled()).toBe(true);
    expect(errors).toEqual([]);
  });
});

describe('where nothing can be kept', () => {
  // npm run faults does these and more, on fewer pages.
  it.runIf(isThorough).each<[string, () => void, { reloads: boolean }?]>([
    [
      'because the database does not open',
      () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('no', 'SecurityError');
        };
      },
    ],
    ['because the database never answers', () => (IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest)],
    [
      'because it is full',
      () => {
        IDBObjectStore.prototype.put = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      },
    ],
    [
      'because all storage is switched off',
      () => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('no', 'SecurityError');
            },
          });
        }
      },
      { reloads: true },
    ],
    [
      'because the browser has no locks and no random names',
      () => {
        Reflect.deleteProperty(Navigator.prototype, 'locks');
        Reflect.deleteProperty(Crypto.prototype, 'randomUUID');
      },
    ],
  ])('%s, the page works and says so', async (_, prepare, { reloads } = { reloads: false }) => {
    const { page, errors } = await openPage({ prepare });
    await finished(page);
    await page.getByLabel('Seed').fill('changed');
    await eventually(() => page.locator('main').getAttribute('data-seed')).toBe('changed');
    await page.locator('.run-bar').getByText('This browser keeps nothing for this page').waitFor();
    // The address has it all the same.
    expect((await inAddress(page)).scenarios[0]?.seed).toBe('changed');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.locator('.modal').getByText('This browser keeps nothing for this page').waitFor();
    if (reloads) {
      await page.reload();
      await eventually(() => page.locator('main').getAttribute('data-seed')).toBe('changed');
      await finished(page);
    }
    expect(errors).toEqual([]);
  });

  thoroughly('because only the tab’s own storage is refused, the rest is kept', async () => {
    const { page } = await openPage({
      prepare: () => {
        Object.defineProperty(window, 'sessionStorage', {
          get() {
            throw new DOMException('no', 'SecurityError');
          },
        });
      },
    });
    await finished(page);
    await page.getByLabel('Seed').fill('kept');
    await settled(page);
    const context = page.context();
    await page.close();
    expect(await (await visit(context)).locator('main').getAttribute('data-seed')).toBe('kept');
  });

  it('because the page came by plain http, it works from there too', async () => {
    const { page, errors } = await openPage({ url: 'about:blank' });
    const address = 'http://headroom.example/';
    await page.context().route(`${address}**`, async (route) => route.fulfill({ response: await route.fetch({ url: route.request().url().replace(address, inject('pageUrl')) }) }));
    await page.goto(address);
    expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator, 'randomUUID' in crypto])).toEqual([false, false, false]);
    await finished(page);
    await page.getByLabel('Seed').fill('plain');
    await page.locator('.run-bar').getByText('This browser keeps nothing for this page').waitFor();
    await page.context().unrouteAll({ behavior: 'ignoreErrors' });
    expect(errors).toEqual([]);
  });
});

describe('Forget everything', () => {
  it('asks once, and then no later visit finds anything', async () => {
    const { page } = await openSmall({ serviceWorkers: 'allow' });
    const context = page.context();
    await page.evaluate(async () => {
      localStorage.setItem('another.page', 'stays');
      await navigator.serviceWorker.ready;
    });
    // From now on the page's files come from what is kept.
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: 'Theme: system' }).click();
    await page.getByRole('button', { name: 'Keys and help' }).click();
    const forget = page.getByRole('button', { name: 'Forget everything that is kept in this browser' });
    await forget.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep it');
    await page.keyboard.press('Enter');
    expect(await sessions(page)).toBe(1);
    expect(await forget.evaluate((button) => document.activeElement === button)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Forget it' }).press('Enter');
    await page.getByText('Nothing is kept any more.').waitFor();
    expect(await sessions(page)).toBe(0);
    expect(await page.evaluate(async () => [Object.keys(localStorage), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length])).toEqual([['another.page'], [], 0]);
    expect(await page.getByRole('link', { name: 'Licences' }).getAttribute('href')).toBe('./licences.txt');
    // Nor is anything kept again for the page that is still open.
    await page.evaluate(async () => {
      const icon = new Image();
      icon.src = './icon-192.png';
      await icon.decode();
    });
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    await page.close();
    const later = await visit(context);
    expect(await later.locator('.notice').count()).toBe(0);
    expect(await title(later)).not.toBe('Small');
  });
});

/** A page with the small scenario. */
async function openSmall(options: BrowserContextOptions = {}): ReturnType<typeof openPage> {
  const opened = await openPage({ ...options, acceptDownloads: true, hash: linkTo(withName('Small')) });
  await settled(opened.page);
  return opened;
}

/** Another tab of the same browser. */
async function visit(context: BrowserContext, link = ''): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(inject('pageUrl') + link);
  await finished(page);
  return page;
}

/** Ends the tab's process, as running out of memory does: the page is told nothing. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}

interface FileToOpen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function file(name: string, content: unknown): FileToOpen {
  return { name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) };
}

async function open(page: Page, files: FileToOpen[]): Promise<void> {
  await page.getByLabel('Scenario file').setInputFiles(files);
}

async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: 'application/json' }));
      return data;
    },
    [name, text] as const,
  );
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

async function save(page: Page): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** Zooms in around the cursor of the first chart, by keys. */
async function zoomIn(page: Page): Promise<void> {
  await page.getByRole('figure').first().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('w');
}

/** As `expect.poll`, on a machine that is busy with other things too. */
function eventually<Value>(get: () => Promise<Value> | Value) {
  return expect.poll(get, { timeout: 15_000, interval: 50 });
}

/** Waits until the run has ended and what is on the page is written down. */
async function settled(page: Page): Promise<void> {
  await finished(page);
  await page.waitForTimeout(450);
  await finished(page);
}

function title(page: Page): Promise<string | null> {
  return page.locator('#scenario').textContent();
}

async function letters(page: Page): Promise<string> {
  return (await page.locator('.tab-name strong').allTextContents()).join('');
}

/** What a person sees of what is kept. */
function look(page: Page) {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    const texts = (selector: string): (string | null)[] => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
    return {
      name: document.querySelector('#scenario')?.textContent,
      status: main?.dataset['status'],
      seed: main?.dataset['seed'],
      fingerprint: main?.dataset['fingerprint'],
      tabs: texts('.tab-name'),
      selected: texts('.tab-name[aria-pressed=true]'),
      compared: document.querySelector('.tab-side[aria-pressed=true]')?.getAttribute('aria-label')?.replace(/.*scenario (.) .*/, '$1'),
      about: document.querySelector('.numbers-head')?.textContent,
      marks: texts('.time-ruler text'),
    };
  });
}

/** How many sessions the browser keeps. */
function sessions(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const request = indexedDB.open('headroom');
        request.onerror = () => reject(new Error('no database'));
        request.onsuccess = () => {
          const count = request.result.transaction('sessions').objectStore('sessions').count();
          count.onsuccess = () => {
            request.result.close();
            resolve(count.result);
          };
        };
      }),
  );
}

async function inAddress(page: Page): Promise<SavedWorkspace> {
  await eventually(() => new URL(page.url()).hash).toMatch(/^#h1=/);
  return JSON.parse(inflateRawSync(Buffer.from(new URL(page.url()).hash.slice('#h1='.length), 'base64url')).toString()) as SavedWorkspace;
}

function withName(name: string): SavedWorkspace {
  return withScenario('small.json', JSON.stringify({ ...small, name }));
}

/** Characters that no compression makes shorter, the same each time. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}
