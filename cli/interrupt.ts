import { exitCode } from './exitCode.ts';
import type { Terminal } from './terminal.ts';

/** Whether somebody has pressed Ctrl-C, for work that then stops and keeps what it has. */
export interface Interrupt {
  readonly pressed: boolean;
  stopListening(): void;
}

/** Listens for Ctrl-C; the second one ends the process at once. */
export function listenForInterrupt({ onInterrupt }: Pick<Terminal, 'onInterrupt'>): Interrupt {
  let pressed = false;
  const stopListening = onInterrupt(() => {
    // Whoever presses it twice does not want to wait for the report either.
    if (pressed) process.exit(exitCode.stopped);
    pressed = true;
  });
  return {
    get pressed() {
      return pressed;
    },
    stopListening,
  };
}
