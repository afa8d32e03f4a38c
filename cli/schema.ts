import { scenarioJsonSchema } from '../sim/index.ts';
import type { Command } from './command.ts';
import { exitCode } from './exitCode.ts';
import { printWordProblems } from './problems.ts';

/** `headroom schema`: the JSON Schema of the scenario format. */
export const schema: Command = {
  name: 'schema',
  usage: '',
  summary: 'Print the JSON Schema of the scenario format, for editors that complete and check.',
  details: 'The same schema is in scenarios/scenario.schema.json; name it under "$schema" in a scenario.',
  options: [],
  run: ({ files, problems }, terminal) => {
    const wordProblems = [...problems, ...(files.length > 0 ? [`schema takes no file, but was given "${files.join(' ')}".`] : [])];
    if (wordProblems.length > 0) {
      printWordProblems('schema', wordProblems, terminal);
      return Promise.resolve(exitCode.badInput);
    }
    terminal.out(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
    return Promise.resolve(exitCode.done);
  },
};
