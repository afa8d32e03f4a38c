import { render } from 'preact';
import './style/fonts.css';
import './style/tokens.css';
import './style/page.css';
import './style/panels.css';
import './style/scenarios.css';
import './style/charts.css';
import { openGalleryEntry } from './state/files.ts';
import { defaultEntry } from './state/gallery.ts';
import { allowNoConnections, allowNoConnectionsOnceTouched } from './state/noConnections.ts';
import { isKept } from './state/notices.ts';
import { loadBackground } from './state/onDemand.ts';
import { runOnlyOwnScripts } from './state/ownScripts.ts';
import { painted } from './state/painted.ts';
import { firstResult, runWhenChanged } from './state/simulation.ts';
import { listenForTheme } from './state/theme.ts';
import { wasHereBefore } from './state/visits.ts';
import { Page } from './views/page.tsx';

const isFirstVisit = location.hash === '' && !wasHereBefore();
if (isFirstVisit) allowNoConnectionsOnceTouched();
else allowNoConnections();
runOnlyOwnScripts();
listenForTheme();
runWhenChanged();
void startPage();
const root = document.getElementById('page');
// A task of its own: to read the scripts takes a slow device long enough.
if (root !== null) setTimeout(() => render(<Page />, root));

/** A first visit shows a result at once; what was made here before, or is in the address, comes first where there is any. */
async function startPage(): Promise<void> {
  if (isFirstVisit) {
    await openGalleryEntry(defaultEntry);
    await firstResult();
    await painted();
  }
  // Without a server for it, the page shows and simulates; only what was there before cannot be had.
  const background = await loadBackground().catch(() => null);
  if (background === null) isKept.value = false;
  const wentOn = (await background?.begin()) ?? false;
  if (!wentOn && !isFirstVisit) await openGalleryEntry(defaultEntry);
  background?.workInBackground();
}
