import type { Random } from './random.ts';

/** One way in for what strangers write, or one way out for it. */
export interface FuzzTarget<Input = unknown> {
  /** As `npm run hostile -- --target` takes it. */
  name: string;
  /** What is read or written. */
  about: string;
  /** How often it takes its turn: about so many times in a thousand. */
  weight: number;
  input(random: Random): Input;
  /** Throws where something does not hold that must hold for every input. */
  check(input: Input): void | Promise<void>;
  /** The input as somebody can read it and write it again. */
  show(input: Input): string;
}

/** A target among others, which are of other inputs. */
export function fuzzTarget<Input>(target: FuzzTarget<Input>): FuzzTarget {
  // An input is only ever handed to the target that made it.
  return target as FuzzTarget;
}

/** What is thrown by the checks themselves. */
export class NotHeld extends Error {}

/** Throws unless something holds. */
export function insist(holds: boolean, what: string | (() => string)): asserts holds {
  if (!holds) throw new NotHeld(typeof what === 'string' ? what : what());
}

/** Text as a JavaScript literal in ASCII, so that a terminal shows what is in it; the middle of what is very long is left out. */
export function literal(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text.length <= 20_000 ? text : `${text.slice(0, 10_000)} … ${String(text.length - 20_000)} characters … ${text.slice(-10_000)}`;
}
