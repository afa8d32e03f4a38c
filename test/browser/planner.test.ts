import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { finished, openPage, pick, useBrowser, type OpenedPage } from './openPage.ts';

useBrowser();

/** Seconds of planning, with an answer that is known: one and a half events a second of a second each need more than one environment. */
const small = {
  version: 1,
  name: 'Small',
  duration: '20m',
  functions: { mail: { Timeout: 60, ReservedConcurrentExecutions: 3, behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.01 } } },
  traffic: [{ to: 'mail', arrivals: { poisson: { rate: '1.5/s' } } }],
};

describe('find a value', () => {
  it('is asked, answered, used, taken back and asked again by keyboard alone', async () => {
    const { page, errors } = await openSmall();
    await page.getByRole('button', { name: 'Open the planner' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.plan-form').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('plan');
    await tabTo(page, 'How much reserved concurrency keeps the p99 delay below 5 min?');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Find the value');
    await page.keyboard.press('Enter');
    await answered(page);
    expect(await verdict(page)).toMatch(/^\d+ is enough: at \d+, the p99 delay is .+; at \d+, .+\.$/);
    const value = /^\d+/.exec(await verdict(page))?.[0] ?? '';
    await tabTo(page, `Use ${value}`);
    await page.keyboard.press('Enter');
    await expect.poll(() => reserved(page)).toBe(value);
    await page.getByText('this is about what it was').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => reserved(page)).toBe('3');
    await expect.poll(() => page.getByText('this is about what it was').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('gives the command that asks the same', async () => {
    const { page } = await openPlanner({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByLabel('to', { exact: true }).fill('9');
    await ask(page, 'Find the value');
    await page.getByRole('button', { name: 'Copy as command' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("headroom plan small.json --find functions.mail.ReservedConcurrentExecutions=1..9 --such-that 'delaySeconds.p99 < 5m'");
  });

  it('says everything that is wrong beside its field at once, and goes to the first', async () => {
    const { page } = await openPlanner();
    await page.getByLabel('from', { exact: true }).fill('-1');
    await page.getByLabel('limit', { exact: true }).fill('soon');
    await page.getByRole('button', { name: 'Find the value' }).click();
    await expect.poll(() => page.locator('.plan-problem').count()).toBe(2);
    expect(await page.locator('.plan-problem').first().textContent()).toContain('ReservedConcurrentExecutions');
    expect(await page.locator('.plan-problem').last().textContent()).toContain('soon');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await page.getByLabel('limit', { exact: true }).fill('5m');
    await expect.poll(() => page.locator('.plan-problem').count()).toBe(0);
  });

  it('gives the same answer with one thread as with several', async () => {
    const withProcessors = async (prepare: () => void): Promise<string> => {
      const { page, errors } = await openPlanner({ prepare });
      await ask(page, 'Find the value');
      expect(errors).toEqual([]);
      expect(page.workers().length).toBeLessThanOrEqual(2);
      return (await page.locator('.plan-answer').textContent()) ?? '';
    };
    const alone = await withProcessors(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 1 }));
    const together = await withProcessors(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 6 }));
    expect(together).toBe(alone);
  });

  it('says why no value will do', async () => {
    const { page } = await openPlanner();
    await page.getByLabel('limit', { exact: true }).fill('1us');
    await page.getByLabel('to', { exact: true }).fill('4');
    await ask(page, 'Find the value');
    expect(await verdict(page)).toMatch(/^No value from 1 to 4 will do\. At 4, which comes nearest, the p99 delay is /);
  });

  it('stops with Escape and keeps what it has found out', async () => {
    const { page } = await openPlanner({}, { ...small, duration: '20h' });
    await page.getByRole('button', { name: 'Find the value' }).click();
    await expect.poll(() => page.locator('.plan-work').textContent(), { timeout: 30_000 }).toMatch(/\d+ runs/);
    await page.keyboard.press('Escape');
    await answered(page);
    expect(await verdict(page)).toContain('Stopped');
  });
});

describe('a sweep', () => {
  it('over two settings is walked through by the arrow keys and opened as a table by t', async () => {
    const { page, errors } = await openPlanner();
    await page.getByRole('tab', { name: 'Find a value' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Add a second setting' }).click();
    for (const place of [0, 1]) await page.getByLabel('values').nth(place).fill('3');
    await ask(page, 'Sweep');
    expect(await page.locator('.plan-cell:not(.is-empty)').count()).toBe(9);
    await page.getByRole('figure', { name: 'Delay p99' }).last().focus();
    await page.keyboard.press('ArrowRight');
    const first = await page.locator('.plan-readout').textContent();
    await page.keyboard.press('ArrowUp');
    const above = await page.locator('.plan-readout').textContent();
    expect(first).toMatch(/^Reserved concurrency 1, (Rate|Traffic scale) .+: .+, targets (met|missed|too close to tell)$/);
    expect(above).not.toBe(first);
    await expect.poll(() => page.locator('p[aria-live=polite]').textContent()).toBe(above);
    await page.keyboard.press('t');
    expect(await page.locator('.plan-chart tbody tr').count()).toBe(9);
    expect(errors).toEqual([]);
  });
});

describe('tuning', () => {
  it('recommends settings, which are written into the scenario', async () => {
    const { page, errors } = await openPlanner({}, { ...small, functions: { mail: { ...small.functions.mail, ReservedConcurrentExecutions: 1 } }, duration: '10m' });
    await page.getByRole('tab', { name: 'Tune retries' }).click();
    await ask(page, 'Weigh the settings');
    expect(await page.locator('.plan-option h5').allTextContents()).toEqual(expect.arrayContaining(['Lose least', 'Freshest']));
    await page.getByRole('button', { name: 'Use these settings' }).first().click();
    await page.getByText('this is about what it was').waitFor();
    await finished(page);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(errors).toEqual([]);
  });
});

describe('what matters', () => {
  it('is told from what does not', async () => {
    const { page, errors } = await openPlanner();
    await page.getByRole('tab', { name: 'What matters' }).click();
    await page.getByLabel('What to look at').selectOption({ label: 'Delay p99' });
    await ask(page, 'Find out what matters');
    expect(await verdict(page)).toContain('It depends most on');
    const chart = (await page.locator('.plan-chart svg').textContent()) ?? '';
    expect(chart).toMatch(/^(.*)Reserved concurrency 3(?! –)/);
    expect(chart).toContain('not told from luck');
    await page.getByRole('button', { name: 'Table: Delay p99' }).click();
    expect(await page.getByRole('row', { name: /^Memory/ }).first().textContent()).toMatch(/equalno$/);
    expect(errors).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('axe finds nothing wrong with any of the questions and their answers, which fit a telephone', async () => {
    const { page } = await openPlanner({ colorScheme, viewport: { width: 320, height: 740 } }, { ...small, duration: '5m' });
    for (const [tab, button] of [['Find a value', 'Find the value'], ['Sweep', 'Sweep'], ['Tune retries', 'Weigh the settings'], ['What matters', 'Find out what matters']] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await ask(page, button);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      expect(await violations(page), tab).toEqual([]);
    }
  }, 120_000);
});

async function openSmall(options: Parameters<typeof openPage>[0] = {}, scenario: object = small): Promise<OpenedPage> {
  const opened = await openPage(options);
  await finished(opened.page);
  await pick(opened.page, 'small.json', scenario);
  await opened.page.getByRole('heading', { name: 'Small', exact: true }).waitFor();
  await finished(opened.page);
  return opened;
}

async function openPlanner(options: Parameters<typeof openPage>[0] = {}, scenario: object = small): Promise<OpenedPage> {
  const opened = await openSmall(options, scenario);
  await opened.page.getByRole('button', { name: 'Open the planner' }).click();
  await expect.poll(() => opened.page.getByLabel('Which value of').inputValue()).toBe('functions.mail.ReservedConcurrentExecutions');
  return opened;
}

/** Presses a button that asks, and waits for the answer. */
async function ask(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await answered(page);
}

async function answered(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.plan-answer .plan-verdict') !== null && document.querySelector('.plan-form button[type=submit]') !== null, null, { timeout: 60_000 });
}

async function verdict(page: Page): Promise<string> {
  return ((await page.locator('.plan-verdict').textContent()) ?? '').replaceAll('\u00a0', ' ');
}

function reserved(page: Page): Promise<string> {
  return page.locator('[id="field-functions.mail.ReservedConcurrentExecutions"]').inputValue();
}

/** Goes on by Tab until a button of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to “${name}”`);
}

async function violations(page: Page): Promise<string[]> {
  // The page's own policy forbids added scripts, so axe comes in by the developer protocol, which is outside of it.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const found = await (window as unknown as { axe: typeof axe }).axe.run('section[aria-labelledby=plan]');
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`));
  });
}
