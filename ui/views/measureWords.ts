import type { Difference, Interval, Measure } from '../../sim/worker/api.ts';
import { formatCount } from '../../sim/report/count.ts';
import { formatShare } from '../../sim/report/share.ts';
import { formatSpan } from '../../sim/report/span.ts';

type Unit = 'share' | 'seconds' | 'count';

interface MeasureWords {
  label: string;
  unit: Unit;
  /** Whether more of it is good, bad, or neither. */
  more: 'better' | 'worse' | 'neither';
  /** What there is more of, in a sentence: "0.8 % more are gone". */
  sentence: (amount: string, word: 'more' | 'fewer' | 'longer' | 'shorter' | 'later' | 'earlier') => string;
}

/** The measures by which scenarios are compared, in the order of a reader's questions. */
export const measureWords: Partial<Record<Measure, MeasureWords>> = {
  gone: { label: 'Gone', unit: 'share', more: 'worse', sentence: (amount, word) => `${amount} ${word} of the events are gone` },
  lost: { label: 'Lost', unit: 'share', more: 'worse', sentence: (amount, word) => `${amount} ${word} are lost` },
  captured: { label: 'Captured', unit: 'share', more: 'worse', sentence: (amount, word) => `${amount} ${word} are discarded, though captured` },
  onTime: { label: 'On time', unit: 'share', more: 'better', sentence: (amount, word) => `${amount} ${word} arrive on time` },
  delayed: { label: 'Late', unit: 'share', more: 'worse', sentence: (amount, word) => `${amount} ${word} arrive late` },
  waiting: { label: 'Waiting at the end', unit: 'share', more: 'worse', sentence: (amount, word) => `${amount} ${word} are still waiting at the end` },
  delayP99: { label: 'Delay p99', unit: 'seconds', more: 'worse', sentence: (amount, word) => `the p99 delay is ${amount} ${word}` },
  peakBacklog: { label: 'Peak backlog', unit: 'count', more: 'worse', sentence: (amount, word) => `the backlog’s peak has ${amount} ${word} events` },
  backlogGoneAt: { label: 'Backlog gone after', unit: 'seconds', more: 'worse', sentence: (amount, word) => `the backlog is gone ${amount} ${word}` },
  throttles: { label: 'Throttles', unit: 'count', more: 'worse', sentence: (amount, word) => `there are ${amount} ${word} throttles` },
};

const words: Record<Unit, ['more' | 'longer', 'fewer' | 'shorter']> = { share: ['more', 'fewer'], seconds: ['longer', 'shorter'], count: ['more', 'fewer'] };

/** A value of a measure: `0.31 %`, `41 min`, `9,800`. */
export function valueWords(measure: Measure, value: number | null): string {
  if (value === null) return '–';
  switch (unitOf(measure)) {
    case 'share':
      return formatShare(value, 1);
    case 'seconds':
      return formatSpan(value);
    case 'count':
      return formatCount(value < 10 ? value : Math.round(value));
  }
}

/** Half the width of an interval: `± 0.02`; nothing where there is none, or where it is zero. */
export function precisionWords(measure: Measure, { low, high, mean }: Interval | Difference): string {
  if (low === null || high === null || mean === null || high === low) return '';
  const half = high - mean;
  switch (unitOf(measure)) {
    case 'share':
      return `± ${significant(half * 100)}`;
    case 'seconds':
      return `± ${formatSpan(half)}`;
    case 'count':
      return `± ${significant(half)}`;
  }
}

/** A difference with its sign: `−0.8 ± 0.1 points`, `+12 min ± 40 s`; `no difference` where none can be told from luck. */
export function differenceWords(measure: Measure, difference: Difference): string {
  if (!isTold(difference)) return difference.low === 0 && difference.high === 0 ? 'the same' : 'no difference found';
  const sign = difference.mean < 0 ? '−' : '+';
  const precision = precisionWords(measure, difference);
  const after = precision === '' ? '' : ` ${precision}`;
  return `${sign}${amountOf(measure, difference.mean)}${after}${unitOf(measure) === 'share' ? ' points' : ''}`;
}

/** A difference in a sentence's part: "0.8 % fewer of the events are gone (± 0.1)"; null where none can be told from luck. */
export function differenceSentence(measure: Measure, difference: Difference): string | null {
  const about = measureWords[measure];
  if (about === undefined || !isTold(difference)) return null;
  const [more, fewer] = words[about.unit];
  const word = measure === 'backlogGoneAt' ? (difference.mean > 0 ? 'later' : 'earlier') : difference.mean > 0 ? more : fewer;
  const precision = precisionWords(measure, difference);
  const amount = `${amountOf(measure, difference.mean)}${about.unit === 'share' ? ' %' : ''}`;
  return `${about.sentence(amount, word)}${precision === '' ? '' : ` (${precision})`}`;
}

/** Whether the interval of a difference leaves no difference out. */
export function isTold({ low, high }: Difference): boolean {
  return low > 0 || high < 0;
}

/** Whether a difference is for the better, for the worse, or neither can be told. */
export function judged(measure: Measure, difference: Difference): 'better' | 'worse' | 'neither' {
  const more = measureWords[measure]?.more ?? 'neither';
  if (!isTold(difference) || more === 'neither') return 'neither';
  return difference.mean > 0 === (more === 'better') ? 'better' : 'worse';
}

function unitOf(measure: Measure): Unit {
  return measureWords[measure]?.unit ?? 'count';
}

function amountOf(measure: Measure, difference: number): string {
  const size = Math.abs(difference);
  switch (unitOf(measure)) {
    case 'share':
      return significant(size * 100);
    case 'seconds':
      return formatSpan(size);
    case 'count':
      return size < 100 ? significant(size) : formatCount(Math.round(size));
  }
}

/** Two digits that say something: 0.021, 0.8, 12, 340. */
function significant(value: number): string {
  if (value === 0) return '0';
  if (value >= 100) return formatCount(Math.round(value));
  return String(Number(value.toPrecision(2)));
}
