import type { EventRecord } from '../engines/result.ts';

/** One line of JSON for each event, in order of id, piece by piece: a file of any length never stands in memory at once. */
export function* eventsNdjson(events: Iterable<EventRecord>): Generator<string> {
  for (const event of events) yield `${JSON.stringify(inOrder(event))}\n`;
}

/** The same record with its keys in the documented order, whatever order the engine wrote them in. */
function inOrder(event: EventRecord): EventRecord {
  const { id, requestId, traceId, sentBy, acceptedAt, endedAt, outcome, condition, approximateInvokeCount, lifeLine } = event;
  return {
    id,
    function: event.function,
    requestId,
    traceId,
    ...(sentBy === undefined ? {} : { sentBy }),
    acceptedAt,
    endedAt,
    outcome,
    ...(condition === undefined ? {} : { condition }),
    ...(approximateInvokeCount === undefined ? {} : { approximateInvokeCount }),
    lifeLine: lifeLine.map(({ t, what, clause, ...marks }) => ({ t, what, clause, ...marks })),
  };
}
