import type { Interval, Measure } from '../../sim/worker/api.ts';
import { estimateText } from '../../sim/report/metricWords.ts';
import { measureWords, precisionWords, valueWords } from './measureWords.ts';

/**
 * A value of a measure and how sure it is: `0.31 %` and `± 0.02`. Of a share that was none, or all, in each of the `events` of all
 * replications, the truth is within 3/n of that: `none seen` and `(fewer than 0.003 %)`.
 */
export function seenWords(measure: Measure, interval: Interval, events: number): [value: string, precision: string] {
  const { mean } = interval;
  if (measureWords[measure]?.unit !== 'share' || events === 0 || (mean !== 0 && mean !== 1)) return [valueWords(measure, mean), precisionWords(measure, interval)];
  const nearly = Math.min(1, 3 / events);
  const text = estimateText('share', mean === 0 ? { value: 0, low: 0, high: nearly, basis: 'neverSeen', replications: 0 } : { value: 1, low: 1 - nearly, high: 1, basis: 'alwaysSeen', replications: 0 });
  const place = text.indexOf(' (');
  return [text.slice(0, place), text.slice(place + 1)];
}
