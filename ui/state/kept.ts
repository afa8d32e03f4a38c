import { createStore, del, entries, get, set } from 'idb-keyval';
import { restored, saved } from './savedWorkspace.ts';
import type { SavedWorkspace } from './savedWorkspace.ts';
import { rememberVisit } from './visits.ts';
import type { Workspace } from './workspace.ts';

/**
 * What is kept in this browser, so that a reload or a crash loses nothing. Each tab has a session of its own, so that two
 * never write over each other; a new tab goes on with the latest session that no other tab has open.
 */
export interface Kept {
  workspace: Workspace;
  /** The link that was in the address bar with it. */
  link: string;
  traces: ReadonlyMap<string, string>;
}

interface Session {
  workspace: SavedWorkspace;
  link: string;
  /** Milliseconds since 1970. */
  at: number;
}

const mostSessions = 20;
const tabKey = 'headroom.session';
const store = createStore('headroom', 'sessions');
const traceStore = createStore('headroom-traces', 'traces');

/** This tab's session. Null: nothing can be kept here, as in some private windows; the page works all the same. */
let id: string | null = null;

/**
 * Finds what this tab goes on with: its own session after a reload or a crash, else the latest that no tab has open.
 * From then on what is kept goes there. Null where nothing was kept, or nothing can be.
 */
export async function takeUp(): Promise<Kept | null> {
  try {
    const own = sessionStorage.getItem(tabKey);
    if (own !== null && (await hold(own))) return await read(own);
    // A tab that was duplicated has the id of the other, which still holds it: it begins with the same things, under its own id.
    const copied = own === null ? null : await read(own);
    const found = copied === null ? await takeLatest() : null;
    if (found === null) await holdNew();
    if (id !== null) sessionStorage.setItem(tabKey, id);
    return found ?? copied;
  } catch {
    return null;
  }
}

/** Keeps a workspace with the link that stands for it. False: it could not be kept. */
export async function keep(workspace: Workspace, link: string): Promise<boolean> {
  if (id === null) return false;
  try {
    await set(id, { workspace: saved(workspace), link, at: Date.now() } satisfies Session, store);
    rememberVisit();
    return true;
  } catch {
    return false;
  }
}

/** Keeps the trace files that were opened in this tab. */
export async function keepTraces(traces: ReadonlyMap<string, string>): Promise<void> {
  if (id === null) return;
  await set(id, Object.fromEntries(traces), traceStore).catch(() => undefined);
}

async function takeLatest(): Promise<Kept | null> {
  const sessions = (await entries<string, Session>(store)).sort(([, one], [, other]) => timeOf(other) - timeOf(one));
  for (const [old] of sessions.slice(mostSessions)) await forget(old);
  for (const [candidate] of sessions.slice(0, mostSessions)) {
    if (!(await hold(candidate))) continue;
    const kept = await read(candidate);
    if (kept !== null) return kept;
    // Damaged, or of a newer version: it is left alone for whoever can read it.
    letGo?.();
  }
  return null;
}

function timeOf(session: Session | undefined): number {
  return typeof session?.at === 'number' ? session.at : 0;
}

async function read(session: string): Promise<Kept | null> {
  const found = await get<Session>(session, store);
  const workspace = restored(found?.workspace);
  if ('problem' in workspace) return null;
  const traces = await get<Record<string, string>>(session, traceStore).catch(() => undefined);
  const texts = Object.entries(traces ?? {}).filter(([, text]) => typeof text === 'string');
  return { workspace, link: typeof found?.link === 'string' ? found.link : '', traces: new Map(texts) };
}

async function forget(session: string): Promise<void> {
  await del(session, store);
  await del(session, traceStore);
}

let letGo: (() => void) | null = null;

async function holdNew(): Promise<void> {
  await hold(crypto.randomUUID());
}

/** Makes a session this tab's own, until the tab is closed or crashes; false if another tab has it. */
async function hold(session: string): Promise<boolean> {
  const taken = await new Promise<boolean>((resolve) => {
    void navigator.locks.request(`headroom.session.${session}`, { ifAvailable: true }, async (lock) => {
      resolve(lock !== null);
      if (lock !== null) await new Promise<void>((release) => (letGo = release));
    });
  });
  if (taken) id = session;
  return taken;
}
