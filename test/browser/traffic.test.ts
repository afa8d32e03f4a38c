import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inLooks, violations } from './axe.ts';
import { choose, finished, isThorough, openPage, openScenario, openShort, pick, thoroughly, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

interface Written {
  traffic: { arrivals: { stages: { duration: string; rate: string }[] } & Record<string, unknown> }[];
  faults?: { from: string; until: string; errorRate?: number }[];
}

describe('a point of the curve', () => {
  it('dragged with the mouse changes the text and what is accepted, as one step back, however long it takes', async () => {
    const { page, errors } = await openScenario('traffic-triples');
    await banded(page);
    const before = await accepted(page);
    const point = page.getByRole('slider', { name: 'Point 4 of 6' });
    expect(await point.getAttribute('aria-valuetext')).toBe('at 01:00, 15 events a second');
    const { x, y } = await middleOf(point);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 2, y - 20, { steps: 3 });
    // The page’s history takes changes this far apart for two.
    await page.waitForTimeout(1000);
    await page.mouse.move(x + 3, y - 40, { steps: 4 });
    await page.mouse.up();
    const { stages } = (await written(page)).traffic[0]?.arrivals ?? { stages: [] };
    expect(Number.parseFloat(stages[3]?.rate ?? '')).toBeGreaterThan(18);
    expect(stages.map(({ duration }) => duration)).toEqual(['0s', '40m', '0s', '20m', '0s', '2h']);
    await expect.poll(() => accepted(page), { timeout: 20_000 }).toBeGreaterThan(before + 1000);
    await page.keyboard.press('Control+z');
    await expect.poll(() => accepted(page), { timeout: 20_000 }).toBe(before);
    expect((await written(page)).traffic[0]?.arrivals.stages[3]?.rate).toBe('15/s');
    expect(errors).toEqual([]);
  });

  it('moves in time and value with the arrow keys; plus puts another in after it, Delete takes it out', async () => {
    const { page } = await openScenario('traffic-triples');
    const before = await accepted(page);
    const point = page.getByRole('slider', { name: 'Point 4 of 6' });
    await point.focus();
    await page.keyboard.press('ArrowRight');
    expect(await point.getAttribute('aria-valuetext')).toBe('at 01:00, 15 events a second');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    expect(await point.getAttribute('aria-valuetext')).toBe('at 00:59, 26 events a second');
    expect((await written(page)).traffic[0]?.arrivals.stages.slice(3, 5)).toEqual([
      { duration: '19m', rate: '26/s' },
      { duration: '1m', rate: '5/s' },
    ]);
    await expect.poll(() => accepted(page), { timeout: 20_000 }).toBeGreaterThan(before + 1000);
    await page.getByRole('slider', { name: 'Point 4 of 6' }).focus();
    await page.keyboard.press('+');
    await page.getByRole('slider', { name: 'Point 5 of 7' }).waitFor();
    await expect.poll(() => focusedName(page)).toBe('Point 5 of 7');
    await page.keyboard.press('Delete');
    await expect.poll(() => focusedName(page)).toBe('Point 5 of 6');
  });

  it('a steady rate is shaped without changing what arrives, and a jump is dragged as a whole', async () => {
    const { page } = await openShort();
    const before = await accepted(page);
    await page.getByRole('button', { name: 'Shape it' }).click();
    await page.getByRole('slider', { name: 'Point 3 of 5' }).waitFor();
    await finished(page);
    expect(Math.abs((await accepted(page)) - before)).toBeLessThan(before * 0.02);
    await choose(page, 'traffic-triples');
    await banded(page);
    // Between the two points of the jump.
    const { x, y } = await middleOf(page.getByRole('slider', { name: 'Point 3 of 6' }));
    await dragBy(page, x, y + 35, -60);
    const { stages } = (await written(page)).traffic[0]?.arrivals ?? { stages: [] };
    expect(stages[2]).toEqual({ duration: '0s', rate: '15/s' });
    expect(stages[1]?.duration).not.toBe('40m');
  });
});

