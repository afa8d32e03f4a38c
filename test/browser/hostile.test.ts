import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { linkTo } from '../link.ts';
import { hostileNames } from './hostileNames.ts';
import { isThorough, openShort, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

/** Names that a function or a destination may have; the scenario language refuses the others. */
const possible = hostileNames.filter((name) => parseScenario(JSON.stringify(calling([name], ''))).issues.length === 0);
const impossible = hostileNames.filter((name) => !possible.includes(name));

describe('names and texts that are hostile', () => {
  it('are many, of which the scenario language lets many be names', () => {
    expect(new Set(hostileNames).size).toBeGreaterThanOrEqual(60);
    expect(possible.length).toBeGreaterThan(50);
    expect(impossible.length).toBeGreaterThan(10);
  });

  it.each([0, 1].slice(0, isThorough ? 2 : 1).map((half) => ({ half: half + 1, names: possible.filter((_, index) => index % 2 === half) })))(
    'as functions, destinations, seeds, errors and descriptions stay text in every panel ($half of 2)',
    async ({ names }) => {
      const { page, errors } = await openGuarded();
      await drop(page, [[`${names[0] ?? ''}.json`, JSON.stringify(calling(names, hostileNames.join(' ').slice(0, 9_000)))]]);
      await expectSoon(() => page.locator('.numbers-head').textContent()).toContain(`${String(2 * names.length)} accepted events of ${String(names.length)} functions`);
      await page.locator('.functions > button, .functions .table-scroll ~ * button').last().click();
      await page.getByLabel('Seed').fill(names[1] ?? '');
      await rested(page);
      expect((await page.locator('.functions .choose').allTextContents()).sort()).toEqual([...names].sort());
      await walk(page, names);
      await clean(page);
      expect(errors).toEqual([]);
    },
    120_000,
  );

  it('as streams, queues and mappings stay text in charts, numbers, the form and exports', async () => {
    const names = possible.filter((_, index) => index % 3 === 0);
    const scenario = reading(names);
    expect(parseScenario(JSON.stringify(scenario)).issues).toEqual([]);
    const { page, errors } = await openGuarded();
    await drop(page, [['sources.json', JSON.stringify(scenario)]]);
    await expectSoon(() => page.locator('main').textContent()).toContain(names[0]);
    await rested(page);
    await openAll(page.locator('main .chart button[aria-expanded=false]'));
    await openAll(page.locator('aside .section-head button[aria-expanded=false]'));
    await openAll(page.locator('aside .entry-title[aria-expanded=false]'), 6);
    await clean(page);
    const figure = page.getByRole('figure').first();
    for (const kind of ['SVG', 'CSV']) {
      await figure.locator('summary').click();
      const text = await saved(page, figure.getByRole('button', { name: kind, exact: true }));
      if (kind === 'SVG') await harmlessPicture(page, text);
      else harmlessTable(text);
    }
    const everything = await saved(page, page.getByRole('button', { name: 'Export everything as CSV' }));
    harmlessTable(everything);
    for (const name of names) expect(everything).toContain(name.replaceAll('"', '""'));
    expect(errors).toEqual([]);
  }, 120_000);

  it('that cannot be names are listed as problems, as text', async () => {
    const { page, errors } = await openGuarded();
    const functions = impossible.map((name) => `${JSON.stringify(name)}: {}`).join(',');
    const strange = `"version": 1, "duration": "5m", "functions": { ${functions} }, "traffic": [{ "to": ${JSON.stringify(hostileNames[1])}, "arrivals": { "poisson": { "rate": ${JSON.stringify(hostileNames[0])} } } }]`;
    await drop(page, [[hostileNames[2] ?? '', `{ ${hostileNames.map((name) => `${JSON.stringify(name)}: 1`).join(',')}, ${strange} }`]]);
    await page.getByRole('alert').waitFor();
    expect(await page.locator('.issues tbody tr').count()).toBeGreaterThan(60);
    await clean(page);
    await page.getByRole('button', { name: 'Edit the text' }).click();
    await clean(page);
    expect(errors).toEqual([]);
  });

  it('as names of scenarios and files stay text in tabs, tables, palette and link', async () => {
    const { page, errors } = await openGuarded();
    for (let at = 0; at < hostileNames.length; at += 26) {
      const names = hostileNames.slice(at, at + 26);
      const whole = { headroom: 1, scenarios: names.map((name, index) => ({ letter: String.fromCharCode(65 + index), name: name.slice(0, 300), text: JSON.stringify({ version: 1, name: index % 2 === 0 ? name.slice(0, 200) : '', duration: '1m', functions: { called: {} } }), gallery: name.slice(0, 300), seed: name.slice(0, 200) })), selected: 'A', overlaid: 'B', function: names[0], zoom: [0, 30] };
      if (at % 52 === 0) await page.evaluate((link) => (location.hash = link), linkTo(JSON.stringify(whole)));
      else await drop(page, [[`${names[0] ?? ''}.json`, JSON.stringify(whole)]]);
      await expectSoon(() => page.locator('.tab-name').count()).toBe(names.length);
      await rested(page);
      const shown = await page.locator('.tab-name span').allTextContents();
      for (const [index, name] of names.entries()) expect(shown[index]).toBe(index % 2 === 0 && name.trim() !== '' ? name.slice(0, 200).trim() : name.slice(0, 300));
      await page.getByRole('button', { name: 'Find a command, a setting or a scenario' }).click();
      await page.locator('#palette-list li').first().waitFor();
      await clean(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Share' }).click();
      await page.locator('.share-address, .modal .primary').first().waitFor();
      await clean(page);
      await page.keyboard.press('Escape');
    }
    // What was kept of it opens again.
    const last = await page.locator('.tab-name span').allTextContents();
    await page.waitForTimeout(500);
    await page.reload();
    await expectSoon(() => page.locator('.tab-name span').allTextContents()).toEqual(last);
    await clean(page);
    expect(errors).toEqual([]);
  });

  it('as names of trace files, and in what a trace holds, stay text', async () => {
    const { page, errors } = await openGuarded();
    for (const name of [hostileNames[1] ?? '', '__proto__', 'constructor', '=1+1']) {
      const file = `${name}.csv`;
      await drop(page, [
        ['traced.json', JSON.stringify({ version: 1, name: `Traced by ${name}`, duration: '5m', functions: { called: {} }, traffic: [{ to: 'called', arrivals: { trace: { file, format: 'generic' } } }] })],
        [file, 'timestamp,count\n0,3\n60,4\n'],
      ]);
      await expectSoon(() => page.locator('#scenario').textContent()).toBe(`Traced by ${name}`);
      expect(await page.locator('.numbers-head').textContent()).toContain('7 accepted events');
      await drop(page, [[file, `timestamp,function,count\n${hostileNames.map((one) => `0,"${one.replaceAll('"', '""')}",1`).join('\n')}\n`]]);
      await expectSoon(() => page.getByRole('alert').count()).toBe(1);
      await clean(page);
    }
    await page.waitForTimeout(500);
    await page.reload();
    await page.getByRole('alert').waitFor();
    await clean(page);
    expect(errors).toEqual([]);
  });

  it('in links and saved pages of any shape are refused or opened, and change no prototype', async () => {
    const { page, errors } = await openGuarded();
    const inner = JSON.stringify({ version: 1, duration: '1m', functions: { called: {} } });
    const shapes = [
      `{"headroom":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"scenarios":[{"letter":"A","name":"a","text":${JSON.stringify(inner)},"__proto__":{"galleryId":"x"}}],"selected":"__proto__"}`,
      `{"headroom":1,"scenarios":{"length":1,"0":{}},"selected":"A"}`,
      `{"headroom":1,"scenarios":[{"letter":"A","name":{"toString":"x"},"text":"{}"}]}`,
      `{"headroom":1,"scenarios":[{"letter":"A","name":"a","text":${JSON.stringify(inner)}}],"selected":"A","zoom":["<img>",1e999],"function":{"__html":"<img>"}}`,
      `{"headroom":${JSON.stringify(hostileNames[0])}}`,
      `{"headroom":1,"scenarios":[${'['.repeat(5_000)}${']'.repeat(5_000)}]}`,
    ];
    for (const [index, text] of shapes.entries()) {
      await drop(page, [[`${String(index)}.json`, text]]);
      await rested(page);
      await page.evaluate((link) => (location.hash = link), linkTo(text));
      await page.waitForTimeout(150);
      await clean(page);
    }
    for (const fragment of hostileNames) await page.evaluate((link) => (location.hash = link), `#h1=${fragment}`);
    await rested(page);
    await clean(page);
    expect(errors).toEqual([]);
  });
});

/** A scenario in which every name calls and is called, fails and is sent somewhere. */
function calling(names: readonly string[], words: string): unknown {
  const called = Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        Timeout: 30,
        ReservedConcurrentExecutions: 1,
        EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: `to ${name}`.slice(0, 140).trim() } } },
        behaviour: { duration: { constant: '10s' }, errorRate: index % 2, error: { errorMessage: name, errorType: name } },
      },
    ]),
  );
  return {
    version: 1,
    name: words.slice(0, 200),
    description: words,
    duration: '5m',
    seed: words.slice(0, 200),
    functions: called,
    destinations: Object.fromEntries(names.map((name) => [`to ${name}`.slice(0, 140).trim(), { type: 'SQS' }])),
    traffic: names.map((name) => ({ to: name, arrivals: { at: ['10s', '11s'] }, payload: { note: name } })),
  };
}

