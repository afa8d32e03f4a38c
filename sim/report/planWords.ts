import { disciplinesWith, rangeOver, type Banded } from '../planner/banded.ts';
import type { Cause } from '../planner/causes.ts';
import type { Evidence, PlanAnswer, PlanQuestion } from '../planner/plan.ts';
import type { Target } from '../planner/target.ts';
import { eachOf, overTheWays } from './bandWords.ts';
import { countOf, is, listed } from './count.ts';
import { estimateText, pointText, unitOf } from './metricWords.ts';
import { formatShare } from './share.ts';

/** What things are called where an answer is read: by their paths on a terminal, by their labels on the page. */
export interface PlanNames {
  /** A value of the parameter: `12`, `5 min`. */
  value: (value: number) => string;
  /** The metric of a target, as the subject of a sentence: `delaySeconds.p99`, `the p99 delay`. */
  metric: (target: Target) => string;
}

/** An answer in sentences, which are to be read in this order. AWS's names stand in backticks. */
export interface PlanSentences {
  /** The answer, and what it is like there. */
  verdict: string[];
  /** Why there is none, and how sure all of it is. */
  reasons: string[];
}

/** A relation in words. */
export const relationWords: Readonly<Record<Target['relation'], string>> = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' };

type Search = Pick<PlanQuestion, 'low' | 'high' | 'targets'>;

/** The answer in sentences: the value, what decides it, and how sure it is; or why there is none. */
export function planSentences(question: Search, answer: PlanAnswer, names: PlanNames): PlanSentences {
  if (answer.evidence.length === 0) return { verdict: ['Stopped before anything was known.'], reasons: [] };
  return { verdict: [...answerSentences(question, answer, names), ...measuredSentences(question, answer, names)], reasons: [...remarks(question, answer, names), ...causeSentences(answer.causes), surenessSentence(answer, names)] };
}

function answerSentences({ low, high }: Search, { found, outcome, better, stopped }: PlanAnswer, { value }: PlanNames): string[] {
  const range = `from ${value(low)} to ${value(high)}`;
  if (found === null) return [stopped ? `Stopped: none of the values tried so far will do.` : `No value ${range} will do.`];
  if (outcome === 'everywhere') return [`Every value ${range} will do.`];
  if (stopped) return [`Stopped: ${value(found)} will do as far as was seen.`];
  return [better === 'more' ? `${value(found)} is enough.` : `Up to ${value(found)} will do.`];
}

/** What was measured where it matters: at the answer and at its neighbour that will not do; or where it comes nearest. */
function measuredSentences({ low, high, targets }: Search, answer: PlanAnswer, names: PlanNames): string[] {
  const { found, outcome, better, evidence } = answer;
  const at = (value: number, target: Target): Evidence | undefined => evidence.find((one) => one.value === value && one.target === target.text);
  const ends = evidence.map(({ value }) => value);
  if (found === null) {
    const end = better === 'more' ? Math.max(...ends) : Math.min(...ends);
    return missedAt(end, at, targets).map(({ target, one }) => `At ${names.value(end)}, which comes nearest, ${names.metric(target)} is ${measuredText(target, one)}, and ${relationWords[target.relation]} ${limitText(target, one)} was wanted.`);
  }
  if (outcome === 'everywhere') {
    const end = better === 'more' ? low : high;
    return targets.flatMap((target) => {
      const one = at(end, target);
      return one === undefined ? [] : [`At ${names.value(end)}, ${names.metric(target)} is ${measuredText(target, one)}.`];
    });
  }
  const beyond = evidence.filter(({ satisfied, value }) => !satisfied && (better === 'more' ? value < found : value > found)).map(({ value }) => value);
  if (beyond.length === 0) return [];
  const neighbour = better === 'more' ? Math.max(...beyond) : Math.min(...beyond);
  return missedAt(neighbour, at, targets).map(({ target, one }) => {
    const here = at(found, target);
    return `At ${names.value(neighbour)}, ${names.metric(target)} is ${measuredText(target, one)}; at ${names.value(found)}, ${here === undefined ? 'not there at all' : measuredText(target, here)}.`;
  });
}