describe('a fault', () => {
  it('is added, moved, made longer, changed and taken out with keys alone, and comes back in one step', async () => {
    const { page, errors } = await openPage();
    await finished(page);
    await page.getByRole('button', { name: 'outage', exact: true }).focus();
    await page.keyboard.press('Enter');
    const block = page.getByRole('slider', { name: /^outage, function/ });
    await block.waitFor();
    await expect.poll(() => focusedName(page)).toMatch(/^outage/);
    expect((await written(page)).faults).toEqual([{ function: 'checkout', from: '30m', until: '36m', errorRate: 1 }]);
    await page.getByRole('slider', { name: 'Mean rate, poisson' }).focus();
    await page.keyboard.press('Tab');
    expect(await focusedName(page)).toMatch(/^outage/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Alt+ArrowLeft');
    expect(await block.getAttribute('aria-valuetext')).toMatch(/^from 00:30:15 to 00:36:45/);
    await expect.poll(() => page.locator('.outcome-numbers .count').nth(2).textContent(), { timeout: 20_000 }).not.toBe('0');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText('25 %');
    await page.keyboard.press('Enter');
    expect((await written(page)).faults?.[0]?.errorRate).toBe(0.25);
    await page.getByRole('slider', { name: /^errors 25 %/ }).focus();
    await page.keyboard.press('Delete');
    expect((await written(page)).faults).toEqual([]);
    await page.keyboard.press('Control+z');
    await page.getByRole('slider', { name: /^errors 25 %/ }).waitFor();
    expect(errors).toEqual([]);
  });

  thoroughly('is dragged by its middle and by its edge', async () => {
    const { page } = await openScenario('outage-of-an-hour');
    const { x, y, width } = await middleOf(page.locator('.block-body'));
    await dragBy(page, x, y, 50);
    const moved = (await written(page)).faults?.[0];
    expect(moved?.from).not.toBe('1h');
    expect(await page.getByRole('slider', { name: /^outage/ }).getAttribute('aria-valuetext')).toMatch(/1 h$/);
    const now = await middleOf(page.locator('.block-body'));
    await dragBy(page, now.x + width / 2, now.y, 40);
    expect((await written(page)).faults?.[0]).toMatchObject({ from: moved?.from });
    expect((await written(page)).faults?.[0]?.until).not.toBe(moved?.until);
  });
});

describe('touch', () => {
  it('a finger drags a point, and anywhere else scrolls the page', async () => {
    const { page } = await openScenario('traffic-triples', { viewport: { width: 360, height: 800 }, hasTouch: true });
    await page.getByRole('button', { name: 'Traffic and faults' }).click();
    const point = page.getByRole('slider', { name: 'Point 4 of 6' });
    const { x, y } = await middleOf(point);
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', down: number): Promise<unknown> => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: y + down }] });
    await touch('touchStart', 0);
    for (const down of [-10, -20, -30, -40]) await touch('touchMove', down);
    await touch('touchEnd', -40);
    // A scroll would have taken the finger away at the second move.
    await expect.poll(async () => Number(await point.getAttribute('aria-valuenow'))).toBeGreaterThan(17);
    expect(await page.locator('.traffic-drawing').evaluate((drawing) => getComputedStyle(drawing).touchAction)).toBe('auto');
  });
});

describe('states', () => {
  thoroughly('a text with a problem shows what was simulated last, and nothing of it can be moved', async () => {
    const { page } = await openScenario('outage-of-an-hour');
    await page.getByRole('button', { name: 'Edit as JSON' }).click();
    const area = page.getByLabel('Scenario as JSON');
    await area.fill((await area.inputValue()).replace('"20/s"', '"fast"'));
    await page.keyboard.press('Control+Enter');
    await page.locator('.traffic-stale').waitFor();
    expect(await page.locator('.traffic [role=slider]').evaluateAll((all) => all.map((one) => [one.getAttribute('aria-disabled'), one.getAttribute('tabindex')]))).toEqual([['true', '-1'], ['true', '-1']]);
  });

  thoroughly('no traffic, ten thousand stages, a minute and a year are drawn', async () => {
    const { page, errors } = await openPage();
    await finished(page);
    const scenario = (duration: string, traffic: unknown[]): unknown => ({ version: 1, duration, functions: { work: {} }, traffic });
    await pick(page, 'none.json', scenario('1h', []));
    await page.getByText('No traffic yet').waitFor();
    await page.getByRole('button', { name: 'a steady rate' }).click();
    await page.getByRole('slider', { name: 'Mean rate, poisson' }).waitFor();
    await pick(page, 'many.json', scenario('10000s', [{ to: 'work', arrivals: { stages: Array.from({ length: 10_000 }, (_, index) => ({ duration: '1s', rate: (index * 7919) % 13 })) } }]));
    await page.getByText('10000 stages are too many points to drag').waitFor();
    expect(((await page.locator('.is-chosen > .curve-line').getAttribute('d')) ?? '').split('L').length).toBeLessThan(4000);
    await pick(page, 'minute.json', scenario('1m', [{ to: 'work', arrivals: { stages: [{ duration: '20s', rate: '5/s' }, { duration: '40s', rate: '1/s' }] } }]));
    await expect.poll(() => page.getByRole('slider', { name: 'Point 1 of 2' }).getAttribute('aria-valuetext')).toBe('at 00:00:20, 5 events a second');
    await pick(page, 'year.json', scenario('366d', [{ to: 'work', arrivals: { stages: [{ duration: '100d', rate: '5/d' }, { duration: '266d', rate: '1/d' }] } }]));
    await expect.poll(() => page.getByRole('slider', { name: 'Point 1 of 2' }).getAttribute('aria-valuetext')).toBe('at day 101 00:00, 5 events a day');
    expect(errors).toEqual([]);
  });

  it(`axe finds nothing wrong with a point and a fault selected, ${inLooks}`, async () => {
    const { page } = await openScenario('order-pipeline');
    await page.getByRole('button', { name: 'outage', exact: true }).click();
    await page.getByLabel('From', { exact: true }).fill('never');
    await page.keyboard.press('Tab');
    await page.getByText('Write a time such as').waitFor();
    expect(await violations(page, '.traffic')).toEqual([]);
    await page.locator('.curve-handle').first().focus();
    expect(await violations(page, '.traffic')).toEqual([]);
  });

  it.each(isThorough ? [320, 3840] : [320])('at %i px nothing scrolls sideways, with a fault and a point selected', async (width) => {
    const { page } = await openScenario('outage-of-an-hour', { viewport: { width, height: 800 } });
    const toggle = page.getByRole('button', { name: 'Traffic and faults' });
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
    const overflow = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.getByRole('slider', { name: /^outage/ }).focus();
    expect(await overflow()).toBe(0);
    await page.getByRole('button', { name: 'burst' }).click();
    await page.getByRole('slider', { name: 'Burst' }).waitFor();
    expect(await overflow()).toBe(0);
    const [curve, chart] = await page.evaluate(() => ['.traffic .base', '.chart .base'].map((selector) => document.querySelector(selector)?.getBoundingClientRect()).map((box) => [box?.left, box?.right]));
    expect(curve).toEqual(chart);
  });
});

async function middleOf(element: Locator): Promise<{ x: number; y: number; width: number }> {
  // Not behind the run bar, which sticks to the foot of the page.
  await element.evaluate((it) => it.scrollIntoView({ block: 'center' }));
  const circle = element.locator('.handle-target');
  const target = (await circle.count()) === 0 ? element : circle;
  // What comes after the numbers, such as findings, may move it once more.
  for (let before = await target.boundingBox(); ; ) {
    await element.page().waitForTimeout(150);
    const box = await target.boundingBox();
    if (box === null) throw new Error('not on the page');
    if (box.x === before?.x && box.y === before.y) return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
    before = box;
  }
}

/** Until the band over the assumptions has come, for a scenario that has one: it moves what is below it, under the mouse. */
async function banded(page: Page): Promise<void> {
  await page.locator('.assumptions.band').waitFor();
}

async function dragBy(page: Page, x: number, y: number, by: number): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by, y, { steps: 4 });
  await page.mouse.up();
}

/** The scenario's text as the editor has it. */
async function written(page: Page): Promise<Written> {
  await page.getByRole('button', { name: 'Edit as JSON' }).click();
  const text = await page.getByLabel('Scenario as JSON').inputValue();
  await page.getByRole('button', { name: 'Close the text' }).click();
  return JSON.parse(text) as Written;
}

async function accepted(page: Page): Promise<number> {
  await finished(page);
  return Number(((await page.locator('.numbers-head').textContent()) ?? '').replace(/[^\d]/g, ''));
}

function focusedName(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
}