/** A scenario in which every name is that of a stream of two shards or a queue, and of the mapping that reads it. */
function reading(names: readonly string[]): unknown {
  const streams = names.filter((_, index) => index % 2 === 0);
  const queues = names.filter((_, index) => index % 2 === 1);
  return {
    version: 1,
    duration: '5m',
    functions: { called: { behaviour: { duration: { constant: '1s' }, errorRate: 0.5 } } },
    streams: Object.fromEntries(streams.map((name) => [name, { ShardCount: 2, writes: [{ arrivals: { burst: { count: 4 } } }] }])),
    queues: Object.fromEntries(queues.map((name) => [name, { sends: [{ arrivals: { burst: { count: 3 } } }] }])),
    eventSourceMappings: Object.fromEntries(names.map((name, index) => [name, { EventSourceArn: name, FunctionName: 'called', ...(index % 2 === 0 ? { StartingPosition: 'LATEST', MaximumRetryAttempts: 1 } : {}) }])),
  };
}

/** Opens everything that can be opened on the page, and saves everything that can be saved. */
async function walk(page: Page, names: readonly string[]): Promise<void> {
  // The function's numbers, settings and form, for one that is told apart by name only.
  await page.getByRole('button', { name: names[0] ?? '', exact: true }).first().click();
  await rested(page);
  await openAll(page.locator('aside .section-head button[aria-expanded=false]'));
  await openAll(page.locator('aside .entry-title[aria-expanded=false]'), 6);
  await openAll(page.locator('aside .about-button[aria-expanded=false]'), 3);
  await clean(page);

  await openAll(page.locator('main .chart button[aria-expanded=false]'));
  await page.getByRole('figure').first().focus();
  for (const key of ['Home', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await clean(page);

  for (const kind of ['SVG', 'PNG', 'CSV']) {
    const figure = page.getByRole('figure').last();
    await figure.locator('summary').click();
    const text = await saved(page, figure.getByRole('button', { name: kind, exact: true }));
    if (kind === 'SVG') await harmlessPicture(page, text);
    if (kind === 'CSV') harmlessTable(text);
  }
  harmlessTable(await saved(page, page.getByRole('button', { name: 'Export everything as CSV' })));

  await page.getByRole('button', { name: 'Show the events' }).click();
  await page.locator('.records-covers').waitFor({ timeout: 30_000 });
  await page.locator('.events .choose').first().click();
  await page.locator('.story').waitFor();
  await clean(page);

  await page.getByRole('button', { name: 'Compare with a changed copy' }).click();
  await page.locator('.compared').waitFor();
  await page.getByRole('button', { name: 'Compare with scenario A in the charts' }).click();
  await rested(page);
  await clean(page);

  await page.getByRole('button', { name: 'Find a command, a setting or a scenario' }).click();
  await page.getByRole('combobox', { name: 'Words to find' }).fill((names[2] ?? '').split(' ')[0] ?? '');
  await clean(page);
  await page.keyboard.press('Escape');
  for (const name of ['Share', 'Keys and help']) {
    await page.getByRole('button', { name }).click();
    await page.locator('dialog .modal-actions').first().waitFor();
    await clean(page);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Edit as JSON' }).click();
  await clean(page);
}

async function openAll(buttons: Locator, most = 30): Promise<void> {
  // Each that is opened is no more among them.
  for (let left = Math.min(await buttons.count(), most); left > 0 && (await buttons.count()) > 0; left--) await buttons.first().click();
}

/** The text of a file that a button saves. */
async function saved(page: Page, button: Locator): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect(download.suggestedFilename()).toMatch(/^headroom-[^\\/<>:"|?*\s]+\.(svg|png|csv)$/);
  return readFile(await download.path(), 'utf8');
}

/** A picture holds shapes and text, and nothing that runs or fetches. */
async function harmlessPicture(page: Page, svg: string): Promise<void> {
  // The page itself lets nothing be parsed as a document.
  const reader = await page.context().newPage();
  const found = await reader.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    const elements = [...picture.querySelectorAll('*')];
    return {
      isBroken: picture.querySelector('parsererror') !== null,
      strange: elements.filter(({ localName }) => ['script', 'foreignObject', 'image', 'iframe', 'animate', 'set', 'img', 'a'].includes(localName)).map(({ outerHTML }) => outerHTML),
      handlers: elements.flatMap((element) => element.getAttributeNames().filter((name) => /^on/i.test(name))),
      addresses: elements.flatMap((element) => element.getAttributeNames().filter((name) => /href$/i.test(name)).map((name) => element.getAttribute(name) ?? '')).filter((address) => !address.startsWith('#')),
    };
  }, svg);
  await reader.close();
  expect(found).toEqual({ isBroken: false, strange: [], handlers: [], addresses: [] });
}

/** No field of a table begins as a formula does, unless it is a number. */
function harmlessTable(csv: string): void {
  const fields = csv.split(/\r\n|,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((field) => field.replace(/^"/, ''));
  expect(fields.filter((field) => /^[=+\-@\t\r]/.test(field) && Number.isNaN(Number(field)))).toEqual([]);
}

interface Guarded {
  seen: string[];
}

/** A page that notes whatever should not happen. */
async function openGuarded(): ReturnType<typeof openShort> {
  const guarded = await openShort({
    acceptDownloads: true,
    viewport: { width: 1280, height: 1400 },
    prepare: () => {
      const seen: string[] = [];
      const before = Object.getOwnPropertyNames(Object.prototype).join();
      Object.defineProperty(window, 'guard', {
        get: (): Guarded => ({ seen: [...seen, ...(Object.getOwnPropertyNames(Object.prototype).join() === before ? [] : ['Object.prototype changed'])] }),
      });
      for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const) Object.assign(window, { [name]: () => void seen.push(name) });
      Object.defineProperty(window, '__hit', { set: () => void seen.push('__hit') });
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => seen.push(`${effectiveDirective} ${blockedURI}`));
    },
  });
  guarded.page.on('dialog', (dialog) => {
    guarded.errors.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return guarded;
}

/** Nothing ran, and nothing of what was written has become an element, an attribute or an address. */
async function clean(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const elements = [...document.body.querySelectorAll('*')];
    const strangers = 'script:not([src]), img, iframe, b, body body, video, audio, source, object, embed, base, meta, link, form, template, marquee, math, foreignObject, animate, set, image, style, noscript p, [srcdoc], [autofocus]:not(.modal input)';
    return {
      seen: (window as unknown as { guard: Guarded }).guard.seen,
      strangers: [...document.body.querySelectorAll(strangers)].filter((element) => !element.matches('noscript')).map(({ outerHTML }) => outerHTML.slice(0, 200)),
      handlers: elements.flatMap((element) => element.getAttributeNames().filter((name) => /^on/i.test(name))),
      addresses: elements
        .flatMap((element) => ['href', 'src', 'action', 'formaction', 'xlink:href'].map((name) => element.getAttribute(name) ?? '#'))
        .filter((address) => !/^(#|\.\/|https:\/\/docs\.aws\.amazon\.com\/|https:\/\/github\.com\/)/.test(address) && new URL(address, location.href).origin !== location.origin),
      title: document.title,
      origin: new URL(document.baseURI).origin === location.origin,
    };
  });
  expect(found).toMatchObject({ seen: [], strangers: [], handlers: [], title: 'Headroom', origin: true });
  expect(found.addresses.filter((address) => !/^https:\/\/[\w.-]+\//.test(address) || address.includes('evil.example'))).toEqual([]);
}

/** Waits until what was opened has been simulated, or refused. */
async function rested(page: Page): Promise<void> {
  await page.waitForTimeout(200);
  await expectSoon(() => page.evaluate(() => document.querySelector('main')?.dataset['status'] === 'running' || document.querySelector('.run-progress:not(.replications)') !== null)).toBe(false);
}

async function drop(page: Page, files: readonly (readonly [name: string, text: string])[]): Promise<void> {
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const [name, text] of list) data.items.add(new File([text], name));
    return data;
  }, files);
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

function expectSoon<Value>(get: () => Promise<Value>) {
  return expect.poll(get, { timeout: 20_000, interval: 50 });
}
