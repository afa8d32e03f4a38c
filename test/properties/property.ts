import fc from 'fast-check';

/** A sentence that is true of every scenario of some kind, and how it is tried out. */
export interface Property {
  /** A word that the command line knows it by. */
  readonly id: string;
  /** What is true. */
  readonly says: string;
  /** How many scenarios `npm test` tries; of what it tries fewer than 500 times the long mode, too, tries fewer. */
  readonly often: number;
  /** The share of the scenarios in which each of these has to happen, so that the scenarios are of use. */
  readonly wants: Readonly<Record<string, number>>;
  /** Tries `count` scenarios drawn from `seed`, or, with the path that a finding gives, the one that it was found on. */
  try(count: number, seed: number, path?: string): Promise<Tried>;
}

/** What some scenarios came to. */
export interface Tried {
  /** In how many scenarios each thing happened. */
  seen: Record<string, number>;
  finding: Finding | null;
}

/** A scenario on which a property does not hold: the smallest that could be found. */
export interface Finding {
  seed: number;
  path: string;
  message: string;
  /** The values drawn, as JSON. */
  smallest: string;
}

/**
 * A property of what `arbitrary` draws. `holds` throws where it is false, and may give what happened in the scenario, as words.
 */
export function property<Value>(one: {
  id: string;
  says: string;
  arbitrary: fc.Arbitrary<Value>;
  holds: (value: Value) => readonly string[] | void | Promise<void>;
  often?: number;
  wants?: Readonly<Record<string, number>>;
}): Property {
  const { id, says, arbitrary, holds, often = 1000, wants = {} } = one;
  return {
    id,
    says,
    often,
    wants,
    async try(count, seed, path) {
      const seen: Record<string, number> = {};
      const predicate = async (value: Value): Promise<void> => {
        for (const what of new Set((await holds(value)) ?? [])) seen[what] = (seen[what] ?? 0) + 1;
      };
      const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(fc.asyncProperty(arbitrary, predicate), { seed, numRuns: count, ...(path === undefined ? {} : { path, endOnFailure: true }) });
      const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
      return { seen, finding: failed ? { seed, path: counterexamplePath ?? '', message, smallest: JSON.stringify(counterexample?.[0]) } : null };
    },
  };
}
