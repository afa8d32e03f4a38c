import { effect } from '@preact/signals';
import { shown } from './simulation.ts';

/** Once the first result is there, has the browser keep the page's files, so that the next visit needs no server. */
export function registerForOffline(): void {
  // Only the built folder has a service worker; the page as one file needs none.
  if (import.meta.env.MODE !== 'production' || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  let registered = false;
  effect(() => {
    if (registered || shown.value?.status !== 'finished') return;
    registered = true;
    // Where the browser refuses, the page works as before, with its server.
    navigator.serviceWorker.register('./serviceWorker.js').catch(() => undefined);
  });
}
