import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { builtPage } from '../browser/staticServer.ts';

/** What happens in a thread of the page's. */
export type Mishap =
  /** An error that nobody catches. */
  | 'throws'
  /** It ends, and nobody is told. */
  | 'ends'
  /** A loop without end. */
  | 'hangs'
  /** A buffer, or a list, that there is no memory for. */
  | 'no buffer'
  | 'no list'
  /** Of an answer: it is swallowed, sent twice, or something else is sent. */
  | 'swallows'
  | 'repeats'
  | 'garbles';

/**
 * When it happens: `now`; `asked`: when `call` is asked for; `answers`: when what `call` gave is sent; `inside`: where the work in
 * progress next reads the time, so that it breaks in the middle of it.
 */
export interface ThreadFault {
  mishap: Mishap;
  when: 'now' | 'asked' | 'answers' | 'inside';
  call?: string;
}

/** What the scripts below leave in the page. */
interface Threads {
  planted: ThreadFault | null;
  /** When the last fault happened, as `performance.now` of the page tells; null: not yet. */
  happenedAt: number | null;
  started: { thread: Worker; calls: string[]; isEnded: boolean }[];
}

type PageWithThreads = typeof globalThis & { threadsUnderTest: Threads };

/** Every error that is thrown on purpose says so. */
export const injected = 'injected fault';

/** Has every thread that a page of this context starts do what it is told to; before the page is opened. */
export async function watchThreads(context: BrowserContext): Promise<void> {
  await context.addInitScript(followThreads);
  await context.route(/\/assets\/worker-[^/]+\.js$/, async (route) => {
    const script = readFileSync(join(builtPage, new URL(route.request().url()).pathname), 'utf8');
    // A page that is left meanwhile wants it no more.
    await route.fulfill({ contentType: 'text/javascript', body: `(${String(obeyFaults)})();\n${script}` }).catch(() => undefined);
  });
}

/** Has a fault happen in the next threads that the page starts, and in those it has, when its time comes. */
export async function plant(page: Page, fault: ThreadFault | null): Promise<void> {
  await page.evaluate((planted) => {
    const { threadsUnderTest: threads } = globalThis as PageWithThreads;
    threads.planted = planted;
    threads.happenedAt = null;
    for (const { thread, isEnded } of threads.started) if (!isEnded) thread.postMessage({ faultUnderTest: planted });
  }, fault);
}

/** Has a fault happen in the thread that was last asked for `call`. */
export async function strike(page: Page, call: string, mishap: Mishap, when: 'now' | 'inside' = 'now'): Promise<void> {
  await page.evaluate(
    ({ asked, fault }) => {
      const { threadsUnderTest: threads } = globalThis as PageWithThreads;
      threads.happenedAt = null;
      const one = threads.started.findLast(({ calls, isEnded }) => !isEnded && calls.includes(asked));
      if (one === undefined) throw new Error(`no thread was asked for ${asked}`);
      one.thread.postMessage({ faultUnderTest: fault });
    },
    { asked: call, fault: { mishap, when } },
  );
}

/** Ends the thread that was last asked for `call` from outside, or has it send something that cannot be read. */
export async function strikeFromOutside(page: Page, call: string, how: 'terminate' | 'messageerror'): Promise<void> {
  await page.evaluate(
    ({ asked, what }) => {
      const { threadsUnderTest: threads } = globalThis as PageWithThreads;
      const one = threads.started.findLast(({ calls, isEnded }) => !isEnded && calls.includes(asked));
      if (one === undefined) throw new Error(`no thread was asked for ${asked}`);
      threads.happenedAt = performance.now();
      if (what === 'terminate') one.thread.terminate();
      else one.thread.dispatchEvent(new MessageEvent('messageerror'));
    },
    { asked: call, what: how },
  );
}

/** When the last fault happened in a thread, once it has. */
export async function happenedAt(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => (globalThis as PageWithThreads).threadsUnderTest.happenedAt, null, { polling: 10, timeout: 60_000 });
  return Number(await handle.jsonValue());
}

/** Whether a thread has been asked for something. */
export async function wasAsked(page: Page, call: string): Promise<void> {
  await page.waitForFunction((asked) => (globalThis as PageWithThreads).threadsUnderTest.started.some(({ calls, isEnded }) => !isEnded && calls.includes(asked)), call, { polling: 10, timeout: 60_000 });
}

/** In the page, before its scripts: notes every thread and what it is asked for. */
function followThreads(): void {
  const threads: Threads = { planted: null, happenedAt: null, started: [] };
  Object.assign(globalThis, { threadsUnderTest: threads });
  const Original = Worker;
  window.Worker = class extends Original {
    private readonly noted: Threads['started'][number];
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.noted = { thread: this, calls: [], isEnded: false };
      threads.started.push(this.noted);
      this.addEventListener('message', ({ data }: MessageEvent<{ faultHappened?: boolean } | null>) => {
        if (data?.faultHappened !== true) return;
        threads.happenedAt = performance.now();
        // It happens once: the thread that takes over is a good one.
        threads.planted = null;
      });
      if (threads.planted !== null) super.postMessage({ faultUnderTest: threads.planted });
    }
    override postMessage(message: { path?: string[] }, options?: StructuredSerializeOptions | Transferable[]): void {
      if (message.path?.[0] !== undefined) this.noted.calls.push(message.path[0]);
      super.postMessage(message, options as StructuredSerializeOptions);
    }
    override terminate(): void {
      this.noted.isEnded = true;
      super.terminate();
    }
  };
}

/** In the thread, before its script: does what it is told to when the time has come. */
function obeyFaults(): void {
  const send = self.postMessage.bind(self) as (message: unknown, transfer?: Transferable[]) => void;
  let planted: ThreadFault | null = null;
  let awaited: string | null = null;
  const happen = (mishap: Mishap): void => {
    send({ faultHappened: true });
    if (mishap === 'throws') throw new Error('injected fault');
    if (mishap === 'ends') self.close();
    if (mishap === 'no buffer') new ArrayBuffer(2 ** 34);
    if (mishap === 'no list') new Array(-1);
    while (mishap === 'hangs') continue;
  };
  self.addEventListener('message', (event: MessageEvent<{ faultUnderTest?: ThreadFault | null; id?: string; path?: string[] } | null>) => {
    const { faultUnderTest: told, id, path } = event.data ?? {};
    if (told !== undefined) {
      event.stopImmediatePropagation();
      if (told?.when === 'now') happen(told.mishap);
      else if (told?.when === 'inside') {
        const read = performance.now;
        performance.now = () => {
          performance.now = read;
          happen(told.mishap);
          return performance.now();
        };
      } else planted = told;
    } else if (planted !== null && path?.[0] === planted.call) {
      const { when, mishap } = planted;
      if (when === 'answers') awaited = id ?? null;
      else {
        planted = null;
        event.stopImmediatePropagation();
        happen(mishap);
      }
    }
  });
  self.postMessage = (message: { id?: string }, transfer?: unknown) => {
    const transferred = (transfer ?? []) as Transferable[];
    if (awaited === null || message.id !== awaited || planted === null) {
      send(message, transferred);
      return;
    }
    const { mishap } = planted;
    planted = awaited = null;
    happen(mishap);
    if (mishap === 'garbles') send({ id: message.id, type: 'RAW', value: { kind: 'nonsense' } });
    if (mishap === 'repeats') send(structuredClone(message));
    if (mishap === 'repeats') send(message, transferred);
  };
}
