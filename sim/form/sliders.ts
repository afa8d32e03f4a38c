import type { Path } from './form.ts';

interface Ends {
  from: number;
  to: number;
}

/** What a scenario as a whole says about sensible ends. */
export interface SliderScale {
  /** The account's concurrency. */
  account: number;
  /** The length of the scenario, in seconds. */
  duration: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Seconds between which most times of each kind are; by the last key of the path. */
const durations: Readonly<Record<string, Ends>> = {
  delayTarget: { from: 1, to: 6 * hour },
  constant: { from: 0.001, to: 15 * minute },
  mean: { from: 0.001, to: 15 * minute },
  p50: { from: 0.001, to: 15 * minute },
  p99: { from: 0.001, to: 15 * minute },
  scale: { from: 0.001, to: 15 * minute },
  min: { from: 0, to: 15 * minute },
  max: { from: 0.001, to: 15 * minute },
  period: { from: minute, to: 7 * day },
  interval: { from: 1, to: day },
  latency: { from: 0, to: minute },
  dispatchLatency: { from: 0, to: minute },
  deliveryLatency: { from: 0, to: minute },
  duplicateDelay: { from: 0, to: 6 * hour },
  idleExpiry: { from: minute, to: 2 * hour },
};

/** Numbers whose allowed range is far wider than the sensible one. */
const numbers: Readonly<Record<string, Ends>> = {
  ConcurrentExecutions: { from: 100, to: 100_000 },
  durationFactor: { from: 0, to: 100 },
  shape: { from: 0.1, to: 100 },
  sigma: { from: 0.01, to: 5 },
  weight: { from: 0.01, to: 100 },
  count: { from: 1, to: 10_000_000 },
  payloadBytes: { from: 0, to: 2_097_152 },
  responseBytes: { from: 1, to: 2_097_152 },
  maximumBytes: { from: 1, to: 2_097_152 },
  factor: { from: 0, to: 100 },
  threshold: { from: 1, to: 1_000_000 },
};

/** The ends of a slider for a place of the scenario; null where no two ends make sense. */
export function sliderEnds(type: string, path: Path, limits: { minimum?: number; maximum?: number }, scale: SliderScale): Ends | null {
  const key = String(path.at(-1));
  if (type === 'rate') return { from: 0.1, to: 10_000 };
  if (type === 'duration') {
    if (path.length === 1 && key === 'duration') return { from: minute, to: 7 * day };
    if (key === 'duration' && path.at(-3) === 'stages') return { from: 0, to: day };
    if (['from', 'until', 'at', 'peak', 'requestedAt'].includes(key)) return { from: 0, to: scale.duration };
    return durations[key] ?? null;
  }
  if (type !== 'integer' && type !== 'number') return null;
  const known = numbers[key];
  if (known !== undefined) return known;
  if (key === 'ReservedConcurrentExecutions' || key === 'ProvisionedConcurrentExecutions') return { from: limits.minimum ?? 0, to: Math.max(1, scale.account - 100) };
  const { minimum, maximum } = limits;
  return minimum === undefined || maximum === undefined ? null : { from: minimum, to: maximum };
}
