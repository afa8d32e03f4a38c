import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Experiment, type Laboratory, type Measured, type Prices, type Subject, createLaboratory, poolOf } from '../sim/index.ts';

/** What experiments are done on, and by which prices their cost is reckoned. */
export interface Equipment {
  subjects: readonly Subject[];
  prices: Prices;
}

/** What goes to a thread, and what comes back. */
export interface Request {
  id: number;
  experiment: Experiment;
}
export type Answer = { id: number; measured: Measured } | { id: number; error: string };

/** As many threads as the machine can run at once; more would only wait for each other. */
export const usualThreads = (): number => availableParallelism();

/** Built beside this file; where the sources themselves are run, as in tests, there is none. */
const thread = new URL('./laboratoryThread.js', import.meta.url);

/** A laboratory on `threads` threads of its own; on this one, if there is to be one only. What it measures is the same in any case. */
export function openLaboratory(equipment: Equipment, threads: number): Laboratory {
  if (threads === 1 || !existsSync(thread)) return createLaboratory(equipment.subjects, () => setImmediate(), equipment.prices);
  return poolOf(Array.from({ length: threads }, () => onThread(equipment)));
}

function onThread(equipment: Equipment): Laboratory {
  const worker = new Worker(thread, { workerData: equipment });
  // Whoever has the answer need not wait for the threads that helped to find it.
  worker.unref();
  const waiting = new Map<number, { resolve: (measured: Measured) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let stopped = false;
  let broken: Error | null = null;

  worker.on('message', (answer: Answer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ('error' in answer) asker?.reject(new Error(answer.error));
    else asker?.resolve(answer.measured);
  });
  worker.on('error', (error) => {
    broken = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });

  return {
    width: 1,
    measure(experiment) {
      if (stopped) return Promise.resolve({ kind: 'stopped' });
      if (broken !== null) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        const id = asked++;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, experiment } satisfies Request);
      });
    },
    stop() {
      stopped = true;
      void worker.terminate();
      for (const { resolve } of waiting.values()) resolve({ kind: 'stopped' });
      waiting.clear();
    },
  };
}
