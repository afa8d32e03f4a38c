import { binsOf } from '../../charts/bins.ts';
import type { Snapshot } from '../../../sim/worker/api.ts';
import type { CurvePoint } from './curve.ts';

/** The rate at which a run accepted events of a function, its versions and aliases, as steps: `columns` at most. Empty where it has no such function. */
export function acceptedRate({ series }: Snapshot, functionName: string, durationSeconds: number, columns: number): CurvePoint[] {
  const own = Object.entries(series.functions).flatMap(([name, one]) => (name === functionName || name.startsWith(`${functionName}:`) ? [one.AsyncEventsReceived] : []));
  if (own.length === 0) return [];
  const bins = binsOf(series.minutes, series.ends, { from: 0, to: durationSeconds }, columns);
  return bins.starts.flatMap((start, bin) => {
    const end = bins.ends[bin] ?? start;
    let events = 0;
    for (let row = bins.first[bin] ?? 0; row < (bins.after[bin] ?? 0); row++) for (const column of own) events += column[row] ?? 0;
    const rate = end > start ? events / (end - start) : 0;
    return [
      { at: start, rate },
      { at: end, rate },
    ];
  });
}
