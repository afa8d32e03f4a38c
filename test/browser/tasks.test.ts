import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { finished, longScenario, openPage, openScenario, openShort, status, thoroughly, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

/** What people come for, done with the keyboard alone: no pointer, no script in the page. */
describe('by keyboard alone one can', () => {
  thoroughly('choose a scenario', async () => {
    const { page } = await begin();
    await choose(page, 'overload ages out');
    expect(await heading(page)).toMatch(/^20\.\d\s% of the events .+ were discarded, though captured/);
  });

  it('change a setting and read what it does', async () => {
    const { page } = await openScenario('overload-ages-out', { duration: '40m', repeating: true });
    await goTo(page, 'reserved concurrency');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('14');
    await expect.poll(() => heading(page)).toMatch(/^Nothing was lost or late/);
    await expect.poll(() => page.locator('.comparison').textContent(), { timeout: 50_000 }).toMatch(/^Since the change\. .*fewer are discarded, though captured \(± /);
  });

  it('compare two scenarios, in the table and in the charts', async () => {
    const { page } = await begin({ repeating: true });
    await choose(page, 'a burst on small');
    await command(page, 'copy this scenario');
    await goTo(page, 'reserved concurrency');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('40');
    const table = page.getByRole('region', { name: 'Table of scenarios' });
    await expect.poll(async () => (await table.locator('.difference').allTextContents()).join('|'), { timeout: 50_000 }).toMatch(/[+−][\d.]+ ± [\d.]+ points/);
    expect(await table.locator('thead').textContent()).toContain('ReservedConcurrentExecutions');
    await command(page, 'compare with another');
    await expect.poll(() => page.locator('.charts').textContent()).toContain('A: all waiting');
    await expect.poll(() => page.locator('.comparison').textContent()).toMatch(/^Compared with A\./);
  });

  it('zoom into a stretch of time and read a number in it', async () => {
    const { page } = await openScenario('outage-of-an-hour');
    await tabTo(page, (element) => element.getAttribute('role') === 'figure' && element.textContent?.includes('Events waiting') === true);
    await page.keyboard.press('Home');
    for (let times = 0; times < 6; times++) await page.keyboard.press('PageDown');
    for (let times = 0; times < 9; times++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('f');
    await expect.poll(() => page.evaluate(() => document.querySelector('.charts')?.textContent)).toMatch(/01:0\d.01:1\d/);
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('[aria-live=polite]').allTextContents().then((texts) => texts.join(' ')), { timeout: 5_000 }).toMatch(/01:\d\d.*all waiting [\d,]+/);
    await page.keyboard.press('t');
    await page.getByRole('region', { name: /^Table: Events waiting/ }).waitFor();
  });

  it('ask why an event was lost, step by step down to the clause', async () => {
    const { page } = await openScenario('overload-ages-out', { duration: '40m' });
    await tabTo(page, (element) => element.classList.contains('why'));
    await page.keyboard.press('Enter');
    await page.locator('.story').waitFor();
    await expect.poll(() => page.locator('.story').textContent()).toMatch(/MaximumEventAgeInSeconds/);
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.records, .story') !== null)).toBe(true);
    await tabTo(page, (element) => element.closest('.story') !== null && element.tagName === 'BUTTON' && /^[A-Z]{3}-\d\d/.test(element.textContent ?? ''));
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog');
    await card.waitFor();
    expect(await card.textContent()).toMatch(/documented|measured|assumed|AWS says so/);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  thoroughly('take changes back and have them again', async () => {
    const { page } = await begin();
    await choose(page, 'overload ages out');
    const before = await heading(page);
    await goTo(page, 'reserved concurrency');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('14');
    await expect.poll(() => heading(page)).toMatch(/^Nothing was lost or late/);
    const after = await heading(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => heading(page)).toBe(before);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => heading(page)).toBe(after);
  });

  it('share what is on the page as a link that opens the same elsewhere', async () => {
    const { page } = await begin();
    await choose(page, 'overload ages out');
    await goTo(page, 'reserved concurrency');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('9');
    await page.waitForTimeout(400);
    await settled(page);
    await command(page, 'share a link');
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Link' });
    const link = await field.inputValue();
    const fingerprint = await page.locator('main').getAttribute('data-fingerprint');
    const { page: other } = await openPage({ url: link });
    await finished(other);
    expect(await other.locator('main').getAttribute('data-fingerprint')).toBe(fingerprint);
  });

  it('stop a long run, keep what it has, and save it all as a file', async () => {
    const { page } = await begin();
    await command(page, 'edit the scenario as json');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(JSON.stringify(longScenario));
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => status(page)).toBe('running');
    await page.waitForTimeout(1_000);
    await tabTo(page, (element) => element.tagName === 'BUTTON');
    await page.keyboard.press('Escape');
    await expect.poll(() => status(page)).toBe('stopped');
    expect(await heading(page)).toMatch(/^So far: /);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
    expect(download.suggestedFilename()).toMatch(/\.json$/);
    expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual(longScenario);
  });
});

async function begin(options: { repeating?: boolean } = {}): Promise<{ page: Page }> {
  const { page } = await openShort(options);
  return { page };
}

function heading(page: Page): Promise<string | null> {
  return page.locator('#verdict').textContent();
}

/** Finds something in the palette by some of its words, and takes the first that is found. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Words to find' }).waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Words to find' }).waitFor({ state: 'detached' });
}

async function choose(page: Page, words: string): Promise<void> {
  const state = (): Promise<{ status?: string; fingerprint?: string }> => page.locator('main').evaluate((main) => ({ ...main.dataset }));
  const before = (await state()).fingerprint;
  await command(page, words);
  await expect
    .poll(
      async () => {
        const now = await state();
        return now.status === 'finished' && now.fingerprint !== undefined && now.fingerprint !== before;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

/** Goes to a field of the form by its name. */
async function goTo(page: Page, words: string): Promise<void> {
  await page.locator('[id^="field-functions"]').first().waitFor();
  await command(page, words);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id ?? '')).toMatch(/^field-.*ReservedConcurrentExecutions$/);
}

async function settled(page: Page): Promise<void> {
  await expect.poll(() => status(page)).toBe('finished');
}

/** Presses Tab until something is reached that fits. */
async function tabTo(page: Page, fits: (element: Element) => boolean): Promise<void> {
  for (let presses = 0; presses < 300; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`(${String(fits)})(document.activeElement)`)) return;
  }
  throw new Error('Tab leads nowhere that fits');
}
