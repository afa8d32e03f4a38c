/**
 * Keeps the page's own files, so that it opens without its server. A new version of the page is fetched whole and waits
 * until no page of the old one is open: code never changes under a running page.
 */
declare const self: ServiceWorkerGlobalScope;

/** The build puts this in front: the SHA-256 of every file, in base64, by its address from the page's folder, and a version that changes with any of them. */
declare const precache: { version: string; files: Readonly<Record<string, string>> };

const prefix = `headroom ${self.registration.scope} `;
const cacheName = prefix + precache.version;

/** What is damaged or gone is fetched once in a worker's life: a server that has another build by now has it no more. */
let mended: Promise<void> | null = null;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldFiles());
});

self.addEventListener('fetch', (event) => {
  const file = event.request.method === 'GET' ? fileOf(event.request.url) : null;
  if (file !== null) event.respondWith(answer(event, file));
});

/** All files or none. */
async function install(): Promise<void> {
  try {
    await keep(Object.keys(precache.files));
  } catch (problem) {
    await caches.delete(cacheName);
    throw problem;
  }
}

/** Fetches files and keeps them if all of them are as they were built: what answers for the server, such as the sign-in page of a network, is not the page. */
async function keep(files: readonly string[]): Promise<void> {
  const answers = await Promise.all(
    files.map(async (file) => {
      // What the page has just loaded is asked for again, but sent again only if it has changed.
      const sent = await fetch(new Request(file, { cache: 'no-cache' }));
      if (!(await isOurs(file, sent))) throw new Error(`${file} is not as it was built.`);
      // A browser goes nowhere with an answer that says it was redirected.
      return { file, sent: sent.redirected ? new Response(sent.body, sent) : sent };
    }),
  );
  const cache = await caches.open(cacheName);
  await Promise.all(answers.map(({ file, sent }) => cache.put(file, sent)));
}

async function forgetOldFiles(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)));
}

/** From what is kept; where that is damaged or gone, from the server. */
async function answer(event: FetchEvent, file: string): Promise<Response> {
  const kept = await keptFile(file);
  if (kept !== null) return kept;
  mended ??= mend().catch(() => undefined);
  event.waitUntil(mended);
  return fetch(event.request);
}

/** A kept file as it was built; null where there is none, or where the browser cannot read what it keeps. */
async function keptFile(file: string): Promise<Response | null> {
  try {
    const kept = await caches.match(file, { cacheName });
    return kept !== undefined && (await isOurs(file, kept)) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps again what is damaged or gone. Where nothing at all is kept, somebody wanted everything forgotten, and it stays so. */
async function mend(): Promise<void> {
  if (!(await caches.has(cacheName))) return;
  const files = Object.keys(precache.files);
  const kept = await Promise.all(files.map(keptFile));
  await keep(files.filter((_, place) => kept[place] === null));
}

/** The file of the page that an address stands for; null for any other, also for pages in folders below this one. */
function fileOf(url: string): string | null {
  if (!url.startsWith(self.registration.scope)) return null;
  const address = url.slice(self.registration.scope.length).replace(/[?#].*$/, '');
  const file = address === '' || address === 'index.html' ? './' : address;
  return Object.hasOwn(precache.files, file) ? file : null;
}

async function isOurs(file: string, sent: Response): Promise<boolean> {
  try {
    const digest = await crypto.subtle.digest('SHA-256', await sent.clone().arrayBuffer());
    return sent.ok && btoa(String.fromCharCode(...new Uint8Array(digest))) === precache.files[file];
  } catch {
    // It breaks off before its end.
    return false;
  }
}

export {};
