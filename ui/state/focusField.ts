import { signal } from '@preact/signals';

/** The field that wants the focus, by its path as messages write it: `functions.import.Timeout`; null: none. */
export const wantedField = signal<string | null>(null);

/** Brings a field of the parameters into view and gives it the focus, once it is there. */
export function focusField(path: string): void {
  wantedField.value = path;
}
