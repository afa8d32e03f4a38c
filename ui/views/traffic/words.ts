import { countOf, formatCount } from '../../../sim/report/count.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { expectedEvents } from './curve.ts';
import type { Handle } from './handles.ts';
import type { Effect, FaultBlock, TrafficEntry } from './scenarioTraffic.ts';
import { writtenRate } from './written.ts';

/** An instant of the scenario: `00:40`, `00:40:15`, `day 3 02:15`. */
export function instant(seconds: number, durationSeconds: number): string {
  const whole = Math.floor(seconds + 1e-9);
  const rest = Math.round((seconds - whole) * 1000) / 1000;
  const day = durationSeconds > 86_400 ? `day ${String(Math.floor(whole / 86_400) + 1)} ` : '';
  const hours = Math.floor((durationSeconds > 86_400 ? whole % 86_400 : whole) / 3600);
  const [minutes, left] = [Math.floor((whole % 3600) / 60), whole % 60];
  const exact = left === 0 && rest === 0 ? '' : `:${twoDigits(left)}${rest === 0 ? '' : String(rest).slice(1)}`;
  return `${day}${twoDigits(hours)}:${twoDigits(minutes)}${exact}`;
}

/** A rate in words: `120 events a second`. */
export function rateWords(perSecond: number): string {
  const [number = '', unit = ''] = shortRate(perSecond).split('/');
  const units: Record<string, string> = { s: 'a second', min: 'a minute', h: 'an hour', d: 'a day' };
  return `${number} ${number === '1' ? 'event' : 'events'} ${units[unit] ?? ''}`;
}

/** A rate without the digits of a fraction that nobody reads. */
function shortRate(perSecond: number): string {
  const [number = '', unit = ''] = writtenRate(perSecond).split('/');
  return `${number.includes('.') ? String(Number(Number(number).toPrecision(4))) : number}/${unit}`;
}

/** What a handle is, for those who do not see it. */
export function handleName({ kind, place }: Handle, entry: TrafficEntry): string {
  const of = entry.pattern.kind === 'stages' ? ` of ${String(entry.pattern.stages.length)}` : '';
  const names: Record<Handle['kind'], string> = {
    point: `Point ${String(place + 1)}${of}`,
    line: `Stage ${String(place + 1)}${of}`,
    level: entry.pattern.kind === 'level' && entry.pattern.name === 'constant' ? 'Rate, constant' : 'Mean rate, poisson',
    mean: 'Mean of the sine',
    peak: 'Peak of the sine',
    burst: 'Burst',
  };
  return names[kind];
}

/** Where a handle is: `at 00:40, 120 events a second`. */
export function handleWords({ kind, at, value, movesInTime }: Handle, durationSeconds: number): string {
  const amount = kind === 'burst' ? countOf(value, 'event') : rateWords(value);
  return movesInTime ? `at ${instant(at, durationSeconds)}, ${amount}` : amount;
}

/** The same beside the handle, short. */
export function handleTag({ kind, at, value, movesInTime }: Handle, durationSeconds: number): string {
  const amount = kind === 'burst' ? formatCount(value) : shortRate(value);
  return movesInTime ? `${instant(at, durationSeconds)} · ${amount}` : amount;
}

/** An entry in a list: its pattern and how much that is. */
export function entryWords(entry: TrafficEntry): string {
  const { pattern } = entry;
  const events = expectedEvents(entry);
  const about = events === null ? '' : `, ${pattern.kind === 'burst' ? '' : 'about '}${countOf(Math.round(events), 'event')}`;
  switch (pattern.kind) {
    case 'level':
      return `${pattern.name} ${String(pattern.written)}${about}`;
    case 'stages':
      return `${countOf(pattern.stages.length, 'stage')}${about}`;
    case 'sine':
      return `sine around ${String(pattern.written.mean)}${about}`;
    case 'burst':
      return `burst${about}`;
    case 'elsewhere':
      return pattern.name;
  }
}

/** Who sends an entry's events and to which version or alias, where it says. */
export function entryOrigin({ source, qualifier }: TrafficEntry): string {
  return [source === null ? '' : `from ${source}`, qualifier === null ? '' : `to ${qualifier}`].filter((part) => part !== '').join(', ');
}

/** What a block does, short enough to stand in it. */
export function blockName({ of, effects }: FaultBlock): string {
  const words = effects.map(({ name, value }) => effectWords[name](value)).join(', ');
  return of.kind === 'destination' ? `${of.name}: ${words}` : words;
}

/** When a block is: `from 01:00 to 02:00`. */
export function blockSpan({ from, until }: FaultBlock, durationSeconds: number): string {
  return `from ${instant(from, durationSeconds)} to ${instant(until, durationSeconds)}, ${formatSpan(until - from)}`;
}

/** What a pattern is edited as instead. */
export function whereEdited({ pattern, index }: TrafficEntry): string {
  return pattern.kind === 'elsewhere' && pattern.name === 'trace' ? 'It comes from a file.' : `It is edited as JSON: traffic[${String(index)}].arrivals.`;
}


const percent = (share: number): string => `${String(Number((share * 100).toPrecision(4)))} %`;

const effectWords: Record<Effect, (value: number) => string> = {
  errorRate: (value) => (value === 1 ? 'outage' : `errors ${percent(value)}`),
  systemErrorRate: (value) => `system errors ${percent(value)}`,
  durationFactor: (value) => `${value < 1 ? 'speed-up' : 'slow-down'} ×${String(value)}`,
  ReservedConcurrentExecutions: (value) => (value === 0 ? 'throttle, reserved 0' : `reserved ${formatCount(value)}`),
  enqueueFailureRate: (value) => `enqueue failures ${percent(value)}`,
  deleted: () => 'deleted',
  failureRate: (value) => `failed deliveries ${percent(value)}`,
};

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
