import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { choose, finished, openPage, openScenario, openShort, pick, status, thoroughly, useBrowser } from './openPage.ts';

useBrowser({ reusingTabs: true });

/** One event that fails for good and has two sinks, one of which refuses: everything the panel can show, in a second. */
const hostile = '<img src=x onerror="document.title=\'taken\'">';
const twoSinks = {
  version: 1,
  name: 'Two sinks',
  duration: '10m',
  functions: {
    first: {
      DeadLetterConfig: { TargetArn: 'letters' },
      EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'handler' } } },
      behaviour: { duration: { constant: '1s' }, errorRate: 1, error: { errorMessage: hostile, errorType: 'Error' } },
    },
    handler: { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'bucket' } } }, behaviour: { duration: { constant: '1s' } } },
  },
  destinations: { letters: { type: 'SQS', permission: false }, bucket: { type: 'S3' } },
  traffic: [{ to: 'first', arrivals: { at: ['1m'] }, payload: { note: hostile, data: 'x'.repeat(50_000) } }],
  assumptions: { duplicateProbability: 0 },
};

/** Shows the events of the result on the page. */
async function showEvents(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show the events' }).click();
  await page.locator('.records-covers').waitFor({ timeout: 30_000 });
}

describe('the events and what was sent', () => {
  thoroughly('cost nothing until they are asked for', async () => {
    const { page, requests } = await openShort();
    expect(await page.getByRole('region', { name: 'Table of events' }).count()).toBe(0);
    expect(requests.filter((address) => /recordsPanel|traceRun/.test(address))).toEqual([]);
  });

  it('are reached by keyboard alone: the list, one event’s life-line, and its record as JSON', async () => {
    const { page, errors } = await openScenario('poison-events', { duration: '20m' });
    await page.getByRole('button', { name: 'Show the events' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.records-covers').waitFor({ timeout: 30_000 });
    expect(await page.locator('.records-covers').textContent()).toMatch(/^All 2[34],\d{3} accepted events of 20 min\.$/);
    // The focus is where the button was, so that the next tab goes into the panel.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Events and what was sent');
    await page.getByLabel('What became of it').selectOption('RetriesExhausted');
    const discarded = await page.locator('.outcome-numbers .count').nth(2).textContent();
    await expect.poll(() => page.locator('.events-found').textContent()).toBe(`${discarded ?? ''} events`);

    await page.locator('.events .choose').first().focus();
    await page.keyboard.press('Enter');
    const story = page.locator('.story');
    await story.waitFor();
    const steps = await story.locator('.life-line li').allTextContents();
    expect(steps[0]).toMatch(/accepted into the queue ASY-01The caller is answered 202/);
    expect(steps.filter((step) => step.includes('the handler fails'))).toHaveLength(3);
    expect(steps.some((step) => step.includes('RetriesExhausted RTY-07It has failed 3 times, and MaximumRetryAttempts (2) allows no more.'))).toBe(true);

    const record = story.locator('.sent-record', { hasText: 'Record to rejected' });
    expect(await record.locator('header').textContent()).toMatch(/EventBridge\. Delivered at \d\d:\d\d:\d\d\.\d{3}/);
    const text = (await record.locator('pre').textContent()) ?? '';
    expect(text).toContain('"condition": "RetriesExhausted"');
    expect(text).toContain('"approximateInvokeCount": 3');
    const letter = story.locator('.sent-record', { hasText: 'Dead letter to dead-letters' });
    expect(await letter.locator('dl').textContent()).toMatch(/RequestID[\da-f-]{36}ErrorCode200/);
    expect(errors).toEqual([]);
  });

  it('show what never arrived, link the events of a chain, and copy exactly what was sent, as text', async () => {
    const { page, errors } = await openPage();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await finished(page);
    await pick(page, 'two.json', twoSinks);
    await expect.poll(() => page.locator('.numbers-head').textContent()).toContain('2 accepted events of 2 functions');
    await finished(page);
    await showEvents(page);
    await page.getByLabel(/^only with something not delivered/).check();
    await expect.poll(() => page.locator('.events-found').textContent()).toBe('1 event');
    await page.getByRole('button', { name: 'Event 0' }).click();

    const letter = page.locator('.sent-record', { hasText: 'Dead letter to letters' });
    expect(await letter.textContent()).toContain('SQS, no permission');
    expect(await letter.textContent()).toContain('Not delivered');

    const record = page.locator('.sent-record', { hasText: 'Record to handler' });
    expect(await record.locator('pre').textContent()).toContain('more characters');
    await record.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(async () => (await record.locator('pre').textContent())?.length).toBeGreaterThan(50_000);
    const shown = JSON.parse((await record.locator('pre').textContent()) ?? '') as { requestPayload: unknown };
    expect(shown.requestPayload).toEqual(twoSinks.traffic[0]?.payload);
    await record.getByRole('button', { name: 'Copy' }).click();
    await record.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).not.toContain('\n');
    expect(JSON.parse(copied)).toEqual(shown);

    await page.getByRole('button', { name: 'event 1 of handler' }).click();
    await page.getByRole('heading', { name: 'Event 1 of handler' }).waitFor();
    await page.getByRole('button', { name: 'event 0 of first' }).click();
    await page.getByRole('heading', { name: 'Event 0 of first' }).waitFor();
    expect(await page.locator('#page img').count()).toBe(0);
    expect(await page.title()).toBe('Headroom');
    expect(errors).toEqual([]);
  });

  thoroughly('can be stopped, and then are of the part that was simulated', async () => {
    const { page, errors } = await openScenario('destinations-template');
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.getByRole('button', { name: 'Stop and keep' }).last().click();
    await page.locator('.records-covers').waitFor({ timeout: 30_000 });
    expect(await page.locator('.records-covers').textContent()).toMatch(/^The first [\d,]+ of [\d,]+ accepted events; their stories are told up to \d\d:\d\d of 03:00/);
    expect(errors).toEqual([]);
  });

  thoroughly('are closed by another run, which has other events', async () => {
    const { page } = await openScenario('recursive-loop');
    await showEvents(page);
    await page.getByLabel('Seed').fill('other');
    await page.getByLabel('Seed').press('Enter');
    await expect.poll(() => page.locator('main').getAttribute('data-seed')).toBe('other');
    await expect.poll(() => status(page)).toBe('finished');
    await page.getByRole('button', { name: 'Show the events' }).waitFor();
    await showEvents(page);
  });
});

/** Asks why, by keyboard alone, and waits for the answer. */
async function askWhy(page: Page, question: string): Promise<void> {
  await page.getByRole('button', { name: question }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.story').waitFor({ timeout: 30_000 });
}

const focused = (page: Page): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);

describe('why an event was lost', () => {
  it('is answered by keyboard alone: the worst event’s story, its sentence, and its steps one by one', async () => {
    const { page, errors } = await openScenario('poison-events', { duration: '20m' });
    await askWhy(page, 'Why was an event discarded?');
    await expect.poll(() => focused(page)).toMatch(/^Event \d+ of parse-upload$/);
    expect(await page.getByLabel('What became of it').inputValue()).toBe('RetriesExhausted');
    expect(await page.locator('.story-why').textContent()).toMatch(/^It failed 3 times in .*, and MaximumRetryAttempts \(2\) allows no more\. It is not lost: the dead-letter queue dead-letters \(SQS\) and/);
    // The longest of those that are listed, which is the first.
    expect(await page.locator('.events tbody tr').first().getAttribute('class')).toBe('is-chosen');

    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('class'))).toBe('event-timeline');
    for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowRight');
    const step = page.locator('.life-line [aria-current=step]');
    expect(await step.textContent()).toContain('the handler fails RTY-01');
    expect(await page.locator('.timeline-step').textContent()).toMatch(/^\+.* the handler fails\. It ran for .* It waits .*: the first retry comes one minute after the failure, ±10.%\.$/);
    await expect.poll(() => page.locator('[aria-live=polite]').last().textContent()).toMatch(/^Step 4 of \d+, after .*: the handler fails\..* Clause RTY-01\.$/);
    await page.keyboard.press('ArrowLeft');
    expect(await step.textContent()).toContain('the handler starts ENV-01');
    await page.keyboard.press('End');
    expect(await step.count()).toBe(1);
    expect(errors).toEqual([]);
  });

  thoroughly('is answered again when the panel is open, whatever was chosen there', async () => {
    const { page } = await openScenario('overload-ages-out');
    await showEvents(page);
    await page.getByLabel('What became of it').selectOption('onTime');
    await page.locator('.events .choose').first().click();
    await askWhy(page, 'Why was an event discarded?');
    await expect.poll(() => page.locator('.story-why').textContent()).toContain('MaximumEventAgeInSeconds (1,800)');
    await expect.poll(() => focused(page)).toMatch(/^Event \d+ of resize$/);
    expect(await page.locator('.event-timeline').textContent()).toContain('MaximumEventAgeInSeconds');
  });

  thoroughly('is not asked while all events are on time', async () => {
    const { page } = await openShort();
    await pick(page, 'calm.json', { version: 1, name: 'Calm', duration: '7m', functions: { calm: { behaviour: { duration: { constant: '1s' } } } }, traffic: [{ to: 'calm', arrivals: { constant: { rate: '1/s' } } }] });
    await page.getByRole('heading', { name: 'Calm', exact: true }).waitFor();
    await finished(page);
    expect(await page.getByRole('button', { name: /^Why / }).count()).toBe(0);
  });
});

