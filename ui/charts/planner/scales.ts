import { scaleLinear, scaleLog, scaleSymlog } from 'd3';

/** A scale, and the values at which it is marked. */
export interface MarkedScale {
  (value: number): number;
  marks: number[];
  isLogarithmic: boolean;
}

/** Where values over more than this ratio lie, equal steps would crush the small ones. */
const leastLogarithmicRatio = 50;

/** A scale for the values of a setting, from the lowest to the highest, with some `count` marks; of times in seconds at whole minutes and hours. */
export function settingScale([low, high]: readonly [number, number], [from, to]: readonly [number, number], count: number, isTime: boolean): MarkedScale {
  const isLogarithmic = low > 0 && high / low >= leastLogarithmicRatio;
  const scale = isLogarithmic ? scaleLog([low, high], [from, to]) : scaleLinear([low, high], [from, to]);
  const marks = isLogarithmic ? (isTime ? timesBetween(low, high) : powersOfTen(low, high)) : isTime ? evenTimes(low, high, count) : scale.ticks(count);
  const step = Math.ceil(marks.length / Math.max(2, count));
  return marked(scale, marks.filter((_, index) => index % step === 0), isLogarithmic);
}

/** A scale for the values of a metric from zero up; what lies far below the highest value can still be told from zero. */
export function metricScale(values: readonly number[], limit: number | null, [from, to]: readonly [number, number], isTime: boolean): MarkedScale {
  const highest = Math.max(...values, limit ?? 0, Number.MIN_VALUE);
  const smallest = limit !== null && limit > 0 ? limit : Math.min(...values.filter((value) => value > 0), highest);
  const isLogarithmic = highest / smallest >= leastLogarithmicRatio;
  if (!isLogarithmic && isTime) {
    const marks = evenTimes(0, highest, mostMarks);
    // Up to the mark above the highest value.
    const top = (marks.at(-1) ?? 0) >= highest ? highest : (marks.length === 1 ? highest : (marks.at(-1) ?? 0) + (marks[1] ?? 0));
    return marked(scaleLinear([0, top], [from, to]), evenTimes(0, top, mostMarks), false);
  }
  if (!isLogarithmic) {
    const scale = scaleLinear([0, highest], [from, to]).nice(mostMarks);
    return marked(scale, scale.ticks(mostMarks), false);
  }
  const scale = scaleSymlog([0, highest * 1.2], [from, to]).constant(smallest);
  const powers = isTime ? timesBetween(smallest / 10, highest * 1.2) : powersOfTen(smallest / 10, highest * 1.2);
  const step = Math.ceil(powers.length / mostMarks);
  const marks = powers.filter((power, index) => (powers.length - 1 - index) % step === 0 && Math.abs(scale(power) - scale(0)) > leastGap);
  return marked(scale, [0, ...marks], true);
}

const mostMarks = 4;
/** In pixels: closer marks have no room for their words. */
const leastGap = 14;

function marked(scale: (value: number) => number, marks: number[], isLogarithmic: boolean): MarkedScale {
  return Object.assign((value: number) => scale(value), { marks, isLogarithmic });
}

/** Round times, in seconds. */
const roundTimes = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 21_600, 86_400, 604_800];
const timeSteps = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800];

const timesBetween = (low: number, high: number): number[] => roundTimes.filter((time) => time >= low && time <= high);

/** Whole minutes, hours and the like between two times in seconds, at most `count` steps apart. */
export function evenTimes(low: number, high: number, count: number): number[] {
  const step = timeSteps.find((size) => (high - low) / size <= count) ?? 604_800;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

function powersOfTen(low: number, high: number): number[] {
  const powers: number[] = [];
  for (let exponent = Math.ceil(Math.log10(low) - 1e-9); exponent <= Math.log10(high) + 1e-9; exponent++) powers.push(10 ** exponent);
  return powers;
}
