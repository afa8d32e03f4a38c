import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { scenarios } from './scenarios.ts';
import { studying } from './threadFaults.ts';
import type { Visit } from './visit.ts';

/** A reload says nothing: the page is as it was, and runs from the seed again. */
const reload = (visit: Visit): Promise<unknown> => visit.page.reload();

const reloads: readonly Fault[] = [
  { name: 'reload-in-mid-run', what: 'the page is reloaded in the middle of a run', selected: 'long', says: /\d+ % \d\d:\d\d of 24:00/, where: '.run-state', arrange: (visit) => visit.running(), inject: reload },
  { name: 'reload-in-mid-study', what: 'the page is reloaded while a run is being repeated', selected: 'heavy', repeats: true, says: /replication \d+ of 20/, where: '.run-state', arrange: studying, inject: reload },
  {
    name: 'reload-in-mid-planning',
    what: 'the page is reloaded while the planner works',
    selected: 'heavy',
    says: /Not asked yet: press “Find the value” for the answer/,
    where: '.plan-work',
    arrange: async (visit) => {
      await visit.finished();
      await visit.page.getByRole('button', { name: 'Open the planner' }).click();
      await visit.page.getByLabel('to', { exact: true }).fill('40');
      await visit.page.getByRole('button', { name: 'Find the value' }).click();
      await visit.page.getByRole('progressbar', { name: 'Worked out so far' }).waitFor();
    },
    inject: reload,
  },
  {
    name: 'reload-while-a-file-is-read',
    what: 'the page is reloaded while a dropped file is still being read',
    says: null,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      await visit.page.evaluate(() => {
        File.prototype.text = () => new Promise(() => undefined);
      });
      await pick(visit, 'slow.json');
      await reload(visit);
      await visit.shows(scenarios.quick, 'before the fault');
    },
  },
];

const leaves: readonly Fault[] = [
  {
    name: 'back-and-forward-in-mid-run',
    what: 'the page is left by an address and come back to, in the middle of a run',
    selected: 'long',
    says: /\d+ % \d\d:\d\d of 24:00/,
    where: '.run-state',
    arrange: (visit) => visit.running(),
    inject: async ({ page }) => {
      await page.goto('about:blank');
      await page.goBack();
      await page.goForward();
      await page.goBack();
    },
  },
  {
    name: 'tab-crashes-in-mid-run',
    what: 'the tab’s process ends in the middle of a run, as when memory runs out, and a new tab is opened',
    selected: 'long',
    says: /Going on with what you were doing/,
    where: '.notice',
    arrange: (visit) => visit.running(),
    inject: async (visit) => {
      const session = await visit.context.newCDPSession(visit.page);
      const crashed = visit.page.waitForEvent('crash');
      session.send('Page.crash').catch(() => undefined);
      await crashed;
      visit.page = await visit.context.newPage();
      await visit.page.goto(visit.address);
    },
  },
  {
    name: 'hidden-and-frozen-in-mid-run',
    what: 'the tab is hidden and frozen for seconds in the middle of a run',
    selected: 'long',
    says: /\d+ % \d\d:\d\d of 24:00/,
    where: '.run-state',
    arrange: (visit) => visit.running(),
    inject: async ({ page, context }) => {
      const session = await context.newCDPSession(page);
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await wait(11_000);
      await session.send('Page.setWebLifecycleState', { state: 'active' });
      await wait(2_000);
      if ((await page.getByRole('alert').count()) > 0) throw new Error('the thread was given up, although it lives');
    },
  },
  {
    name: 'asleep-in-mid-run',
    what: 'the clocks jump five hours in the middle of a run, as they do when a laptop wakes up',
    selected: 'long',
    says: /\d+ % \d\d:\d\d of 24:00/,
    where: '.run-state',
    arrange: (visit) => visit.running(),
    inject: async ({ page }) => {
      const jump = (): void => {
        const [now, elapsed] = [Date.now, performance.now.bind(performance)];
        Date.now = () => now() + 5 * 3_600_000;
        performance.now = () => elapsed() + 5 * 3_600_000;
      };
      await page.evaluate(jump);
      for (const thread of page.workers()) await thread.evaluate(jump);
      await wait(2_000);
      if ((await page.getByRole('alert').count()) > 0) throw new Error('the thread was given up, although it lives');
    },
  },
];

/** Opens another tab of the same window, changes what it shows, and comes back to the first. */
const twoTabs: readonly Fault[] = [
  {
    name: 'two-tabs-change-at-once',
    what: 'a second tab is opened and changed while the first is open',
    says: null,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      const second = await visit.context.newPage();
      await second.goto(visit.address);
      await second.locator('main[data-status=finished]').waitFor();
      await second.getByLabel('Seed').fill('of the second tab');
      await second.waitForTimeout(1_000);
      await visit.page.bringToFront();
      await visit.page.reload();
      await visit.shows(scenarios.quick, 'before the fault');
      await second.reload();
      await second.locator('main[data-seed="of the second tab"]').waitFor();
      await second.close();
    },
  },
  {
    name: 'two-tabs-one-duplicated',
    what: 'the tab is duplicated, with its storage, and the copy is changed',
    says: null,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      const id = await visit.page.evaluate(() => sessionStorage.getItem('headroom.session') ?? '');
      const second = await visit.context.newPage();
      await second.addInitScript((session) => {
        if (sessionStorage.getItem('headroom.session') === null) sessionStorage.setItem('headroom.session', session);
      }, id);
      await second.goto(visit.page.url());
      await second.locator('main[data-status=finished]').waitFor();
      await second.getByLabel('Seed').fill('of the copy');
      await second.waitForTimeout(1_000);
      await second.close();
      await visit.page.bringToFront();
      await visit.page.reload();
      await visit.shows(scenarios.quick, 'before the fault');
    },
  },
];

/** Gives the page a scenario as a file. */
export async function pick({ page }: Visit, name: string): Promise<void> {
  await page.getByLabel('Scenario file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(scenarios.quick) });
}

/** Pages that are left, stopped or doubled in the middle of something. */
export const leavingFaults: readonly Fault[] = [...reloads, ...leaves, ...twoTabs];
