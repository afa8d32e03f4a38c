import { parseDuration } from '../scenario/units.ts';
import type { Estimate } from './estimate.ts';
import { readMetric, type Metric } from './metric.ts';

/** What somebody wants of a metric: `discarded.gone <= 0`, `functions.import.delaySeconds.p99 < 5m`. */
export interface Target {
  /** As it was written. */
  text: string;
  metric: Metric;
  relation: Relation;
  value: number;
}

export const relations = ['<=', '>=', '<', '>'] as const;
export type Relation = (typeof relations)[number];

/** What replications say of a target: its interval lies inside, outside, or across the limit. */
export type Judgement = 'met' | 'missed' | 'undecided';

/** Reads `METRIC <= VALUE`, with `<`, `>` or `>=` likewise; the value is a number, a percentage or a duration. Null where it is none. */
export function readTarget(text: string): Target | null {
  const match = /^(.+?)\s*(<=|>=|<|>)\s*(\S+)\s*$/.exec(text);
  const metric = readMetric(match?.[1] ?? '');
  const value = readLimit(match?.[3] ?? '');
  const relation = relations.find((one) => one === match?.[2]);
  return metric === null || value === null || relation === undefined ? null : { text: text.trim(), metric, relation, value };
}

/** Whether a value is what the target wants. A number that there is not, such as the delay of nothing, is not. */
export function satisfies({ relation, value: limit }: Target, value: number | null): boolean {
  if (value === null) return false;
  switch (relation) {
    case '<=':
      return value <= limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '>':
      return value > limit;
  }
}

/**
 * What an estimate says of a target. A limit of exactly nothing (or everything) counts as met while nothing else was ever seen:
 * no number of replications could say more.
 */
export function judge(target: Target, { value, low, high, basis }: Estimate): Judgement {
  const inside = satisfies(target, value);
  if (value === null || low === null || high === null) return value === null ? 'missed' : 'undecided';
  if (inside && (basis === 'neverSeen' || basis === 'alwaysSeen') && target.value === value) return 'met';
  const [holdsLow, holdsHigh] = [satisfies(target, low), satisfies(target, high)];
  if (holdsLow && holdsHigh) return 'met';
  return holdsLow || holdsHigh ? 'undecided' : 'missed';
}

function readLimit(text: string): number | null {
  const limit = numberIn(text);
  return limit === null || Number.isFinite(limit) ? limit : null;
}

function numberIn(text: string): number | null {
  if (/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)) return Number(text);
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined) return Number(percent) / 100;
  const microseconds = parseDuration(text);
  return microseconds === null ? null : microseconds / 1_000_000;
}
