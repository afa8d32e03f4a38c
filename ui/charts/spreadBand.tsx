import type { Spread, SpreadSeries } from '../state/spread.ts';
import { largest } from './bins.ts';
import type { TableColumn } from './chartTable.tsx';
import { highest } from './countScale.ts';
import { StepArea } from './shapes.tsx';
import type { TimeAxis } from './timeAxis.ts';

/** Between which values a line lay in several replications, in each bin. */
export interface Band {
  replications: number;
  low: readonly number[];
  high: readonly number[];
}

/**
 * The band of a level or an age; null while there are no replications. A bin shows its largest minute. The largest of the minutes'
 * highest is the highest of that; the largest of their lowest may lie below the lowest of it: the band is never too narrow.
 */
export function bandOf(spread: Spread | null | undefined, column: keyof SpreadSeries, axis: TimeAxis): Band | null {
  if (spread === null || spread === undefined) return null;
  return { replications: spread.replications, low: largest(spread.low[column], axis.bins), high: largest(spread.high[column], axis.bins) };
}

/** The top of a band, 0 if there is none. */
export function highestOfBand(band: Band | null): number {
  return band === null ? 0 : highest(band.high);
}

/** A band around a line; where it has no value it is as high as nothing. */
export function BandArea({ band, axis, y }: { band: Band | null; axis: TimeAxis; y: (value: number) => number }) {
  if (band === null) return null;
  const known = (values: readonly number[]): number[] => values.map((value) => (Number.isNaN(value) ? 0 : value));
  return <StepArea layer="spread" axis={axis} y={y} from={known(band.low)} to={known(band.high)} />;
}

/** What a note says of a band, after what else it says. */
export function bandNote(band: Band | null): string {
  return band === null ? '' : `; band: ${String(band.replications)} runs`;
}

/** The band as a table column: "12 – 34". */
export function bandColumns(band: Band | null, name: string, format: (value: number) => string, unit?: 'seconds'): TableColumn[] {
  return band === null ? [] : [{ name: `${name}, of ${String(band.replications)} replications`, values: band.low, upTo: band.high, format, ...(unit === undefined ? {} : { unit }) }];
}
