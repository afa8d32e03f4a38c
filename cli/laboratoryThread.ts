/** The thread's side of `laboratoryOfThreads`: experiments come in, what was measured goes back. */
import { parentPort, workerData } from 'node:worker_threads';
import { createLaboratory } from '../sim/index.ts';
import type { Answer, Equipment, Request } from './laboratory.ts';

const { subjects, prices } = workerData as Equipment;
const laboratory = createLaboratory(subjects, () => Promise.resolve(), prices);

parentPort?.on('message', ({ id, experiment }: Request) => {
  void laboratory.measure(experiment).then(
    (measured) => parentPort?.postMessage({ id, measured } satisfies Answer),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer),
  );
});
