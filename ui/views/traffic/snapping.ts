/** Steps of time worth stopping at, in seconds. */
const timeSteps = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400];

/** How far apart the instants are that a drag stops at, where so many seconds are in view; `fine` for a closer look. */
export function timeStep(secondsInView: number, fine: boolean): number {
  const usual = timeSteps.findIndex((step) => step >= secondsInView / 400);
  const place = usual === -1 ? timeSteps.length - 1 : usual;
  return timeSteps[Math.max(0, fine ? place - 2 : place)] ?? 1;
}

/** The nearest instant on the grid of a step, never before zero. */
export function snapTime(seconds: number, step: number): number {
  return Math.max(0, exact(Math.round(seconds / step) * step));
}

/** The nearest rate of two significant digits (`fine`: three) in the unit a person would write it in: a second, a minute, an hour. */
export function snapRate(perSecond: number, fine: boolean): number {
  if (!(perSecond > 0)) return 0;
  const inUnit = rateUnit(perSecond);
  return Math.min(highestRate, Number((perSecond * inUnit).toPrecision(fine ? 3 : 2)) / inUnit);
}

/** So many steps up or down from a rate, each one of its second significant digit (`fine`: the third). From nothing the way up begins at a hundredth of `scale`. */
export function stepRate(perSecond: number, steps: number, fine: boolean, scale: number): number {
  let rate = perSecond;
  for (let step = 0; step < Math.abs(steps); step++) rate = oneStep(rate, Math.sign(steps), fine, scale);
  return rate;
}

function oneStep(perSecond: number, direction: number, fine: boolean, scale: number): number {
  const smallest = snapRate(scale / (fine ? 1000 : 100), false);
  if (perSecond <= smallest) return direction > 0 ? (perSecond < smallest ? smallest : snapRate(smallest * 2, fine)) : 0;
  // Down from 100 is 99, not 90: the digit is that of what is just below.
  const probe = direction < 0 ? perSecond * 0.999999 : perSecond * 1.000001;
  const inUnit = rateUnit(probe);
  const digit = 10 ** (Math.floor(Math.log10(probe * inUnit)) - (fine ? 2 : 1));
  return snapRate((perSecond * inUnit + direction * digit) / inUnit, fine);
}

/** The nearest whole number of two significant digits, at least 1. */
export function snapCount(count: number): number {
  return Math.min(100_000_000, Math.max(1, Math.round(Number(count.toPrecision(2)))));
}

/** More than this a scenario does not allow, in events a second. */
const highestRate = 10_000_000;

/** Seconds of the unit that gives a rate a number from 1 up. */
function rateUnit(perSecond: number): number {
  return [1, 60, 3600].find((seconds) => perSecond * seconds >= 1) ?? 86_400;
}

/** Without the noise of the last binary digits: whole microseconds. */
function exact(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
