/** Microseconds in each unit, largest first: the order in which a compound duration must name them. */
const durationUnits = [
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['m', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1_000],
  ['us', 1],
] as const;

const secondsPerRateUnit: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3600, d: 86_400 };
const multipliers: Readonly<Record<string, number>> = { '': 1, k: 1_000, M: 1_000_000 };

const durationPart = /(\d+(?:\.\d+)?)(ms|us|d|h|m|s)/y;
const ratePattern = /^(\d+(?:\.\d+)?)(k|M)?\/(s|min|m|h|d)$/;

/**
 * `"90s"`, `"5m"`, `"1h30m"`, `"200ms"`, `"1d"`, or a number of seconds, as whole microseconds (rounded).
 * Null for anything else, whatever it is: nothing is guessed. Units go from large to small, each at most once, without spaces.
 */
export function parseDuration(value: unknown): number | null {
  if (typeof value === 'number') return wholeMicroseconds(value * 1_000_000);
  if (typeof value !== 'string' || value === '') return null;
  let microseconds = 0;
  let position = 0;
  let previousUnit = -1;
  while (position < value.length) {
    durationPart.lastIndex = position;
    const part = durationPart.exec(value);
    if (part === null) return null;
    const unit = durationUnits.findIndex(([name]) => name === part[2]);
    const size = durationUnits[unit];
    if (size === undefined || unit <= previousUnit) return null;
    microseconds += Number(part[1]) * size[1];
    previousUnit = unit;
    position = durationPart.lastIndex;
  }
  return wholeMicroseconds(microseconds);
}

/** `"1000/s"`, `"30/min"`, `"5/h"`, `"1.5k/s"`, or a number of events a second, as events a second. Null for anything else, whatever it is. */
export function parseRate(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 && !Object.is(value, -0) ? value : null;
  if (typeof value !== 'string') return null;
  const match = ratePattern.exec(value);
  if (match === null) return null;
  const rate = (Number(match[1]) * (multipliers[match[2] ?? ''] ?? 1)) / (secondsPerRateUnit[match[3] ?? 's'] ?? 1);
  return Number.isFinite(rate) ? rate : null;
}

/** Whole microseconds as a duration a person would write: `1h30m`, `1m1.5s`, `200ms`. `parseDuration` reads back exactly the same number. */
export function formatDuration(microseconds: number): string {
  if (!Number.isFinite(microseconds)) return String(microseconds);
  if (microseconds < 0) return `-${formatDuration(-microseconds)}`;
  let rest = Math.round(microseconds);
  if (rest === 0) return '0s';
  if (rest < 1_000) return `${rest}us`;
  if (rest < 1_000_000) return `${decimal(rest, 1_000)}ms`;
  let text = '';
  for (const [unit, size] of durationUnits.slice(0, 3)) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return rest > 0 ? `${text}${decimal(rest, 1_000_000)}s` : text;
}

/** Events a second as a rate a person would write, to six significant digits: `1000/s`, `30/min`, `5/h`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return String(perSecond);
  if (perSecond === 0 || perSecond >= 1) return `${significant(perSecond)}/s`;
  if (perSecond * 60 >= 1) return `${significant(perSecond * 60)}/min`;
  if (perSecond * 3600 >= 1 || perSecond * 86_400 < 1) return `${significant(perSecond * 3600)}/h`;
  return `${significant(perSecond * 86_400)}/d`;
}

/** What the writer of a duration probably meant (`5 min`, `1,5s`, `90`), or null. Only ever offered in a message, never used. */
export function suggestDuration(text: string): string | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/[\s_]+/g, '')
    .replace(/µs|μs/g, 'us')
    .replace(/milliseconds?|msecs?|millis/g, 'ms')
    .replace(/minutes?|mins?/g, 'm')
    .replace(/seconds?|secs?/g, 's')
    .replace(/hours?|hrs?/g, 'h')
    .replace(/days?/g, 'd')
    .replace(/(^|[a-z])\./g, '$10.')
    .replace(/^(\d+(?:\.\d+)?)$/, '$1s');
  return parseDuration(plain) === null ? null : plain;
}

/** What the writer of a rate probably meant (`100 per second`, `30rpm`, `100`), or null. Only ever offered in a message, never used. */
export function suggestRate(text: string): string | null {
  const plain = text
    .trim()
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/[\s_]+/g, '')
    .replace(/(events?|requests?|invocations?|req|calls?)(?=per|\/)/i, '')
    .replace(/per/i, '/')
    .replace(/rps$|tps$/i, '/s')
    .replace(/rpm$/i, '/min')
    .replace(/\/(seconds?|secs?)$/i, '/s')
    .replace(/\/(minutes?|mins?)$/i, '/min')
    .replace(/\/(hours?|hrs?)$/i, '/h')
    .replace(/\/(days?)$/i, '/d')
    .replace(/K\//, 'k/')
    .replace(/^(\d+(?:\.\d+)?)(k|M)?$/, '$1$2/s');
  return parseRate(plain) === null ? null : plain;
}

function wholeMicroseconds(value: number): number | null {
  if (!(value >= 0) || Object.is(value, -0)) return null;
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) ? rounded : null;
}

/** `units / size` as a plain decimal without trailing zeros: exact, because it only moves the point. */
function decimal(units: number, size: 1_000 | 1_000_000): string {
  const whole = Math.floor(units / size);
  const fraction = String(units - whole * size)
    .padStart(size === 1_000 ? 3 : 6, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}

/** Six digits, never in exponent form, because `parseRate` reads only plain decimals. */
function significant(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const text = String(rounded);
  if (!text.includes('e')) return text;
  return rounded < 1 ? rounded.toFixed(20).replace(/0+$/, '').replace(/\.$/, '') : BigInt(rounded).toString();
}
