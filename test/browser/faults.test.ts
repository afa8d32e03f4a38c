import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { judge } from '../faults/fault.ts';
import { launchOptions } from '../faults/launch.ts';
import { faults } from '../faults/list.ts';
import { isThorough } from './openPage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ ...launchOptions, executablePath: inject('chromium') });
});
afterAll(() => browser.close());

/** One around threads and one around loading; `npm run test:thorough` has some more, `npm run faults` all. */
const chosen = ['thread-is-killed-in-mid-run', 'part-does-not-come-planner'];
const chosenThoroughly = ['storage-holds-a-newer-session-beside', 'thread-is-killed-in-a-study', 'thread-is-killed-between-questions', 'thread-hangs-in-the-planner', 'no-memory-for-a-buffer-in-mid-run', 'answer-never-comes', 'part-does-not-come-form'];

describe('a fault leaves a message, a working page and nothing lost', () => {
  it.each(isThorough ? [...chosen, ...chosenThoroughly] : chosen)('%s', async (name) => {
    const fault = faults.find((one) => one.name === name);
    if (fault === undefined) throw new Error('there is no such fault');
    expect(await judge(fault, browser, inject('pageUrl'))).toMatchObject({ passed: true });
  });

  it('and each has a name of its own', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(50);
  });
});
