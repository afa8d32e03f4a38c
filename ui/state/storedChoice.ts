import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

/** A choice that the browser remembers: the first of `choices` until somebody makes another. */
export function storedChoice<Choice extends string>(storageKey: string, choices: readonly [Choice, ...Choice[]]): { chosen: ReadonlySignal<Choice>; choose: (choice: Choice) => void } {
  const stored = storedAt(storageKey);
  const chosen = signal(choices.find((one) => one === stored) ?? choices[0]);
  return {
    chosen,
    choose(choice) {
      chosen.value = choice;
      try {
        localStorage.setItem(storageKey, choice);
      } catch {
        // Without storage the choice holds until the page is closed.
      }
    },
  };
}

/** The same between on and off; on until somebody switches it off. */
export function storedSwitch(storageKey: string): { isOn: ReadonlySignal<boolean>; set: (on: boolean) => void } {
  const { chosen, choose } = storedChoice(storageKey, ['on', 'off']);
  return { isOn: computed(() => chosen.value === 'on'), set: (on) => choose(on ? 'on' : 'off') };
}

function storedAt(storageKey: string): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
