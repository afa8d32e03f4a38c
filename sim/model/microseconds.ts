import type { Duration } from '../kernel/time.ts';
import { parseDuration, parseRate } from '../scenario/units.ts';

/** A duration of a valid scenario, so that the conversion cannot fail. */
export const microseconds = (value: string | number): Duration => parseDuration(value)!;

/** A rate of a valid scenario, in events a second. */
export const perSecond = (value: string | number): number => parseRate(value)!;
