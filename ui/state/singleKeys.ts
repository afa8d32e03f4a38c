import { signal } from '@preact/signals';

const storageKey = 'headroom.singleKeys';

/** Whether single letters are commands: people who dictate or mistype must be able to switch them off. */
export const singleKeys = signal(stored());

/** Switches single-letter commands on or off, and remembers it. */
export function setSingleKeys(on: boolean): void {
  singleKeys.value = on;
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
