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

/** The two paths of a ratio, or the one of a plain metric, as `functions.import.discarded.gone / functions.import.received`; null where it is neither. */
export function readMetricPaths(text: string): { over: string[]; under: string[] | null } | null {
  const parts = betweenSlashes(text).map((part) => part.trim());
  const paths = parts.map((part) => {
    const read = readPath(part);
    return read === null || read.length !== part.length ? null : read.path;
  });
  const [over = null, under = null] = paths;
  return over === null || paths.includes(null) || paths.length > 2 ? null : { over, under };
}

/** Whether a text has the form of a metric. */
export const isMetricText = (text: string): boolean => readMetricPaths(text) !== null;

/** A slash inside quotation marks belongs to a name. */
function betweenSlashes(text: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (let place = 0; place < text.length; place++) {
    const character = text.charAt(place);
    if (character === '"') isQuoted = !isQuoted;
    if (character === '/' && !isQuoted) parts.push('');
    else parts[parts.length - 1] += isQuoted && character === '\\' ? character + text.charAt(++place) : character;
  }
  return parts;
}
