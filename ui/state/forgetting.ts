import { forgetSessions } from './kept.ts';
import { forgetWhatIsKept } from './keeping.ts';

/** Forgets everything that was kept in this browser; what is on the page stays until it is closed. False: the browser did not let it. */
export async function forgetEverything(): Promise<boolean> {
  const isForgotten = await forgetSessions();
  forgetNotes();
  await forgetFiles();
  forgetWhatIsKept();
  return isForgotten;
}

/** That somebody was here, and what was chosen. */
function forgetNotes(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('headroom.')) localStorage.removeItem(key);
  } catch {
    // Where nothing can be read, nothing was left.
  }
}

/** The page's own files, which the next visit fetches again; also those that nobody answers from. */
async function forgetFiles(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    const scope = registration?.scope ?? new URL('./', location.href).href;
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(`headroom ${scope} `)).map((name) => caches.delete(name)));
    await registration?.unregister();
  } catch {
    // Where there is no service worker, no file is kept.
  }
}
