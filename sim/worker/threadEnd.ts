/**
 * Tells when a thread is gone, however it ended. A browser that ends a thread, for want of memory say, tells the page nothing; but it
 * frees what the thread has locked. So the thread takes a lock (`hold`, which is `holdForLife` at its end), and the page waits for it.
 *
 * Does nothing where there are no locks, as in pages that were not loaded securely: then the heartbeat finds out, seconds later.
 */
export function whenThreadEnds(hold: (lock: string) => Promise<void>, ended: () => void): void {
  const lock = `headroom.thread.${crypto.getRandomValues(new Uint32Array(2)).join('.')}`;
  hold(lock)
    .then(() => navigator.locks.request(lock, ended))
    .catch(() => undefined);
}

/** Takes a lock for as long as this thread lives; rejects where it cannot. */
export function holdForLife(lock: string): Promise<void> {
  return new Promise((held, refused) => {
    const forLife = (): Promise<never> => {
      held();
      return new Promise(() => undefined);
    };
    navigator.locks.request(lock, forLife).catch(refused);
  });
}

/** Whether a thread has taken note of something, asked for by `tell`, before a person becomes impatient. */
export async function takesNote(tell: () => unknown): Promise<boolean> {
  return Promise.race([Promise.resolve(tell()).then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patienceMilliseconds))]);
}

/** Many slices, between which a thread takes note of what it is told: one that has not by then is stuck. */
export const patienceMilliseconds = 400;
