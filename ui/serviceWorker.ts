/**
 * Keeps the page's own files, so that it opens without its server. A new version of the page is fetched whole and waits
 * until no page of the old one is open: code never changes under a running page.
 */
declare const self: ServiceWorkerGlobalScope;

/** The build puts this in front: every file by its address from the page's folder, and a version that changes with any of them. */
declare const precache: { version: string; files: readonly string[] };

const prefix = `headroom ${self.registration.scope} `;
const cacheName = prefix + precache.version;

self.addEventListener('install', (event) => {
  event.waitUntil(keepFiles());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldFiles());
});

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && url.startsWith(self.registration.scope)) event.respondWith(answer(event.request));
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  // What the page has just loaded is asked for again, but sent again only if it has changed.
  await cache.addAll(precache.files.map((file) => new Request(file, { cache: 'no-cache' })));
}

async function forgetOldFiles(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept !== undefined) return kept;
  const page = request.mode === 'navigate' ? await cache.match('./') : undefined;
  return page ?? fetch(request);
}

export {};
