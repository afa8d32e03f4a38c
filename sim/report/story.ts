import { type Condition, type RunResult, type Series, conditions } from '../engines/result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { type Backlog, backlogOf } from './backlog.ts';
import { type BindingLimit, bindingLimit } from './bindingLimit.ts';
import { heldUpBy } from './heldUp.ts';
import { formatSpan, secondsOf } from './span.ts';
import { type Totals, totalsOf } from './totals.ts';

/** Everything that a verdict's sentences are made of; times in seconds. */
export interface Story {
  scenario: Scenario;
  result: RunResult;
  series: Series;
  totals: Totals;
  backlog: Backlog | null;
  binding: BindingLimit | null;
  duration: number;
  /** As far as it was simulated: less than the duration if the run was stopped. */
  simulated: number;
  /** The delay target in words: "60 s". */
  target: string;
  severalFunctions: boolean;
  /** Null if nothing was discarded. */
  worst: WorstDiscard | null;
}

/** The commonest condition of discards, and where it struck. */
export interface WorstDiscard {
  condition: Condition;
  count: number;
  /** The functions with discards of this condition, the one with most of them first. */
  functions: string[];
  /** How many of them are the first function's. */
  ofFirst: number;
}

/** Gathers what is worth telling about a run. */
export function storyOf(scenario: Scenario, result: RunResult, series: Series): Story {
  const totals = totalsOf(result.functions);
  const names = Object.keys(result.functions);
  const held = names.filter((name) => {
    const own = result.functions[name];
    return own !== undefined && heldUpBy(scenario, name, own) !== null;
  });
  return {
    scenario,
    result,
    series,
    totals,
    backlog: backlogOf(series, held),
    binding: bindingLimit(scenario, result, series),
    duration: secondsOf(scenario.duration),
    simulated: result.simulatedSeconds,
    target: formatSpan(secondsOf(scenario.delayTarget)),
    severalFunctions: names.length > 1,
    worst: worstDiscard(result, totals),
  };
}

function worstDiscard(result: RunResult, { byCondition }: Totals): WorstDiscard | null {
  const condition = conditions.reduce((worst, next) => (byCondition[next] > byCondition[worst] ? next : worst));
  if (byCondition[condition] === 0) return null;
  const struck = Object.entries(result.functions)
    .map(([name, { discarded }]) => ({ name, count: discarded.byCondition[condition] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return { condition, count: byCondition[condition], functions: struck.map(({ name }) => name), ofFirst: struck[0]?.count ?? 0 };
}
