import { describe, expect, it } from 'vitest';
import { choose, longScenario, openScenario, openShort, pick, status, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

describe('a long run', () => {
  it('shows how far it is, lets charts grow, and keeps what it has when it is stopped', async () => {
    const { page, errors } = await openShort();
    await pick(page, 'long.json', longScenario);
    await expect.poll(() => status(page)).toBe('running');
    await page.getByRole('progressbar', { name: 'Simulated so far' }).waitFor();
    await expect.poll(() => page.locator('.run-state').textContent()).toMatch(/\d+ % \d\d:\d\d of 24:00, about .+ left/);

    const extent = (): Promise<number> => page.locator('.chart .area-unread').first().evaluate((path) => (path as SVGPathElement).getBBox().width);
    await page.locator('.chart .area-unread').first().waitFor({ state: 'attached', timeout: 20_000 });
    const before = await extent();
    await expect.poll(extent, { timeout: 20_000 }).toBeGreaterThan(before);

    await page.keyboard.press('Escape');
    await expect.poll(() => status(page)).toBe('stopped');
    expect(await page.locator('.kept').textContent()).toMatch(/Stopped at \d\d:\d\d of 24:00/);
    expect(await page.locator('#verdict').textContent()).toMatch(/^So far: /);
    const received = Number((await page.locator('.numbers-head').textContent())?.match(/[\d,]+/)?.[0].replaceAll(',', ''));
    expect(received).toBeGreaterThan(10_000);

    const outcomes = await page.locator('.outcome-numbers .count').allTextContents();
    const running = Number((await page.locator('.outcome-numbers').textContent())?.match(/and ([\d,]+) running/)?.[1]?.replaceAll(',', '') ?? 0);
    const sum = outcomes.reduce((total, text) => total + Number(text.replaceAll(',', '')), 0);
    expect(sum + running).toBe(received);
    expect(errors).toEqual([]);
  });

  it('gives way at once to another scenario', async () => {
    const { page, errors } = await openShort();
    await pick(page, 'long.json', longScenario);
    await expect.poll(() => status(page)).toBe('running');
    await choose(page, 'cold-start-storm');
    expect(await page.locator('.numbers-head').textContent()).toContain('6,000 accepted events');
    expect(errors).toEqual([]);
  });
});

describe('the assumption band', () => {
  it('stands under the verdict and the numbers when something was throttled, and nowhere when nothing was', async () => {
    const { page } = await openShort();
    await page.waitForTimeout(300);
    expect(await page.locator('.band').count()).toBe(0);
    await choose(page, 'overload-ages-out');
    await expect.poll(() => page.locator('.band').textContent(), { timeout: 30_000 }).toMatch(/Under adaptive, backoff, fifo: [\d.]+\s% to [\d.]+\s% on time/);
    expect(await page.locator('.outcome-numbers .range').count()).toBeGreaterThan(1);
  });

  it('names a number once where the disciplines differ too little to be seen; and below the functions stands what they took of the account', async () => {
    const { page } = await openScenario('order-pipeline');
    // What is on time, late or captured differs between the disciplines by less than the last digit.
    await expect.poll(() => page.locator('.band').textContent(), { timeout: 30_000 }).toMatch(/: [\d.]+\s% on time; [\d.]+\s% late; [\d.]+\s% captured; [\d.]+\s% still waiting\.$/);
    expect(await page.locator('.outcome-numbers .number').count()).toBeGreaterThan(2);
    expect(await page.locator('.outcome-numbers .range').count()).toBe(0);
    expect(await page.locator('.account').textContent()).toMatch(/^Account, at most: ConcurrentExecutions \d+ · UnreservedConcurrentExecutions \d+ · ClaimedAccountConcurrency \d+ of 1,000$/);
  });
});
