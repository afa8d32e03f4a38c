import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { choose, finished, longScenario, pick, status, useBrowser } from '../browser/openPage.ts';
import { oneAttemptHolds, openWatched } from './inTime.ts';

useBrowser();

const none = (longTasks: readonly number[]): boolean => longTasks.length === 0;

it('nothing keeps the page for more than 50 ms while a run goes on, and it draws at least 30 frames a second', async () => {
  await oneAttemptHolds(
    async () => {
      const { page, take } = await openWatched();
      await finished(page);
      await page.waitForTimeout(1_500);
      await pick(page, 'long.json', longScenario);
      await expect.poll(() => status(page)).toBe('running');
      await page.waitForTimeout(500);
      await take();
      const framesASecond = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const from = performance.now();
            let frames = 0;
            const count = (): void => {
              frames++;
              if (performance.now() - from < 3_000) requestAnimationFrame(count);
              else resolve((frames * 1000) / (performance.now() - from));
            };
            requestAnimationFrame(count);
          }),
      );
      const longTasks = await take();
      await page.context().close();
      return { longTasks, framesASecond };
    },
    ({ longTasks, framesASecond }) => none(longTasks) && framesASecond >= 30,
    'no task above 50 ms, 30 frames a second',
  );
}, 120_000);

it('nothing keeps the page for more than 50 ms while a setting is moved', async () => {
  await holdsUpNothing(
    async (page) => {
      await choose(page, 'overload-ages-out');
      await page.locator('[id="field-functions.resize.ReservedConcurrentExecutions"]').waitFor();
      await page.waitForTimeout(2_000);
      await page.getByRole('slider', { name: /Reserved concurrency/ }).first().focus();
    },
    async (page) => {
      for (let times = 0; times < 30; times++) await page.keyboard.press('ArrowRight', { delay: 20 });
      await page.waitForTimeout(500);
    },
  );
}, 120_000);

it('nothing keeps the page for more than 50 ms while events are looked at, not even with a megabyte on it', async () => {
  const rows = Array.from({ length: 9000 }, (_, id) => ({ id, name: `row number ${String(id)}`, tags: ['a', 'ü'], price: 1.5, nested: { deep: true } }));
  const sinks = { EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'bucket' } } }, DeadLetterConfig: { TargetArn: 'letters' } };
  const large = {
    version: 1,
    duration: '2m',
    functions: { first: { ...sinks, behaviour: { errorRate: 1 } } },
    destinations: { letters: { type: 'SQS' }, bucket: { type: 'S3' } },
    traffic: [{ to: 'first', arrivals: { constant: { rate: '5/s' } }, payload: { rows } }],
  };
  await holdsUpNothing(
    async (page) => {
      await page.waitForTimeout(1_000);
      await pick(page, 'large.json', large);
      await expect.poll(() => page.locator('.numbers-head').textContent(), { timeout: 30_000 }).toContain('600 accepted events');
      await finished(page);
      await page.waitForTimeout(1_500);
    },
    async (page) => {
      await page.getByRole('button', { name: 'Show the events' }).click();
      await page.locator('.events .choose').first().click();
      await page.getByRole('button', { name: 'Show all' }).first().click();
      await page.waitForTimeout(1_500);
    },
  );
}, 120_000);

/** Whether something done to a page that was prepared for it leaves the page's thread free. */
function holdsUpNothing(prepare: (page: Page) => Promise<void>, act: (page: Page) => Promise<void>): Promise<void> {
  return oneAttemptHolds(
    async () => {
      const { page, take } = await openWatched();
      await finished(page);
      await prepare(page);
      await take();
      await act(page);
      const longTasks = await take();
      await page.context().close();
      return longTasks;
    },
    none,
    'no task above 50 ms',
  );
}
