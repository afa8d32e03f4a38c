import { exitCode } from './exitCode.ts';
import type { Terminal } from './terminal.ts';

/** Whether somebody has pressed Ctrl-C, for work that then stops and keeps what it has. */
export interface Interrupt {
  readonly pressed: boolean;
  stopListening(): void;
}

/** Listens for Ctrl-C, and calls `onPress` at the first one; the second one ends the process at once. */
export function listenForInterrupt({ onInterrupt }: Pick<Terminal, 'onInterrupt'>, onPress: () => void = () => undefined): Interrupt {
  let pressed = false;
  const stopListening = onInterrupt(() => {
    // Whoever presses it twice does not want to wait for the report either.
    if (pressed) process.exit(exitCode.stopped);
    pressed = true;
    onPress();
  });
  return {
    get pressed() {
      return pressed;
    },
    stopListening,
  };
}
