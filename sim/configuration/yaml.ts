import { isCollection, isScalar, parseDocument, Parser, visit, YAMLMap, type CST, type Document, type Node } from 'yaml';
import { shown, visible, type Issue } from '../scenario/issue.ts';
import { deepest } from '../scenario/json.ts';

/** The longest text that is read: CloudFormation takes no longer one either. */
export const longestYaml = 1_000_000;
/** Problems of one text that are reported one by one; a text that is no YAML has thousands. */
const mostProblems = 20;

/**
 * Reads one document of YAML as plain values. CloudFormation's own tags are kept: `!Ref Queue` is read as
 * `{ "!Ref": "Queue" }`, since as a plain text it would pass for the value itself.
 */
export function readYaml(text: string): { value: unknown; issues: Issue[] } {
  if (text.length > longestYaml) {
    const found = `${text.length} characters`;
    return refused({ path: '', found, allowed: `at most ${longestYaml} characters`, message: `The text is too long: it has ${found}.` });
  }
  const deep = tooDeep(text);
  if (deep !== null) return refused(slip(text, deep, 'it is nested too deeply'));
  // The library compares every key with every other one; `wrongKeys` does not. A tag is read as CloudFormation's or not at all.
  const contents = parseDocument(text, { prettyErrors: false, uniqueKeys: false, schema: 'core', resolveKnownTags: false, logLevel: 'error' });
  const slips = contents.errors.slice(0, mostProblems).map(({ message, pos }) => slip(text, pos[0], visible(message)));
  if (slips.length > 0) return refused(...slips);
  const keys = wrongKeys(contents, text);
  if (keys.length > 0) return refused(...keys);
  keepTags(contents);
  try {
    return { value: contents.toJS({ maxAliasCount: 100 }), issues: [] };
  } catch {
    return refused({ path: '', found: 'aliases', allowed: 'few aliases', message: 'The aliases of this YAML cannot be followed.' });
  }
}

function refused(...issues: Issue[]): { value: null; issues: Issue[] } {
  return { value: null, issues };
}

/**
 * Where a text is nested deeper than any template; null: nowhere. The library builds values by recursion, at the end of which the whole
 * process may end with the stack; its parser does not.
 */
function tooDeep(text: string): number | null {
  const waiting = [...new Parser().parse(text)].map((token): { token: CST.Token | null | undefined; depth: number } => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (token?.type === 'document') waiting.push({ token: token.value, depth });
    if (token === null || token === undefined || !('items' in token)) continue;
    if (depth >= deepest) return token.offset;
    for (const { key, value } of token.items) waiting.push({ token: key, depth: depth + 1 }, { token: value, depth: depth + 1 });
  }
  return null;
}

/** Keys that are no texts, and keys that are given twice. */
function wrongKeys(contents: Document, text: string): Issue[] {
  const issues: Issue[] = [];
  visit(contents, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (issues.length === mostProblems) return visit.BREAK;
        const at = (key as Node).range?.[0] ?? 0;
        if (!isScalar(key) || key.tag?.startsWith('!') === true) issues.push(slip(text, at, 'a key must be a text'));
        else if (seen.has(key.value)) issues.push(slip(text, at, `${shown(key.value)} is given twice`));
        else seen.add(key.value);
      }
      return undefined;
    },
  });
  return issues;
}

function keepTags(contents: Document): void {
  visit(contents, {
    Value(_key, node) {
      if (!(isScalar(node) || isCollection(node)) || node.tag?.startsWith('!') !== true) return undefined;
      const { tag } = node;
      delete node.tag;
      const kept = new YAMLMap<unknown, unknown>();
      kept.set(tag, node);
      return kept;
    },
  });
}

function slip(text: string, position: number, why: string): Issue {
  const before = text.slice(0, position).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const found = text.slice(position, position + 12).split('\n')[0] ?? '';
  return { path: '', found: found === '' ? 'nothing' : shown(found), allowed: 'YAML or JSON', message: `This is not YAML: ${place}: ${why}.` };
}
