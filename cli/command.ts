import type { ExitCode } from './exitCode.ts';
import type { Terminal } from './terminal.ts';
import type { Option, Words } from './words.ts';

/** One command of the command line: what help says about it, and what it does. */
export interface Command {
  name: string;
  /** What stands after its name: `FILE [options]`. */
  usage: string;
  /** One line. */
  summary: string;
  /** Further paragraphs of its help. */
  details: string;
  options: readonly Option[];
  run(words: Words, terminal: Terminal): Promise<ExitCode>;
}
