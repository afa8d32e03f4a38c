import { closest, version } from '../sim/index.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { reasonOf } from './files.ts';
import { commandHelp, commonOptions, generalHelp } from './help.ts';
import { lint } from './lint.ts';
import { plan } from './plan.ts';
import { prices } from './prices.ts';
import { printWordProblems } from './problems.ts';
import { records } from './records.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { sensitivity } from './sensitivity.ts';
import { sweep } from './sweep.ts';
import { type Terminal, guarded, processTerminal } from './terminal.ts';
import { tune } from './tune.ts';
import { validate } from './validate.ts';
import { sortWords } from './words.ts';

const commands: readonly Command[] = [run, plan, sweep, compare, tune, sensitivity, check, records, validate, lint, prices, schema];

/** The command line of this process: runs it and sets the exit code. */
export async function start(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}

/** Does what the words after `headroom` say; answers with the exit code, and never throws. */
export async function main(words: readonly string[], anyTerminal: Terminal): Promise<ExitCode> {
  const terminal = guarded(anyTerminal);
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    terminal.error(`headroom: ${reasonOf(error)}\n`);
    return exitCode.failed;
  }
}

async function dispatch([first, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const command = commands.find(({ name }) => name === first);
  if (command !== undefined) {
    const sorted = sortWords(rest, [...command.options, ...commonOptions], command.name);
    if (!sorted.switches.has('help')) return command.run(sorted, terminal);
    terminal.out(commandHelp(command));
    return exitCode.done;
  }
  switch (first) {
    case '--help':
    case '-h':
    case 'help': {
      const about = commands.find(({ name }) => name === rest[0]);
      terminal.out(about === undefined ? generalHelp(commands) : commandHelp(about));
      return exitCode.done;
    }
    case '--version':
    case '-v':
      terminal.out(`${version}\n`);
      return exitCode.done;
    case undefined:
      terminal.error(generalHelp(commands));
      return exitCode.badInput;
    default:
      printWordProblems('', [unknownCommand(first)], terminal);
      return exitCode.badInput;
  }
}

function unknownCommand(word: string): string {
  if (word.startsWith('-')) {
    const guess = closest(word.replace(/^-+/, ''), ['help', 'version']);
    return `There is no option ${word} before a command.${guess === null ? '' : ` Did you mean --${guess}?`}`;
  }
  if (word.endsWith('.json')) return `${word} is no command. Did you mean "headroom run ${word}"?`;
  const guess = closest(word, commands.map(({ name }) => name));
  return `There is no command "${word}".${guess === null ? '' : ` Did you mean "${guess}"?`}`;
}
