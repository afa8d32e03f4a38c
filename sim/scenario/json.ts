import { pathText, shown, type Issue } from './issue.ts';

/** The longest file that is looked at: a million instants with room to spare. */
export const longestText = 16_000_000;

/** Deeper than any scenario is; what a file needs more for can only be an attack. */
export const deepest = 32;

/**
 * Reads JSON (RFC 8259) and says where it goes wrong.
 *
 * Not JSON.parse, because that names no line in some engines, keeps quiet about a key that is given twice and so loses a
 * value, and lets a `__proto__` pass. Stops at the first syntax error; a repeated key is reported and reading goes on.
 */
export function readJson(text: string): { value: unknown; issues: Issue[]; readable: boolean } {
  if (text.length > longestText) {
    const found = `${text.length} characters`;
    return {
      value: undefined,
      readable: false,
      issues: [
        {
          path: '',
          found,
          allowed: `at most ${longestText} characters`,
          message: `The file is too large: it has ${found}, and at most ${longestText} are read.`,
        },
      ],
    };
  }
  const reader = new Reader(text);
  try {
    return { value: reader.document(), issues: reader.issues, readable: true };
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { value: undefined, issues: [...reader.issues, problem.issue], readable: false };
  }
}

/** Leaves the recursion of the reader; never leaves this file. */
class SyntaxProblem extends Error {
  readonly issue: Issue;
  constructor(issue: Issue) {
    super(issue.message);
    this.issue = issue;
  }
}

