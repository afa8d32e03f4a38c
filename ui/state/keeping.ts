import { effect, signal } from '@preact/signals';
import { keep, keepTraces, takeUp } from './kept.ts';
import { isLink, linkOf, longestLink, workspaceIn } from './link.ts';
import { history, open, workspace } from './session.ts';
import { problem } from './simulation.ts';
import { openUserTraces, userTraces } from './traceFiles.ts';
import type { Workspace } from './workspace.ts';

/** The address that stands for what is on the page; `tooLong`: only a file can. */
export const link = signal<{ kind: 'link'; address: string } | { kind: 'tooLong'; length: number } | null>(null);

/** Whether what is on the page would survive the browser's end; null: not known yet. */
export const isKept = signal<boolean | null>(null);

/** Said once: that this is not the first visit, and what was found. */
export const goesOn = signal(false);

/** Changes closer together than this are written down together; browsers also refuse addresses that change too often. */
const pauseMilliseconds = 300;

/** Finds what the page begins with: what its address says, or what was kept. False: neither, so that it is a first visit. */
export async function begin(): Promise<boolean> {
  const kept = await takeUp();
  if (kept !== null) openUserTraces(kept.traces);
  const { hash } = location;
  // After a reload the address is the one that was written last, and what was kept with it knows more.
  const isAnotherLink = isLink(hash) && hash !== kept?.link;
  if (isAnotherLink && (await openLink(hash))) return true;
  if (kept === null) return false;
  goesOn.value = !isLink(hash);
  history.begin(kept.workspace);
  return true;
}

/** From now on, whatever changes is kept, and put into the address. */
export function keepEverything(): void {
  let due: ReturnType<typeof setTimeout> | undefined;
  const first = workspace.peek();
  let isTouched = isLink(location.hash) || goesOn.peek();
  const write = (): void => {
    clearTimeout(due);
    due = undefined;
    void writeDown(workspace.peek());
  };
  effect(() => {
    const now = workspace.value;
    if (now !== first) isTouched = true;
    if (!isTouched || open.value.text === '') return;
    clearTimeout(due);
    due = setTimeout(write, pauseMilliseconds);
  });
  effect(() => {
    const traces = userTraces.value;
    if (traces.size > 0) void keepTraces(traces);
  });
  addEventListener('pagehide', () => {
    if (due !== undefined) write();
  });
  addEventListener('hashchange', () => {
    if (location.hash !== written && isLink(location.hash)) void openLink(location.hash);
  });
}

/** Makes the link of what is on the page now, whether or not anything was changed. */
export function makeLink(): void {
  void writeDown(workspace.peek());
}

/** The fragment that this page itself put into the address. */
let written = '';

async function writeDown(now: Workspace): Promise<void> {
  const fragment = await linkOf(now);
  // Something newer is on its way already.
  if (workspace.peek() !== now) return;
  const fits = fragment.length <= longestLink;
  written = fits ? fragment : '';
  const address = location.href.replace(/#.*$/, '') + written;
  try {
    window.history.replaceState(null, '', address);
  } catch {
    // A page that may not change its address can still show the link.
  }
  link.value = fits ? { kind: 'link', address } : { kind: 'tooLong', length: fragment.length };
  isKept.value = await keep(now, written);
}

async function openLink(fragment: string): Promise<boolean> {
  const found = await workspaceIn(fragment);
  if ('problem' in found) {
    problem.value = { kind: 'unreadable', message: `The link in the address could not be opened: ${found.problem}.` };
    return false;
  }
  if (open.value.text === '') history.begin(found);
  else history.change(found);
  return true;
}
