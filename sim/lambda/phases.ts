import type { Phase } from '../kernel/simulation.ts';

/**
 * What comes first when several things are due at the same microsecond (docs/decisions/0004-one-instant.md).
 * A slot that frees at an instant is free for everything dispatched at that instant; what expires then is not dispatched.
 */
export const Due = {
  minuteEnd: 0,
  settingsChange: 1,
  executionEnd: 2,
  /** Under `fifo`, whatever is free by now goes to who has been ready longest; under `adaptive`, a second is over. */
  reader: 3,
  ageLimit: 4,
  arrival: 5,
  dispatch: 6,
  delivery: 7,
} as const satisfies Record<string, Phase>;
