import { shown, type Issue } from '../scenario/issue.ts';
import { readJson } from '../scenario/json.ts';
import { plainData } from '../scenario/plainData.ts';

/**
 * Reads the value of a structured option of the AWS command line: JSON, or the shorthand `Key=value,Key={Key=value}`, in
 * which every value is a text.
 */
export function readStructure(text: string): { value: unknown } | { issues: Issue[] } {
  if (!/^\s*[{[]/.test(text)) {
    const value = new ShorthandReader(text).whole();
    return value === null ? { issues: [notShorthand(text)] } : { value };
  }
  const read = readJson(text);
  if (!read.readable) return { issues: read.issues };
  const plain = plainData(read.value);
  const issues = [...read.issues, ...plain.issues];
  return issues.length > 0 ? { issues } : { value: plain.value };
}

function notShorthand(text: string): Issue {
  return {
    path: '',
    found: shown(text),
    allowed: 'JSON in single quotes, or Key=value,Key={Key=value}',
    message: `${shown(text)} is neither JSON nor the shorthand of the AWS command line.`,
  };
}

class ShorthandReader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Record<string, unknown> | null {
    const value = this.pairs(0);
    return this.at === this.text.length ? value : null;
  }

  private pairs(depth: number): Record<string, unknown> | null {
    const pairs: [string, unknown][] = [];
    do {
      const key = this.take(/[A-Za-z]\w*=/y);
      const value = key === null || depth > deepestShorthand ? null : this.value(depth);
      if (key === null || value === null) return null;
      pairs.push([key.slice(0, -1), value]);
    } while (this.take(/,/y) !== null);
    return Object.fromEntries(pairs);
  }

  private value(depth: number): unknown {
    if (this.take(/\{/y) === null) return this.take(/[^,{}=]*/y);
    const inside = this.pairs(depth + 1);
    return this.take(/\}/y) === null ? null : inside;
  }

  private take(token: RegExp): string | null {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }
}

const deepestShorthand = 8;
