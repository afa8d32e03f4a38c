import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { SimulationApi } from './api.ts';
import { startModuleWorker } from './client.ts';
import { listenForHeartbeat } from './heartbeat.ts';
import type { PlannerService, PlanningAnswer, PlanningListener, PlanningRequest } from './planningApi.ts';
import { takesNote, whenThreadEnds } from './threadEnd.ts';

/** A question that is being worked on. */
export interface Planning {
  /** Rejects with a sentence where a thread dies. */
  answer: Promise<PlanningAnswer>;
  /** Ends the work: the answer is then given as far as it is. Threads that take no note of it are ended, and then there is none. */
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
  const team = Array.from({ length: threads }, () => new PlanningThread(startWorker()));
  const [asked, ...others] = team.map(({ port }) => port);
  if (asked === undefined) throw new Error('somebody has to plan');
  const planner = wrap<PlannerService>(asked);
  let die: (reason: string) => void = () => undefined;
  const died = new Promise<never>((_, reject) => {
    die = (reason) => reject(new Error(`${reason} ${whatNext}`));
  });
  for (const thread of team) thread.watchOver(die);
  return {
    answer: Promise.race([planner.ask(request, transfer(others, others), proxy(listener)).catch(failed), died]).finally(() => {
      for (const thread of team) thread.end();
    }),
    stop() {
      void planner.stop();
      for (const thread of team) {
        void takesNote(() => thread.ping()).then((isAlive) => {
          if (!isAlive) die('A planning thread was stuck: told to stop, it did not, and was ended.');
        });
      }
    },
  };
}

const whatNext = 'The question is still there: ask again, or if that fails too, ask about fewer values or a shorter scenario, which take less memory.';

function failed(error: unknown): never {
  throw new Error(`A planning thread failed: ${error instanceof Error ? error.message : String(error)}. ${whatNext}`);
}

/** A thread that plans, with the four ways in which its death shows: an error, an unreadable message, a lock that it gives back, silence. */
class PlanningThread {
  /** The end of a channel at whose other end it serves a planner. */
  readonly port: MessagePort;
  private readonly worker: Worker;
  private readonly api: Remote<SimulationApi>;
  private stopListening = (): void => undefined;

  constructor(worker: Worker) {
    const { port1, port2 } = new MessageChannel();
    this.worker = worker;
    this.port = port1;
    this.api = wrap<SimulationApi>(worker);
    void this.api.planner(transfer(port2, [port2]));
  }

  watchOver(died: (reason: string) => void): void {
    this.worker.addEventListener('error', (event) => {
      event.preventDefault();
      died(`A planning thread stopped with an error: ${event.message || 'it gave no reason'}.`);
    });
    this.worker.addEventListener('messageerror', () => died('A planning thread sent a message that could not be read.'));
    whenThreadEnds(
      (lock) => this.api.hold(lock),
      () => died('A planning thread was ended by the browser, which gave no reason.'),
    );
    this.stopListening = listenForHeartbeat(
      () => this.ping(),
      () => true,
      (seconds) => died(`A planning thread has not answered for ${String(seconds)} seconds.`),
    );
  }

  /** Resolves when the thread has heard of it. */
  ping(): Promise<boolean> {
    return this.api.ping();
  }

  end(): void {
    this.stopListening();
    this.worker.terminate();
  }
}
