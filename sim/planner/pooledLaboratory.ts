import type { Experiment, Laboratory, Measured } from './laboratory.ts';

/**
 * Several laboratories as one: each experiment goes to the first that is free, in the order in which they were asked for.
 *
 * Who does an experiment, and when it ends, changes nothing of what it gives; a planner's answer is therefore the same for any
 * number of laboratories. All of them must have been made for the same scenarios.
 */
export function poolOf(laboratories: readonly Laboratory[]): Laboratory {
  const free = laboratories.flatMap((laboratory) => Array.from({ length: laboratory.width }, () => laboratory));
  const width = free.length;
  const queue: Waiting[] = [];
  let stopped = false;

  function assign(): void {
    for (;;) {
      const [laboratory, next] = [free[0], queue[0]];
      if (laboratory === undefined || next === undefined) return;
      free.shift();
      queue.shift();
      void laboratory.measure(next.experiment).then(next.resolve, next.reject).finally(() => {
        free.push(laboratory);
        assign();
      });
    }
  }

  return {
    width,
    measure(experiment) {
      if (stopped) return Promise.resolve({ kind: 'stopped' });
      return new Promise((resolve, reject) => {
        queue.push({ experiment, resolve, reject });
        assign();
      });
    },
    stop() {
      stopped = true;
      for (const { resolve } of queue.splice(0)) resolve({ kind: 'stopped' });
      for (const laboratory of laboratories) laboratory.stop();
    },
  };
}

/** An experiment whose turn has not come. */
interface Waiting {
  experiment: Experiment;
  resolve: (measured: Measured) => void;
  reject: (reason: unknown) => void;
}
