import type { BestAnswer } from '../planner/bestScenario.ts';
import { told } from '../planner/difference.ts';
import { countOf, listed } from './count.ts';
import { differenceText, estimateText, unitOf } from './metricWords.ts';

/** Which scenario is best, in sentences; `metric` is the metric as the subject of a sentence, and `names` are what the scenarios are called. */
export function bestSentences({ metric: measured, better, leader, scenarios, replications, stopped }: BestAnswer, metric: string, names: readonly string[]): string[] {
  const early = stopped ? [`Stopped: ${countOf(replications, 'run')} of each had ended.`] : [];
  if (stopped && replications < 2) return ['Stopped before anything was known.'];
  const first = leader === null ? undefined : scenarios[leader];
  if (leader === null || first === undefined) return [`There is no such number as ${metric} in any of the scenarios.`, ...early];
  const unit = unitOf(measured, scenarios.map(({ estimate }) => estimate));
  const best = names.filter((_, place) => scenarios[place]?.best === true);
  const others = scenarios.filter((_, place) => place !== leader);
  const wish = better === 'more' ? 'most' : 'least';
  if (others.every(({ difference }) => told(difference) === 'equal')) return [`${listed(names)} are equal in ${metric}, run by run.`, ...early];
  if (best.length === scenarios.length) return [`No difference between ${listed(best)} can be told from luck.`, ...early];
  if (best.length > 1) return [`${listed(best)} cannot be told apart, and are better than the rest.`, `In ${names[leader] ?? ''} ${metric} is ${estimateText(unit, first.estimate)}, the ${wish} that was measured.`, ...early];
  const next = others.filter(({ difference }) => difference !== null).sort((one, other) => Math.abs(one.difference?.value ?? 0) - Math.abs(other.difference?.value ?? 0))[0];
  const beside = next === undefined ? [] : [`${names[scenarios.indexOf(next)] ?? ''} comes nearest: ${differenceText(unit, next.difference)}.`];
  return [`${names[leader] ?? ''} is best: ${metric} is ${estimateText(unit, first.estimate)}.`, ...beside, ...early];
}
