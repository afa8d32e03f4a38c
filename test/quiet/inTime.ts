import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { openPage } from '../browser/openPage.ts';
import type { OpenedPage } from '../browser/openPage.ts';

/**
 * What these tests measure, other work on the machine can only make worse. So each is tried a few times, and one attempt that
 * holds shows that the page itself does; a page that is too slow is so in every attempt.
 */
const mostAttempts = 5;

/** Tries something until it measures what is wanted; fails with all that was measured. */
export async function oneAttemptHolds<Measured>(attempt: () => Promise<Measured>, holds: (measured: Measured) => boolean, wanted: string): Promise<void> {
  const measured: Measured[] = [];
  do measured.push(await attempt());
  while (!holds(measured.at(-1) as Measured) && measured.length < mostAttempts);
  expect(measured.some(holds), `${wanted}; measured: ${JSON.stringify(measured)}`).toBe(true);
}

/** Opens the page with an ear on everything that keeps its thread for more than 50 ms; `take` gives those since it was last asked. */
export async function openWatched(): Promise<OpenedPage & { take: () => Promise<number[]> }> {
  const opened = await openPage({
    prepare: () => {
      const seen: number[] = [];
      Object.assign(window, { longTasks: seen });
      new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    },
  });
  return { ...opened, take: () => longTasksOf(opened.page) };
}

function longTasksOf(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
}
