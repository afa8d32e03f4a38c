import type { Bins } from '../bins.ts';
import type { Layer } from '../layers.tsx';
import type { ShardSeries } from './sources.ts';

/** What a shard does, from the foot of its strip upwards: what holds it up first, so that it is seen first. Idle is what is left. */
export const laneStates = [
  { state: 'retrying', name: 'blocked, retrying' },
  { state: 'throttled', name: 'throttled' },
  { state: 'bisecting', name: 'bisecting' },
  { state: 'processing', name: 'processing' },
  { state: 'gathering', name: 'gathering' },
] as const satisfies readonly { state: Layer & keyof ShardSeries; name: string }[];

export type LaneStateName = (typeof laneStates)[number]['state'];

/** Time in each state, in seconds of each bin, and all of it, idle included: of several lanes their sum. */
export interface LaneTimes {
  seconds: Record<LaneStateName, number[]>;
  all: number[];
}

/** How a shard, or all of them, spent each bin. */
export function laneTimes(series: ShardSeries, bins: Bins): LaneTimes {
  const seconds = Object.fromEntries(laneStates.map(({ state }) => [state, secondsIn(series[state], bins)])) as Record<LaneStateName, number[]>;
  const idle = secondsIn(series.idle, bins);
  return { seconds, all: idle.map((rest, bin) => laneStates.reduce((sum, { state }) => sum + (seconds[state][bin] ?? 0), rest)) };
}

/** The seconds of each bin. It is done for dozens of columns whenever the charts are drawn, and so makes nothing on the way. */
function secondsIn(minutes: Float64Array, { first, after }: Bins): number[] {
  return first.map((from, bin) => {
    let sum = 0;
    for (let row = from; row < (after[bin] ?? 0); row++) sum += minutes[row] ?? 0;
    return sum;
  });
}

/** How long a shard, or all of them, was in a state over the whole run, in seconds. */
export function wholeTime(series: ShardSeries, state: LaneStateName | 'idle'): number {
  return series[state].reduce((sum, value) => sum + value, 0);
}

/** The shards by how long they were held up, the longest first; those alike in their own order. */
export function mostHeldUp(shards: readonly ShardSeries[]): number[] {
  const heldUp = shards.map((series) => wholeTime(series, 'retrying') + wholeTime(series, 'throttled') + wholeTime(series, 'bisecting'));
  return heldUp.map((_, shard) => shard).sort((one, other) => (heldUp[other] ?? 0) - (heldUp[one] ?? 0) || one - other);
}
