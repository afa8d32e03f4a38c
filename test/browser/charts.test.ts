import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { choose, finished, openPage, openScenario, sharedPage, thoroughly, useBrowser, type OpenedPage } from './openPage.ts';

useBrowser({ reusingTabs: true });

const outcomes = (page: Page): Locator => page.getByRole('figure', { name: 'What became of the events' });
const bar = (page: Page): Locator => page.locator('.time-bar');
const said = (page: Page): Promise<string | null> => page.locator('[aria-live=polite]').textContent();

const openOutage = (): Promise<OpenedPage> => openScenario('outage-of-an-hour', { viewport: { width: 1280, height: 1700 }, acceptDownloads: true });
const outagePage = sharedPage(openOutage);

/** A page that shows all of an outage, and nothing selected, held or pointed at: one for all tests. */
async function withOutage(): Promise<Page> {
  const { page, errors } = await outagePage();
  await page.mouse.move(5, 5);
  await outcomes(page).focus();
  for (const key of ['0', 'Escape', 'Escape']) await page.keyboard.press(key);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await expect.poll(() => page.locator('.selection, .cursor, .pin, .overview').count()).toBe(0);
  expect(errors).toEqual([]);
  return page;
}

/** Drags over a plot, between two shares of the whole chart's width. */
async function drag(page: Page, chart: Locator, from: number, to: number): Promise<void> {
  const box = await chart.locator('.plot > svg').boundingBox();
  if (box === null) throw new Error('the chart is not on the page');
  await page.mouse.move(box.x + box.width * from, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, box.y + 70, { steps: 5 });
  await page.mouse.up();
}

describe('a drag over a chart', () => {
  it('selects whole bins in all charts; Zoom shows them alone, Whole run ends it', async () => {
    const page = await withOutage();
    await drag(page, page.getByRole('figure').nth(2), 0.3, 0.5);
    expect(await page.locator('.selection').count()).toBe(5);
    const selected = /^(\d\d:\d\d–\d\d:\d\d) selected/.exec((await bar(page).textContent()) ?? '')?.[1] ?? 'nothing';
    expect(selected).toMatch(/^0[01]:\d\d–01:\d\d$/);
    await expect.poll(() => said(page)).toBe(`${selected} selected.`);

    await bar(page).getByRole('button', { name: 'Zoom' }).click();
    expect(await bar(page).textContent()).toContain(`${selected} shown`);
    const marks = await page.locator('.time-ruler').first().locator('text').allTextContents();
    expect(marks).toContain('01:30');
    expect(marks).not.toContain('00:00');
    expect(await page.locator('.overview').count()).toBe(1);
    // All of what is shown is selected: there is nothing to tell apart.
    expect(await page.locator('.selection').count()).toBe(0);

    await bar(page).getByRole('button', { name: 'Whole run' }).click();
    expect(await page.locator('.selection').count()).toBe(5);
    await page.keyboard.press('Escape');
    expect(await page.locator('.selection').count()).toBe(0);
    expect(await page.locator('.overview').count()).toBe(0);
  });

  it('of a finger selects when it is horizontal; a vertical one scrolls the page', async () => {
    const { page } = await openPage({ viewport: { width: 400, height: 800 }, hasTouch: true });
    await finished(page);
    await outcomes(page).scrollIntoViewIfNeeded();
    const box = await outcomes(page).locator('.plot > svg').boundingBox();
    if (box === null) throw new Error('the chart is not on the page');
    const protocol = await page.context().newCDPSession(page);
    const touch = async (x: number, y: number, dx: number, dy: number): Promise<void> => {
      await protocol.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
      for (let step = 1; step <= 8; step++) await protocol.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: x + (dx * step) / 8, y: y + (dy * step) / 8 }] });
      await protocol.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    const y = Math.min(box.y + 60, 700);
    await touch(200, y, 0, -150);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(50);
    expect(await page.locator('.selection').count()).toBe(0);
    await page.evaluate(() => window.scrollTo(0, 0));
    await outcomes(page).scrollIntoViewIfNeeded();
    const now = await outcomes(page).locator('.plot > svg').boundingBox();
    await touch(150, Math.min((now?.y ?? 0) + 60, 700), 120, 4);
    expect(await page.locator('.selection').count()).toBeGreaterThan(0);
  });

  it('is not a double click, which shows the whole run again', async () => {
    const page = await withOutage();
    await outcomes(page).focus();
    await page.keyboard.press('w');
    expect(await page.locator('.overview').count()).toBe(1);
    await drag(page, outcomes(page), 0.3, 0.4);
    expect(await page.locator('.overview').count()).toBe(1);
    await outcomes(page).locator('.plot > svg').dblclick({ position: { x: 200, y: 50 } });
    expect(await page.locator('.overview').count()).toBe(0);
  });

  it('on the strip above the charts moves what is shown', async () => {
    const page = await withOutage();
    await outcomes(page).focus();
    for (const key of ['w', 'w']) await page.keyboard.press(key);
    const before = await page.locator('.time-shown').textContent();
    await page.locator('.overview').click({ position: { x: 100, y: 12 } });
    expect(await page.locator('.time-shown').textContent()).toMatch(/^00:00–00:45 shown/);
    expect(before).not.toMatch(/^00:00–00:45/);
  });
});

