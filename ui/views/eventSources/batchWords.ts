import { countOf, formatCount } from '../../../sim/report/count.ts';
import type { BatchRecordStep, PartRow, RecordCounts, RecordEnd } from '../../../sim/worker/api.ts';
import type { Layer } from '../../charts/layers.tsx';

/** What became of records, as a reader says it. */
export const endWords: Record<RecordEnd, string> = {
  delivered: 'delivered',
  captured: 'discarded, captured',
  gone: 'discarded, gone',
  expired: 'expired',
  unended: 'still to be tried',
  passed: 'failed, and tried again in parts',
};

/** The colour and pattern that such records have in the charts. */
export const endLayers: Record<RecordEnd, Layer> = { delivered: 'onTime', captured: 'atFailureDestination', gone: 'gone', expired: 'lost', unended: 'retrying', passed: 'processing' };

/** Counts of records by what became of them: `99 delivered; 1 discarded, captured`. */
export function countsInWords(counts: RecordCounts | PartRow['counts']): string {
  const entries = Object.entries(counts) as [RecordEnd, number][];
  return entries
    .filter(([, count]) => count > 0)
    .map(([end, count]) => `${formatCount(count)} ${endWords[end]}`)
    .join('; ');
}

/** One step of a part's story in words. */
export function batchStepWords({ what, count }: BatchRecordStep): string {
  const records = countOf(count, 'record');
  switch (what) {
    case 'formed':
      return `a batch of ${records} is made`;
    case 'invoked':
      return 'the function gets it';
    case 'succeeded':
      return `the function returns: ${records} delivered`;
    case 'partlyFailed':
      return count === 0 ? 'the function reports that its first record failed' : `the function reports a failure: ${records} before it delivered`;
    case 'failed':
      return 'the function fails';
    case 'throttled':
      return 'throttled: no concurrency is free';
    case 'systemError':
      return 'an error of Lambda itself';
    case 'split':
      return `split in two: the first ${records} go first, the others after them`;
    case 'retriesExhausted':
      return `its retries are used up: ${records} discarded`;
    case 'recordAgeExceeded':
      return `older than MaximumRecordAgeInSeconds: ${records} discarded`;
    case 'expired':
      return `the stream has dropped ${records} at the end of its retention`;
    case 'sentToDestination':
      return 'the record of it arrives at the destination';
    case 'deliveryFailed':
      return 'the record of it does not arrive';
  }
}

/** The numbers of records in a row, as names and not as counts: `1000` or `1000–1099`. */
export function numbersInWords([first, last]: readonly [number, number]): string {
  return first === last ? String(first) : `${String(first)}–${String(last)}`;
}
