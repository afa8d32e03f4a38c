import { lineStart, type Terminal } from './terminal.ts';

/** A line on standard error that says how far something is and how long it will take; nothing where nobody watches. */
export interface ProgressLine {
  /** `share` is what is done, 0 to 1. */
  show(share: number): void;
  /** Takes the line away. */
  clear(): void;
}

/** Starts a progress line. `now` gives milliseconds. */
export function progressLine(terminal: Pick<Terminal, 'watched' | 'error'>, label: string, now: () => number = () => performance.now()): ProgressLine {
  const started = now();
  let last = -Infinity;
  let drawn = false;
  return {
    show(share) {
      const time = now();
      if (!terminal.watched || time - started < patience || time - last < interval) return;
      last = time;
      drawn = true;
      const done = Math.max(0, Math.min(1, share));
      const filled = Math.round(done * barLength);
      const bar = '█'.repeat(filled) + '░'.repeat(barLength - filled);
      terminal.error(`${lineStart}${label} ${bar} ${String(Math.floor(done * 100)).padStart(3)} %${timeLeft(done, time - started)}  Ctrl-C stops and keeps`);
    },
    clear() {
      if (drawn) terminal.error(lineStart);
      drawn = false;
    },
  };
}

/** What ends sooner than this needs no bar. */
const patience = 300;
const interval = 100;
const barLength = 24;

function timeLeft(done: number, elapsed: number): string {
  if (done < 0.01) return '';
  const seconds = Math.ceil((elapsed * (1 - done)) / done / 1000);
  if (seconds < 60) return `  ${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `  ${minutes} min left` : `  ${Math.ceil(minutes / 60)} h left`;
}
