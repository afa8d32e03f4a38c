/**
 * The page that a browser opens: it does requests on its own thread, and starts Web Workers that do. Each has a lane, known by its name,
 * on which it is handed one request after the other.
 */
import { startPlanning } from '../../sim/worker/planningClient.ts';
import { followLane } from './lane.ts';
import { answerTo, listenerFor, planningRequest } from './place.ts';

for (const lane of new URLSearchParams(location.search).getAll('worker')) {
  const worker = new Worker(new URL('./pageWorker.ts', import.meta.url), { type: 'module', name: lane });
  worker.addEventListener('error', ({ message }) => void fetch('./trouble', { method: 'POST', body: `${lane}: ${message}` }));
}

await followLane('main', (request) => answerTo(request, (asked, threads) => startPlanning(planningRequest(asked), listenerFor(asked), threads).answer));
