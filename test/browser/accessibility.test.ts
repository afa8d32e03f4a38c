import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScenario, pick, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('axe finds nothing wrong with a result, its table and the editor', async () => {
    const { page } = await openScenario('overload-ages-out', { colorScheme });
    await page.getByRole('button', { name: 'Table: What became of the events' }).click();
    await page.getByRole('button', { name: 'Edit as JSON' }).click();
    expect(await violations(page)).toEqual([]);
  });

  it('axe finds nothing wrong with a hundred functions and a list of problems', async () => {
    const { page } = await openScenario('azure-2019-hundred', { colorScheme });
    await pick(page, 'bad.json', '{ "version": 2, "functions": {} }');
    await page.getByRole('alert').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('axe finds nothing wrong with findings, destinations, events, a life-line and what was sent', async () => {
    const { page } = await openScenario('large-dead-letters', { colorScheme });
    await page.locator('.findings').waitFor();
    await page.getByRole('button', { name: 'Table: What each destination received' }).click();
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.getByLabel('What became of it').selectOption('gone');
    await page.locator('.events .choose').first().click();
    await page.locator('.sent-record pre').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe('in forced colours', () => {
  it('axe finds nothing wrong with the form, the traffic, two scenarios, events and the palette', async () => {
    const { page } = await openScenario('large-dead-letters', { forcedColors: 'active' });
    await page.getByRole('button', { name: 'Compare with a changed copy' }).click();
    await page.locator('.compared').waitFor();
    await page.locator('.traffic').waitFor();
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.getByLabel('What became of it').selectOption('gone');
    await page.locator('.events .choose').first().click();
    await page.locator('.sent-record pre').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Words to find' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe('the width of the window', () => {
  it.each([320, 360, 768, 1280, 3840])('%i px: nothing is cut off and nothing scrolls sideways', async (width) => {
    const { page } = await openScenario('large-dead-letters', { viewport: { width, height: 800 } });
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.getByLabel('What became of it').selectOption('gone');
    await page.locator('.events .choose').first().click();
    await page.locator('.sent-record pre').waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('#page *')].filter((element) => element.textContent !== '' && element.children.length === 0 && Number.parseFloat(getComputedStyle(element).fontSize) < 11.99).map((element) => element.textContent),
    );
    expect(small).toEqual([]);
  });
});

async function violations(page: Page): Promise<unknown[]> {
  // The page's own policy forbids added scripts, so axe comes in by the developer protocol, which is outside of it.
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html, failureSummary }) => `${html.slice(0, 120)} ${failureSummary ?? ''}`) }));
}
