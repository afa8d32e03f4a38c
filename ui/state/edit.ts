import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { Change } from '../../sim/form/changes.ts';
import type { Path } from '../../sim/form/form.ts';
import { open, writeText } from './session.ts';

export type { Path } from '../../sim/form/form.ts';

/** A change of one place: another value, none (`undefined`), one more entry of a list, or another name. */
export type Edit = Change;

/** A text with some places changed, one after the other; everything else stays as it was written. The text must be JSON. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce(changed, text);
}

/** Changes the selected scenario; edits of one `kind` that follow each other closely are one step back. */
export function edit(edits: readonly Edit[], kind?: string): void {
  writeText(edited(open.value.text, edits), kind);
}

function changed(text: string, change: Edit): string {
  if ('name' in change) return renamedKey(text, change.path, change.name);
  const { path, value, insert = false } = change;
  if (value === undefined) {
    const last = lastOfSeveral(text, path);
    if (last !== null) return text.slice(0, last.from) + text.slice(last.to);
  }
  return applyEdits(text, modify(text, [...path], value, { formattingOptions, isArrayInsertion: insert }));
}

/** Where the last of several entries of a list stands, with the comma before it; null for any other place. The library takes a bracket with it. */
function lastOfSeveral(text: string, path: Path): { from: number; to: number } | null {
  const node = nodeAt(text, path);
  const entries = node?.parent?.type === 'array' ? (node.parent.children ?? []) : [];
  const before = entries.at(-2);
  return node === undefined || before === undefined || entries.at(-1) !== node ? null : { from: before.offset + before.length, to: node.offset + node.length };
}

function renamedKey(text: string, path: Path, name: string): string {
  const key = nodeAt(text, path)?.parent?.children?.[0];
  return key === undefined ? text : text.slice(0, key.offset) + JSON.stringify(name) + text.slice(key.offset + key.length);
}

function nodeAt(text: string, path: Path): Node | undefined {
  const root = parseTree(text);
  return root === undefined ? undefined : findNodeAtLocation(root, [...path]);
}

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
