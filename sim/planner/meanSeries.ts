import { type FunctionSeries, type Series, seriesColumns } from '../engines/result.ts';

type Columns = Record<string, Float64Array>;

/**
 * The mean of several replications' series, cell by cell.
 *
 * A cell that does not exist in a replication (NaN: an age in a minute without a dispatch) is left out of its mean.
 */
export class MeanSeries {
  private only: Series | null = null;
  private sums: Series | null = null;
  private readonly counts = new Map<Float64Array, Uint32Array>();

  add(series: Series): void {
    if (this.only === null && this.sums === null) {
      this.only = series;
      return;
    }
    if (this.sums === null && this.only !== null) {
      this.sums = emptyLike(this.only);
      this.addTo(this.sums, this.only);
      this.only = null;
    }
    if (this.sums !== null) this.addTo(this.sums, series);
  }

  /** The mean of everything added so far; a single series is given back as it is. */
  mean(): Series {
    if (this.only !== null) return this.only;
    if (this.sums === null) throw new Error('there is no mean of no series');
    return mapColumns(this.sums, (sums) => sums.map((sum, row) => sum / (this.counts.get(sums)?.[row] ?? 0)));
  }

  private addTo(sums: Series, series: Series): void {
    for (const [name, columns] of Object.entries(sums.functions)) this.addColumns(columns, series.functions[name]);
    for (const [name, columns] of Object.entries(sums.destinations)) this.addColumns(columns, series.destinations[name]);
  }

  private addColumns(sums: Columns, added: Columns | undefined): void {
    for (const [column, sum] of Object.entries(sums)) {
      const values = added?.[column];
      if (values === undefined) continue;
      let counts = this.counts.get(sum);
      if (counts === undefined) this.counts.set(sum, (counts = new Uint32Array(sum.length)));
      for (const [row, value] of values.entries()) {
        if (Number.isNaN(value)) continue;
        sum[row] = (sum[row] ?? 0) + value;
        counts[row] = (counts[row] ?? 0) + 1;
      }
    }
  }
}

const emptyLike = (series: Series): Series => mapColumns(series, (values) => new Float64Array(values.length));

function mapColumns(series: Series, change: (values: Float64Array) => Float64Array): Series {
  return {
    minutes: series.minutes,
    ends: series.ends,
    functions: Object.fromEntries(
      Object.entries(series.functions).map(([name, columns]) => [
        name,
        Object.fromEntries(seriesColumns.map((column) => [column, change(columns[column])])) as FunctionSeries,
      ]),
    ),
    destinations: Object.fromEntries(
      Object.entries(series.destinations).map(([name, { received, failed }]) => [name, { received: change(received), failed: change(failed) }]),
    ),
  };
}