const plainCharacters = /[^"\\\u0000-\u001F]*/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordToken = /[\p{L}\p{N}_$.+-]+/uy;
const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Words that people and other languages write where JSON has another. */
const foreignWords: Readonly<Record<string, string>> = {
  NaN: 'JSON has no NaN; leave the key out or give a number',
  Infinity: 'JSON has no Infinity; leave the key out or give a number',
  '-Infinity': 'JSON has no Infinity; leave the key out or give a number',
  undefined: 'leave the key out instead',
  None: 'write null, or leave the key out',
  True: 'write true',
  False: 'write false',
};

class Reader {
  readonly issues: Issue[] = [];
  private position = 0;
  private readonly path: (string | number)[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    // Editors on Windows put a byte order mark in front.
    if (this.text.charCodeAt(0) === 0xfeff) this.position = 1;
    this.skipSpace();
    if (this.position >= this.text.length) this.fail('an object', 'the file is empty');
    const value = this.value(0);
    this.skipSpace();
    if (this.position < this.text.length) this.fail('the end of the file', 'something follows the closing brace');
    return value;
  }

  private value(depth: number): unknown {
    const character = this.text[this.position];
    if (character === '{' || character === '[') {
      if (depth >= deepest) this.fail(`at most ${deepest} levels`, `the file is nested more than ${deepest} levels deep`);
      return character === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (character === '"') return this.string();
    numberToken.lastIndex = this.position;
    const number = numberToken.exec(this.text);
    wordToken.lastIndex = this.position;
    const word = wordToken.exec(this.text)?.[0] ?? '';
    if (number !== null && number[0] === word) {
      this.position += word.length;
      return Number(word);
    }
    if (word === 'true' || word === 'false' || word === 'null') {
      this.position += word.length;
      return word === 'null' ? null : word === 'true';
    }
    return this.fail('a value', this.whyNoValue(character, word));
  }

  private whyNoValue(character: string | undefined, word: string): string {
    if (character === undefined) return 'the file ends too early';
    if (Object.hasOwn(foreignWords, word)) return foreignWords[word] ?? '';
    if (character === "'") return 'texts are written in double quotes';
    if (this.text.startsWith('//', this.position) || this.text.startsWith('/*', this.position)) return 'JSON has no comments';
    if (character === '}' || character === ']') return 'a value is missing, or there is a comma too many before it';
    if (/^[-+.\d]/.test(word)) return `${shown(word)} is not a number as JSON writes it`;
    return word === '' ? `${shown(character)} cannot stand here` : 'texts are written in double quotes';
  }

  private object(depth: number): Record<string, unknown> {
    this.position++;
    const result: Record<string, unknown> = {};
    this.skipSpace();
    if (this.take('}')) return result;
    for (;;) {
      if (this.text[this.position] !== '"') this.fail('a key in double quotes', this.whyNoKey());
      const keyStart = this.position;
      const key = this.string();
      this.skipSpace();
      if (!this.take(':')) this.fail('a colon', `a colon is missing after ${shown(key)}`);
      this.skipSpace();
      this.path.push(key);
      if (Object.hasOwn(result, key)) this.report(keyStart, key);
      const value = this.value(depth);
      // An assignment to `__proto__` would change the prototype instead of adding a key.
      if (key === '__proto__') Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
      else result[key] = value;
      this.path.pop();
      this.skipSpace();
      if (this.take('}')) return result;
      if (!this.take(','))
        this.fail('a comma or }', this.text[this.position] === undefined ? 'a closing } is missing' : 'a comma or a closing } is missing');
      this.skipSpace();
    }
  }

  private array(depth: number): unknown[] {
    this.position++;
    const result: unknown[] = [];
    this.skipSpace();
    if (this.take(']')) return result;
    for (;;) {
      this.path.push(result.length);
      result.push(this.value(depth));
      this.path.pop();
      this.skipSpace();
      if (this.take(']')) return result;
      if (!this.take(','))
        this.fail('a comma or ]', this.text[this.position] === undefined ? 'a closing ] is missing' : 'a comma or a closing ] is missing');
      this.skipSpace();
    }
  }

  private string(): string {
    const start = this.position;
    this.position++;
    let result = '';
    for (;;) {
      plainCharacters.lastIndex = this.position;
      const plain = plainCharacters.exec(this.text)?.[0] ?? '';
      result += plain;
      this.position += plain.length;
      const character = this.text[this.position];
      if (character === '"') {
        this.position++;
        return result;
      }
      if (character !== '\\') {
        if (character === undefined || character === '\n' || character === '\r') this.position = start;
        this.fail(
          'a closing double quote',
          character === undefined || character === '\n' || character === '\r'
            ? 'the closing double quote is missing'
            : 'a control character must be written as an escape such as \\t',
        );
      }
      result += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.position + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.position + 2, this.position + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('four hexadecimal digits after \\u', 'an escape is incomplete');
      this.position += 6;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const character = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (character === undefined) this.fail('an escape such as \\n or \\\\', `a backslash before ${shown(letter)} is no escape; write \\\\ for a backslash`);
    this.position += 2;
    return character ?? '';
  }

  private whyNoKey(): string {
    const character = this.text[this.position];
    if (character === undefined) return 'a closing } is missing';
    if (character === '}') return 'there is a comma too many before }';
    if (character === '/') return 'JSON has no comments';
    return 'keys are written in double quotes';
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.position++;
    }
  }

  private take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private report(position: number, key: string): void {
    const { line, column } = this.place(position);
    this.issues.push({
      path: pathText(this.path),
      found: shown(key),
      allowed: 'each key once',
      message: `${shown(key)} is given twice in the same object (again in line ${line}, column ${column}).`,
    });
  }

  private fail(allowed: string, why: string): never {
    const { line, column } = this.place(this.position);
    const here = this.text[this.position];
    throw new SyntaxProblem({
      path: '',
      found:
        here === undefined ? 'the end of the file' : shown(this.text.slice(this.position, this.position + 12).split(/[\r\n]/)[0] || here),
      allowed,
      message: `This is not JSON: line ${line}, column ${column}: ${why}.`,
    });
  }

  private place(position: number): { line: number; column: number } {
    let line = 1;
    let lineStart = 0;
    for (let at = this.text.indexOf('\n'); at !== -1 && at < position; at = this.text.indexOf('\n', at + 1)) {
      line++;
      lineStart = at + 1;
    }
    return { line, column: position - lineStart + 1 };
  }
}
