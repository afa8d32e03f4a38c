import { shown } from './issue.ts';
import type { Broken } from './rule.ts';
import { closest } from './suggest.ts';

/** What may be named at some place. */
export interface Declared {
  /** As in a sentence: `function`. */
  noun: string;
  /** Where such names are declared: `"functions"`. */
  under: string;
  has: (name: string) => boolean;
  names: () => readonly string[];
}

/** The keys of one or more objects as names that may be referred to. */
export function declared(noun: string, under: string, ...holders: readonly Readonly<Record<string, unknown>>[]): Declared {
  let names: readonly string[] | null = null;
  return {
    noun,
    under,
    has: (name) => holders.some((holder) => Object.hasOwn(holder, name)),
    // Listed once, and only for the first that is wrong: a file made for it has ten thousand names, and as many that are wrong.
    names: () => (names ??= holders.flatMap((holder) => Object.keys(holder))),
  };
}

/**
 * The problem of a name that is not declared, with a guess at the one that was meant; nothing to say about what is no text.
 * `sentence` is said instead of "There is no … named …", `advice` instead of the guess.
 */
export function* undeclared(
  path: readonly PropertyKey[],
  name: unknown,
  { noun, under, has, names }: Declared,
  { sentence, advice }: { sentence?: string; advice?: string | null } = {},
): Iterable<Broken> {
  if (typeof name !== 'string' || has(name)) return;
  const known = names();
  const listed = known.slice(0, 10).map(shown);
  const hint = advice ?? guessed(name, known) ?? (known.length === 0 ? `No ${noun} is declared under ${under}.` : null);
  yield {
    path,
    allowed:
      known.length === 0
        ? `a ${noun} declared under ${under}`
        : `a declared ${noun}: ${listed.join(', ')}${known.length > 10 ? ', …' : ''}`,
    message: `${sentence ?? `There is no ${noun} named ${shown(name)}.`}${hint === null ? '' : ` ${hint}`}`,
  };
}

/** The parts of `resize:live`, if that is a declared function with a qualifier; null for anything else. */
export function qualified(name: unknown, functions: Readonly<Record<string, unknown>>): { function: string; qualifier: string } | null {
  if (typeof name !== 'string') return null;
  const colon = name.lastIndexOf(':');
  const [functionName, qualifier] = [name.slice(0, Math.max(0, colon)), name.slice(colon + 1)];
  return Object.hasOwn(functions, functionName) ? { function: functionName, qualifier } : null;
}

function guessed(name: string, known: readonly string[]): string | null {
  // Comparing every wrong name with every right one would take minutes in a file made for it.
  if (known.length > 200) return null;
  // A scenario has names where AWS has ARNs, which end in one.
  const guess = closest(name.startsWith('arn:') ? name.slice(name.lastIndexOf(':') + 1) : name, known);
  return guess === null ? null : `Did you mean ${shown(guess)}?`;
}
