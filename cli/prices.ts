import { prices as list } from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { printWordProblems } from './problems.ts';

/** `headroom prices`: the list of prices that costs are reckoned by, to be edited. */
export const prices: Command = {
  name: 'prices',
  usage: '',
  summary: 'Print the list of prices that the cost of a run is reckoned by.',
  details: 'Keep it as a file, put your own prices in, and give it back: headroom run FILE --prices my-prices.json. What is counted: docs/cost.md.',
  options: [],
  run: ({ files, problems }, terminal) => {
    const wordProblems = [...problems, ...(files.length > 0 ? [`prices takes no file, but was given "${files.join(' ')}".`] : [])];
    if (wordProblems.length > 0) {
      printWordProblems('prices', wordProblems, terminal);
      return Promise.resolve(exitCode.badInput);
    }
    terminal.out(`${JSON.stringify(list, null, 2)}\n`);
    return Promise.resolve(exitCode.done);
  },
};
