import type { Arrivals } from '../scenario/schema.ts';
import type { TraceArrivals } from '../scenario/traces.ts';
import { microseconds, perSecond } from './microseconds.ts';
import type { ArrivalModel } from './model.ts';

/** A pattern of arrivals; `trace` is what the file says that it may name. */
export function compileArrivals(arrivals: Arrivals, trace: TraceArrivals | undefined): ArrivalModel {
  if ('poisson' in arrivals) return { kind: 'poisson', rate: perSecond(arrivals.poisson.rate) };
  if ('constant' in arrivals) return { kind: 'constant', rate: perSecond(arrivals.constant.rate) };
  if ('burst' in arrivals) return { kind: 'burst', count: arrivals.burst.count, at: microseconds(arrivals.burst.at) };
  if ('at' in arrivals) return { kind: 'instants', instants: arrivals.at.map(microseconds).sort((a, b) => a - b) };
  if ('stages' in arrivals) {
    let from = 0;
    const stages = arrivals.stages.map((stage) => {
      const to = perSecond(stage.rate);
      const ramp = { duration: microseconds(stage.duration), from, to };
      from = to;
      return ramp;
    });
    return { kind: 'stages', spacing: arrivals.spacing ?? 'even', stages };
  }
  if ('sine' in arrivals) {
    const { mean, amplitude, period, peak } = arrivals.sine;
    const turn = microseconds(period);
    const first = peak === undefined ? turn / 4 : microseconds(peak);
    return { kind: 'sine', mean: perSecond(mean), amplitude: perSecond(amplitude), period: turn, peak: first };
  }
  if ('counts' in arrivals) {
    const { interval, counts, within } = arrivals.counts;
    return { kind: 'counts', interval: microseconds(interval), counts, within };
  }
  if (trace === undefined) return { kind: 'instants', instants: [] };
  if (trace.kind === 'instants') return { kind: 'instants', instants: trace.instants };
  return { kind: 'counts', interval: trace.interval, counts: trace.counts, within: arrivals.trace.within };
}
