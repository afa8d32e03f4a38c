import { signal } from '@preact/signals';
import { run } from './simulation.ts';
import { open, writeText } from './session.ts';

/** Whether the scenario's text is open for editing. */
export const editing = signal(false);

/** The text in the editor where it differs from the scenario's, which it replaces when the person says so; else null. */
export const draft = signal<string | null>(null);

/** Makes the editor's text the scenario's, and simulates it. */
export function runDraft(): void {
  const text = draft.value;
  draft.value = null;
  if (text === null || text === open.value.text) run();
  else writeText(text);
}
