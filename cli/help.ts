import type { Command } from './command.ts';
import type { Option } from './words.ts';

/** Options that every command has. */
export const commonOptions: readonly Option[] = [{ name: 'help', short: 'h', help: 'show this help' }];

/** What `headroom` and `headroom --help` say. */
export function generalHelp(commands: readonly Command[]): string {
  return `Headroom simulates AWS Lambda's asynchronous invocation: given this traffic and these settings,
what is delivered, what is late, and what is lost?

Usage: headroom COMMAND …

${aligned(commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary]))}

${aligned([
  ['--help', 'this help; after a command, the help of the command'],
  ['--version', 'the version'],
])}

Examples:
  headroom run scenarios/outage.json
  headroom run scenarios/outage.json --set functions.import.ReservedConcurrentExecutions=200
  headroom run scenarios/outage.json --json --replications 20 > outage-report.json
  headroom validate my-scenario.json
  headroom lint my-scenario.json

The page does the same with charts: npm start. The scenario format: docs/scenario-format.md.
Exit codes: 0 done, 1 the run failed, 2 bad input (every problem is listed), 130 stopped by Ctrl-C.
`;
}

/** What `headroom COMMAND --help` says. */
export function commandHelp({ name, usage, summary, details, options }: Command): string {
  const rows = [...options, ...commonOptions].map(({ name: option, takes, help }): [string, string] => [`--${option}${takes === undefined ? '' : ` ${takes}`}`, help]);
  return `Usage: headroom ${`${name} ${usage}`.trim()}\n\n${summary}\n\n${aligned(rows)}\n\n${details}\n`;
}

function aligned(rows: readonly [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
