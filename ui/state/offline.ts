/** Has the browser keep the page's files, so that the next visit needs no server. */
export function registerForOffline(): void {
  // Only the built folder has a service worker; the page as one file needs none.
  if (import.meta.env.MODE !== 'production' || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  // Where the browser refuses, the page works as before, with its server.
  navigator.serviceWorker.register('./serviceWorker.js').catch(() => undefined);
}
