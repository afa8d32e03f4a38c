import type { Experiment, Laboratory, Measured } from './laboratory.ts';

/** Several laboratories as one: each experiment goes, in the order in which they are asked for, to whichever is free first. */
export function poolOf(laboratories: readonly Laboratory[]): Laboratory {
  const free = laboratories.flatMap((laboratory) => Array.from({ length: laboratory.width }, () => laboratory));
  const waiting: { experiment: Experiment; resolve: (measured: Measured | Promise<Measured>) => void }[] = [];
  let stopped = false;

  function startWaiting(): void {
    while (free.length > 0 && waiting.length > 0) {
      const laboratory = free.shift();
      const next = waiting.shift();
      if (laboratory === undefined || next === undefined) return;
      const measured = laboratory.measure(next.experiment);
      next.resolve(measured);
      const back = (): void => {
        free.push(laboratory);
        startWaiting();
      };
      measured.then(back, back);
    }
  }

  return {
    width: free.length,
    measure(experiment) {
      if (stopped) return Promise.resolve({ kind: 'stopped' });
      return new Promise((resolve) => {
        waiting.push({ experiment, resolve });
        startWaiting();
      });
    },
    stop() {
      stopped = true;
      for (const laboratory of laboratories) laboratory.stop();
      for (const { resolve } of waiting.splice(0)) resolve({ kind: 'stopped' });
    },
  };
}