describe('the clause behind a step', () => {
  it('is a card that opens, reads, closes and gives the focus back', async () => {
    const { page, errors } = await openScenario('poison-events', { duration: '20m' });
    await askWhy(page, 'Why was an event discarded?');
    const opener = page.getByRole('button', { name: 'Clause RTY-01' }).first();
    await opener.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Clause RTY-01' });
    await card.waitFor();
    expect(await card.textContent()).toContain('A failed event is tried again after one minute and, failing again, after two more.');
    expect(await card.textContent()).toContain('seed document. AWS says so in one of the five documents');
    expect(await focused(page)).toMatch(/^Close/);
    expect(await card.evaluate((dialog) => document.getElementById(dialog.getAttribute('aria-describedby') ?? '')?.textContent)).toContain('tried again after one minute');
    expect(await violations(page, 'dialog')).toEqual([]);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);

    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: 'Close' }).click();
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(errors).toEqual([]);
  });

  thoroughly('never covers what has the focus, not even on a small screen', async () => {
    const { page } = await openScenario('poison-events', { duration: '20m', viewport: { width: 320, height: 640 } });
    await askWhy(page, 'Why was an event discarded?');
    await page.getByRole('button', { name: 'Clause ASY-01' }).first().press('Enter');
    await page.locator('.clause-card').waitFor();
    const clauses = page.locator('.life-line .clause');
    for (let place = 0; place < (await clauses.count()); place++) {
      await clauses.nth(place).focus();
      // The card moves in the frame after.
      await expect
        .poll(() =>
          page.evaluate(() => {
            const card = document.querySelector('.clause-card')?.getBoundingClientRect();
            const button = document.activeElement?.getBoundingClientRect();
            return card === undefined || button === undefined || (card.left < button.right && button.left < card.right && card.top < button.bottom && button.top < card.bottom);
          }),
        )
        .toBe(false);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    // Another clause, asked for while the card is open, takes its place.
    await clauses.last().press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await clauses.last().evaluate((button) => button === document.activeElement)).toBe(true);
  });
});

