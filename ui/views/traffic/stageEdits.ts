import type { Edit } from '../../state/edit.ts';
import { stagePoints } from './curve.ts';
import type { CurvePoint } from './curve.ts';
import type { TrafficEntry } from './scenarioTraffic.ts';
import { writtenRate, writtenTime } from './written.ts';

/** An entry whose pattern is stages. */
export type StagedEntry = TrafficEntry & { pattern: { kind: 'stages' } };

export function isStaged(entry: TrafficEntry): entry is StagedEntry {
  return entry.pattern.kind === 'stages';
}

/** Moves the end of a stage, between its neighbours: later ones stay where they are. */
export function movePoint(entry: StagedEntry, place: number, to: CurvePoint): Edit[] {
  const points = stagePoints(entry.from, entry.pattern.stages);
  const point = points[place];
  if (point === undefined) return [];
  return [...moveInTime(entry, points, place, place, to.at), ...changeRate(entry, place, point.rate, to.rate)];
}

/** Moves a stage's line as a whole, by its end: a jump in time, a ramp or a level up and down. */
export function moveLine(entry: StagedEntry, place: number, to: CurvePoint): Edit[] {
  const points = stagePoints(entry.from, entry.pattern.stages);
  const [start, end] = [points[place - 1], points[place]];
  if (end === undefined) return [];
  if (isJump(entry, place)) return start === undefined ? [] : moveInTime(entry, points, place - 1, place, to.at);
  const startRate = start === undefined ? [] : changeRate(entry, place - 1, start.rate, Math.max(0, start.rate + to.rate - end.rate));
  return [...startRate, ...changeRate(entry, place, end.rate, to.rate)];
}

/** Whether a stage takes no time. */
export function isJump(entry: StagedEntry, place: number): boolean {
  return entry.pattern.stages[place]?.duration === 0;
}

/** Splits a stage at an instant inside it. */
export function splitStage(entry: StagedEntry, place: number, { at, rate }: CurvePoint): Edit[] {
  const points = stagePoints(entry.from, entry.pattern.stages);
  const end = points[place];
  if (end === undefined) return [];
  const start = points[place - 1]?.at ?? entry.from;
  return [insertion(entry, place, { duration: at - start, rate }), duration(entry, place + 1, end.at - at)];
}

/** A point after another: halfway to the next one, or after the last one further on at its rate. None where there is no room. */
export function insertAfter(entry: StagedEntry, place: number, reach: number): Edit[] {
  const points = stagePoints(entry.from, entry.pattern.stages);
  const [point, next] = [points[place], points[place + 1]];
  if (point === undefined) return [];
  if (next !== undefined) return splitStage(entry, place + 1, { at: microseconds((point.at + next.at) / 2), rate: (point.rate + next.rate) / 2 });
  const room = Math.min(reach, entry.until - point.at);
  return room <= 0 ? [] : [insertion(entry, place + 1, { duration: microseconds(room), rate: point.rate })];
}

/** Takes the end of a stage out; later ones stay where they are. The only stage stays. */
export function removePoint(entry: StagedEntry, place: number): Edit[] {
  const { stages } = entry.pattern;
  const [stage, next] = [stages[place], stages[place + 1]];
  if (stage === undefined || stages.length === 1) return [];
  const removal: Edit = { path: stagePath(entry, place), value: undefined };
  return next === undefined || stage.duration === 0 ? [removal] : [duration(entry, place + 1, stage.duration + next.duration), removal];
}

/** The stage a new point at an instant would split: never a jump; null where the stages do not reach. */
export function stageAt(entry: StagedEntry, at: number): number | null {
  const points = stagePoints(entry.from, entry.pattern.stages);
  const place = points.findIndex((point, index) => at < point.at && at > (points[index - 1]?.at ?? entry.from));
  return place === -1 ? null : place;
}

/**
 * A steady rate as stages of that rate: the same events until somebody drags one of its points. There is a point at
 * each of `instants` inside, at the start and at the end; the rate stays as it was written.
 */
export function shaped(entry: TrafficEntry, instants: readonly number[]): Edit[] {
  const { pattern, from, until } = entry;
  if (pattern.kind !== 'level' || from >= until) return [];
  const ends = [from, ...[...new Set(instants)].filter((at) => at > from && at < until).sort((one, other) => one - other), until];
  return [
    {
      path: ['traffic', entry.index, 'arrivals'],
      value: {
        stages: ends.map((at, index) => ({ duration: writtenTime(at - (ends[index - 1] ?? from)), rate: pattern.written })),
        spacing: pattern.name === 'poisson' ? 'poisson' : 'even',
      },
    },
  ];
}

/** Moves the points from `first` to `last`, all at one instant, to another between their neighbours. */
function moveInTime(entry: StagedEntry, points: readonly CurvePoint[], first: number, last: number, to: number): Edit[] {
  const before = points[first - 1]?.at ?? entry.from;
  const next = points[last + 1];
  const now = points[last]?.at ?? before;
  const at = Math.min(Math.max(to, before), next?.at ?? Math.max(entry.until, now));
  if (at === now) return [];
  return [duration(entry, first, at - before), ...(next === undefined ? [] : [duration(entry, last + 1, next.at - at)])];
}

function changeRate(entry: StagedEntry, place: number, from: number, to: number): Edit[] {
  return from === to ? [] : [{ path: [...stagePath(entry, place), 'rate'], value: writtenRate(to) }];
}

function duration(entry: StagedEntry, place: number, seconds: number): Edit {
  return { path: [...stagePath(entry, place), 'duration'], value: writtenTime(seconds) };
}

function insertion(entry: StagedEntry, place: number, stage: { duration: number; rate: number }): Edit {
  return { path: stagePath(entry, place), value: { duration: writtenTime(stage.duration), rate: writtenRate(stage.rate) }, insert: true };
}

function stagePath(entry: StagedEntry, place: number): (string | number)[] {
  return ['traffic', entry.index, 'arrivals', 'stages', place];
}

function microseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
