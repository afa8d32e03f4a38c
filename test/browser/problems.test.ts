import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { choose, finished, longScenario, openPage, openShort, pick, status, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

describe('a bad file', () => {
  it('has every problem listed with path, found, allowed and clause, and the old result stays', async () => {
    const { page, errors } = await openShort();
    const before = await page.locator('main').getAttribute('data-fingerprint');
    await pick(page, 'bad.json', {
      version: 1,
      duration: '24 hours',
      functions: { import: { Timeot: 30, MemorySize: 64, EventInvokeConfig: { MaximumRetryAttempts: 5 } } },
      traffic: [{ to: 'imprt', arrivals: { poisson: { rate: '10/s' } } }],
    });
    const alert = page.getByRole('alert');
    await alert.getByRole('heading', { name: '5 problems in “bad.json”' }).waitFor();
    const rows = await alert.locator('tbody tr').allTextContents();
    expect(rows).toHaveLength(5);
    const all = rows.join('\n');
    for (const words of ['functions.import.Timeot', 'Timeout', 'functions.import.MemorySize', '64', '10240', 'RTY-02', '"24 hours"', '"imprt"']) expect(all).toContain(words);
    expect(await page.locator('main').getAttribute('data-fingerprint')).toBe(before);
    expect(await status(page)).toBe('finished');
    expect(errors).toEqual([]);
  });

  it('can be put right in the page; axe finds nothing wrong with the list and the editor', async () => {
    const { page } = await openShort();
    await pick(page, 'bad.json', '{ "version": 1, "duration": "10m", "functions": { "import": { "Timeot": 3 } } }');
    await page.getByRole('button', { name: 'Edit the text' }).click();
    const editor = page.getByLabel('Scenario as JSON');
    expect(await editor.inputValue()).toContain('Timeot');
    expect(await violations(page, '.problem, .editor')).toEqual([]);
    await editor.fill((await editor.inputValue()).replace('Timeot', 'Timeout'));
    await editor.press('Control+Enter');
    await expect.poll(() => page.locator('.numbers-head').textContent()).toContain('0 accepted events');
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.locator('.empty-chart').first().textContent()).toBe('no event was accepted');
  });

  it('that is no JSON at all is one problem, not an error', async () => {
    const { page, errors } = await openShort();
    await pick(page, 'notes.txt', 'just some notes');
    await page.getByRole('alert').getByRole('heading', { name: 'One problem in “notes.txt”' }).waitFor();
    expect(errors).toEqual([]);
  });

  it('with hostile names shows them as text and runs nothing', async () => {
    const hostile = '<img src=x onerror="document.title=\'taken\'">';
    const { page, errors } = await openShort();
    await pick(page, `${hostile}.json`, { ...longScenario, name: hostile, description: hostile, duration: '5m', functions: { [hostile]: {}, 'javascript:alert(1)': {} }, traffic: [{ to: hostile, arrivals: { constant: { rate: '1/s' } } }] });
    await expect.poll(() => page.locator('#scenario').textContent()).toBe(hostile);
    await page.getByRole('button', { name: hostile, exact: true }).click();
    expect(await page.locator('.numbers-head').textContent()).toContain(hostile);
    expect(await page.locator('#page img').count()).toBe(0);
    expect(await page.title()).toBe('Headroom');
    expect(errors).toEqual([]);
  });
});

describe('a simulation thread that dies', () => {
  it('without a word leaves a message with the seed and the scenario, and a page that works', async () => {
    const { page } = await openPage({
      // Ending the thread from outside is what a browser does when memory runs out: the page is not told.
      prepare: () => {
        const threads: Worker[] = [];
        const Original = window.Worker;
        window.Worker = class extends Original {
          constructor(url: string | URL, options?: WorkerOptions) {
            super(url, options);
            threads.push(this);
          }
        };
        Object.assign(window, { endThread: () => threads[0]?.terminate() });
      },
    });
    await finished(page);
    await pick(page, 'long.json', longScenario);
    await page.getByLabel('Seed').fill('a seed to remember');
    await expect.poll(() => page.locator('main').getAttribute('data-seed')).toBe('a seed to remember');
    await page.evaluate(() => (window as unknown as { endThread: () => void }).endThread());

    const alert = page.getByRole('alert');
    await alert.getByRole('heading', { name: 'The simulation thread died' }).waitFor({ timeout: 5_000 });
    const message = (await alert.textContent()) ?? '';
    expect(message).toContain('was ended by the browser');
    expect(message).toContain('long.json');
    expect(message).toContain('a seed to remember');

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await alert.getByRole('button', { name: 'Copy seed and scenario' }).click();
    await alert.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { seed: string; scenario: string; headroom: string };
    expect(copied.seed).toBe('a seed to remember');
    expect(copied.headroom).toMatch(/^\d+\.\d+\.\d+$/);
    expect(JSON.parse(copied.scenario)).toEqual(longScenario);

    expect(await status(page)).toBe('stopped');
    await choose(page, 'cold-start-storm');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('because its script does not load says so, and the next run starts a fresh one', async () => {
    const { page } = await openPage({
      prepare: () => {
        const Original = window.Worker;
        let started = 0;
        window.Worker = class extends Original {
          constructor(url: string | URL, options?: WorkerOptions) {
            super(started++ === 0 ? new URL('missing.js', String(url)) : url, options);
          }
        };
      },
    });
    const alert = page.getByRole('alert');
    await alert.getByRole('heading', { name: 'The simulation thread died' }).waitFor({ timeout: 20_000 });
    await alert.getByRole('button', { name: 'Run again' }).click();
    await finished(page);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
