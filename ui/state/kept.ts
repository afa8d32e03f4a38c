import { clear, createStore, del, entries, get, promisifyRequest, set } from 'idb-keyval';
import { restored, saved } from './savedWorkspace.ts';
import type { SavedWorkspace, Unreadable } from './savedWorkspace.ts';
import { rememberVisit } from './visits.ts';
import type { Workspace } from './workspace.ts';

/**
 * What is kept in this browser, so that a reload or a crash loses nothing. Each tab has a session of its own, so that two
 * never write over each other; a new tab goes on with the latest session that no other tab has open.
 */
export interface Kept {
  workspace: Workspace;
  /** The fragment that was in the address bar with it; empty: none. */
  link: string;
  /** What stood in the editors of the scenarios, by letter, and was not run yet. */
  drafts: ReadonlyMap<string, string>;
}

/** What a tab begins with. */
export interface TakenUp extends Kept {
  traces: ReadonlyMap<string, string>;
  /** When it was kept, in milliseconds since 1970. */
  at: number;
  /** Whether it is in this tab's session already; false: it is another's, which stays as it is. */
  isOwn: boolean;
}

/** What a tab finds when it begins. */
export interface Findings {
  /** Null: nothing was kept, or nothing can be. */
  kept: TakenUp | null;
  /** Why something that was kept later, or by this tab, was passed over; it stays as it is. Null: nothing was. */
  unread: Unreadable | null;
}

