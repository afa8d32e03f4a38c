import type { ArrivalModel } from './model.ts';

/** The same arrivals, `factor` times as many: rates are multiplied, and counts so that any stretch of them adds up to the nearest whole number below. */
export function scaled(arrivals: ArrivalModel, factor: number): ArrivalModel {
  if (factor === 1) return arrivals;
  switch (arrivals.kind) {
    case 'poisson':
    case 'constant':
      return { ...arrivals, rate: arrivals.rate * factor };
    case 'stages':
      return { ...arrivals, stages: arrivals.stages.map(({ duration, from, to }) => ({ duration, from: from * factor, to: to * factor })) };
    case 'sine':
      return { ...arrivals, mean: arrivals.mean * factor, amplitude: arrivals.amplitude * factor };
    case 'burst':
      return { ...arrivals, count: Math.round(arrivals.count * factor) };
    case 'counts':
      return { ...arrivals, counts: scaledCounts(arrivals.counts, factor) };
    case 'instants': {
      const copies = scaledCounts(arrivals.instants.map(() => 1), factor);
      return { ...arrivals, instants: arrivals.instants.flatMap((instant, index) => Array.from({ length: copies[index] ?? 0 }, () => instant)) };
    }
  }
}

function scaledCounts(counts: readonly number[], factor: number): number[] {
  let [before, scaledBefore] = [0, 0];
  return counts.map((count) => {
    before += count;
    const scaledNow = Math.floor(before * factor);
    const here = scaledNow - scaledBefore;
    scaledBefore = scaledNow;
    return here;
  });
}
