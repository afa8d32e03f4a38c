import { formatSpan } from '../../../sim/report/span.ts';
import type { Step } from './eventFacts.ts';

/** A stretch of an event's time in one state, in seconds since its acceptance. */
export interface Stretch {
  state: 'unread' | 'throttleBackoff' | 'functionErrorWait' | 'running';
  from: number;
  until: number;
}

/** What an event was doing when: the stretches between its steps, by the kind of wait the charts tell apart. Second deliveries are left out. */
export function stretchesOf(lifeLine: readonly Step[], until: number): Stretch[] {
  const own = lifeLine.filter(({ copy }) => copy !== true);
  const start = own[0]?.t ?? 0;
  if (until <= start) return [];
  const stretches: Stretch[] = [];
  let state: Stretch['state'] | null = null;
  let since = start;
  for (const { t, what } of [...own, { t: until, what: 'succeeded' as const }]) {
    const next = stateAfter(what, state);
    if (next === state) continue;
    if (state !== null && t > since) stretches.push({ state, from: since - start, until: Math.min(t, until) - start });
    state = next;
    since = t;
  }
  return stretches;
}

function stateAfter(what: Step['what'], before: Stretch['state'] | null): Stretch['state'] | null {
  switch (what) {
    case 'accepted':
      return 'unread';
    case 'throttled':
    case 'systemError':
      return 'throttleBackoff';
    case 'admitted':
    case 'started':
      return 'running';
    case 'failed':
    case 'timedOut':
    case 'functionNotFound':
      return 'functionErrorWait';
    case 'succeeded':
    case 'dropped':
    case 'lost':
      return null;
    default:
      return before;
  }
}

/** An attempt, by its number, and where it begins, in seconds since acceptance. */
export interface Attempt {
  number: number;
  at: number;
}

/** The attempts that an event itself was given, the deleted function's included. */
export function attemptsOf(lifeLine: readonly Step[]): Attempt[] {
  const start = lifeLine[0]?.t ?? 0;
  const begun = lifeLine.filter(({ what, copy }) => copy !== true && (what === 'admitted' || what === 'functionNotFound'));
  return begun.map(({ t }, place) => ({ number: place + 1, at: t - start }));
}

/** Labels such as `1` or, where attempts lie closer than `apart`, `1–3`; `x` of the first of each. */
export function attemptLabels(attempts: readonly Attempt[], x: (seconds: number) => number, apart: number): { x: number; label: string }[] {
  const groups: { x: number; last: number; first: number; end: number }[] = [];
  for (const { number, at } of attempts) {
    const here = x(at);
    const group = groups.at(-1);
    if (group !== undefined && here - group.end < apart) Object.assign(group, { last: number, end: here });
    else groups.push({ x: here, first: number, last: number, end: here });
  }
  return groups.map(({ x: at, first, last }) => ({ x: at, label: first === last ? String(first) : `${String(first)}–${String(last)}` }));
}

const minutes = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** Round times from 0 up to `length`, at most `most` steps of them, each with its label. */
export function ageTicks(length: number, most: number): { at: number; label: string }[] {
  const least = length / Math.max(1, most);
  const seconds = Array.from({ length: 5 }, (_, power) => [1, 2, 5].map((digit) => Number(`${String(digit)}e${String(power - 3)}`))).flat();
  const step = [...seconds.filter((one) => one < 50), 30, ...minutes].sort((one, other) => one - other).find((one) => one >= least) ?? length;
  if (step <= 0) return [];
  return Array.from({ length: Math.floor(length / step + 1e-9) + 1 }, (_, place) => ({ at: place * step, label: place === 0 ? 'accepted' : formatSpan(place * step) }));
}

/** How many seconds the axis shows: all that happened, and the age limit unless that is so far off that nothing else could be told apart. */
export function axisLength(lifeLine: readonly Step[], until: number, maximumAge: number): { length: number; showsLimit: boolean } {
  const start = lifeLine[0]?.t ?? 0;
  const happened = Math.max(until - start, ...lifeLine.filter(({ copy }) => copy !== true).map(({ t }) => t - start));
  const showsLimit = maximumAge <= happened * mostStretched;
  return { length: showsLimit ? Math.max(happened, maximumAge) * 1.01 : happened, showsLimit };
}

/** The story keeps at least two thirds of the width. */
const mostStretched = 1.5;
