import type { Estimate } from '../planner/estimate.ts';
import { estimateText, pointText, type MetricUnit } from './metricWords.ts';

/** How a table writes its estimates: with their intervals, or without. */
export type EstimateWriter = (unit: MetricUnit, estimate: Estimate) => string;

/** A table with intervals, or without them where that does not fit into a line; a last line says so. */
export function fitting(make: (write: EstimateWriter) => string[], width: number): string[] {
  const whole = make(estimateText);
  if (whole.every((line) => seenWidth(line) <= width)) return whole;
  return [...make(pointText), '(intervals: in a wider window, in --csv and --json)'];
}

/** Colours take characters that are not seen. */
export const seenWidth = (line: string): number => [...line.replace(/\u001b\[[\d;]*m/g, '')].length;
