import type { Json } from '../scenario/values.ts';
import type { Path } from './form.ts';

/** A change of one place of a scenario's text. */
export type Change =
  /** Writes a value; `undefined` takes the place out of its object or list. With `insert` a list grows by it. */
  | { path: Path; value: Json | undefined; insert?: true }
  /** Gives the last key of the path another name, at the same place of its object. */
  | { path: Path; name: string };
