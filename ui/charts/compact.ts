/** A count short enough for an axis or a label: 940, 9,400, 12.4 k, 3.46 M. */
export function compact(value: number): string {
  if (Number.isNaN(value)) return '–';
  for (const [size, letter] of sizes) {
    if (value >= size.from) return `${threeDigits(value / size.unit)} ${letter}`;
  }
  if (value >= 1000) return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/, ',');
  return Number.isInteger(value) ? String(value) : threeDigits(value);
}

const sizes = [
  [{ from: 999_500_000, unit: 1e9 }, 'G'],
  [{ from: 999_500, unit: 1e6 }, 'M'],
  [{ from: 10_000, unit: 1e3 }, 'k'],
] as const;

/** Three significant digits without trailing zeros. */
function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
