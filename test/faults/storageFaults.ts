import type { Page } from 'playwright-core';
import { isDeepStrictEqual } from 'node:util';
import type { Fault } from './fault.ts';
import { other, savedPage, scenarios } from './scenarios.ts';
import type { Visit } from './visit.ts';

const keepsNothing = /This browser keeps nothing for this page/;

/** Changes the page and changes it back, so that there is something to keep. */
async function changeAndBack({ page }: Visit): Promise<void> {
  const beside = page.getByRole('button', { name: 'Compare with scenario B in the charts' });
  for (let time = 0; time < 2; time++) {
    await beside.click();
    await page.waitForTimeout(500);
  }
}

const refusals: readonly Fault[] = [
  {
    name: 'storage-full',
    what: 'the storage becomes full',
    says: keepsNothing,
    where: '.run-bar',
    survives: 'address',
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      await visit.page.evaluate(() => {
        for (const method of ['put', 'add'] as const) {
          IDBObjectStore.prototype[method] = () => {
            throw new DOMException('injected fault', 'QuotaExceededError');
          };
        }
        Storage.prototype.setItem = () => {
          throw new DOMException('injected fault', 'QuotaExceededError');
        };
      });
      await changeAndBack(visit);
    },
  },
  {
    name: 'storage-full-as-it-is-written',
    what: 'the storage becomes full only when what was written is made lasting',
    says: keepsNothing,
    where: '.run-bar',
    survives: 'address',
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      await visit.page.evaluate(() => {
        IDBTransaction.prototype.commit = function (this: IDBTransaction) {
          this.abort();
        };
      });
      await changeAndBack(visit);
    },
  },
  ...(
    [
      ['storage-refused', 'all storage is refused', refuseStorage],
      ['storage-missing', 'the browser has no database', () => Object.defineProperty(window, 'indexedDB', { value: undefined })],
      [
        'storage-never-opens',
        'the database never opens, as where another tab blocks it',
        () => {
          IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
        },
      ],
      [
        'storage-fails-to-open',
        'the database cannot be opened, because its files are damaged',
        () => {
          IDBFactory.prototype.open = () => {
            const request = new EventTarget() as IDBOpenDBRequest;
            Object.defineProperty(request, 'error', { value: new DOMException('injected fault', 'UnknownError') });
            setTimeout(() => request.onerror?.(new Event('error')));
            return request;
          };
        },
      ],
      ['locks-refused', 'the browser has no locks', () => Reflect.deleteProperty(Navigator.prototype, 'locks')],
    ] as const
  ).map(([name, what, prepare]): Fault => ({
    name,
    what,
    prepare,
    says: keepsNothing,
    where: '.run-bar',
    survives: 'address',
    arrange: (visit) => visit.finished(),
    inject: changeAndBack,
  })),
];

function refuseStorage(): void {
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('injected fault', 'SecurityError');
      },
    });
  }
}

const losses: readonly Fault[] = [
  {
    name: 'storage-deleted-by-the-browser',
    what: 'the browser clears the databases while the page is open',
    says: null,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      const session = await visit.context.newCDPSession(visit.page);
      await session.send('Storage.clearDataForOrigin', { origin: new URL(visit.address).origin, storageTypes: 'indexeddb' });
      await changeAndBack(visit);
      if ((await visit.page.locator('.run-bar').textContent())?.includes('keeps nothing') === true) throw new Error('it says that it keeps nothing');
    },
  },
  {
    name: 'storage-deleted-by-another-tab',
    what: 'another tab deletes the databases while the page is open',
    says: null,
    arrange: (visit) => visit.finished(),
    inject: async (visit) => {
      const second = await visit.context.newPage();
      await second.goto(new URL('licences.txt', visit.address).href);
      await second.evaluate(() => {
        indexedDB.deleteDatabase('headroom');
        indexedDB.deleteDatabase('headroom-traces');
      });
      await second.waitForTimeout(500);
      await second.close();
      await changeAndBack(visit);
    },
  },
  {
    name: 'choices-corrupted',
    what: 'what the page remembers of theme and switches is nonsense',
    says: null,
    arrange: (visit) => visit.finished(),
    inject: async ({ page }) => {
      await page.evaluate(() => {
        for (const key of Object.keys(localStorage)) localStorage.setItem(key, '\u0000{"nonsense":');
      });
      await page.reload();
    },
  },
  {
    name: 'handed-over-half',
    what: 'what a page hands to the one after it, as at a reload, is cut off',
    says: null,
    arrange: (visit) => visit.finished(),
    inject: async ({ page }) => {
      await page.evaluate(() => {
        const { setItem } = Storage.prototype;
        Storage.prototype.setItem = function (this: Storage, key, value) {
          setItem.call(this, key, key === 'headroom.left' ? value.slice(0, 40) : value);
        };
      });
      await page.reload();
    },
  },
];

