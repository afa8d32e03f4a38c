/** The words of one command, or why it cannot be read, in a sentence. */
export type ShellWords = { words: string[] } | { problem: string };

/**
 * Splits one command into its words as a POSIX shell would, as far as printed commands need it: quotes, backslashes, lines
 * continued with a backslash, and a `$` prompt before the first word. Variables are not replaced, so `$LATEST` stays itself.
 *
 * What websites do to commands is undone: a word that begins with an en or em dash began with two hyphens; typographic
 * quotes are quotes, inside single ones too; and a backslash alone between two words was the end of a line. Inside plain
 * quotes every character is itself.
 */
export function shellWords(text: string): ShellWords {
  return new WordReader(text.trim().replace(/^\$\s+/, '')).read();
}

class WordReader {
  private readonly words: string[] = [];
  /** The word being read; null between words. */
  private word: string | null = null;
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): ShellWords {
    while (this.at < this.text.length) {
      const character = this.text[this.at] ?? '';
      if (character === '\n' || character === '\r') return { problem: severalLines };
      if (/\s/.test(character)) {
        this.endWord();
        this.at++;
      } else if (!this.readPart(character)) return { problem: `The quote ${character} is not closed.` };
    }
    this.endWord();
    return { words: this.words };
  }

  /** Reads a piece of a word; false where a quote has no end. */
  private readPart(character: string): boolean {
    switch (character) {
      case '\\':
        this.backslash();
        return true;
      case "'":
        return this.quoted(/'([^']*)'/y, (inside) => inside);
      case '"':
        return this.quoted(/"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y, (inside) => inside.replace(/\\(["\\$`])|\\\r?\n/g, '$1'));
      case '‘':
      case '’':
        return this.quoted(/[‘’]([^‘’]*)[‘’]/y, (inside) => inside.replace(/[“”]/g, '"'));
      case '“':
      case '”':
        return this.quoted(/[“”]([^“”]*)[“”]/y, (inside) => inside);
      case '–':
      case '—':
        this.add(this.word === null && /[A-Za-z]/.test(this.text[this.at + 1] ?? '') ? '--' : character, 1);
        return true;
      default:
        this.add(character, 1);
        return true;
    }
  }

  private backslash(): void {
    const lineEnd = /\\[ \t]*(?:\r\n|\r|\n)/y;
    lineEnd.lastIndex = this.at;
    const continued = lineEnd.exec(this.text);
    const next = this.text[this.at + 1] ?? '';
    if (continued !== null) this.at += continued[0].length;
    else if (next === '' || (this.word === null && /\s/.test(next))) this.at++;
    else this.add(next, 2);
  }

  private quoted(form: RegExp, read: (inside: string) => string): boolean {
    form.lastIndex = this.at;
    const match = form.exec(this.text);
    if (match === null) return false;
    this.add(read(match[1] ?? ''), match[0].length);
    return true;
  }

  private add(text: string, length: number): void {
    this.word = (this.word ?? '') + text;
    this.at += length;
  }

  private endWord(): void {
    if (this.word !== null) this.words.push(this.word);
    this.word = null;
  }
}

const severalLines = 'Something follows the command; write one command alone, with a backslash at the end of each line that goes on in the next.';