describe('what each destination received', () => {
  const title = 'What each destination received';

  it('is a chart where something was sent, and nothing where nothing was', async () => {
    const { page } = await openShort();
    expect(await page.getByRole('figure', { name: title }).count()).toBe(0);
    await choose(page, 'poison-events');
    const chart = page.getByRole('figure', { name: title });
    expect(await chart.locator('.label-name').allTextContents()).toEqual(['dead-letters', 'rejected']);
    const captured = await page.locator('.outcome-numbers .count').nth(2).textContent();
    await chart.focus();
    await page.keyboard.press('t');
    const later = chart.getByRole('button', { name: 'Later' });
    while (!(await later.isDisabled())) await later.click();
    expect(await chart.locator('tbody tr').last().locator('td').first().textContent()).toBe(captured);
    expect(await page.locator('.outcome-numbers .part').allTextContents()).toEqual(['all by both, queue and destination']);
  });

  it('has a cross wherever deliveries failed, which is also a number and a strip', async () => {
    const { page } = await openShort();
    expect(await page.getByText('Delivery failures').count()).toBe(0);
    await pick(page, 'two.json', twoSinks);
    const chart = page.getByRole('figure', { name: title });
    await chart.waitFor();
    await expect.poll(() => chart.locator('.label-name').allTextContents()).toEqual(['letters', 'handler', 'failed deliveries']);
    expect(await chart.locator('.plot .failure-mark').evaluateAll((marks) => marks.map((mark) => (mark.getAttribute('d') ?? '').split('M').length - 1).sort())).toEqual([0, 1, 1]);
    expect(await page.locator('.work-numbers').textContent()).toContain('Delivery failures1');
    expect(await page.getByRole('figure', { name: 'What became of the events' }).locator('.label-name').allTextContents()).toContain('delivery failures');
  });
});

describe('what is worth a look before a run', () => {
  it('is listed under the settings with its clause and what to write instead', async () => {
    const { page } = await openShort();
    await pick(page, 'plain.json', { version: 1, duration: '5m', functions: { plain: { behaviour: { duration: { constant: '1s' }, errorRate: 0.5 } } }, traffic: [{ to: 'plain', arrivals: { constant: { rate: '1/s' } } }] });
    const list = page.getByRole('region', { name: 'Worth a look before you run (1)' });
    await list.waitFor();
    const [finding] = await list.locator('li').allTextContents();
    for (const words of ['functions.plain.EventInvokeConfig', 'RTY-09', 'OnFailure']) expect(finding).toContain(words);
    await page.getByRole('button', { name: 'One thing worth a look before you run' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('findings');
  });

  thoroughly('is shortened when it is long', async () => {
    const { page } = await openShort();
    const functions = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`plain-${String(index)}`, { behaviour: { errorRate: 0.5 } }]));
    await pick(page, 'plain.json', { version: 1, duration: '5m', functions, traffic: Object.keys(functions).map((to) => ({ to, arrivals: { constant: { rate: '1/s' } } })) });
    await page.getByRole('heading', { name: 'Worth a look before you run (5)' }).waitFor();
    expect(await page.locator('.findings li').count()).toBe(3);
    await page.getByRole('button', { name: 'Show all 5' }).click();
    expect(await page.locator('.findings li').count()).toBe(5);
    await page.getByRole('button', { name: 'Show fewer' }).click();
    expect(await page.locator('.findings li').count()).toBe(3);
  });
});
