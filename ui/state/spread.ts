import type { SpreadSeries } from '../../sim/worker/api.ts';

export type { SpreadSeries } from '../../sim/worker/api.ts';

/** Between which values each minute of the run on the page lay in several replications of it. */
export interface Spread {
  replications: number;
  low: SpreadSeries;
  high: SpreadSeries;
}
