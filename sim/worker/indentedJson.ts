/** How much of a text is to be shown, in characters: of all of it, and of one string in it. */
export interface Cut {
  whole: number;
  string: number;
}

const uncut: Cut = { whole: Infinity, string: Infinity };

/**
 * A JSON text on many lines, indented by two spaces. Only whitespace between tokens changes: every number and escape stays as it was
 * written, which parsing and printing again would not keep. A text that is no JSON stays as it is.
 */
export function indentedJson(text: string, cut: Cut = uncut): { text: string; isWhole: boolean } {
  if (!isJson(text)) return { text: text.slice(0, cut.whole), isWhole: text.length <= cut.whole };
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  let justOpened = false;
  let isWhole = true;
  const add = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  for (let at = 0; at < text.length; ) {
    if (length > cut.whole) break;
    const end = endOfToken(text, at);
    const token = text.slice(at, end);
    at = end;
    if (isSpace(token)) continue;
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    if (justOpened ? !closes : closes) add(newLine(depth));
    justOpened = token === '{' || token === '[';
    if (justOpened) depth += 1;
    if (token.length > cut.string) isWhole = false;
    add(token === ':' ? ': ' : shortened(token, cut.string));
    if (token === ',') add(newLine(depth));
  }
  return { text: parts.join('').slice(0, cut.whole), isWhole: isWhole && length <= cut.whole };
}

/** A long string's beginning, and how much is missing. */
function shortened(token: string, most: number): string {
  if (token.length <= most) return token;
  return `${wholeCharacters(token, most)}… ${String(token.length - most)} more characters"`;
}

/** The end of the string, number, word or sign that begins at `start`; a character of whitespace stands for itself. */
function endOfToken(text: string, start: number): number {
  if (text[start] === '"') {
    let at = start + 1;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return at + 1;
  }
  let at = start + 1;
  if (/[\s{}[\],:]/.test(text[start] ?? '')) return at;
  while (at < text.length && !/[\s{}[\],:"]/.test(text[at] ?? '')) at += 1;
  return at;
}

const isSpace = (token: string): boolean => /^\s/.test(token);

/** Deeper than this no line is indented further: a text of nothing but brackets would be mostly spaces. */
const deepest = 40;

const newLine = (depth: number): string => `\n${'  '.repeat(Math.min(depth, deepest))}`;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A text in pieces of at most `most` characters that end at the end of a line where they can, and never inside a character. */
export function piecesOf(text: string, most: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + most, text.length);
    if (end < text.length) {
      const line = text.lastIndexOf('\n', end - 1) + 1;
      if (line > start) end = line;
      else if (end - start > 1) end = start + wholeCharacters(text.slice(start, end), end - start).length;
    }
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** The first characters, without half a one at the end. */
function wholeCharacters(text: string, most: number): string {
  return text.slice(0, isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most);
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
