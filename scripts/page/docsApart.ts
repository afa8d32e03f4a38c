import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Takes the labels and sentences of each field out of the parameter table, and puts them where `said` looks for them: the
 * simulation thread needs the table before its first result, and the words not before somebody sees the form.
 */
export function docsApart(): Plugin {
  const numbers = new Map<string, number>();
  for (const file of readdirSync(table)) {
    if (!file.endsWith('.ts')) continue;
    for (const [, , literal = ''] of readFileSync(join(table, file), 'utf8').matchAll(words)) if (!numbers.has(literal)) numbers.set(literal, numbers.size);
  }
  return {
    name: 'docs-apart',
    enforce: 'pre',
    transform(code, id) {
      const path = id.replace(/\?.*$/, '');
      if (path === texts) return `export const wordList = [${[...numbers.keys()].join(',')}];`;
      return path.startsWith(table) ? code.replace(words, (whole, key: string, literal: string) => (numbers.has(literal) ? `${key}: ${String(numbers.get(literal))}` : whole)) : null;
    },
  };
}

const table = fileURLToPath(new URL('../../sim/scenario/', import.meta.url));
const texts = fileURLToPath(new URL('../../sim/scenario/wordList.ts', import.meta.url));

/** What a field says to people; the few sentences that are put together from parts stay where they are. */
const words = /\b(doc|label|defaultNote): ('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;
