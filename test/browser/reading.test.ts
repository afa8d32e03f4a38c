import { describe, expect, it } from 'vitest';
import { openScenario, openShort, sharedPage, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

describe('the charts', () => {
  const outage = sharedPage(() => openScenario('outage-of-an-hour', { viewport: { width: 1280, height: 1700 } }));
  const reservedZero = sharedPage(() => openScenario('reserved-concurrency-zero', { viewport: { width: 1280, height: 1700 } }));

  it('share one cursor, moved by the pointer', async () => {
    const { page } = await outage();
    const plot = page.getByRole('figure').nth(1).locator('.plot > svg');
    const box = await plot.boundingBox();
    if (box === null) throw new Error('the second chart is not on the page');
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    expect(await page.locator('.cursor').count()).toBe(5);
    const places = await page.locator('.cursor').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('x')));
    expect(new Set(places).size).toBe(1);
    expect(await page.locator('.cursor-time').first().textContent()).toMatch(/^\d\d:\d\d–\d\d:\d\d$/);
    await page.mouse.move(10, 10);
    expect(await page.locator('.cursor').count()).toBe(0);
  });

  it('can be read by keyboard alone: arrows move the cursor and are spoken, t shows the numbers', async () => {
    const { page } = await outage();
    const chart = page.getByRole('figure', { name: 'What became of the events' });
    await chart.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('[aria-live=polite]').textContent()).toMatch(/^02:58–02:59: accepted [\d,]+, delivered on time/);
    await page.keyboard.press('t');
    const table = chart.getByRole('table');
    await table.waitFor();
    const cells = await table.locator('tbody tr').last().locator('th, td').allTextContents();
    expect(cells[0]).toBe('02:59–03:00');
    expect(Number(cells[1]?.replaceAll(',', ''))).toBeGreaterThan(1000);
    await page.keyboard.press('t');
    expect(await chart.getByRole('table').count()).toBe(0);
  });

  it('say every number of the run: the table adds up to the counts above it', async () => {
    const { page } = await reservedZero();
    const chart = page.getByRole('figure', { name: 'What became of the events' });
    await chart.getByRole('button', { name: /^Table/ }).click();
    let captured = 0;
    for (;;) {
      for (const row of await chart.locator('tbody tr').all()) captured += Number(((await row.locator('td').nth(3).textContent()) ?? '').replaceAll(',', ''));
      const later = chart.getByRole('button', { name: 'Later' });
      if (await later.isDisabled()) break;
      await later.click();
    }
    const counts = await page.locator('.outcome-numbers .count').allTextContents();
    expect(captured).toBeGreaterThan(0);
    expect(captured).toBe(Number(counts[2]?.replaceAll(',', '')));
  });

  it('draw limits from the scenario: reserved concurrency with its fault as a step, and the age limit', async () => {
    const { page } = await reservedZero();
    const rules = await page.locator('.rule-name').allTextContents();
    expect(rules.some((text) => /^(ReservedConcurrentExecutions|unreserved)/.test(text))).toBe(true);
    expect(rules.some((text) => text.startsWith('MaximumEventAgeInSeconds 6 h'))).toBe(true);
  });
});

describe('a hundred functions', () => {
  it('are summed at first, can be filtered and chosen, and summed again', async () => {
    const { page } = await openScenario('azure-2019-hundred');
    const head = page.locator('.numbers-head');
    expect(await head.textContent()).toBe('339,657 accepted events of 100 functions');
    await page.getByLabel('Filter functions by name').fill('queue-1fa0');
    await page.getByRole('button', { name: 'queue-1fa06535' }).click();
    expect(await head.textContent()).toBe('273,379 accepted events of queue-1fa06535');
    await page.getByRole('button', { name: 'All functions' }).click();
    expect(await head.textContent()).toBe('339,657 accepted events of 100 functions');
  });
});

describe('the keys', () => {
  it('single letters are commands, unless they are switched off or somebody types', async () => {
    const { page } = await openShort();
    const text = page.getByLabel('Scenario as JSON');
    const elsewhere = (): Promise<void> => page.locator('body').click({ position: { x: 5, y: 400 } });
    await page.getByLabel('Seed').fill('e');
    expect(await text.count()).toBe(0);
    await elsewhere();
    await page.keyboard.press('?');
    await page.getByLabel('Single letters are commands').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.waitForTimeout(200);
    expect(await text.count()).toBe(0);
    await page.getByRole('button', { name: 'Keys and help' }).click();
    await page.getByLabel('Single letters are commands').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await text.waitFor();
  });

  it('r makes the editor’s text the scenario and runs it', async () => {
    const { page } = await openShort();
    await page.keyboard.press('e');
    const text = page.getByLabel('Scenario as JSON');
    await text.fill((await text.inputValue()).replace('"seed": "1"', '"seed": "another"'));
    expect(await page.locator('main').getAttribute('data-seed')).toBe('1');
    await page.locator('body').click({ position: { x: 5, y: 400 } });
    await page.keyboard.press('r');
    await expect.poll(() => page.locator('main').getAttribute('data-seed')).toBe('another');
  });
});
