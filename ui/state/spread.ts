/** Minute rows, as those of the run on the page: counts and levels, ages in milliseconds; `delivered` is cumulative. */
export interface SpreadSeries {
  waiting: Float64Array;
  concurrency: Float64Array;
  delivered: Float64Array;
  ageP99: Float64Array;
}

/** Between which values each minute lay in several replications of the run. */
export interface Spread {
  replications: number;
  low: SpreadSeries;
  high: SpreadSeries;
}
