import { main } from '../../cli/main.ts';
import type { Terminal } from '../../cli/terminal.ts';

/** What a command line came to. */
export interface Outcome {
  code: number;
  out: string;
  error: string;
}

/**
 * Runs a command line in this process. `interruptAfter` presses Ctrl-C once that many milliseconds after a run started to listen for
 * it, `interruptAt` as soon as standard error shows something.
 */
export async function headroom(words: readonly string[], options: { input?: string; watched?: boolean; colour?: boolean; width?: number; interruptAfter?: number; interruptAt?: RegExp } = {}): Promise<Outcome> {
  let out = '';
  let error = '';
  let press: (() => void) | null = null;
  const terminal: Terminal = {
    out: (text) => void (out += text),
    error: (text) => {
      error += text;
      if (options.interruptAt?.test(text) !== true) return;
      press?.();
      press = null;
    },
    drained: () => Promise.resolve(),
    width: options.width ?? 100,
    colour: options.colour ?? false,
    watched: options.watched ?? false,
    input: () => Promise.resolve(options.input ?? ''),
    onInterrupt: (listener) => {
      press = listener;
      const timer = options.interruptAfter === undefined ? undefined : setTimeout(listener, options.interruptAfter);
      return () => clearTimeout(timer);
    },
  };
  return { code: await main(words, terminal), out, error };
}
