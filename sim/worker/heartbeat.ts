/** A thread answers within a slice of milliseconds; after this many unanswered beats it is taken for dead. */
const missedBeatsAllowed = 8;
const beatMilliseconds = 1_000;

/**
 * Asks a thread for a sign of life once a beat while `needed`, and tells after how many seconds without one it is given up. Beats
 * are counted, not timed: a suspended computer misses none. Ends with what it returns.
 */
export function listenForHeartbeat(ping: () => unknown, needed: () => boolean, fellSilent: (seconds: number) => void): () => void {
  let missed = 0;
  const beat = setInterval(() => {
    if (!needed()) {
      clearInterval(beat);
      return;
    }
    if (missed >= missedBeatsAllowed) {
      clearInterval(beat);
      fellSilent((missed * beatMilliseconds) / 1000);
      return;
    }
    missed += 1;
    void Promise.resolve(ping()).then(() => {
      missed = 0;
    });
  }, beatMilliseconds);
  return () => clearInterval(beat);
}
