/** Long enough to amortise the pause after it, short enough that a stop is noticed within a frame. */
const sliceMilliseconds = 14;

/** A slice may overshoot its guess when the work changes character; growing slowly keeps the overshoot small. */
const largestGrowth = 2;

const firstSliceSteps = 2_000;

/** Work that can be done a few steps at a time; `advance` is true while there is more to do. */
export interface Sliceable {
  advance(maxSteps: number): boolean;
}

/**
 * Does work to its end in slices of a few milliseconds; between slices the thread handles its messages.
 * `betweenSlices` is told after each slice and answers whether to go on. True when the work is done.
 */
export async function advanceInSlices(work: Sliceable, betweenSlices: () => boolean): Promise<boolean> {
  const pause = messagePause();
  try {
    let steps = firstSliceSteps;
    for (;;) {
      const before = performance.now();
      const more = work.advance(Math.round(steps));
      const elapsed = performance.now() - before;
      steps = Math.max(100, steps * Math.min(largestGrowth, sliceMilliseconds / Math.max(elapsed, 0.5)));
      const goOn = betweenSlices();
      if (!more) return true;
      if (!goOn) return false;
      await pause.next();
    }
  } finally {
    pause.close();
  }
}

/** A turn of the message queue. Not `setTimeout`, whose nested calls browsers stretch to 4 ms and more. */
export function messagePause(): { next(): Promise<void>; close(): void } {
  const { port1, port2 } = new MessageChannel();
  let resume: (() => void) | undefined;
  port1.onmessage = () => resume?.();
  return {
    next: () =>
      new Promise((resolve) => {
        resume = resolve;
        port2.postMessage(null);
      }),
    close: () => {
      port1.close();
    },
  };
}
