import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { choose, finished, openPage, pick, thoroughly, useBrowser } from './openPage.ts';

useBrowser();

describe('the first visit', () => {
  it('shows a finished simulation with a verdict, its numbers and four charts', async () => {
    const { page, errors } = await openPage();
    await finished(page);
    const verdict = await page.locator('#verdict').textContent();
    expect(verdict).toMatch(/\d.*events/);
    expect(await page.locator('.outcome-numbers .count').count()).toBe(6);
    expect(await page.getByRole('figure').count()).toBe(4);
    expect(await page.locator('.chart .area-onTime').first().getAttribute('d')).toMatch(/^M[\d.]+,[\d.]+/);
    expect(errors).toEqual([]);
  });

  it('asks nobody but its own server for anything, and nobody at all once everything is loaded', async () => {
    const { page, requests, errors } = await openPage();
    await finished(page);
    await expect.poll(() => requests.filter((address) => /azure20\d\d_.+\.js$/.test(address)).length, { timeout: 20_000 }).toBe(3);
    await expect.poll(() => new Set(requests.filter((address) => /(recordsPanel|traceRun|dialogs|trafficPanel|clauseCard)-[\w-]+\.js$/.test(address))).size, { timeout: 20_000 }).toBe(5);
    await page.waitForLoadState('networkidle');
    // Last of all the browser is asked to keep the page.
    await page.evaluate(() => navigator.serviceWorker.ready);
    expect(requests.filter((address) => !address.startsWith(inject('pageUrl')))).toEqual([]);

    await page.context().setOffline(true);
    await choose(page, 'azure-2019-queue');
    expect(await page.locator('.numbers-head').textContent()).toContain('273,379 accepted events');
    await choose(page, 'destinations-tester');
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.getByRole('button', { name: 'Event 0' }).click();
    await page.locator('.sent-record').first().waitFor();
    expect(errors).toEqual([]);
  });

  it('untouched, connects to its own server at most', async () => {
    const { page } = await openPage();
    await finished(page);
    const own = inject('pageUrl');
    expect(await connects(page, own)).toBe(true);
    // The same server under another name is another one to the browser.
    expect(await connects(page, own.replace('127.0.0.1', 'localhost'))).toBe(false);
  });

  it.each([
    ['is clicked on', (page: Page) => page.mouse.click(400, 20)],
    ['is typed to', (page: Page) => page.keyboard.press('Shift')],
    ['is used by software for those who cannot', (page: Page) => page.getByRole('button', { name: /^Theme/ }).evaluate((button: HTMLElement) => button.click())],
    ['is given a file', (page: Page) => pick(page, 'small.json', { version: 1 })],
    ['gets a link into its address', (page: Page) => page.evaluate(() => void (location.hash = 'h1=nothing'))],
  ])('cannot connect to anything, not even to its own server, once it %s', async (_, touch) => {
    const { page } = await openPage();
    await touch(page);
    await page.waitForTimeout(50);
    expect(await connects(page, inject('pageUrl'))).toBe(false);
  });

  it('cannot connect to anything from the start with a link in its address, or on a later visit', async () => {
    const linked = await openPage({ url: `${inject('pageUrl')}#h1=nothing` });
    expect(await connects(linked.page, inject('pageUrl'))).toBe(false);
    const later = await openPage({ prepare: () => localStorage.setItem('headroom.visited', 'yes') });
    expect(await connects(later.page, inject('pageUrl'))).toBe(false);
  });

  thoroughly('names the data that real traffic comes from', async () => {
    const { page } = await openPage();
    await finished(page);
    await choose(page, 'azure-2019-hundred');
    expect(await page.locator('.description').textContent()).toContain('CC-BY-4.0');
  });
});

/** Whether the page may ask an address for something, whatever the answer; false: its policy forbids it. */
function connects(page: Page, address: string): Promise<boolean> {
  return page.evaluate(async (url) => {
    const forbidden = new Promise<false>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => effectiveDirective === 'connect-src' && resolve(false));
    });
    return Promise.race([forbidden, fetch(url, { mode: 'no-cors' }).then(() => true, () => forbidden)]);
  }, address);
}
