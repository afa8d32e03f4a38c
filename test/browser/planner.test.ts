import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { linkTo, withScenario } from '../link.ts';
import { inLooks, violations } from './axe.ts';
import { finished, isThorough, openPage, sharedPage, thoroughly, useBrowser, type OpenedPage } from './openPage.ts';

useBrowser({ reusingTabs: true });

/** Seconds of planning, with an answer that is known: one and a half events a second of a second each need more than one environment. */
const small = {
  version: 1,
  name: 'Small',
  duration: '20m',
  functions: { mail: { Timeout: 60, ReservedConcurrentExecutions: 3, behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.01 } } },
  traffic: [{ to: 'mail', arrivals: { poisson: { rate: '1.5/s' } } }],
};

/** A question that is answered, for the tests that only look at it. */
const answeredPage = sharedPage(async () => {
  const opened = await openPlanner();
  await ask(opened.page, 'Find the value');
  return opened;
});

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
    expect(await verdict(page)).toMatch(/^\d+ is enough\. At \d+, the p99 delay is .+; at \d+, .+\.$/);
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

  thoroughly('gives the same answer with one thread as with several', async () => {
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

  it('is held against what a formula says, which is named, and from which the search began', async () => {
    const { page } = await answeredPage();
    const formulas = page.getByLabel('What formulas say');
    expect(((await formulas.textContent()) ?? '').replaceAll('\u00a0', ' ')).toMatch(/^Little’s law, where the search began2 environments are busy on average: 1\.5 events a second × 1 s\. With fewer, the backlog grows as long as that lasts\. CON-14/);
    await formulas.getByRole('button', { name: 'CON-14' }).click();
    await page.getByRole('dialog').getByText('CON-14').first().waitFor();
    await page.keyboard.press('Escape');
  });

  thoroughly('says why no value will do', async () => {
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

describe('a question', () => {
  it('is in the link: who opens it finds it filled in, and is told to ask', async () => {
    const { page, errors } = await openPlanner();
    await page.getByLabel('to', { exact: true }).fill('9');
    await page.getByRole('button', { name: 'Add a target' }).click();
    await page.getByLabel('limit', { exact: true }).last().fill('7m');
    await expect.poll(() => page.url()).toContain('#h1=');
    await page.waitForTimeout(600);
    await page.reload();
    await expect.poll(() => page.getByLabel('limit', { exact: true }).last().inputValue()).toBe('7m');
    const other = await openPage({ url: page.url() });
    await other.page.getByText('Not asked yet: press “Find the value” for the answer.').waitFor();
    expect(await other.page.getByLabel('to', { exact: true }).inputValue()).toBe('9');
    expect(await other.page.getByLabel('limit', { exact: true }).last().inputValue()).toBe('7m');
    await other.page.getByLabel('limit', { exact: true }).last().fill('6m');
    await ask(other.page, 'Find the value');
    expect(await other.page.getByText('Not asked yet').count()).toBe(0);
    expect([...errors, ...other.errors]).toEqual([]);
  });

  thoroughly('is in the link once it is asked, though nobody changed it', async () => {
    const { page } = await openPlanner();
    await ask(page, 'Find the value');
    await page.waitForTimeout(600);
    const other = await openPage({ url: page.url() });
    await expect.poll(() => other.page.getByLabel('Which value of').inputValue()).toBe('functions.mail.ReservedConcurrentExecutions');
  });

  thoroughly('is taken back and had again by undo and redo, and says so where an answer is to another one', async () => {
    const { page } = await openPlanner();
    await ask(page, 'Find the value');
    await page.getByLabel('limit', { exact: true }).fill('1m');
    await page.getByText('The question has been changed since').waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByLabel('limit', { exact: true }).inputValue()).toBe('5m');
    expect(await page.getByText('The question has been changed since').count()).toBe(0);
    await page.keyboard.press('Control+y');
    await expect.poll(() => page.getByLabel('limit', { exact: true }).inputValue()).toBe('1m');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => page.getByLabel('limit', { exact: true }).inputValue()).toBe('5m');
    await answered(page);
  });

  thoroughly('outlives a planning thread that dies without a word, which is noticed', async () => {
    const { page } = await openPlanner({ prepare: rememberWorkers }, { ...small, duration: '20h' });
    await page.getByRole('button', { name: 'Find the value' }).click();
    await expect.poll(() => page.locator('.plan-work').textContent(), { timeout: 30_000 }).toMatch(/\d+ runs/);
    await page.evaluate(() => (window as unknown as { workers: Worker[] }).workers.at(-1)?.terminate());
    await page.getByRole('alert').getByText('A planning thread was ended by the browser, which gave no reason. The question is still there: ask again').waitFor();
    expect(await page.getByLabel('Which value of').inputValue()).toBe('functions.mail.ReservedConcurrentExecutions');
    expect(await page.getByRole('button', { name: 'Find the value' }).isEnabled()).toBe(true);
  });
});

describe('the best scenario', () => {
  it('is found among those of the page, and those that cannot be told from it are marked', async () => {
    const { page, errors } = await openPlanner();
    await page.getByRole('tab', { name: 'Best scenario' }).click();
    await page.getByRole('button', { name: 'Copy this scenario' }).click();
    await setReserved(page, '2');
    await page.getByRole('button', { name: 'Which is best?' }).waitFor();
    await page.keyboard.press('n');
    await setReserved(page, '3');
    await page.getByRole('button', { name: 'Which is best?' }).click();
    await page.getByLabel('Which scenario has').selectOption({ label: 'Delay p99' });
    expect(await page.getByLabel('best is').inputValue()).toBe('less');
    await ask(page, 'Find the best');
    expect(await verdict(page)).toMatch(/^A and C cannot be told apart, and are better than the rest\. In A the p99 delay is \d.+, the least that was measured\.$/);
    const rows = page.locator('.plan-chart tbody tr');
    expect(await rows.locator('td:last-child').allTextContents()).toEqual(['★ yes', 'no', '★ yes']);
    expect(await rows.nth(2).textContent()).toContain('equal');
    await page.getByLabel('best is').selectOption('more');
    await page.getByLabel('C Small').uncheck();
    await ask(page, 'Find the best');
    expect(await verdict(page)).toMatch(/^B is best: the p99 delay is .+\. A comes nearest: −.+/);
    expect(errors).toEqual([]);
  });
});

describe('an answer', () => {
  it('is saved as JSON, and its charts as pictures that stand alone and as plain numbers', async () => {
    const { page, errors } = await answeredPage();
    const saved = async (button: Locator): Promise<{ name: string; text: string }> => {
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    };
    const json = await saved(page.getByRole('button', { name: 'Save as JSON' }));
    expect(json.name).toBe('headroom-small-find.json');
    const value = Number(/^\d+/.exec(await verdict(page))?.[0]);
    expect(JSON.parse(json.text)).toMatchObject({ found: value, outcome: 'found', command: "headroom plan small.json --find functions.mail.ReservedConcurrentExecutions=1..12 --such-that 'delaySeconds.p99 < 5m'" });
    const exported = async (kind: string): Promise<{ name: string; text: string }> => {
      await page.locator('.plan-chart summary').click();
      return saved(page.locator('.plan-chart').getByRole('button', { name: kind, exact: true }));
    };
    const csv = await exported('CSV');
    expect(csv.name).toBe('headroom-small-plan.csv');
    expect(csv.text).toMatch(/^value,target,metric,low,high,[^\r]+\r\n1,delaySeconds\.p99 < 5m,\d+\.\d+,/);
    const svg = await exported('SVG');
    expect(svg.name).toBe('headroom-small-plan.svg');
    expect(svg.text).toMatch(/<title>Delay p99\. Small · seed 1 · Headroom \d/);
    expect(svg.text).toContain('below 5 min');
    expect(svg.text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<style|style=|class=|var\(|oklab/);
    const png = await exported('PNG');
    expect(png.name).toBe('headroom-small-plan.png');
    expect(png.text).toMatch(/^.PNG/);
    expect(errors).toEqual([]);
  });

  thoroughly('as a heat map is a picture that stands alone, too', async () => {
    const { page } = await openPlanner({}, { ...small, duration: '5m' });
    await page.getByRole('tab', { name: 'Sweep' }).click();
    await page.getByRole('button', { name: 'Add a second setting' }).click();
    for (const place of [0, 1]) await page.getByLabel('values').nth(place).fill('2');
    await ask(page, 'Sweep');
    await page.locator('.plan-chart summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.plan-chart').getByRole('button', { name: 'SVG', exact: true }).click()]);
    const svg = await readFile(await download.path(), 'utf8');
    expect(svg).not.toMatch(/style=|var\(|oklab/);
    for (const [, id = ''] of svg.matchAll(/url\(&quot;#([^&]+)&quot;\)/g)) expect(svg).toContain(`id="${id}"`);
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
    await page.getByRole('button', { name: /^Table: / }).last().click();
    expect((await page.locator('.plan-chart thead th').allTextContents()).slice(0, 4)).toEqual(['Settings', 'Lost', expect.stringMatching(/^Captured( or waiting)?$/) as string, 'Delay p99']);
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

describe(inLooks, () => {
  it(`axe finds nothing wrong with ${isThorough ? 'any of the questions and their answers' : 'a question and its answer'}, which fit a telephone`, async () => {
    const { page } = await openPlanner({ viewport: { width: 320, height: 740 } }, { ...small, duration: '5m' });
    const questions = [['Sweep', 'Sweep'], ['Find a value', 'Find the value'], ['Tune retries', 'Weigh the settings'], ['What matters', 'Find out what matters'], ['Best scenario', 'Find the best']] as const;
    for (const [tab, button] of isThorough ? questions : questions.slice(0, 1)) {
      await page.getByRole('tab', { name: tab }).click();
      if (tab === 'Best scenario') await page.getByRole('button', { name: 'Copy this scenario' }).click();
      await ask(page, button);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      expect(await violations(page, 'section[aria-labelledby=plan]'), tab).toEqual([]);
    }
  }, 120_000);
});

async function openSmall(options: Parameters<typeof openPage>[0] = {}, scenario: object = small): Promise<OpenedPage> {
  const opened = await openPage({ ...options, hash: linkTo(withScenario('small.json', JSON.stringify(scenario))) });
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

/** Changes the reserved concurrency of the selected scenario, and waits for its run. */
async function setReserved(page: Page, value: string): Promise<void> {
  const field = page.locator('[id="field-functions.mail.ReservedConcurrentExecutions"]');
  await field.fill(value);
  await field.press('Enter');
  await expect.poll(() => reserved(page)).toBe(value);
  await field.blur();
  await finished(page);
}

/** Keeps the page’s threads where a test can get at them. */
function rememberWorkers(): void {
  const workers: Worker[] = [];
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers.push(this);
    }
  };
  Object.assign(window, { workers });
}

/** Goes on by Tab until a button of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to “${name}”`);
}
