/**
 * What a batch comes to by what the function returned under ReportBatchItemFailures: the place of the first item that
 * failed, `all` where none is to be done again. [DDB-17, DDB-18, SQS-01]
 */
export type BatchVerdict = number | 'all' | 'none';

/**
 * Reads a function's response. `placeOf` gives an item's place in the batch by its identifier, or -1.
 *
 * Complete success (`all`): no text, `null`, an empty object, an empty or absent list. Complete failure (`none`): no JSON, an
 * identifier that is empty, absent, under another key or not of this batch. Otherwise the lowest place that is named.
 */
export function batchVerdict(text: string, placeOf: (identifier: string) => number): BatchVerdict {
  const response = parsed(text);
  if (response === undefined) return 'none';
  if (response === null || response === '') return 'all';
  if (typeof response !== 'object' || Array.isArray(response)) return 'none';
  const failures: unknown = (response as Record<string, unknown>)['batchItemFailures'];
  if (failures === undefined || failures === null) return 'all';
  if (!Array.isArray(failures)) return 'none';
  let lowest = Infinity;
  for (const failure of failures as unknown[]) {
    const identifier: unknown = typeof failure === 'object' && failure !== null ? (failure as Record<string, unknown>)['itemIdentifier'] : undefined;
    const place = typeof identifier === 'string' && identifier !== '' ? placeOf(identifier) : -1;
    if (place < 0) return 'none';
    lowest = Math.min(lowest, place);
  }
  return lowest === Infinity ? 'all' : lowest;
}

/** undefined for what is no JSON; a function that returned nothing has returned an empty text. */
function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
