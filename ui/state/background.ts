/** What goes on behind the page once it shows something: keeping, linking, studying, comparing. */
import { keepDifferences, keepOverlay } from './compare.ts';
import { keepEverything } from './keeping.ts';
import { loadWholeGallery } from './gallery.ts';
import { loadChartExport, loadClauses, loadDialogs, loadEventSourceCharts, loadEventSourceNumbers, loadFailedBatches, loadGoesOn, loadParameters, loadPlanner, loadRecordsPanel, loadScenarioTable, loadTraffic } from './onDemand.ts';
import { registerForOffline } from './offline.ts';
import { client } from './simulation.ts';
import { studyClient, studyInBackground } from './studies.ts';

export { begin } from './keeping.ts';

/** So long after its first result the page still has things to draw, and a slow device nothing to spare for what can wait. */
const headStartMilliseconds = 2_000;

export function workInBackground(): void {
  keepEverything();
  keepOverlay();
  keepDifferences();
  setTimeout(studyInBackground, headStartMilliseconds);
  setTimeout(() => void loadTheRest(), headStartMilliseconds + 500);
}

/** Once the page has nothing better to do, so that from then on it needs its server no more; what does not come now is asked for again when it is wanted. */
async function loadTheRest(): Promise<void> {
  await loadWholeGallery();
  const parts = [loadRecordsPanel, loadClauses, loadChartExport, loadDialogs, loadEventSourceCharts, loadEventSourceNumbers, loadFailedBatches, loadGoesOn, loadParameters, loadScenarioTable, loadTraffic, loadPlanner];
  await Promise.allSettled([...parts.map((load) => load()), client.load(), studyClient.load()]);
  registerForOffline();
}
