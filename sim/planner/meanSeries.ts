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
    if (this.sums !== null) this.addTo(this.sums, series);
    else if (this.only === null) this.only = series;
    else {
      this.sums = emptyLike(this.only);
      this.addTo(this.sums, this.only);
      this.addTo(this.sums, series);
      this.only = null;
    }
  }

  /** The mean of everything added so far; a single series is given back as it is. */
  mean(): Series {
    if (this.only !== null) return this.only;
    if (this.sums === null) throw new Error('there is no mean of no series');
    return mapColumns(this.sums, (sums) => sums.map((sum, row) => sum / this.counts.get(sums)![row]!));
  }

  private addTo({ minutes: _minutes, ends: _ends, ...sums }: Series, series: Series): void {
    this.addColumns(sums, series);
  }

  /** Both have one shape, as they come from one model. */
  private addColumns(sums: unknown, added: unknown): void {
    if (sums instanceof Float64Array) this.addColumn(sums, added as Float64Array);
    else if (isObject(sums)) for (const [key, inner] of Object.entries(sums)) this.addColumns(inner, (added as Record<string, unknown>)[key]);
  }

  private addColumn(sum: Float64Array, values: Float64Array): void {
    let counts = this.counts.get(sum);
    if (counts === undefined) this.counts.set(sum, (counts = new Uint32Array(sum.length)));
    for (const [row, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      sum[row]! += value;
      counts[row]!++;
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
