const storageKey = 'headroom.visited';

/** Whether something may have been kept on an earlier visit. Asked before anything is loaded, so it is a small note beside what is kept. */
export function wasHereBefore(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}

/** Leaves that note. */
export function rememberVisit(): void {
  try {
    localStorage.setItem(storageKey, 'yes');
  } catch {
    // Then what is kept is found all the same, a moment later.
  }
}