const whole = (extra: object): object => ({ workspace: savedPage('quick'), link: '', drafts: { B: other.draft }, at: 0, ...extra });

/** What stands in the storage in place of what the page kept, and what the page is to say; null: it can be read all the same. */
const rows: readonly [name: string, what: string, row: unknown, says: RegExp | null][] = [
  ['random-bytes', 'random bytes', Uint8Array.from({ length: 200 }, (_, index) => (index * 167) % 256), /could not be opened: it holds no scenarios of Headroom/],
  ['nothing', 'nothing', null, /could not be opened: it holds no scenarios of Headroom/],
  ['cut-off-text', 'the beginning of a text', JSON.stringify(whole({})).slice(0, 60), /could not be opened: it holds no scenarios of Headroom/],
  ['half-written', 'half of what was written', whole({ workspace: { headroom: 1, selected: 'A' } }), /could not be opened: it must hold 1 to 26 scenarios/],
  ['a-damaged-scenario', 'a scenario without its text', whole({ workspace: { ...savedPage('quick'), scenarios: [{ letter: 'A', name: 'cut.json' }] } }), /could not be opened: one of its scenarios is damaged/],
  ['a-newer-version', 'what a newer version wrote', whole({ workspace: { ...savedPage('quick'), headroom: 2 } }), /could not be opened: it was made by a newer version of Headroom/],
  ['an-older-version', 'what an older version wrote', { workspace: savedPage('quick'), link: '', draft: '{ "older": ', at: 0 }, null],
  ['other-shapes', 'the right scenarios with everything else in other shapes', whole({ link: 5, drafts: null, at: 'yesterday' }), null],
];

const corruptions = rows.map(([name, what, row, says]): Fault => ({
  name: `storage-holds-${name}`,
  what: `in the storage stands, in place of what the page kept, ${what}`,
  says,
  where: '.notice',
  opensItself: true,
  inject: async (visit) => {
    await visit.open();
    await visit.finished();
    await visit.work();
    await visit.page.goto(new URL('licences.txt', visit.address).href);
    await replaceSession(visit.page, row);
    await visit.page.goto(visit.address);
    await visit.finished();
    if (says === null) await visit.shows(scenarios.quick, 'before the fault');
  },
  atTheEnd: async ({ page }) => {
    // What could not be read is left for whoever can.
    if (says === null) return;
    const found = await sessions(page);
    if (!found.some((one) => isDeepStrictEqual(one, row))) throw new Error(`what could not be read was written over: ${JSON.stringify(found).slice(0, 300)}`);
  },
}));

const newerBeside: Fault = {
  name: 'storage-holds-a-newer-session-beside',
  what: 'another tab’s last session was written by a newer version, and an older one can be read',
  says: /could not be opened: it was made by a newer version of Headroom/,
  where: '.notice',
  arrange: (visit) => visit.finished(),
  inject: async (visit) => {
    await visit.page.goto(new URL('licences.txt', visit.address).href);
    await visit.page.evaluate(
      (row) =>
        new Promise<void>((resolve) => {
          sessionStorage.clear();
          const request = indexedDB.open('headroom');
          request.onsuccess = () => {
            const { result } = request;
            const transaction = result.transaction('sessions', 'readwrite');
            transaction.objectStore('sessions').put(row, 'newer');
            transaction.oncomplete = () => {
              result.close();
              resolve();
            };
          };
        }),
      { workspace: { headroom: 2 }, link: '', at: Date.now() + 1_000_000 },
    );
    await visit.page.goto(visit.address);
    await visit.shows(scenarios.quick, 'before the fault');
  },
  atTheEnd: async ({ page }) => {
    const found = await sessions(page);
    if (!found.some((one) => (one as { workspace?: { headroom?: number } }).workspace?.headroom === 2)) throw new Error('what could not be read is gone');
  },
};

/** Puts something in the place of this tab's session, as `read` in ui/state/kept.ts finds it. */
async function replaceSession(page: Page, row: unknown): Promise<void> {
  await page.evaluate(
    (value) =>
      new Promise<void>((resolve) => {
        sessionStorage.removeItem('headroom.left');
        const request = indexedDB.open('headroom');
        request.onsuccess = () => {
          const { result } = request;
          const transaction = result.transaction('sessions', 'readwrite');
          transaction.objectStore('sessions').put(value, sessionStorage.getItem('headroom.session') ?? '');
          transaction.oncomplete = () => {
            result.close();
            resolve();
          };
        };
      }),
    row,
  );
}

/** All sessions that the browser keeps. */
function sessions(page: Page): Promise<unknown[]> {
  return page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const request = indexedDB.open('headroom');
        request.onsuccess = () => {
          const all = request.result.transaction('sessions').objectStore('sessions').getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(all.result as unknown[]);
          };
        };
      }),
  );
}

/** Storage that is full, refused, damaged, newer, or gone. */
export const storageFaults: readonly Fault[] = [...refusals, ...losses, ...corruptions, newerBeside];
