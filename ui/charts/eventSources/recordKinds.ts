import type { Layer } from '../layers.tsx';
import type { Source } from './sources.ts';

/** A cumulative count of a series with its words. */
interface Counted {
  name: string;
  cumulative: Float64Array;
}

/** What came in. */
export function arrivedOf(source: Source): Counted {
  return source.kind === 'stream' ? { name: 'written', cumulative: source.series.total.written } : { name: 'sent', cumulative: source.series.sent };
}

/** The ways to leave a stream or a queue, each in the colour that its like has everywhere. [DDB-05] [DDB-07] [SQS-03] */
export function endingsOf(source: Source): (Counted & { layer: Layer })[] {
  if (source.kind === 'queue') {
    const { deleted, redriven, expired } = source.series;
    return [
      { layer: 'onTime', name: 'processed and deleted', cumulative: deleted },
      { layer: 'inDeadLetterQueue', name: 'to the dead-letter queue', cumulative: redriven },
      { layer: 'lost', name: 'expired', cumulative: expired },
    ];
  }
  const { delivered, captured, gone, expired } = source.series.total;
  return [
    { layer: 'onTime', name: 'delivered', cumulative: delivered },
    { layer: 'atFailureDestination', name: 'discarded, captured', cumulative: captured },
    { layer: 'gone', name: 'discarded, gone', cumulative: gone },
    { layer: 'lost', name: 'expired', cumulative: expired },
  ];
}

/** What was never meant for the function: only in the table. [DDB-27] [DDB-28] */
export function othersOf(source: Source): Counted[] {
  if (source.kind === 'queue') return [{ name: 'received, each time', cumulative: source.series.received }];
  const { skipped, filtered } = source.series.total;
  return [
    { name: 'before the starting position', cumulative: skipped },
    { name: 'filtered out', cumulative: filtered },
  ];
}

/** What has not left yet, by where it is: counts at each minute's end. What a function has is drawn as a line over what waits. */
export function unendedOf(source: Source): { layer: Layer; name: string; level: Float64Array; isLine?: true }[] {
  if (source.kind === 'queue') {
    const { visible, hidden, delayed } = source.series;
    return [
      { layer: 'throttleBackoff', name: 'hidden: received', level: hidden },
      { layer: 'functionErrorWait', name: 'delayed', level: delayed },
      { layer: 'unread', name: 'visible', level: visible },
    ];
  }
  const { waiting, inFlight } = source.series.total;
  return [
    { layer: 'unread', name: 'waiting', level: waiting },
    { layer: 'p50', name: 'being processed', level: inFlight, isLine: true },
  ];
}
