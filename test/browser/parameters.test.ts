import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inLooks, violations } from './axe.ts';
import { finished, openScenario, pick, status, thoroughly, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

describe('a setting', () => {
  it('gives other numbers as soon as it is typed', async () => {
    const { page, errors } = await openForm('overload-ages-out');
    const before = await verdict(page);
    await field(page, 'functions.resize.ReservedConcurrentExecutions').fill('500');
    await expect.poll(() => verdict(page)).not.toBe(before);
    await finished(page);
    expect(await verdict(page)).toContain('Nothing was lost');
    expect(errors).toEqual([]);
  });

  thoroughly('gives other numbers as its slider is moved by keys', async () => {
    const { page } = await openForm('overload-ages-out');
    const before = await fingerprint(page);
    const input = field(page, 'functions.resize.ReservedConcurrentExecutions');
    const typed = await input.inputValue();
    await page.getByRole('slider', { name: 'Reserved concurrency, slider' }).press('ArrowRight');
    await expect.poll(() => input.inputValue()).not.toBe(typed);
    expect(Number(await input.inputValue())).toBeGreaterThan(Number(typed));
    await expect.poll(async () => (await status(page)) === 'finished' && (await fingerprint(page)) !== before).toBe(true);
  });

  it('is understood in its own unit and stays as it was typed', async () => {
    const { page } = await openForm('steady-state');
    const age = field(page, 'functions.checkout.EventInvokeConfig.MaximumEventAgeInSeconds');
    await age.fill('5m');
    await finished(page);
    expect(await age.inputValue()).toBe('5m');
    expect(await page.getByRole('slider', { name: 'Maximum event age, slider' }).getAttribute('aria-valuetext')).toBe('300');
    await age.fill('6h');
    await section(page, 'Function');
    const rate = field(page, 'functions.checkout.behaviour.errorRate');
    await rate.fill('5%');
    await finished(page);
    expect(await rate.inputValue()).toBe('5%');
    expect(await age.inputValue()).toBe('6h');
    const written = await text(page);
    expect(written).toContain('"errorRate": 0.05');
    expect(written).toContain('"MaximumEventAgeInSeconds": 21600');
  });

  it('keeps the focus and the caret while the form is made again', async () => {
    const { page } = await openForm('steady-state');
    const age = field(page, 'functions.checkout.EventInvokeConfig.MaximumEventAgeInSeconds');
    await age.fill('36');
    await age.press('Home');
    await age.press('ArrowRight');
    await page.keyboard.type('00', { delay: 60 });
    await finished(page);
    expect(await age.inputValue()).toBe('3006');
    expect(await age.evaluate((input: HTMLInputElement) => [document.activeElement === input, input.selectionStart])).toEqual([true, 3]);
  });

  it('that is wrong keeps its text, says why beside the field and leaves the old numbers', async () => {
    const { page } = await openForm('steady-state');
    const before = await fingerprint(page);
    expect(before).not.toBeNull();
    const retries = field(page, 'functions.checkout.EventInvokeConfig.MaximumRetryAttempts');
    await retries.fill('7');
    const said = page.locator('[id="said-functions.checkout.EventInvokeConfig.MaximumRetryAttempts"]');
    await said.waitFor();
    expect(await said.textContent()).toContain('MaximumRetryAttempts must be a whole number from 0 to 2, but is 7.');
    expect(await retries.inputValue()).toBe('7');
    expect(await retries.getAttribute('aria-invalid')).toBe('true');
    expect(await fingerprint(page)).toBe(before);
    await retries.fill('soon');
    await expect.poll(() => said.textContent()).toContain('"soon"');
    expect(await retries.inputValue()).toBe('soon');
  });

  it('says that it was changed, and goes back to its default', async () => {
    const { page } = await openForm('steady-state');
    const retries = field(page, 'functions.checkout.EventInvokeConfig.MaximumRetryAttempts');
    await retries.fill('0');
    await page.getByText('changed from the default, 2', { exact: true }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Reset Maximum retry attempts' }).click();
    await expect.poll(() => retries.inputValue()).toBe('2');
    expect(await text(page)).not.toContain('MaximumRetryAttempts');
  });

  thoroughly('tells what it means, what is allowed and which clause says so', async () => {
    const { page } = await openForm('steady-state');
    await page.getByRole('button', { name: 'documented · RTY-02' }).click();
    const about = page.locator('[id="about-functions.checkout.EventInvokeConfig.MaximumRetryAttempts"]');
    expect(await about.textContent()).toContain('Allowed: a whole number from 0 to 2.');
    await about.getByRole('button', { name: 'RTY-02' }).waitFor();
  });
});

describe('entries', () => {
  it('a fault is added, filled in and removed by keyboard alone', async () => {
    const { page, errors } = await openForm('steady-state');
    await page.getByRole('button', { name: /^Faults/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('kind-faults[0]');
    while ((await page.evaluate(() => document.activeElement?.id)) !== 'field-faults[0].until') await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('30m', { delay: 20 });
    await expect.poll(() => page.locator('.entry-title', { hasText: 'until 30m' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Remove fault 1' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.entry-title', { hasText: 'until 30m' }).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add a fault');
    expect(await text(page)).not.toContain('"until"');
    expect(errors).toEqual([]);
  });

  thoroughly('a pattern of traffic is copied and moved', async () => {
    const { page } = await openForm('steady-state');
    await page.getByRole('button', { name: 'Duplicate pattern 1' }).click();
    await expect.poll(async () => patterns(await text(page))).toHaveLength(2);
    await page.getByRole('button', { name: /^checkout/ }).nth(1).click();
    await field(page, 'traffic[1].arrivals.poisson.rate').fill('9/s');
    await page.getByRole('button', { name: 'Up pattern 2' }).click();
    await expect.poll(async () => patterns(await text(page)).map(({ arrivals }) => arrivals.poisson?.rate)).toEqual(['9/s', '50/s']);
  });

  thoroughly('another kind of distribution is about as long as the one before', async () => {
    const { page } = await openForm('steady-state');
    await section(page, 'Function');
    await page.locator('[id="kind-functions.checkout.behaviour.duration"]').selectOption('lognormal');
    await expect.poll(() => field(page, 'functions.checkout.behaviour.duration.lognormal.p50').inputValue()).toBe('200ms');
    await finished(page);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('a destination that gets another name keeps what refers to it', async () => {
    const { page } = await openForm('steady-state');
    await section(page, 'Failure path');
    await page.getByRole('button', { name: 'Rename destination failed' }).click();
    await page.getByLabel('New name of failed').fill('dead');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toContain('"Destination": "dead"');
    expect(await text(page)).not.toContain('"failed"');
    await finished(page);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('the panel', () => {
  it('shows the settings of the function that is chosen', async () => {
    const { page } = await openForm('order-pipeline');
    expect(await page.locator('[id^="field-functions."]').count()).toBe(0);
    await page.getByRole('combobox', { name: 'Function', exact: true }).selectOption('ship');
    await expect.poll(() => field(page, 'functions.ship.ReservedConcurrentExecutions').inputValue()).toBe('20');
    expect(await page.locator('.numbers-head').textContent()).toContain('ship');
  });

  thoroughly('resets all of a section', async () => {
    const { page } = await openForm('steady-state');
    await field(page, 'functions.checkout.EventInvokeConfig.MaximumRetryAttempts').fill('1');
    await field(page, 'functions.checkout.EventInvokeConfig.MaximumEventAgeInSeconds').fill('1h');
    await page.getByRole('button', { name: 'Retries and age 2 changed' }).waitFor();
    await page.getByRole('button', { name: 'Reset all of these (Retries and age)' }).click();
    await page.getByRole('button', { name: 'Retries and age', exact: true }).waitFor();
    expect(await text(page)).not.toContain('MaximumEventAgeInSeconds');
  });

  it('applies what a finding advises', async () => {
    const { page } = await openForm('steady-state');
    await pick(page, 'short.json', { version: 1, duration: '10m', functions: { f: { EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { errorRate: 0.1 } } }, traffic: [{ to: 'f', arrivals: { poisson: { rate: '1/s' } } }] });
    const apply = page.locator('.parameters .apply', { hasText: 'MaximumEventAgeInSeconds' }).first();
    await apply.click();
    await expect.poll(() => text(page)).not.toContain('"MaximumEventAgeInSeconds": 60');
    await expect.poll(() => apply.count()).toBe(0);
  });

  it('says so when the text is not JSON', async () => {
    const { page } = await openForm('steady-state');
    await pick(page, 'notes.json', '{ "version": ');
    await page.getByText('The text is not JSON').waitFor();
    expect(await field(page, 'traffic[0].to').isDisabled()).toBe(true);
  });

  it(`has nothing that axe finds wrong, with every section open, ${inLooks}`, async () => {
    const { page } = await openForm('provisioned-concurrency');
    for (const title of ['Function', 'Failure path', 'Faults', 'Account', 'Scenario', 'Assumptions']) await section(page, title);
    await page.getByRole('button', { name: 'Add a fault' }).click();
    await page.locator('[id="field-faults[0].until"]').waitFor();
    await field(page, 'functions.render.EventInvokeConfig.MaximumRetryAttempts').fill('7');
    await page.locator('.said-wrong').first().waitFor();
    await page.getByRole('button', { name: 'documented · RTY-02' }).first().click();
    expect(await violations(page, '.parameters')).toEqual([]);
  });

  it('fits on a page of 320 pixels, with every section open', async () => {
    const { page } = await openForm('provisioned-concurrency', { viewport: { width: 320, height: 800 } });
    for (const title of ['Function', 'Failure path', 'Faults', 'Account', 'Scenario', 'Assumptions']) await section(page, title);
    await page.getByRole('button', { name: 'Add a fault' }).click();
    await page.locator('[id="field-faults[0].until"]').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('.parameters button, .parameters input, .parameters select')].filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 23.9 || height < 23.9;
      }).map((element) => element.outerHTML.slice(0, 120)),
    );
    expect(small).toEqual([]);
  });
});

async function openForm(id: string, options: Parameters<typeof openScenario>[1] = {}): ReturnType<typeof openScenario> {
  // The simplest scenario for the form alone: what is simulated is of no matter there.
  const opened = await openScenario(id, { ...(id === 'steady-state' ? { duration: '31m' } : {}), ...options });
  await opened.page.locator('.parameters').waitFor();
  return opened;
}

const field = (page: Page, path: string) => page.locator(`[id="field-${path}"]`);
const verdict = (page: Page) => page.locator('#verdict').textContent();
const fingerprint = (page: Page) => page.locator('main').getAttribute('data-fingerprint');

async function section(page: Page, title: string): Promise<void> {
  await page.locator('.section-head button').filter({ hasText: new RegExp(`^${title}`) }).first().click();
}

/** The scenario's text, as the editor shows it; the form is there again afterwards. */
async function text(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Edit as JSON/ }).click();
  const now = await page.getByLabel('Scenario as JSON').inputValue();
  await page.getByRole('button', { name: 'Close the text' }).click();
  return now;
}

function patterns(scenario: string): { arrivals: { poisson?: { rate: string } } }[] {
  return (JSON.parse(scenario) as { traffic: { arrivals: { poisson?: { rate: string } } }[] }).traffic;
}
