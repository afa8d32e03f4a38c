/** A count with thousands separated: 1,234,567. Means keep a decimal while it matters: 0.25, 12.5. Null is a dash. */
export function formatCount(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (!Number.isInteger(value)) {
    const size = Math.abs(value);
    if (size > 0 && size < 0.01) return `${value < 0 ? '-' : ''}< 0.01`;
    if (size < 10) return String(Number(value.toFixed(2)));
    if (size < 100) return String(Number(value.toFixed(1)));
  }
  return Math.round(value).toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A count and its noun in the right number: "1 event", "12 events", "no events". */
export function countOf(value: number, noun: string, plural = `${noun}s`): string {
  if (value === 0) return `no ${plural}`;
  return `${formatCount(value)} ${value === 1 ? noun : plural}`;
}

/** The whole of a count: "The one event", "Both events", "All 12 events". */
export function allOf(count: number, noun: string): string {
  if (count === 1) return `The one ${noun}`;
  return count === 2 ? `Both ${noun}s` : `All ${formatCount(count)} ${noun}s`;
}

/** The verbs and the pronoun that go with a count. */
export const was = (count: number): string => (count === 1 ? 'was' : 'were');
export const is = (count: number): string => (count === 1 ? 'is' : 'are');
export const have = (count: number): string => (count === 1 ? 'has' : 'have');
export const they = (count: number): string => (count === 1 ? 'it' : 'they');

/** "A", "A and B", "A, B and C". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
