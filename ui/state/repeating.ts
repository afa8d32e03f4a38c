import { signal } from '@preact/signals';

const storageKey = 'headroom.repeat';

/** Whether scenarios are repeated in the background: it keeps a second core busy for seconds after every change, which not everybody wants to spend. */
export const repeating = signal(stored());

/** Switches that on or off, and remembers it. */
export function setRepeating(on: boolean): void {
  repeating.value = on;
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
