import { computed, signal } from '@preact/signals';
import { run } from './simulation.ts';
import { open, writeText } from './session.ts';

/** Whether the scenario's text is open for editing. */
export const editing = signal(false);

/** What stands in the editor of each scenario, by its letter, where that differs from the scenario's text. */
export const drafts = signal<ReadonlyMap<string, string>>(new Map());

/** Of the selected scenario: it replaces the scenario's text when the person says so; null: no other than that. */
export const draft = computed(() => drafts.value.get(open.value.letter) ?? null);

/** Writes into the editor of the selected scenario; null: the scenario's own text. */
export function writeDraft(text: string | null): void {
  const { letter, text: own } = open.value;
  const next = new Map(drafts.value);
  if (text === null || text === own) next.delete(letter);
  else next.set(letter, text);
  drafts.value = next;
}

/** Makes the editor's text the scenario's, and simulates it. */
export function runDraft(): void {
  const text = draft.value;
  writeDraft(null);
  if (text === null || text === open.value.text) run();
  else writeText(text);
}
