import { setImmediate } from 'node:timers/promises';
import type { Interrupt } from './interrupt.ts';
import type { ProgressLine } from './progress.ts';

/** Something that is done in slices: replications, an assumption band. */
export interface Work {
  readonly progress: number;
  advance(maxSteps: number): boolean;
}

/** Does a piece of work to its end or until Ctrl-C, which is let through between slices; true at the end. */
export async function drive(work: Work, line: ProgressLine, interrupt: Interrupt): Promise<boolean> {
  try {
    while (work.advance(stepsPerSlice)) {
      line.show(work.progress);
      await setImmediate();
      if (interrupt.pressed) return false;
    }
    return true;
  } finally {
    line.clear();
  }
}

/** Some ten milliseconds of work. */
const stepsPerSlice = 20_000;
