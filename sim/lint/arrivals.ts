import type { SourceModel } from '../model/model.ts';

/** Whether an entry of the traffic, of a stream's writes or of a queue's sends may bring anything at all. */
export function mayArrive({ arrivals, from, until }: Pick<SourceModel, 'arrivals' | 'from' | 'until'>): boolean {
  if (from >= until) return false;
  switch (arrivals.kind) {
    case 'poisson':
    case 'constant':
      return arrivals.rate > 0;
    case 'stages':
      return arrivals.stages.some(({ duration, from: before, to }) => duration > 0 && (before > 0 || to > 0));
    case 'sine':
      return arrivals.mean > 0;
    case 'burst':
      return from + arrivals.at < until;
    case 'instants':
      return arrivals.instants.some((instant) => from + instant < until);
    case 'counts':
      return arrivals.counts.some((count, index) => count > 0 && from + index * arrivals.interval < until);
  }
}
