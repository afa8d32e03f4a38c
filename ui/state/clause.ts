import { signal } from '@preact/signals';

/** The number of the clause whose card is open, such as `RTY-01`; null: none. */
export const shownClause = signal<string | null>(null);
