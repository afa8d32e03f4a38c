import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Takes the sentences that explain each field out of the parameter table, and puts them where the form looks for them: the
 * simulation thread needs the table before its first result, and the sentences not before somebody sees the form.
 */
export function docsApart(): Plugin {
  const numbers = new Map<string, number>();
  for (const file of readdirSync(table)) {
    if (!file.endsWith('.ts')) continue;
    for (const [, literal = ''] of readFileSync(join(table, file), 'utf8').matchAll(sentence)) if (!numbers.has(literal)) numbers.set(literal, numbers.size);
  }
  return {
    name: 'docs-apart',
    enforce: 'pre',
    transform(code, id) {
      const path = id.replace(/\?.*$/, '');
      if (path === texts) return `export const docs = [${[...numbers.keys()].join(',')}];`;
      return path.startsWith(table) ? code.replace(sentence, (whole, literal: string) => (numbers.has(literal) ? `doc: ${String(numbers.get(literal))}` : whole)) : null;
    },
  };
}

const table = fileURLToPath(new URL('../../sim/scenario/', import.meta.url));
const texts = fileURLToPath(new URL('../../sim/form/docs.ts', import.meta.url));

/** A field's sentences; those few that are put together from parts stay where they are. */
const sentence = /\bdoc: ('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;
