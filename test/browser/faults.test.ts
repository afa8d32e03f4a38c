import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { judge } from '../faults/fault.ts';
import { launchOptions } from '../faults/launch.ts';
import { faults } from '../faults/list.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ ...launchOptions, executablePath: inject('chromium') });
});
afterAll(() => browser.close());

/** One around threads and one around storage; `npm run faults` has them all. */
const chosen = ['thread-is-killed-in-mid-run', 'storage-holds-a-newer-session-beside'];

describe('a fault leaves a message, a working page and nothing lost', () => {
  it.each(chosen)('%s', async (name) => {
    const fault = faults.find((one) => one.name === name);
    if (fault === undefined) throw new Error('there is no such fault');
    expect(await judge(fault, browser, inject('pageUrl'))).toMatchObject({ passed: true });
  });

  it('and each has a name of its own', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(50);
  });
});
