import { applyEdits, modify } from 'jsonc-parser';
import type { Json } from '../../sim/scenario/values.ts';
import { open, writeText } from './session.ts';

/** A place in a scenario's text: keys of objects and places in lists. */
export type Path = readonly (string | number)[];

/** A change of one place; `undefined` takes it out of its object or list. */
export interface Edit {
  path: Path;
  value: Json | undefined;
  /** Puts the value in before what is at that place of a list, instead of over it. */
  insert?: true;
}

/** A text with some places changed, one after the other; everything else stays as it was written. The text must be JSON. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { path, value, insert = false } of edits) result = applyEdits(result, modify(result, [...path], value, { formattingOptions, isArrayInsertion: insert }));
  return result;
}

/** Changes the selected scenario; edits of one `kind` that follow each other closely are one step back. */
export function edit(edits: readonly Edit[], kind?: string): void {
  writeText(edited(open.value.text, edits), kind);
}

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
