import type { Browser } from 'playwright-core';
import { isDeepStrictEqual } from 'node:util';
import { changed, other } from './scenarios.ts';
import { Visit, type VisitOptions, type Work } from './visit.ts';

/** Something that goes wrong, and what a person at the page should see of it. */
export interface Fault extends VisitOptions {
  /** For the command line: lower case, with hyphens. */
  name: string;
  /** What goes wrong, as a phrase. */
  what: string;
  /** What the person at the page reads; null where nothing is to be said, because nothing is missing. */
  says: RegExp | null;
  /** Where: a selector. */
  where?: string;
  /** In a thread that works for the page: the message comes within a second. */
  isSoon?: boolean;
  /** Files of the page that do not come from the beginning, until `mend`. */
  breaks?: RegExp;
  /** Opens the page itself, before anything can be arranged. */
  opensItself?: boolean;
  /** Brings the page to where the fault happens. */
  arrange?: (visit: Visit) => Promise<void>;
  /** Has the fault happen. */
  inject: (visit: Visit) => Promise<unknown>;
  /** What else is true while the message stands, and what mends what the fault broke. */
  then?: (visit: Visit) => Promise<void>;
  /** What must be true when all else has been judged. */
  atTheEnd?: (visit: Visit) => Promise<void>;
  /** What is there after a reload; `address`: where the page said that it keeps nothing, what stands in the address. */
  survives?: 'everything' | 'address';
  /** Errors in the console that the fault brings with it. */
  errors?: RegExp;
}

/** What became of a fault. */
export interface Judgement {
  passed: boolean;
  /** Why not; of one that passed, what was measured. */
  remark: string;
}

/** Has a fault happen in a window of its own, and judges what it left: a message, a working page, and nothing lost. */
export async function judge(fault: Fault, browser: Browser, address: string): Promise<Judgement> {
  const visit = await Visit.begin(browser, address, fault);
  let stage = 'before the fault';
  try {
    if (fault.breaks !== undefined) await visit.break(fault.breaks, 'abort');
    if (fault.opensItself !== true) await visit.open(fault.selected);
    await fault.arrange?.(visit);
    const before = fault.opensItself === true ? null : await visit.work();
    stage = 'message';
    await fault.inject(visit);
    if (fault.says !== null) await (fault.isSoon === true ? visit.readsSoon(fault.where ?? where, fault.says) : visit.reads(fault.where ?? where, fault.says));
    await fault.then?.(visit);
    stage = 'nothing lost';
    if (before !== null) holdSame(before, await visit.work());
    stage = 'working page';
    await visit.works();
    stage = 'nothing lost after a reload';
    const after = await visit.work();
    const changedAddress = visit.page.url();
    if (fault.opensItself !== true) await holdDraft(visit);
    // Where nothing can be kept, the address is all there is, and it is written only after the page has changed.
    if (fault.survives === 'address') await visit.page.waitForURL(changedAddress);
    await visit.page.reload();
    await visit.shows(changed.text, changed.seed);
    holdSame(after, await visit.work());
    if (fault.opensItself !== true && fault.survives !== 'address') await holdDraft(visit);
    await fault.atTheEnd?.(visit);
    stage = 'no other error';
    const surprises = visit.surprises(fault.errors);
    if (surprises.length > 0) throw new Error(surprises.join('; '));
    return { passed: true, remark: visit.note };
  } catch (error) {
    return { passed: false, remark: `${stage}: ${(error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 600)}${visit.errors.length > 0 ? ` (errors: ${visit.errors.join('; ').slice(0, 300)})` : ''}` };
  } finally {
    await visit.end();
  }
}

/** Where the page says what went wrong, unless a fault says otherwise. */
const where = '[role=alert]';

function holdSame(before: Work, after: Work): void {
  for (const key of ['tabs', 'selected', 'overlaid', 'inAddress'] as const) {
    if (!isDeepStrictEqual(before[key], after[key])) throw new Error(`${key} was ${JSON.stringify(before[key])} and is ${JSON.stringify(after[key])}`);
  }
}

async function holdDraft(visit: Visit): Promise<void> {
  const draft = await visit.draft();
  if (draft !== other.draft) throw new Error(`in the editor of the other scenario stood ${JSON.stringify(other.draft)}, and there is ${JSON.stringify(draft)}`);
  await visit.shows(changed.text, changed.seed);
}
