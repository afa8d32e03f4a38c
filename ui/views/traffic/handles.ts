import type { Edit } from '../../state/edit.ts';
import type { Span } from '../../state/workspace.ts';
import { stagePoints } from './curve.ts';
import type { Pattern, TrafficEntry } from './scenarioTraffic.ts';
import { snapCount } from './snapping.ts';
import { isStaged, moveLine, movePoint } from './stageEdits.ts';
import { writtenRate, writtenTime } from './written.ts';

/** What can be taken hold of on an entry's curve. */
export interface Handle {
  kind: 'point' | 'line' | 'level' | 'mean' | 'peak' | 'burst';
  /** Of a point or a line: which stage. */
  place: number;
  /** Where it is, in seconds of the scenario. */
  at: number;
  /** Its rate in events a second; of a burst, how many events. */
  value: number;
  movesInTime: boolean;
  /** Whether its value is changed by dragging up and down; a burst's number only by keys and field. */
  movesInValue: boolean;
}

/** More stages than this are not points to drag but data. */
export const mostPoints = 200;

/** The handles of an entry in a span; none for what is edited elsewhere. */
export function handlesOf(entry: TrafficEntry, span: Span): Handle[] {
  const { pattern, from, until } = entry;
  const [first, last] = [Math.max(from, span.from), Math.min(until, span.to)];
  if (first >= last) return [];
  switch (pattern.kind) {
    case 'level':
      return [{ kind: 'level', place: 0, at: (first + last) / 2, value: pattern.rate, movesInTime: false, movesInValue: true }];
    case 'stages':
      if (pattern.stages.length > mostPoints) return [];
      return stagePoints(from, pattern.stages)
        .map(({ at, rate }, place): Handle => ({ kind: 'point', place, at, value: rate, movesInTime: true, movesInValue: true }))
        .filter(({ at }) => at >= span.from && at <= span.to);
    case 'sine':
      return sineHandles(pattern, from, { from: first, to: last });
    case 'burst':
      return from + pattern.at < span.from || from + pattern.at > span.to ? [] : [{ kind: 'burst', place: 0, at: from + pattern.at, value: pattern.count, movesInTime: true, movesInValue: false }];
    case 'elsewhere':
      return [];
  }
}

/** The changes of the text that bring a handle to another instant and value. */
export function moved(entry: TrafficEntry, handle: Handle, to: { at: number; value: number }): Edit[] {
  const { pattern, index } = entry;
  const path = ['traffic', index, 'arrivals'];
  switch (pattern.kind) {
    case 'level':
      return to.value === handle.value ? [] : [{ path: [...path, pattern.name, 'rate'], value: writtenRate(to.value) }];
    case 'stages':
      if (!isStaged(entry)) return [];
      return (handle.kind === 'line' ? moveLine : movePoint)(entry, handle.place, { at: to.at, rate: to.value });
    case 'sine':
      return handle.kind === 'mean' ? movedMean(pattern, path, to.value) : movedPeak(pattern, path, handle, to);
    case 'burst': {
      const at = Math.min(Math.max(0, to.at - entry.from), Math.max(pattern.at, entry.until - entry.from));
      return [...(at === pattern.at ? [] : [{ path: [...path, 'burst', 'at'], value: writtenTime(at) }]), ...(to.value === handle.value ? [] : [{ path: [...path, 'burst', 'count'], value: snapCount(to.value) }])];
    }
    case 'elsewhere':
      return [];
  }
}

type Sine = Extract<Pattern, { kind: 'sine' }>;

/** Handles at the first peak in view, and where the rate first passes its mean after it. */
function sineHandles({ mean, amplitude, period, peak }: Sine, from: number, span: Span): Handle[] {
  const first = (instant: number): number => instant + Math.ceil((span.from - instant) / period) * period;
  const inView = (instant: number): boolean => instant <= span.to;
  const handles: Handle[] = [];
  const peakAt = first(from + peak);
  const meanAt = [first(from + peak + period / 4), first(from + peak - period / 4)].sort((one, other) => one - other)[0] ?? 0;
  if (inView(meanAt)) handles.push({ kind: 'mean', place: 0, at: meanAt, value: mean, movesInTime: false, movesInValue: true });
  if (inView(peakAt)) handles.push({ kind: 'peak', place: 0, at: peakAt, value: mean + amplitude, movesInTime: true, movesInValue: true });
  return handles;
}

/** A mean below the amplitude takes the amplitude down with it: a rate cannot fall below zero. */
function movedMean({ mean, amplitude }: Sine, path: (string | number)[], to: number): Edit[] {
  if (to === mean) return [];
  return [{ path: [...path, 'sine', 'mean'], value: writtenRate(to) }, ...(amplitude > to ? [{ path: [...path, 'sine', 'amplitude'], value: writtenRate(to) }] : [])];
}

function movedPeak({ mean, amplitude, period, peak }: Sine, path: (string | number)[], handle: Handle, to: { at: number; value: number }): Edit[] {
  const swing = Math.min(mean, Math.max(0, to.value - mean));
  const shifted = peak + to.at - handle.at;
  const instant = shifted - Math.floor(shifted / period) * period;
  return [
    ...(to.value === handle.value || swing === amplitude ? [] : [{ path: [...path, 'sine', 'amplitude'], value: writtenRate(swing) }]),
    ...(to.at === handle.at ? [] : [{ path: [...path, 'sine', 'peak'], value: writtenTime(instant) }]),
  ];
}