/** The targets that a value does not meet. */
function missedAt(value: number, at: (value: number, target: Target) => Evidence | undefined, targets: readonly Target[]): { target: Target; one: Evidence }[] {
  return targets.flatMap((target) => {
    const one = at(value, target);
    return one === undefined || one.satisfied ? [] : [{ target, one }];
  });
}

function remarks({ low, high }: Search, { outcome, better, found, stopped }: PlanAnswer, { value }: PlanNames): string[] {
  if (found === null) return [];
  if (outcome === 'between') return [`More is not always better here: neither ${value(low)} nor ${value(high)} will do. A sweep shows the whole range.`];
  return outcome === 'everywhere' && !stopped ? [`To find where it ends, ask for ${better === 'more' ? 'less' : 'more'} than ${value(found)}.`] : [];
}

/** How sure the answer is, and what it took. */
function surenessSentence({ evidence, replications, outcome, bracket, found }: PlanAnswer, { value }: PlanNames): string {
  const values = new Set(evidence.map((one) => one.value)).size;
  const undecided = [...new Set(evidence.filter(({ decided }) => !decided).map((one) => one.value))];
  const parts = [`Each step with 95 % confidence, over ${countOf(replications, 'run')} of ${countOf(values, 'value')}`];
  if (undecided.length > 0) parts.push(`${listed(undecided.slice(0, 3).map(value))} ${is(undecided.length)} too close to the limit to be told from it`);
  else if (found !== null && (outcome === 'found' || outcome === 'between')) parts.push(`the limit is between ${value(bracket[0])} and ${value(bracket[1])}`);
  return `${parts.join('; ')}.`;
}

function causeSentences(causes: readonly Cause[]): string[] {
  const all = causes.reduce((sum, { events }) => sum + events, 0);
  if (all === 0) return [];
  const words = causes.slice(0, 3).map(({ cause, events }) => `${formatShare(events, all)} ${causeWords[cause]}`);
  return [`Of the events that are not delivered there, ${listed(words)}.`];
}

const causeWords: Record<Cause['cause'], string> = {
  RetriesExhausted: 'use up their retries (`RetriesExhausted`)',
  EventAgeExceeded: 'reach the maximum age (`EventAgeExceeded`)',
  ZeroReservedConcurrency: 'meet a reserved concurrency of 0 (`ZeroReservedConcurrency`)',
  RecursiveInvocation: 'are stopped as a recursive loop (`RecursiveInvocation`)',
  lost: 'are deleted without being sent',
  waiting: 'still wait at the end',
};

/** The value under each discipline: "Over the three ways in which Lambda may dispatch what it refused: 10 to 14 (adaptive 12, backoff 14, fifo 10)." */
export function planBandSentences(band: Banded<PlanAnswer>, text: (value: number) => string): string[] {
  const over = overTheWays(band);
  const range = rangeOver(band, ({ found }) => found);
  if (over === null) return [];
  if (range === null) return [`${over}, none has a value that does.`];
  const without = disciplinesWith(band, ({ found }) => found === null);
  if (range.low === range.high && without.length === 0) return [`${over} it is the same: ${text(range.low)}.`];
  const words = eachOf(band).map(([dispatch, { found, outcome, better }]) => `${dispatch} ${found === null ? 'none' : `${text(found)}${outcome === 'everywhere' ? (better === 'more' ? ' or less' : ' or more') : ''}`}`);
  return [`${over}: ${range.low === range.high ? text(range.low) : `${text(range.low)} to ${text(range.high)}`}${without.length > 0 ? ', or none' : ''} (${words.join(', ')}).`];
}

/** What was measured for a target, with its interval. */
export function measuredText({ metric }: Target, { metric: value, low, high, basis, replications }: Evidence): string {
  const estimate = { value, low, high, basis, replications };
  return value === null ? 'not there at all' : estimateText(unitOf(metric, [estimate]), estimate);
}

/** The limit of a target, in its metric's unit, with all the digits that it was given. */
function limitText({ metric, value }: Target, { basis, replications }: Evidence): string {
  const limit = { value, low: null, high: null, basis: basis === 'ratio' ? basis : ('mean' as const), replications };
  const unit = unitOf(metric, [limit]);
  return unit === 'share' ? `${String(Number((value * 100).toPrecision(12)))} %` : pointText(unit, limit);
}
