import { main } from '../../cli/main.ts';
import type { Terminal } from '../../cli/terminal.ts';

/** What a command line came to. */
export interface Outcome {
  code: number;
  out: string;
  error: string;
}

/** Runs a command line in this process. `interruptAfter` presses Ctrl-C once that many milliseconds after a run started to listen for it. */
export async function headroom(words: readonly string[], options: { input?: string; watched?: boolean; colour?: boolean; width?: number; interruptAfter?: number } = {}): Promise<Outcome> {
  let out = '';
  let error = '';
  const terminal: Terminal = {
    out: (text) => void (out += text),
    error: (text) => void (error += text),
    drained: () => Promise.resolve(),
    width: options.width ?? 100,
    colour: options.colour ?? false,
    watched: options.watched ?? false,
    input: () => Promise.resolve(options.input ?? ''),
    onInterrupt: (listener) => {
      const timer = options.interruptAfter === undefined ? undefined : setTimeout(listener, options.interruptAfter);
      return () => clearTimeout(timer);
    },
  };
  return { code: await main(words, terminal), out, error };
}
