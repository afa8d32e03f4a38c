/**
 * Keeps the page's own files, so that it opens without its server. A new version of the page is fetched whole and waits
 * until no page of the old one is open: code never changes under a running page.
 */
declare const self: ServiceWorkerGlobalScope;

/** The build puts this in front: the SHA-256 of every file, in base64, by its address from the page's folder, and a version that changes with any of them. */
declare const precache: { version: string; files: Readonly<Record<string, string>> };

const prefix = `headroom ${self.registration.scope} `;
const cacheName = prefix + precache.version;

/** While what is kept is fetched again. */
let mending: Promise<void> | null = null;

self.addEventListener('install', (event) => {
  event.waitUntil(keepFiles());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldFiles());
});

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && url.startsWith(self.registration.scope)) event.respondWith(answer(event));
});

/** All of them or none: what answers for the server, such as the sign-in page of a network, is not the page. */
async function keepFiles(): Promise<void> {
  const fetched = await Promise.all(
    Object.keys(precache.files).map(async (file) => {
      // What the page has just loaded is asked for again, but sent again only if it has changed.
      const answer = await fetch(new Request(file, { cache: 'no-cache' }));
      if (!(await isOurs(file, answer))) throw new Error(`${file} is not as it was built.`);
      return { file, answer };
    }),
  );
  const cache = await caches.open(cacheName);
  await Promise.all(fetched.map(({ file, answer }) => cache.put(file, answer)));
}

async function forgetOldFiles(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)));
}

/** From what is kept; where that is gone or damaged from the server, which is then asked for all that is kept. */
async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const file = fileOf(request);
  if (file === null) return fetch(request);
  const cache = await caches.open(cacheName);
  const kept = await cache.match(file);
  if (kept !== undefined && (await isOurs(file, kept))) return kept;
  // Where there is no server now, the next time that something is missing.
  mending ??= keepFiles()
    .catch(() => undefined)
    .finally(() => (mending = null));
  event.waitUntil(mending);
  return fetch(request);
}

/** Which file of the page is asked for: the page itself wherever somebody goes to; null for what is no file of it. */
function fileOf({ url, mode }: Request): string | null {
  const address = url.slice(self.registration.scope.length).replace(/[?#].*$/, '') || './';
  return Object.hasOwn(precache.files, address) ? address : mode === 'navigate' ? './' : null;
}

async function isOurs(file: string, answer: Response): Promise<boolean> {
  try {
    const digest = await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer());
    return answer.ok && btoa(String.fromCharCode(...new Uint8Array(digest))) === precache.files[file];
  } catch {
    // What is kept cannot be read to its end.
    return false;
  }
}

export {};
