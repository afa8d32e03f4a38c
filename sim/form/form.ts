/**
 * A scenario as a form: plain data, made by `describeForm` from the parameter table and the scenario's text, and shown by the page.
 * A node is one place of the scenario; its path is also its identity.
 */
import type { Grade } from '../scenario/field.ts';
import type { Json } from '../scenario/values.ts';

/** A place in a scenario: keys of objects and places in lists. */
export type Path = readonly (string | number)[];

/** The form of a scenario for one function, or for what all of them share. */
export interface Form {
  /** The functions to choose from, in file order. */
  functions: readonly string[];
  /** The same with their versions and aliases, by their names in results. */
  targets: readonly string[];
  /** The function, version or alias the form is about, by its name in results; null: what all share. */
  about: string | null;
  sections: Section[];
}

/** Settings that are thought of together. */
export interface Section {
  title: string;
  nodes: Node[];
}

export type Node = ValueNode | GroupNode | OneOfNode | ListNode | MapNode;

interface Place {
  path: Path;
  /** The path as messages write it: `functions.import.Timeout`. */
  id: string;
  label: string;
  doc: string;
  aws?: string;
  /** The clauses that define its meaning, most telling first; may be empty. */
  clauses: readonly string[];
  grade?: Grade;
  /** What applies while nothing is written, in words; absent where the setting then says nothing. */
  defaultNote?: string;
  required: boolean;
  written: boolean;
  /** What must be written around it first, while it only holds by default: half a distribution is none. */
  around?: { path: Path; value: Json };
  /** Whether what is written differs in meaning from the default; always false without a default to go back to. */
  changed: boolean;
}

/** What is typed into a field decides how it is read. */
export type ValueType = 'duration' | 'rate' | 'integer' | 'number' | 'text' | 'choice' | 'boolean' | 'reference' | 'json';

/** A single value. */
export interface ValueNode extends Place {
  kind: 'value';
  type: ValueType;
  unit?: string;
  /** What is allowed, in words. */
  words: string;
  minimum?: number;
  maximum?: number;
  /** The ends of a slider: in seconds for durations, events a second for rates, else in the field's own unit. */
  slider?: { from: number; to: number };
  /** What can be chosen: the words of a choice, or the names a reference may have. */
  choices?: readonly Json[];
  default?: Json;
  /** As it is written; absent where it is not, or where it is too long. */
  value?: Json;
  /** The length in characters of what is written, where no field can hold it. */
  tooLong?: number;
}

/** An object: its settings. One that may be left out has a blank to be added with. */
export interface GroupNode extends Place {
  kind: 'group';
  blank?: Json;
  nodes: Node[];
}

/** One of several shapes: arrivals, distributions. Choosing a kind writes its blank. */
export interface OneOfNode extends Place {
  kind: 'one-of';
  kinds: { name: string; label: string; doc: string; blank: Json }[];
  /** Which kind is written, or holds by default; null where that cannot be said. */
  chosen: string | null;
  nodes: Node[];
}

/** Entries in order. Of a long list only the first are described. */
export interface ListNode extends Place {
  kind: 'list';
  /** What one entry is called: `fault`. */
  noun: string;
  /** What is written for a new one. */
  blank: Json;
  /** How many entries the scenario has; a new one is written there. */
  total: number;
  /** The most it may have. */
  most?: number;
  /** How many of the total concern what the form is about. */
  concerned: number;
  entries: { index: number; title: string; node: Node }[];
}

/** What a name in a map stands for, which decides what refers to it. */
export type Named = 'function' | 'destination' | 'stream' | 'queue' | 'mapping' | 'version' | 'alias' | 'percentile';

/** Entries by name. */
export interface MapNode extends Place {
  kind: 'map';
  named: Named;
  /** What a name may be, in words. */
  nameWords: string;
  blank: Json;
  /** A name that is free. */
  freeName: string;
  total: number;
  /** All names in use, described here or not. */
  names: readonly string[];
  /** A null node: the entry is described elsewhere, or when it is chosen. */
  entries: { name: string; title: string; node: Node | null }[];
}
