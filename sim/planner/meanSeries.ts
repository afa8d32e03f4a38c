import type { Series } from '../engines/result.ts';

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

  private addTo({ minutes: _minutes, ends: _ends, ...sums }: Series, series: Series): void {
    this.addColumns(sums, series);
  }

  /** Both have one shape, as they come from one model. */
  private addColumns(sums: unknown, added: unknown): void {
    if (sums instanceof Float64Array) {
      if (added instanceof Float64Array) this.addColumn(sums, added);
    } else if (isObject(sums) && isObject(added)) for (const [key, inner] of Object.entries(sums)) this.addColumns(inner, added[key]);
  }

  private addColumn(sum: Float64Array, values: Float64Array): void {
    let counts = this.counts.get(sum);
    if (counts === undefined) this.counts.set(sum, (counts = new Uint32Array(sum.length)));
    for (const [row, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      sum[row] = (sum[row] ?? 0) + value;
      counts[row] = (counts[row] ?? 0) + 1;
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const emptyLike = (series: Series): Series => mapColumns(series, (values) => new Float64Array(values.length));

function mapColumns({ minutes, ends, ...columns }: Series, change: (values: Float64Array) => Float64Array): Series {
  return { minutes, ends, ...changed(columns, change) };
}

/** The same shape with every column changed; words stay. */
function changed<Shape>(shape: Shape, change: (values: Float64Array) => Float64Array): Shape {
  if (shape instanceof Float64Array) return change(shape) as Shape;
  if (Array.isArray(shape)) return shape.map((one: unknown) => changed(one, change)) as Shape;
  if (!isObject(shape)) return shape;
  return Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, changed(inner, change)])) as Shape;
}
