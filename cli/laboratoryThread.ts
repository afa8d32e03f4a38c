/** The thread's side of `laboratoryOfThreads`: experiments come in, what was measured goes back. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Subject, createLaboratory } from '../sim/index.ts';
import type { Answer, Request } from './laboratory.ts';

const laboratory = createLaboratory(workerData as readonly Subject[]);

parentPort?.on('message', ({ id, experiment }: Request) => {
  void laboratory.measure(experiment).then(
    (measured) => parentPort?.postMessage({ id, measured } satisfies Answer),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer),
  );
});
