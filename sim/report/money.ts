/** An amount of money as a person reads it: "$0.0042", "$12.40", "$1,240"; of another currency than the dollar "EUR 12.40". */
export function formatMoney(amount: number, currency: string): string {
  const sign = currency === 'USD' ? '$' : `${currency} `;
  if (amount > 0 && amount < leastShown) return `< ${sign}${leastShown}`;
  return `${sign}${digits(amount)}`;
}

/** Cents, and less than cents where there is nothing else; no cents in thousands. */
function digits(amount: number): string {
  if (amount > 0 && amount < 0.0995) return amount.toPrecision(2);
  if (amount < 999.995) return amount.toFixed(2);
  return amount.toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

const leastShown = 0.0001;
