import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

/** A choice between on and off that the browser remembers; on until somebody switches it off. */
export function storedSwitch(storageKey: string): { isOn: ReadonlySignal<boolean>; set: (on: boolean) => void } {
  const isOn = signal(stored(storageKey));
  return {
    isOn,
    set(on) {
      isOn.value = on;
      try {
        localStorage.setItem(storageKey, on ? 'on' : 'off');
      } catch {
        // Without storage the choice holds until the page is closed.
      }
    },
  };
}

function stored(storageKey: string): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
