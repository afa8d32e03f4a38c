import { signal } from '@preact/signals';
import type { Handle } from './handles.ts';

/** What is selected in the drawing, by its place in the text. */
export type Selection = { kind: 'handle'; entry: number; handle: Handle['kind']; place: number } | { kind: 'block'; index: number };

export const selection = signal<Selection | null>(null);

/** The entry of `traffic` that is drawn strong and has handles. */
export const chosenEntry = signal(0);

/** Whether the panel is open; on a narrow page the numbers come first. */
export const isOpen = signal(matchMedia('(min-width: 68rem)').matches);

/** What is to have the focus once it is drawn. */
export const focusWanted = signal<string | null>(null);

/** The id of something that can be selected. */
export function idOf(one: Selection): string {
  return one.kind === 'block' ? `fault-${String(one.index)}` : `traffic-${String(one.entry)}-${one.handle}-${String(one.place)}`;
}

/** Selects something and moves the focus to it when it is there. */
export function selectAndFocus(one: Selection): void {
  selection.value = one;
  focusWanted.value = idOf(one);
}
