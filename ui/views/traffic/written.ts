import { formatDuration, formatRate, parseDuration, parseRate, suggestDuration, suggestRate } from '../../../sim/scenario/units.ts';

/** Seconds as a scenario writes them: `40m`. */
export function writtenTime(seconds: number): string {
  return formatDuration(Math.round(seconds * 1e6));
}

/** Events a second as a scenario writes them: `15/s`. */
export function writtenRate(perSecond: number): string {
  return formatRate(perSecond);
}

/** What somebody typed as a time, in seconds: `40m`, `1 h 30 min`, `01:30`, `01:30:15`; null for anything else. */
export function readTime(text: string): number | null {
  const hours = /^(\d+):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (hours !== null) return Number(hours[1]) * 3600 + Number(hours[2]) * 60 + Number(hours[3] ?? 0);
  const microseconds = parseDuration(suggestDuration(text) ?? '');
  return microseconds === null ? null : microseconds / 1e6;
}

/** What somebody typed as a rate, in events a second: `15/s`, `15`, `30 per minute`; null for anything else. */
export function readRate(text: string): number | null {
  return parseRate(suggestRate(text) ?? '');
}

/** What somebody typed as a share: `0.1` or `10 %`; null for anything else or outside 0 to 1. */
export function readShare(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (match === null) return null;
  const share = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return share <= 1 ? share : null;
}
