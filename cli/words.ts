import { parseArgs } from 'node:util';
import { closest } from '../sim/index.ts';

/** An option of a command: `--seed S`. Without `takes` it is a switch. */
export interface Option {
  name: string;
  /** What stands after it, as help shows it. */
  takes?: string;
  /** Its one-letter form. */
  short?: string;
  /** May be given several times. */
  repeats?: boolean;
  help: string;
}

/** The words after a command, sorted; or every problem with them, as sentences. */
export interface Words {
  /** As they were typed, the command's name before them. */
  typed: readonly string[];
  /** Not options: files. */
  files: string[];
  values: Map<string, string[]>;
  switches: Set<string>;
  problems: string[];
}

/** The value of an option that is given once; undefined where it is not given. */
export const valueOf = ({ values }: Words, name: string): string | undefined => values.get(name)?.at(-1);

/** Sorts the words of a command line into files and options. */
export function sortWords(words: readonly string[], options: readonly Option[], command?: string): Words {
  const known = new Map(options.map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      options.map(({ name, takes, short }) => [name, { type: takes === undefined ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) }]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const sorted: Words = { typed: [...(command === undefined ? [] : [command]), ...words], files: [], values: new Map(), switches: new Set(), problems: [] };
  for (const token of tokens) {
    if (token.kind === 'positional') sorted.files.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known.get(token.name);
    if (option === undefined) sorted.problems.push(unknown(token.rawName, token.name, known.keys()));
    else if (option.takes === undefined) {
      if (token.value !== undefined) sorted.problems.push(`--${option.name} takes no value, but was given "${token.value}".`);
      sorted.switches.add(option.name);
    } else if (token.value === undefined || (token.inlineValue === false && token.value.startsWith('--'))) {
      sorted.problems.push(`--${option.name} needs ${option.takes} after it.`);
    } else {
      const earlier = sorted.values.get(option.name);
      if (earlier !== undefined && option.repeats !== true) sorted.problems.push(`--${option.name} is given twice.`);
      sorted.values.set(option.name, [...(earlier ?? []), token.value]);
    }
  }
  return sorted;
}

function unknown(raw: string, name: string, names: Iterable<string>): string {
  const guess = closest(name, names);
  return `There is no option ${raw}.${guess === null ? '' : ` Did you mean --${guess}?`}`;
}
