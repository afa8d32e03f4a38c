import { setImmediate } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { type Laboratory, type Subject, createLaboratory, parseScenario, traceFiles } from '../sim/index.ts';
import { readText, standardInput } from './files.ts';
import type { Interrupt } from './interrupt.ts';
import type { Terminal } from './terminal.ts';

/** Scenario files, and where experiments with them are done. */
export interface Planning {
  laboratory: Laboratory;
  /** One a file. */
  subjects: Subject[];
}

/** Reads scenario files with the trace files that they name, and opens a laboratory that Ctrl-C stops; or tells which files cannot be read. */
export async function askLaboratory(files: readonly string[], terminal: Terminal, interrupt: Interrupt): Promise<Planning | { problems: string[] }> {
  const problems: string[] = [];
  const subjects: Subject[] = [];
  for (const file of files) {
    const read = file === standardInput ? { text: await terminal.input() } : readText(file);
    if ('problem' in read) problems.push(`${file} cannot be read: ${read.problem}.`);
    else subjects.push({ text: read.text, files: tracesOf(read.text, file === standardInput ? '.' : dirname(file)) });
  }
  if (problems.length > 0) return { problems };
  const laboratory = createLaboratory(subjects, async () => {
    await setImmediate();
    if (interrupt.pressed) laboratory.stop();
  });
  return { laboratory, subjects };
}

/** The trace files that can be read; that one is missing, the scenario's own check tells with its place. */
function tracesOf(text: string, folder: string): Record<string, string> {
  const { scenario } = parseScenario(text);
  const names = scenario === null ? [] : traceFiles(scenario);
  return Object.fromEntries(
    names.flatMap((name) => {
      const read = readText(join(folder, name));
      return 'problem' in read ? [] : [[name, read.text]];
    }),
  );
}
