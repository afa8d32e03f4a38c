/**
 * What part of a whole something is, as a percentage that never hides anything: it says 100 % only for all of it and
 * 0 % only for nothing, and takes as many decimals as that needs.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  if (part === 0) return '0 %';
  if (part === whole) return '100 %';
  const percentage = (part / whole) * 100;
  for (let decimals = 1; decimals <= mostDecimals; decimals += 1) {
    const text = percentage.toFixed(decimals);
    if (Number(text) > 0 && Number(text) < 100) return `${Number(text)} %`;
  }
  return percentage < 50 ? `< ${leastShown} %` : `> ${mostShown} %`;
}

const mostDecimals = 4;
const leastShown = '0.0001';
const mostShown = '99.9999';
