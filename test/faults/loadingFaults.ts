import type { Fault } from './fault.ts';
import { pick } from './leavingFaults.ts';
import type { scenarios } from './scenarios.ts';
import type { Visit } from './visit.ts';

const cannotBeLoaded = /could not be loaded: the server (it|this page) came from does not answer/;

/** A part of the page that comes when it is wanted. */
interface Part {
  name: string;
  /** The files it is in. */
  files: RegExp;
  /** What a person does to get it; absent: it comes by itself. */
  open?: (visit: Visit) => Promise<unknown>;
  /** What a person does to try again. */
  again: (visit: Visit) => Promise<unknown>;
  /** What is there once it has come: a selector. */
  shows: string;
  selected?: keyof typeof scenarios;
}

const press = (name: string | RegExp) => async (visit: Visit): Promise<void> => visit.page.getByRole('button', { name }).first().click();
const tryAgain = press('Try again');
const escape = async ({ page }: Visit): Promise<void> => page.keyboard.press('Escape');

const savesCsv = async ({ page }: Visit): Promise<void> => {
  await page.getByRole('button', { name: 'Export everything as CSV' }).click();
};

const parts: readonly Part[] = [
  { name: 'form', files: /\/parametersPanel-[^/]+\.js$/, again: tryAgain, shows: '.scenario input' },
  { name: 'traffic', files: /\/trafficPanel-[^/]+\.js$/, again: tryAgain, shows: '#traffic' },
  { name: 'table-of-scenarios', files: /\/scenarioTable-[^/]+\.js$/, again: tryAgain, shows: '#compared' },
  { name: 'planner', files: /\/plannerPanel-[^/]+\.js$/, open: press('Open the planner'), again: tryAgain, shows: '.plan-form' },
  { name: 'events', files: /\/recordsPanel-[^/]+\.js$/, open: press('Show the events'), again: press('Show the events'), shows: '.events' },
  { name: 'failed-batches', files: /\/failedBatches-[^/]+\.js$/, open: press('Show the batches'), again: tryAgain, shows: '.events', selected: 'stream' },
  { name: 'stream-charts', files: /\/eventSourceCharts-[^/]+\.js$/, again: tryAgain, shows: '.strip-name', selected: 'stream' },
  { name: 'stream-numbers', files: /\/sourceNumbers-[^/]+\.js$/, again: tryAgain, shows: '[aria-label^="Numbers of"], .source-numbers', selected: 'stream' },
  { name: 'help', files: /\/dialogs-[^/]+\.js$/, open: press('Keys and help'), again: tryAgain, shows: '.modal' },
  { name: 'export', files: /\/save-[^/]+\.js$/, open: savesCsv, again: savesCsv, shows: 'main' },
  { name: 'style-of-the-planner', files: /\/plannerPanel-[^/]+\.css$/, open: press('Open the planner'), again: tryAgain, shows: '.plan-form' },
];

const missing = parts.map(({ name, files, open, again, shows, selected = 'quick' }): Fault => ({
  name: `part-does-not-come-${name}`,
  what: `a part of the page that comes when it is wanted does not come: ${name.replaceAll('-', ' ')}`,
  selected,
  breaks: files,
  says: cannotBeLoaded,
  errors: /Failed to load resource|ERR_FAILED/,
  arrange: (visit) => visit.finished(),
  inject: async (visit) => open?.(visit),
  then: async (visit) => {
    await visit.mend();
    await again(visit);
    await visit.page.locator(shows).first().waitFor();
    const left = await visit.page.getByRole('alert').allTextContents();
    if (left.some((text) => cannotBeLoaded.test(text))) throw new Error('it still says that the part could not be loaded');
    if (name === 'help') await escape(visit);
  },
}));

const background: Fault = {
  name: 'part-does-not-come-what-keeps',
  what: 'the part of the page that keeps what is made does not come',
  breaks: /\/(background|keeping)-[^/]+\.js$/,
  opensItself: true,
  says: /This browser keeps nothing for this page/,
  where: '.run-bar',
  errors: /Failed to load resource|ERR_FAILED/,
  inject: async (visit) => {
    await visit.page.goto(visit.address);
    await visit.finished();
  },
  then: async (visit) => {
    await visit.mend();
    await visit.page.reload();
    await visit.finished();
  },
};

const scenario: Fault = {
  name: 'scenario-does-not-come',
  what: 'a scenario of the gallery does not come',
  breaks: /\/cold-start-storm-[^/]+\.js$/,
  says: /“.+” could not be loaded: the server this page came from does not answer/,
  errors: /Failed to load resource|ERR_FAILED/,
  arrange: (visit) => visit.finished(),
  inject: async ({ page }) => {
    await page.getByRole('combobox', { name: 'Scenario' }).selectOption('cold-start-storm');
  },
};

