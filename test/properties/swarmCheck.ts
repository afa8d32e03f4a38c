import fc from 'fast-check';
import { swarmCase, type SwarmCase } from './swarmCase.ts';
import { laws as everyLaw, play, type Laws } from './swarmLaws.ts';

/** What the swarm found: the law that does not hold, what was said of it, and the smallest scenario that it was found on. */
export interface Finding {
  seed: number;
  law: string;
  message: string;
  smallest: SwarmCase;
}

/** The law whose breaking is an error of the engine itself. */
const itRuns = 'the scenario is valid and runs to its end';

/**
 * Holds the case of one seed to every law. A failure is made smaller, but not where its law `isKnown` to be broken, and not
 * for ever: after so many tries the smallest so far is good enough.
 */
export function checkSeed(seed: number, { laws = everyLaw, isKnown = () => false, tries = 600 }: { laws?: Laws; isKnown?: (law: string) => boolean; tries?: number } = {}): Finding | null {
  const one = caseOf(seed);
  const found = firstBroken(one, laws);
  if (found === null) return null;
  const { law } = found;
  if (isKnown(law)) return { seed, law, message: found.message, smallest: one };
  let left = tries;
  // Only the same law counts, so that one finding does not turn into another.
  const property = fc.property(swarmCase, (smaller) => {
    const problem = left-- > 0 ? firstBroken(smaller, laws) : null;
    if (problem?.law === law) throw problem;
  });
  const { counterexample, errorInstance } = fc.check(property, { seed, numRuns: 1 });
  return { seed, law, message: errorInstance instanceof BrokenLaw ? errorInstance.message : found.message, smallest: counterexample?.[0] ?? one };
}

/** The case that a seed stands for. */
export function caseOf(seed: number): SwarmCase {
  const drawn: SwarmCase[] = [];
  fc.check(fc.property(swarmCase, (one) => void drawn.push(one)), { seed, numRuns: 1 });
  const [one] = drawn;
  if (one === undefined) throw new Error('a seed has a case');
  return one;
}

class BrokenLaw extends Error {
  readonly law: string;

  constructor(law: string, problem: unknown) {
    super(problem instanceof Error ? problem.message : String(problem));
    this.law = law;
  }
}

function firstBroken(one: SwarmCase, laws: Laws): BrokenLaw | null {
  let law = itRuns;
  try {
    const told = play(one);
    for (const [name, hold] of Object.entries(laws)) {
      law = name;
      hold(told);
    }
    return null;
  } catch (problem) {
    return new BrokenLaw(law, problem);
  }
}
