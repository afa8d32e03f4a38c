/** The positions of a slider and the values they stand for. */
export interface SliderScale {
  /** The last position; the first is 0. */
  last: number;
  positionOf(value: number): number;
  valueAt(position: number): number;
}

const finest = 200;

/**
 * Values from `from` to `to`, both not below zero: evenly where that is fine enough, by ratios where the range spans more than two decades.
 * Zero has no ratio, so it is a position of its own. Each step is to another value, rounded to what a person would type.
 */
export function sliderScale({ from, to }: { from: number; to: number }, isInteger: boolean): SliderScale {
  const least = from > 0 ? from : isInteger ? 1 : to / 10_000;
  const values = to / least > 100 ? [...new Set([from, ...byRatios(least, to, isInteger), to])] : evenly(from, to, isInteger);
  const last = values.length - 1;
  return {
    last,
    positionOf(value) {
      const above = values.findIndex((one) => one >= value);
      if (above <= 0) return above === 0 ? 0 : last;
      return (values[above] ?? to) - value < value - (values[above - 1] ?? from) ? above : above - 1;
    },
    valueAt: (position) => values[position] ?? to,
  };
}

function byRatios(least: number, to: number, isInteger: boolean): number[] {
  const range = Math.log(to / least);
  return Array.from({ length: finest }, (_, step) => {
    const rounded = Number((least * Math.exp((step / finest) * range)).toPrecision(2));
    return Math.min(Math.max(isInteger ? Math.round(rounded) : rounded, least), to);
  });
}

function evenly(from: number, to: number, isInteger: boolean): number[] {
  const steps = isInteger ? Math.max(1, Math.round(to - from)) : 100;
  return Array.from({ length: steps + 1 }, (_, step) => Number((from + ((to - from) * step) / steps).toPrecision(6)));
}