describe('a click on a chart', () => {
  it('holds the cursor where it is when the pointer leaves; a second one lets go of it', async () => {
    const page = await withOutage();
    const plot = outcomes(page).locator('.plot > svg');
    await plot.click({ position: { x: 300, y: 60 } });
    await page.mouse.move(5, 5);
    expect(await page.locator('.pin').count()).toBe(5);
    expect(await page.locator('.cursor').count()).toBe(5);
    await page.waitForTimeout(600);
    await plot.click({ position: { x: 300, y: 60 } });
    await page.mouse.move(5, 5);
    expect(await page.locator('.cursor').count()).toBe(0);
  });
});

describe('by keyboard', () => {
  it('whatever a drag does can be done: select, zoom, pan, hold, and back', async () => {
    const page = await withOutage();
    await outcomes(page).focus();
    await page.keyboard.press('Home');
    for (let press = 0; press < 3; press++) await page.keyboard.press('PageDown');
    for (let press = 0; press < 9; press++) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => said(page)).toBe('00:30–00:40 selected.');
    await page.keyboard.press('f');
    await expect.poll(() => said(page)).toBe('00:30–00:40 is shown.');
    await page.keyboard.press('d');
    await expect.poll(() => said(page)).toBe('00:33–00:43 is shown.');
    await page.keyboard.press('s');
    await page.keyboard.press('s');
    expect(await page.locator('.time-shown').textContent()).toMatch(/^00:\d\d–0[01]:\d\d shown/);
    await page.keyboard.press('0');
    await expect.poll(() => said(page)).toBe('The whole run is shown.');
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toBe('The cursor is held at 00:39–00:40.');
    await page.keyboard.press('Escape');
    expect(await page.locator('.selection').count()).toBe(0);
  });

  thoroughly('letters do nothing where single-letter keys are switched off; arrows still do', async () => {
    const { page } = await openOutage();
    await page.getByRole('button', { name: 'Keys and help' }).click();
    await page.getByLabel('Single letters are commands').uncheck();
    await page.keyboard.press('Escape');
    await outcomes(page).focus();
    for (const key of ['w', 't', 'd']) await page.keyboard.press(key);
    expect(await page.locator('.overview').count()).toBe(0);
    expect(await outcomes(page).getByRole('table').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.cursor').count()).toBe(5);
  });

  thoroughly('another scenario begins with nothing selected and nobody pointing', async () => {
    const { page } = await openOutage();
    await outcomes(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('w');
    await choose(page, 'overload-ages-out');
    expect(await page.locator('.selection, .cursor, .overview').count()).toBe(0);
  });
});

describe('Export', () => {
  async function exported(page: Page, chart: Locator, kind: string): Promise<{ name: string; bytes: Buffer }> {
    await chart.locator('summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), chart.getByRole('button', { name: kind, exact: true }).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  it('makes an SVG that stands alone: well-formed, with title, run, labels and time, and no reference to anything outside', async () => {
    const page = await withOutage();
    const { name, bytes } = await exported(page, outcomes(page), 'SVG');
    expect(name).toBe('headroom-an-outage-of-an-hour-outcomes.svg');
    const svg = bytes.toString('utf8');
    // In a page of nobody's, which has no policy against reading markup.
    const reader = await page.context().newPage();
    const read = await reader.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const fills = [...parsed.querySelectorAll('[fill^=url]')].map((one) => /#([\w-]+)/.exec(one.getAttribute('fill') ?? '')?.[1] ?? '');
      return {
        failed: parsed.querySelector('parsererror') !== null,
        root: parsed.documentElement.localName,
        title: parsed.querySelector('title')?.textContent ?? '',
        texts: [...parsed.querySelectorAll('text')].map((one) => one.textContent ?? ''),
        missing: fills.filter((id) => parsed.getElementById(id) === null),
        patterns: new Set(fills).size,
        classes: parsed.querySelectorAll('[class]').length,
      };
    }, svg);
    expect(read).toMatchObject({ failed: false, root: 'svg', missing: [], classes: 0 });
    expect(read.title).toMatch(/^What became of the events\. .*seed \w+ · Headroom \d/);
    expect(read.patterns).toBeGreaterThan(0);
    expect(read.texts).toEqual(expect.arrayContaining(['What became of the events', 'delivered on time', '01:30', 'simulated time']));
    expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<style/);
  });

  it('makes a PNG with two pixels for each of the page’s', async () => {
    const page = await withOutage();
    const { name, bytes } = await exported(page, page.getByRole('figure').nth(2), 'PNG');
    expect(name).toMatch(/-waiting\.png$/);
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const plotWidth = await page.locator('.plot > svg').first().evaluate((plot) => plot.clientWidth);
    expect(bytes.readUInt32BE(16)).toBe((plotWidth + 40) * 2);
    expect(bytes.length).toBeGreaterThan(5000);
  });

  it('makes a CSV of what the table shows: a header, and a line for each bin that is in sight', async () => {
    const page = await withOutage();
    await outcomes(page).focus();
    await page.keyboard.press('w');
    const { name, bytes } = await exported(page, outcomes(page), 'CSV');
    expect(name).toMatch(/-outcomes\.csv$/);
    const lines = bytes.toString('utf8').split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines[0]).toMatch(/^from \(seconds\),to \(seconds\),from,to,accepted,delivered on time,/);
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
    expect(lines).toHaveLength(91);
    expect(lines[1]).toMatch(/^2700,2760,00:45,00:46,\d+,/);
  });

  it('makes a CSV of the whole run, minute by minute, as the command line does', async () => {
    const page = await withOutage();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export everything as CSV' }).click()]);
    expect(download.suggestedFilename()).toMatch(/-minutes\.csv$/);
    const lines = (await readFile(await download.path())).toString('utf8').split('\r\n');
    expect(lines[0]).toMatch(/^t,function,AsyncEventsReceived,/);
    expect(lines).toHaveLength(182);
  });

  it('is a menu for the keyboard: Enter opens it, Escape and Tab out of it close it', async () => {
    const page = await withOutage();
    const menu = outcomes(page).locator('.export-menu');
    const isOpen = (): Promise<boolean> => menu.evaluate((one) => (one as HTMLDetailsElement).open);
    await menu.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await isOpen()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await isOpen()).toBe(false);
    expect(await menu.locator('summary').evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    for (let press = 0; press < 4; press++) await page.keyboard.press('Tab');
    expect(await isOpen()).toBe(false);
  });
});

describe('the name of a limit', () => {
  thoroughly('is whole on a page of any width', async () => {
    const { page } = await openScenario('azure-2019-hundred', { viewport: { width: 320, height: 900 } });
    for (const width of [320, 360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const edges = await page.locator('.rule-name').evaluateAll((names) => names.map((name) => name.getBoundingClientRect().right - (name.closest('svg')?.getBoundingClientRect().right ?? 0)));
      expect(edges.length).toBeGreaterThan(1);
      for (const edge of edges) expect(edge, `at ${String(width)} px`).toBeLessThanOrEqual(0);
      expect((await page.locator('.rule-name').allTextContents()).join(' ')).toContain('ConcurrentExecutions of the');
    }
  });
});
