/**
 * A payload of exactly `bytes` bytes, all of them ASCII, where a scenario gives only the size: an object with the event's
 * number and something to fill it, `{"event":17,"data":"xxxx"}`; where that does not fit, a text, `{}` or `0`.
 * 0 bytes are no JSON: the payload then has 2, `{}`.
 */
export function generatedPayload(bytes: number, event: number): string {
  if (bytes === 0 || bytes === 2) return '{}';
  const start = `{"event":${event},"data":"`;
  const filling = bytes - start.length - end.length;
  return filling >= 0 ? `${start}${'x'.repeat(filling)}${end}` : generatedResponse(bytes);
}

const end = '"}';

/** A response of exactly `bytes` bytes, at least 1: a text that fills them, or `0` for 1, where no text fits. */
export const generatedResponse = (bytes: number): string => (bytes < 2 ? '0' : `"${'x'.repeat(bytes - 2)}"`);
