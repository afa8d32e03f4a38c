import { wordList } from './wordList.ts';

/** A label or a sentence of the parameter table as people read it; in the table itself it may be a number, which only this knows. */
export function said(text: string): string {
  const place = text as string | number;
  return typeof place === 'number' ? (wordList[place] ?? '') : place;
}
