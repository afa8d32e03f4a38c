/** Stops a run whose own rules were broken: a fault of this program, never of the user's input. */
export function assert(condition: boolean, mustHold: string): asserts condition {
  if (!condition) throw new InvariantError(mustHold);
}

/** A law of the engine did not hold, so none of the run's numbers can be trusted. */
export class InvariantError extends Error {
  override name = 'InvariantError';
}
