import { readJson } from './json.ts';

const deepest = 64;

/**
 * The path that a text begins with, such as `functions.import.Timeout`, `traffic[0].to` or `functions["my import"]`, and how
 * many characters it takes. Null where the text begins with no path.
 */
export function readPath(text: string): { path: string[]; length: number } | null {
  const part = /(?:^|\.)([^.[\]="']+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const path: string[] = [];
  let length = 0;
  for (;;) {
    part.lastIndex = length;
    const match = part.exec(text);
    if (match === null) return path.length === 0 ? null : { path, length };
    if (path.length === deepest) return null;
    const quoted = match[3] === undefined ? undefined : readJson(match[3]);
    if (quoted !== undefined && !quoted.readable) return null;
    path.push((match[1] ?? match[2] ?? String(quoted?.value)).trim());
    length = part.lastIndex;
  }
}
