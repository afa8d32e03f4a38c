import { proxy, transfer, wrap } from 'comlink';
import type { SimulationApi } from './api.ts';
import { startModuleWorker } from './client.ts';
import type { PlannerService, PlanningAnswer, PlanningListener, PlanningRequest } from './planningApi.ts';

/** A question that is being worked on. */
export interface Planning {
  /** Rejects with a sentence where a thread dies. */
  answer: Promise<PlanningAnswer>;
  /** Ends the work: the answer is then given as far as it is. */
  stop(): void;
}

/** The page draws and simulates on two threads of its own, and every further one costs memory. */
const threadsOfThePage = 2;
const mostThreads = 6;

/** How many threads plan on a computer with so many processors. */
export function planningThreads(processors: number): number {
  return Math.min(mostThreads, Math.max(1, processors - threadsOfThePage));
}

/** Starts as many threads as are to plan, asks the first of them, and ends all of them after the answer. */
export function startPlanning(request: PlanningRequest, listener: PlanningListener, threads = planningThreads(navigator.hardwareConcurrency || 1), startWorker: () => Worker = startModuleWorker): Planning {
  const workers = Array.from({ length: threads }, startWorker);
  const end = (): void => {
    for (const worker of workers) worker.terminate();
  };
  const [asked, ...others] = workers.map(planningPort);
  if (asked === undefined) throw new Error('somebody has to plan');
  const planner = wrap<PlannerService>(asked);
  const died = new Promise<never>((_, reject) => {
    for (const worker of workers) {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new Error(`A planning thread stopped with an error: ${event.message || 'it gave no reason'}`));
      });
      worker.addEventListener('messageerror', () => reject(new Error('A planning thread sent a message that could not be read.')));
    }
  });
  return {
    answer: Promise.race([planner.ask(request, transfer(others, others), proxy(listener)), died]).finally(end),
    stop: () => void planner.stop(),
  };
}

/** The end of a channel at whose other end a thread serves a planner. */
function planningPort(worker: Worker): MessagePort {
  const { port1, port2 } = new MessageChannel();
  void wrap<SimulationApi>(worker).planner(transfer(port2, [port2]));
  return port1;
}
