import { effect, signal } from '@preact/signals';

/** The instant all charts point at, in simulated seconds; null when nobody points. */
export const cursor = signal<number | null>(null);

/** The instant at which somebody set the cursor firmly, by a click or Enter: where it goes back to when the pointer leaves. */
export const pinned = signal<number | null>(null);

// Who takes the cursor away altogether takes it off its pin.
effect(() => {
  if (cursor.value === null) pinned.value = null;
});

/** What a screen reader hears about the cursor; empty most of the time. */
export const spoken = signal('');

let pending: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence once the keys have come to rest, so that a held key does not flood the listener. */
export function speak(sentence: string): void {
  clearTimeout(pending);
  pending = setTimeout(() => {
    spoken.value = sentence;
  }, 200);
}
