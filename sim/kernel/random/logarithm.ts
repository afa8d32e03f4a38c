import ln from '@stdlib/math-base-special-ln';

/**
 * Minus the natural logarithm of the uniform number ((high · 2^20 + low's upper 20 bits) + 0.5) / 2^52, for two 32-bit words.
 *
 * Two of these are drawn for every event, and the portable library logarithm takes six times as long as this. The
 * number is u = m · 2^-(1+k) with m in [1, 2); a table holds ln and 1/x at the middles of 128 intervals of m, and a
 * polynomial of degree six, its terms paired to be independent of each other, covers the rest, |r| < 1/256: the error
 * stays below 1e-15. Only + and × are used, so every engine gives the same bits.
 */
export function minusLogarithm(high: number, low: number): number {
  const leading = Math.clz32(high);
  const whole = (high >>> 0) * 1048576 + (low >>> 12) + 0.5;
  if (leading === 32) return 52 * ln2 - ln(whole); // one draw in four thousand million
  const m = whole * scales[leading]!;
  const interval = ((m * 128) | 0) - 128;
  const r = m * inverses[interval]! - 1;
  const square = r * r;
  const tail = r - square * (1 / 2 - r * (1 / 3)) - square * square * (1 / 4 - r * (1 / 5) + square * (1 / 6));
  return (leading + 1) * ln2 - logarithms[interval]! - tail;
}

const ln2 = ln(2);
const inverses = new Float64Array(128);
const logarithms = new Float64Array(128);
const scales = new Float64Array(32);
for (let interval = 0; interval < 128; interval++) {
  const inverse = 1 / (1 + (interval + 0.5) / 128);
  inverses[interval] = inverse;
  // Of the rounded inverse, not of the middle: then r is exact about the number that was really multiplied.
  logarithms[interval] = -ln(inverse);
}
let scale = 1 / 2251799813685248; // 2^-51 brings a number whose top bit is set to [1, 2)
for (let leading = 0; leading < 32; leading++) {
  scales[leading] = scale;
  scale *= 2;
}
