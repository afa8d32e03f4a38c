/**
 * Where each random number of an event is found: the row of its stream is the event's ordinal, the index says for what.
 * Two variants of a scenario so meet the same luck at the same place, whatever happened before.
 */
export const Purpose = {
  /** Drawn for each execution: how long it runs, and with `first` whether it fails. */
  execution: 0,
  initialisation: 1,
  /** Drawn once an event: poison and silent loss. */
  event: 2,
  /** Drawn for each dispatch: system error, and the wait that follows a refusal. */
  dispatch: 3,
  functionErrorWait: 4,
  delivery: 5,
  submission: 6,
  /** Drawn for each second delivery, whose row is its place among them: when it is due, and which event is the next. */
  secondDelivery: 7,
} as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/** The low 15 bits stay free for distributions that look more than once. */
export const randomIndex = (purpose: Purpose, copy: boolean, failures: number, refusals: number): number =>
  ((purpose << 28) | (copy ? 1 << 27 : 0) | (failures << 25) | (refusals << 15)) >>> 0;
