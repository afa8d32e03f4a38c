import { once } from 'node:events';
import { escapedSteering } from '../sim/index.ts';

/** What a command needs of the world around it; tests give it one of their own. */
export interface Terminal {
  /** Writes the answer; `exact`: letter for letter, for a program to read, whatever it would do to a terminal. */
  out(text: string, form?: 'exact'): void;
  /** Resolves once whoever reads the answer has kept up with it, so that a long one does not pile up in memory. */
  drained(): Promise<void>;
  /** Writes problems and progress. */
  error(text: string): void;
  /** Characters in a line of the answer. */
  width: number;
  /** Whether the answer may be coloured. */
  colour: boolean;
  /** Whether somebody watches the progress. */
  watched: boolean;
  /** Everything on standard input. */
  input(): Promise<string>;
  /** Calls `listener` at Ctrl-C until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}

/**
 * A terminal that no text can steer: files and names may be anybody's, so of what could, only our own colours and the line of progress
 * get through.
 */
export function guarded(terminal: Terminal): Terminal {
  return {
    ...terminal,
    out: (text, form) => terminal.out(form === 'exact' ? text : escapedSteering(text, terminal.colour)),
    error: (text) => {
      const start = terminal.watched && text.startsWith(lineStart) ? lineStart : '';
      terminal.error(start + escapedSteering(text.slice(start.length), false));
    },
  };
}

/** Goes to the beginning of the line and empties it. */
export const lineStart = '\r\u001b[2K';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  // `headroom … | head` closes the pipe early; that is no failure, and nothing is left to say.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
  return {
    out: (text) => void stdout.write(text),
    async drained() {
      if (stdout.writableNeedDrain) await once(stdout, 'drain');
    },
    error: (text) => void stderr.write(text),
    // Some terminals say 0 when they do not know.
    width: Math.max(leastWidth, Math.min(widest, stdout.columns || usualWidth)),
    colour: stdout.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
    watched: stderr.isTTY === true && env['TERM'] !== 'dumb',
    async input() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString('utf8');
    },
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  };
}

const usualWidth = 100;
const leastWidth = 40;
/** Longer lines of words are hard to read, however wide the screen. */
const widest = 140;