/** As it is stored. What earlier versions stored has no drafts, or one for the whole page. */
interface Session {
  workspace: SavedWorkspace;
  link: string;
  drafts?: Record<string, string>;
  draft?: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

const mostSessions = 20;
const tabKey = 'headroom.session';
const leftKey = 'headroom.left';
const store = createStore('headroom', 'sessions');
const traceStore = createStore('headroom-traces', 'traces');

/** Storage that does not answer must not keep the page from beginning. */
const patienceMilliseconds = 5_000;

/** This tab's session. Null: nothing can be kept here, as in some private windows; the page works all the same. */
let id: string | null = null;

/**
 * Finds what this tab goes on with: its own session after a reload or a crash, else the latest that no tab has open; where
 * the address has a link (`fragment`, else empty), only a session that stands for it. From then on what is kept goes there,
 * or into a new session: what was kept is never written over by another link. After a reload (`isReload`) what this tab left behind
 * counts whatever the address says: it may have been written after the reload had begun with an older one.
 */
export async function takeUp(fragment: string, isReload: boolean): Promise<Findings> {
  const own = tabSession();
  const left = own === null ? null : leftBehind(own);
  try {
    const found = await Promise.race([find(fragment, own, left, isReload), silence()]);
    id = found.session;
    rememberTab(found.session);
    return found;
  } catch {
    // What the page before this one has left is at hand even so.
    const kept = left === null ? null : takenUp(left, new Map());
    return { kept: kept === null || 'problem' in kept || (!isReload && fragment !== '' && kept.link !== fragment) ? null : { ...kept, link: fragment, isOwn: false }, unread: null };
  }
}

interface Found extends Findings {
  session: string;
}

async function find(fragment: string, own: string | null, left: Session | null, isReload: boolean): Promise<Found> {
  if (own === null) return latest(fragment);
  const before = await read(own, left);
  if (before !== null && 'problem' in before) return { session: await newSession(), kept: null, unread: before };
  if (before !== null && left !== null && isReload) before.link = fragment;
  const isElsewhere = fragment !== '' && before !== null && before.link !== fragment;
  if (!isElsewhere && (await hold(own)) !== null) return { session: own, kept: before, unread: null };
  // A tab that was duplicated, whose session the other one holds, or another link: it begins from the same things, in a session of its own.
  return { session: await newSession(), kept: before === null ? null : { ...before, isOwn: false }, unread: null };
}

const rowOf = ({ workspace, link, drafts }: Kept): Session => ({ workspace: saved(workspace), link, drafts: Object.fromEntries(drafts), at: Date.now() });

/**
 * What a page that is being left hands to the page that comes after it in this tab, as a reload does: the lasting storage may be
 * asked by that one before it has taken down what this one tells it last.
 */
export function leaveBehind(kept: Kept): void {
  if (id === null) return;
  try {
    sessionStorage.setItem(leftKey, JSON.stringify({ session: id, row: rowOf(kept) }));
  } catch {
    // Too long, or no such storage: the lasting one mostly comes in time.
  }
}

/** What the page before this one in this tab left behind, if that was of this session; it is left once. */
function leftBehind(session: string): Session | null {
  try {
    const left = JSON.parse(sessionStorage.getItem(leftKey) ?? 'null') as { session: string; row: Session } | null;
    sessionStorage.removeItem(leftKey);
    return left?.session === session ? left.row : null;
  } catch {
    return null;
  }
}

/** Keeps something in this tab's session. False: it could not be kept. */
export async function keep(kept: Kept): Promise<boolean> {
  const session = id;
  if (session === null) return false;
  const row = rowOf(kept);
  try {
    await store('readwrite', (sessions) => {
      sessions.put(row, session);
      // A page that is being left must not take this back with it.
      sessions.transaction.commit();
      return promisifyRequest(sessions.transaction);
    });
    rememberVisit();
    return true;
  } catch {
    return false;
  }
}

/** Keeps the trace files that were opened in this tab. False: they could not be kept. */
export async function keepTraces(traces: ReadonlyMap<string, string>): Promise<boolean> {
  if (id === null) return false;
  return set(id, Object.fromEntries(traces), traceStore).then(
    () => true,
    () => false,
  );
}

/** Forgets the sessions of all tabs. False: the browser did not let it. */
export async function forgetSessions(): Promise<boolean> {
  try {
    sessionStorage.removeItem(leftKey);
    await Promise.all([clear(store), clear(traceStore)]);
    return true;
  } catch {
    return false;
  }
}

async function latest(fragment: string): Promise<Found> {
  let unread: Unreadable | null = null;
  const sessions = (await entries<string, Partial<Session> | undefined>(store)).sort(([, one], [, other]) => timeOf(other) - timeOf(one));
  for (const [old] of sessions.slice(mostSessions)) {
    // What a tab has open is not old, however long nothing was changed in it.
    const letGo = await hold(old);
    if (letGo === null) continue;
    await forget(old);
    letGo();
  }
  for (const [session, row] of sessions.slice(0, mostSessions)) {
    if (fragment !== '' && row?.link !== fragment) continue;
    const letGo = await hold(session);
    if (letGo === null) continue;
    const kept = await read(session);
    if (kept !== null && !('problem' in kept)) return { session, kept, unread };
    unread ??= kept;
    letGo();
  }
  return { session: await newSession(), kept: null, unread };
}

function timeOf(row: Partial<Session> | undefined): number {
  return typeof row?.at === 'number' ? row.at : 0;
}

/** What a session holds; unreadable: damaged, or of a newer version, and left alone for whoever can read it. */
async function read(session: string, left: Partial<Session> | null = null): Promise<TakenUp | Unreadable | null> {
  const stored = await get<Partial<Session>>(session, store);
  const row = left !== null && timeOf(left) >= timeOf(stored) ? left : stored;
  if (row === undefined) return null;
  // What is damaged may be anything.
  return takenUp((row as Partial<Session> | null) ?? {}, await readTraces(session));
}

/** What a session says; unreadable where it is damaged, or of a newer version. */
function takenUp(row: Partial<Session>, traces: ReadonlyMap<string, string>): TakenUp | Unreadable {
  const workspace = restored(row.workspace);
  if ('problem' in workspace) return workspace;
  const { link, draft, drafts = { [workspace.selected]: draft } } = row;
  return { workspace, link: typeof link === 'string' ? link : '', drafts: textsIn(drafts ?? {}), traces, at: timeOf(row), isOwn: true };
}

async function readTraces(session: string): Promise<Map<string, string>> {
  const texts = await get<Record<string, unknown>>(session, traceStore).catch(() => undefined);
  return textsIn(texts ?? {});
}

function textsIn(texts: object): Map<string, string> {
  return new Map(Object.entries(texts).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

async function forget(session: string): Promise<void> {
  await del(session, store);
  await del(session, traceStore);
}

/** A session that nobody has, held by this tab. */
async function newSession(): Promise<string> {
  const session = crypto.randomUUID();
  await hold(session);
  return session;
}

/** Makes a session this tab's own, until the tab is closed or crashes, or it is let go; null if another tab has it. */
function hold(session: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`headroom.session.${session}`, { ifAvailable: true }, (lock) => {
        if (lock === null) resolve(null);
        else return new Promise<void>((letGo) => resolve(letGo));
      })
      .catch(reject);
  });
}

function tabSession(): string | null {
  try {
    return sessionStorage.getItem(tabKey);
  } catch {
    return null;
  }
}

function rememberTab(session: string): void {
  try {
    sessionStorage.setItem(tabKey, session);
  } catch {
    // Then a reload goes on with the latest session, which is most likely this one.
  }
}

function silence(): Promise<never> {
  return new Promise((_, reject) => setTimeout(reject, patienceMilliseconds));
}