const doings: readonly Fault[] = [
  {
    name: 'clipboard-refused',
    what: 'the browser does not let the page copy',
    says: /The browser does not let the page copy; select it here/,
    where: '.copy-by-hand',
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      await visit.page.evaluate(() => {
        Clipboard.prototype.writeText = () => Promise.reject(new DOMException('injected fault', 'NotAllowedError'));
      });
      await press('Share')(visit);
      await visit.page.locator('.modal').getByRole('button', { name: /^Copy/ }).first().click();
    },
    then: escape,
  },
  {
    name: 'download-refused',
    what: 'the browser makes no address for a file that is to be saved',
    says: /The file could not be made: /,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      await visit.page.evaluate(() => {
        URL.createObjectURL = () => {
          throw new DOMException('injected fault', 'NotAllowedError');
        };
      });
      await savesCsv(visit);
    },
  },
  {
    name: 'save-refused',
    what: 'the browser makes no address for the scenario that is to be saved',
    says: /could not be saved/,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      await visit.page.evaluate(() => {
        URL.createObjectURL = () => {
          throw new DOMException('injected fault', 'NotAllowedError');
        };
      });
      await visit.page.keyboard.press('Control+s');
    },
  },
  {
    name: 'file-cannot-be-read',
    what: 'a file that was chosen cannot be read, because it was moved',
    says: /“moved.json” could not be read. It may have been moved; choose it again/,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      await visit.page.evaluate(() => {
        File.prototype.text = () => Promise.reject(new DOMException('injected fault', 'NotFoundError'));
      });
      await pick(visit, 'moved.json');
    },
  },
  {
    name: 'printed-in-mid-run',
    what: 'the page is printed in the middle of a run',
    selected: 'long',
    says: /\d+ % \d\d:\d\d of 24:00/,
    where: '.run-state',
    arrange: (visit) => visit.running(),
    inject: async ({ page }) => {
      await page.pdf();
    },
  },
];

/** Waits until the browser has all files of the page. */
async function kept({ page }: Visit): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** Deletes files of the page from what is kept for working offline, or puts nonsense in their places. */
async function spoil({ page, context }: Visit, files: RegExp, how: 'delete' | 'garble'): Promise<void> {
  const spoilt = await page.evaluate(
    async ({ source, isGarbled }) => {
      let count = 0;
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          if (!new RegExp(source).test(request.url)) continue;
          count += 1;
          if (isGarbled) await cache.put(request, new Response('\u0000 nonsense (', { headers: { 'Content-Type': 'text/javascript' } }));
          else await cache.delete(request);
        }
      }
      return count;
    },
    { source: files.source, isGarbled: how === 'garble' },
  );
  if (spoilt === 0) throw new Error('nothing was kept that could be spoilt');
  // The browser has the same files once more, of its own accord.
  await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
}

/** From when the browser has all files of the page. */
const whenKept: Pick<Fault, 'offline' | 'arrange'> = {
  offline: true,
  arrange: async (visit) => {
    await visit.finished();
    await kept(visit);
  },
};

/** Without a connection, a part of the page is asked for that is not, or not rightly, among what is kept. */
const withoutPlanner = (name: string, what: string, how: 'delete' | 'garble'): Fault => ({
  name,
  what,
  ...whenKept,
  says: cannotBeLoaded,
  errors: /Failed to load|ERR_/,
  inject: async (visit) => {
    await spoil(visit, /\/plannerPanel-[^/]+\.js$/, how);
    await visit.context.setOffline(true);
    await visit.page.reload();
    await visit.finished();
    await press('Open the planner')(visit);
  },
  then: async (visit) => {
    await visit.context.setOffline(false);
    await tryAgain(visit);
    await visit.page.locator('.plan-form').waitFor();
  },
});

const offline: readonly Fault[] = [
  {
    name: 'offline-with-half-of-the-files-gone',
    what: 'half of the files that are kept for working offline are gone, and the server is there',
    ...whenKept,
    says: null,
    inject: async (visit) => {
      await spoil(visit, /\/[a-z][^/]*-[A-Z0-9][^/]*$/, 'delete');
      await visit.page.reload();
      await visit.finished();
    },
  },
  withoutPlanner('offline-with-a-part-gone', 'there is no connection, and the planner’s files are no longer kept', 'delete'),
  withoutPlanner('offline-with-a-part-garbled', 'there is no connection, and the planner’s file is damaged among those that are kept for working offline', 'garble'),
  {
    name: 'offline-with-everything-garbled',
    what: 'all files that are kept for working offline are damaged, the page’s own script among them, and the server is there',
    ...whenKept,
    says: null,
    inject: async (visit) => {
      await spoil(visit, /./, 'garble');
      await visit.page.reload();
      await visit.finished();
    },
    // What was damaged is kept again, whether it was needed or not.
    then: async (visit) => {
      await visit.page.evaluate(async () => {
        const deadline = performance.now() + 10_000;
        const texts = async (): Promise<string[]> => {
          const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).matchAll()));
          return Promise.all(kept.flat().map((response) => response.text()));
        };
        while ((await texts()).some((text) => text.includes('nonsense ('))) {
          if (performance.now() > deadline) throw new Error('what was damaged is not kept again');
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      });
      await visit.context.setOffline(true);
      await visit.page.reload();
      await visit.finished();
    },
  },
  {
    name: 'offline-store-cannot-be-read',
    what: 'the browser can no longer read what is kept for working offline, and the server is there',
    ...whenKept,
    says: null,
    inject: async (visit) => {
      const [worker] = visit.context.serviceWorkers();
      await worker!.evaluate(() => {
        const refuse = (): Promise<never> => Promise.reject(new DOMException('injected fault', 'UnknownError'));
        Object.assign(CacheStorage.prototype, { match: refuse, open: refuse, has: refuse });
      });
      await visit.page.reload();
      await visit.finished();
    },
  },
];

/** Files that do not come, and things that the browser does not let the page do. */
export const loadingFaults: readonly Fault[] = [...missing, background, scenario, ...doings, ...offline];
