/** One thing that is wrong with what the user gave us: where, what was found, what is allowed, and which clause says so. */
export interface Issue {
  /** `functions.import.Timeout`, `traffic[0].arrivals`; '' for the file as a whole. */
  path: string;
  /** What stands there, written like JSON and shortened; `nothing` where a required key is missing. */
  found: string;
  allowed: string;
  /** The clause behind the limit, where AWS sets it: `CON-02`. */
  clause?: string;
  /** A whole sentence that can be shown alone, with a "did you mean" where we have a guess. */
  message: string;
}

/** The longest excerpt of somebody's file that we repeat back. */
const longestExcerpt = 60;

/** Writes a path the way a user can paste it after `--set`: `functions["my import"].Timeout`, `traffic[0].to`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(String(key))) text += text === '' ? String(key) : `.${String(key)}`;
    else text += `[${visible(JSON.stringify(shortened(String(key))))}]`;
  }
  return text;
}

/** Any value as a short JSON-like excerpt, safe to print on a terminal. */
export function shown(value: unknown): string {
  return visible(shortened(excerpt(value, 3)));
}

/** Joins alternatives for a sentence: `A, B or C`. */
export function oneOf(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}

function excerpt(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return JSON.stringify(shortened(value));
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      if (value === null) return 'null';
      if (depth === 0) return Array.isArray(value) ? '[…]' : '{…}';
      if (Array.isArray(value))
        return `[${value
          .slice(0, 8)
          .map((item) => excerpt(item, depth - 1))
          .join(', ')}${value.length > 8 ? ', …' : ''}]`;
      return `{${Object.keys(value)
        .slice(0, 8)
        .map((key) => `${JSON.stringify(shortened(key))}: ${excerpt((value as Record<string, unknown>)[key], depth - 1)}`)
        .join(', ')}}`;
    default:
      return `a ${typeof value}`;
  }
}

function shortened(text: string): string {
  if (text.length <= longestExcerpt) return text;
  // Never end on half of a surrogate pair.
  return `${text.slice(0, longestExcerpt - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Control, zero-width and direction-changing characters could make a message lie about what it quotes; they are written as escapes. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
