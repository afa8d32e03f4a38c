import { signal } from '@preact/signals';

/** The clause of AWS's rules whose sentence is wanted: `RTY-02`; null: none. */
export const shownClause = signal<string | null>(null);

/** Asks for the sentence of a clause. */
export function showClause(id: string): void {
  shownClause.value = id;
}
