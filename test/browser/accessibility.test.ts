import { describe, expect, it } from 'vitest';
import { inLooks, violations } from './axe.ts';
import { openScenario, pick, thoroughly, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

describe(inLooks, () => {
  thoroughly('axe finds nothing wrong with a result, its table and the editor', async () => {
    const { page } = await openScenario('overload-ages-out');
    await page.getByRole('button', { name: 'Table: What became of the events' }).click();
    await page.getByRole('button', { name: 'Edit as JSON' }).click();
    expect(await violations(page)).toEqual([]);
  });

  thoroughly('axe finds nothing wrong with a hundred functions and a list of problems', async () => {
    const { page } = await openScenario('azure-2019-hundred');
    await pick(page, 'bad.json', '{ "version": 2, "functions": {} }');
    await page.getByRole('alert').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('axe finds nothing wrong with findings, destinations, events, a life-line, what was sent, two scenarios and the palette', async () => {
    const { page } = await openScenario('large-dead-letters');
    await page.locator('.findings').waitFor();
    await page.getByRole('button', { name: 'Compare with a changed copy' }).click();
    await page.locator('.compared').waitFor();
    await page.locator('.traffic').waitFor();
    await page.getByRole('button', { name: 'Table: What each destination received' }).click();
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
  it('does not matter: nothing is cut off and nothing scrolls sideways', async () => {
    const { page } = await openScenario('large-dead-letters', { viewport: { width: 320, height: 800 } });
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.getByLabel('What became of it').selectOption('gone');
    await page.locator('.events .choose').first().click();
    await page.locator('.sent-record pre').waitFor();
    for (const width of [320, 360, 768, 1280, 3840]) {
      await page.setViewportSize({ width, height: 800 });
      // Charts follow their place in a frame of their own.
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, `at ${String(width)} px`).toBe(0);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('#page *')].filter((element) => element.textContent !== '' && element.children.length === 0 && Number.parseFloat(getComputedStyle(element).fontSize) < 11.99).map((element) => element.textContent),
      );
      expect(small, `at ${String(width)} px`).toEqual([]);
    }
  });
});
