import type { Edit } from '../../state/edit.ts';
import type { Json } from '../../../sim/scenario/values.ts';
import type { FaultBlock, TrafficFunction } from './scenarioTraffic.ts';
import { writtenTime } from './written.ts';

/** What is dragged of a block. */
export type BlockPart = 'whole' | 'from' | 'until';

/** The blocks of a function and of the destinations it uses. */
export function blocksOf(blocks: readonly FaultBlock[], { name, destinations }: TrafficFunction): FaultBlock[] {
  return blocks.filter(({ of }) => (of.kind === 'function' ? of.name === name : destinations.includes(of.name)));
}

/** Which lane each block is drawn in, so that none covers another and none is nearer to the next than `gap` seconds. */
export function lanesOf(blocks: readonly FaultBlock[], gap: number): number[] {
  const ends: number[] = [];
  const lanes = new Map<FaultBlock, number>();
  for (const block of [...blocks].sort((one, other) => one.from - other.from)) {
    const free = ends.findIndex((end) => end <= block.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = Math.max(block.until, block.from + gap);
    lanes.set(block, lane);
  }
  return blocks.map((block) => lanes.get(block) ?? 0);
}

/** Moves a block or one of its ends by some seconds, inside the scenario and at least `least` long; what stays is not written again. */
export function moveBlock(block: FaultBlock, part: BlockPart, by: number, durationSeconds: number, least: number): Edit[] {
  const { from, until } = block;
  const end = Math.max(durationSeconds, until);
  const shift = Math.min(Math.max(by, -from), end - until);
  const next = {
    whole: { from: from + shift, until: until + shift },
    from: { from: Math.min(Math.max(0, from + by), Math.max(from, until - least)), until },
    until: { from, until: Math.max(Math.min(end, until + by), Math.min(until, from + least)) },
  }[part];
  return blockTimes(block, next.from, next.until);
}

/** Gives a block other times; only what differs is written. */
export function blockTimes(block: FaultBlock, from: number, until: number): Edit[] {
  const path = ['faults', block.index];
  return [...(from === block.from ? [] : [{ path: [...path, 'from'], value: writtenTime(from) }]), ...(until === block.until ? [] : [{ path: [...path, 'until'], value: writtenTime(until) }])];
}

/** What can be put on the axis, in the order of the buttons. */
export const newFaults: readonly { name: string; words: string; effect: Record<string, Json>; ofDestination?: true }[] = [
  { name: 'outage', words: 'errorRate 1', effect: { errorRate: 1 } },
  { name: 'errors', words: 'errorRate 0.1', effect: { errorRate: 0.1 } },
  { name: 'slow-down', words: 'durationFactor 10', effect: { durationFactor: 10 } },
  { name: 'throttle', words: 'ReservedConcurrentExecutions 0', effect: { ReservedConcurrentExecutions: 0 } },
  { name: 'failed deliveries', words: 'failureRate 1', effect: { failureRate: 1 }, ofDestination: true },
];

/** Adds a fault at the end of the list. */
export function addFault(count: number, of: FaultBlock['of'], effect: Record<string, Json>, from: number, until: number): Edit {
  return { path: ['faults', count], value: { [of.kind]: of.name, from: writtenTime(from), until: writtenTime(until), ...effect } };
}
