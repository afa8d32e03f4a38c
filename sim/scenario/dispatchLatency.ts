/** From acceptance to the first dispatch, as captured on an idle function. [ASY-16] */
const measured = '40ms';

/** The dispatch latency that holds for a scenario: its own, or what its timing and its dispatch discipline imply. */
export function dispatchLatency(assumptions: { timing: string; dispatch: string; dispatchLatency?: string | number }): string | number {
  if (assumptions.dispatchLatency !== undefined) return assumptions.dispatchLatency;
  return assumptions.timing === 'measured' && assumptions.dispatch !== 'fifo' ? measured : '0s';
}
