import { parseDuration } from '../scenario/units.ts';

/** A length of time as a person reads it: "40 ms", "1.2 s", "90 s", "12 min 5 s", "2 h 15 min", "3 d 4 h". Null is a dash. */
export function formatSpan(seconds: number | null): string {
  if (seconds === null || Number.isNaN(seconds)) return '–';
  if (seconds === 0) return '0 s';
  if (seconds < 0.0005) return '< 1 ms';
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${trimZeros(seconds.toFixed(1))} s`;
  if (seconds < 119.5) return `${Math.round(seconds)} s`;
  if (seconds < 3599.5) return inTwoUnits(Math.round(seconds), 60, 'min', 's');
  if (seconds < 172_770) return inTwoUnits(Math.round(seconds / 60), 60, 'h', 'min');
  return inTwoUnits(Math.round(seconds / 3600), 24, 'd', 'h');
}

function inTwoUnits(amount: number, perLarge: number, large: string, small: string): string {
  const rest = amount % perLarge;
  const whole = `${Math.floor(amount / perLarge)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

function trimZeros(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

/** A duration as a scenario writes it, in seconds. */
export function secondsOf(duration: string | number): number {
  return (parseDuration(duration) ?? 0) / 1_000_000;
}
