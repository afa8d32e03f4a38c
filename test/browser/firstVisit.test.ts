import { describe, expect, inject, it } from 'vitest';
import { choose, finished, openPage, useBrowser } from './openPage.ts';

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

  it('cannot connect to anything, even to its own server', async () => {
    const { page } = await openPage();
    const refused = await page.evaluate(async () => {
      const blocked = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      });
      await fetch(location.href).catch(() => undefined);
      return blocked;
    });
    expect(refused).toBe('connect-src');
  });

  it('names the data that real traffic comes from', async () => {
    const { page } = await openPage();
    await finished(page);
    await choose(page, 'azure-2019-hundred');
    expect(await page.locator('.description').textContent()).toContain('CC-BY-4.0');
  });
});
