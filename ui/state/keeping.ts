import { batch, effect, signal } from '@preact/signals';
import { draft, drafts, writeDraft } from './editing.ts';
import { openGalleryEntry } from './files.ts';
import { followScenarios } from './followingDrafts.ts';
import { defaultEntry } from './gallery.ts';
import { keep, keepTraces, leaveBehind, takeUp } from './kept.ts';
import type { Kept } from './kept.ts';
import { isLink, linkOf, longestLink, workspaceIn } from './link.ts';
import { allowNoConnections } from './noConnections.ts';
import { goesOn, isKept, refused } from './notices.ts';
import { loadGoesOn } from './onDemand.ts';
import type { Unreadable } from './savedWorkspace.ts';
import { history, isEmpty, openings, workspace, writeText } from './session.ts';
import { openUserTraces, userTraces } from './traceFiles.ts';
import { workspaceOf } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** The address that stands for what is on the page; `tooLong`, or more than a link may unpack to, `tooMuch`: only a file can. */
export const link = signal<{ kind: 'link'; address: string } | { kind: 'tooLong'; length: number } | { kind: 'tooMuch' } | null>(null);

/** Changes closer together than this are written down together; browsers also refuse addresses that change too often. */
const pauseMilliseconds = 300;

/** The fragment that this page itself put into the address, or found there and opened. */
let written = '';

/** What is in this tab's session; null: not known. */
let lastKept: Kept | null = null;

/** The trace files that are in this tab's session. */
let keptTraces: ReadonlyMap<string, string> | null = null;

/** Whether there is something of a person's on the page, and not only what every first visit shows. */
let isWorthKeeping = false;

/** Finds what the page begins with: what its address says, or what was kept. False: neither, so that it is a first visit. */
export async function begin(): Promise<boolean> {
  const fragment = isLink(location.hash) ? location.hash : '';
  const { kept, unread } = await takeUp(fragment, isReload());
  // Also where the note of an earlier visit is gone.
  if (kept !== null) allowNoConnections();
  // After a reload the address is the one that was written last, and what was kept with it knows more.
  const linked = fragment === '' || fragment === kept?.link ? null : await workspaceIn(fragment);
  if (kept !== null && fragment === '' && !isReload()) goesOn.value = kept.at;
  if (unread !== null) refused.value = `What was kept in this browser could not be opened: ${unread.problem}. It stays as it is.`;
  if (linked !== null && 'problem' in linked) refuse(linked);
  // What stands above the result comes before it, so that it moves nothing.
  if (goesOn.value !== null || refused.value !== null) await loadGoesOn().catch(() => undefined);
  batch(() => {
    if (kept !== null) {
      openUserTraces(kept.traces);
      // Storage may be slow, and somebody faster.
      if (history.canUndo.value) history.change(kept.workspace);
      else history.begin(kept.workspace);
      drafts.value = kept.drafts;
    }
    if (linked !== null && !('problem' in linked)) show(linked);
  });
  if (kept?.isOwn === true) {
    lastKept = { workspace: workspace.peek(), link: kept.link, drafts: kept.drafts };
    keptTraces = userTraces.peek();
  }
  written = fragment;
  isWorthKeeping = !isEmpty.peek() && (kept !== null || linked !== null);
  return isWorthKeeping;
}

/** From now on, whatever changes is kept, and put into the address. */
export function keepEverything(): void {
  followScenarios();
  let due: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(due);
    due = undefined;
    // Making the link may take longer than the page lasts.
    void keepNow();
    void writeDown();
  };
  effect(() => {
    const { drafts: typed, workspace: now } = onPage();
    if (typed.size > 0 || history.canUndo.value || now.plan !== undefined) isWorthKeeping = true;
    if (!isWorthKeeping || isEmpty.value) return;
    clearTimeout(due);
    due = setTimeout(write, pauseMilliseconds);
  });
  effect(() => {
    const traces = userTraces.value;
    if (traces.size > 0 && traces !== keptTraces) void keepTheTraces(traces);
  });
  const leave = (): void => {
    // What was written a moment ago may not have arrived yet; what was forgotten stays forgotten.
    if (due !== undefined || lastKept !== null) leaveBehind(onPage());
    if (due !== undefined) write();
  };
  addEventListener('pagehide', leave);
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave();
  });
  const openNewLink = (): void => {
    if (location.hash !== written && isLink(location.hash)) void openLink(location.hash);
  };
  addEventListener('hashchange', openNewLink);
  // Somebody may have pasted one while the page was finding out what to begin with.
  openNewLink();
}

/** Makes the link of what is on the page now, whether or not anything was changed. */
export function makeLink(): void {
  void writeDown();
}

/** Begins again with what a first visit shows; undo brings back what there was. */
export async function startAfresh(): Promise<void> {
  // What stands in the editor is not part of what undo brings back, unless it is written.
  if (draft.value !== null) writeText(draft.value);
  writeDraft(null);
  await openGalleryEntry(defaultEntry, (scenario) => show(workspaceOf(scenario)));
}

/** What is on the page is in no session any more, and is kept again once it is changed. */
export function forgetWhatIsKept(): void {
  lastKept = null;
  keptTraces = null;
}

async function writeDown(): Promise<void> {
  const now = workspace.peek();
  const fragment = await linkOf(now);
  // Something newer is on its way already.
  if (workspace.peek() !== now) return;
  const fits = fragment !== null && fragment.length <= longestLink;
  written = fits ? fragment : '';
  const address = location.href.replace(/#.*$/, '') + written;
  try {
    if (location.href !== address) window.history.replaceState(null, '', address);
  } catch {
    // A page that may not change its address can still show the link.
  }
  link.value = fits ? { kind: 'link', address } : fragment === null ? { kind: 'tooMuch' } : { kind: 'tooLong', length: fragment.length };
  await keepNow();
}

function onPage(): Kept {
  return { workspace: workspace.value, link: written, drafts: drafts.value };
}

async function keepNow(): Promise<void> {
  const now = onPage();
  if (lastKept !== null && lastKept.workspace === now.workspace && lastKept.link === now.link && lastKept.drafts === now.drafts) return;
  lastKept = now;
  const isDone = await keep(now);
  if (!isDone) lastKept = null;
  isKept.value = isDone;
}

async function keepTheTraces(traces: ReadonlyMap<string, string>): Promise<void> {
  keptTraces = traces;
  if (!(await keepTraces(traces))) isKept.value = false;
}

async function openLink(fragment: string): Promise<void> {
  const found = await workspaceIn(fragment);
  // Another one may have been pasted meanwhile.
  if (location.hash !== fragment) return;
  if ('problem' in found) refuse(found);
  else show(found);
}

function show(found: Workspace): void {
  batch(() => {
    refused.value = null;
    openings.value += 1;
    if (isEmpty.value) history.begin(found);
    else history.change(found);
  });
}

function refuse({ problem }: Unreadable): void {
  refused.value = `The link in the address could not be opened: ${problem}.`;
}

function isReload(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type === 'reload';
}
