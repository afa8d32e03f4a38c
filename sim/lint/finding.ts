import type { Situation } from './situation.ts';

/** Something in a valid scenario that will hardly be meant: what happens, and what to write instead. */
export interface Finding {
  /** Which rule found it: `no-failure-path`. */
  rule: string;
  /** Where it stands, as after `--set`: `functions.import.EventInvokeConfig`. */
  path: string;
  /** The clause of AWS's rules behind it: `RTY-09`. */
  clause: string;
  /** A whole sentence or two that can be shown alone: what will happen, with the numbers. */
  message: string;
  /** What to write instead, where possible as `--set path=value`, ready for a shell; alternatives are joined by "or". */
  fix: string;
}

/** Looks for one kind of finding, in file order. */
export type Rule = (situation: Situation) => Iterable<Finding>;
