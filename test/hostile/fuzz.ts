import { readFileSync } from 'node:fs';
import { NotHeld, type FuzzTarget } from './fuzzTarget.ts';
import { changedProperties, newProperties } from './prototypes.ts';
import { Random } from './random.ts';
import { targets } from './targets.ts';

/** What is wrong with how one input was met. */
export interface Broken {
  target: string;
  seed: number;
  /** The rule that was broken, or the error that was thrown. */
  problem: string;
  /** The input, to be read. */
  input: string;
}

/** What one input came to. */
export interface Tried {
  target: string;
  seed: number;
  milliseconds: number;
  broken: Broken | null;
}

/** No input may take longer than this, in milliseconds. */
const longestTime = 1000;

/** The targets in the order in which they take turns, each as often as its weight says, evenly spread; or the one of a name alone. */
export function turnsOf(only: string | null): readonly FuzzTarget[] {
  return only === null ? takingTurns(targets) : targets.filter(({ name }) => name === only);
}

/** Makes the input of a seed, and holds what reads or writes it to all that must hold, within `longest` milliseconds. */
export async function tryInput(target: FuzzTarget, seed: number, longest = longestTime): Promise<Tried> {
  const input = target.input(new Random(seed));
  let [milliseconds, problem] = await timed(target, input);
  // A machine that does something else for a second is no fault of the input.
  for (let tries = 0; problem === null && milliseconds > longest && tries < 2; tries++) {
    const [again, other] = await timed(target, input, true);
    [milliseconds, problem] = [Math.min(milliseconds, again), other];
  }
  if (problem === null && milliseconds > longest) problem = `it takes longer than ${String(longest)} ms`;
  const changed = newProperties();
  if (changed !== null) problem = `${changed} was changed`;
  return { target: target.name, seed, milliseconds, broken: problem === null ? null : { target: target.name, seed, problem, input: target.show(input) } };
}

/** Throws where something that all code shares has been replaced since the start. */
export function nothingReplaced(): void {
  const changed = changedProperties();
  if (changed !== null) throw new NotHeld(`${changed} was changed`);
}

/** The shortest text that was found to break the same rule, for an input that is a text; else null. Pieces are left out, ever smaller ones. */
export async function shortest(target: FuzzTarget, seed: number): Promise<string | null> {
  const input = target.input(new Random(seed));
  if (typeof input !== 'string') return null;
  let text = input;
  const rule = ruleOf((await timed(target, text))[1]);
  let left = mostShortenings;
  for (let piece = text.length >> 1; piece > 0 && left > 0; piece >>= 1) {
    for (let at = 0; at < text.length && left-- > 0; ) {
      const shorter: string = text.slice(0, at) + text.slice(at + piece);
      if (ruleOf((await timed(target, shorter))[1]) === rule) text = shorter;
      else at += piece;
    }
  }
  return target.show(text);
}

const mostShortenings = 2000;

/** Problems that differ in what they quote only are one. */
export const ruleOf = (problem: string | null): string | null => problem?.split(/[:\n]/)[problem.startsWith('thrown') ? 2 : 0]?.replace(/\d+/g, '…') ?? null;

/** How long an input took, on the clock or, where that is told, of the processor: on a busy machine it is the lesser. */
async function timed(target: FuzzTarget, input: unknown, isBusy = false): Promise<[milliseconds: number, problem: string | null]> {
  const started = performance.now();
  const before = isBusy ? processorMilliseconds() : null;
  let problem: string | null = null;
  try {
    const checking = target.check(input);
    if (checking !== undefined) await checking;
  } catch (error) {
    problem = error instanceof NotHeld ? error.message : `thrown: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 6).join('\n') : String(error)}`;
  }
  const passed = performance.now() - started;
  const after = isBusy ? processorMilliseconds() : null;
  return [before === null || after === null ? passed : Math.min(passed, after - before), problem];
}

/** What this thread has used of a processor so far; null where the system does not tell. */
function processorMilliseconds(): number | null {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return null;
  }
}

function takingTurns(all: readonly FuzzTarget[]): FuzzTarget[] {
  const whole = all.reduce((sum, { weight }) => sum + weight, 0);
  const owed = all.map(() => 0);
  return Array.from({ length: whole }, () => {
    for (const [place, { weight }] of all.entries()) owed[place] = (owed[place] ?? 0) + weight;
    const place = owed.indexOf(Math.max(...owed));
    owed[place] = (owed[place] ?? 0) - whole;
    return all[place] as FuzzTarget;
  });
}
