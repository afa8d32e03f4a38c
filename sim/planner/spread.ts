import type { FunctionSeries } from '../engines/result.ts';

/** What is charted with its spread over replications, minute by minute; `delivered` is cumulative. */
export interface SpreadSeries {
  waiting: Float64Array;
  concurrency: Float64Array;
  delivered: Float64Array;
  ageP99: Float64Array;
}

/** The lowest and the highest values of several replications. A minute without a value (NaN) in one of them is left to the others. */
export class Spread {
  private low: SpreadSeries | null = null;
  private high: SpreadSeries | null = null;

  /** Takes in a replication; `waiting` is its series of waiting events. */
  add(series: FunctionSeries, waiting: Float64Array): void {
    const one: SpreadSeries = {
      waiting,
      concurrency: series.ConcurrentExecutions,
      delivered: series.deliveredOnTime.map((onTime, row) => onTime + (series.deliveredDelayed[row] ?? 0)),
      ageP99: series.AsyncEventAgeP99,
    };
    this.low = bound(this.low, one, (value, than) => value < than);
    this.high = bound(this.high, one, (value, than) => value > than);
  }

  /** Copies that may be handed to another thread. */
  bounds(): { low: SpreadSeries; high: SpreadSeries } {
    if (this.low === null || this.high === null) throw new Error('there is no spread of no replications');
    return { low: copyOf(this.low), high: copyOf(this.high) };
  }
}

const columns = ['waiting', 'concurrency', 'delivered', 'ageP99'] as const satisfies readonly (keyof SpreadSeries)[];

function bound(so: SpreadSeries | null, one: SpreadSeries, beats: (value: number, than: number) => boolean): SpreadSeries {
  if (so === null) return copyOf(one);
  for (const column of columns) {
    const [best, values] = [so[column], one[column]];
    for (let row = 0; row < best.length; row++) {
      const value = values[row]!;
      const than = best[row]!;
      if (Number.isNaN(than) || beats(value, than)) best[row] = value;
    }
  }
  return so;
}

function copyOf({ waiting, concurrency, delivered, ageP99 }: SpreadSeries): SpreadSeries {
  return { waiting: waiting.slice(), concurrency: concurrency.slice(), delivered: delivered.slice(), ageP99: ageP99.slice() };
}
