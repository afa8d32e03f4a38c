import { formatCount, is, listed } from '../../../sim/report/count.ts';
import type { Cause, Evidence, PlanAnswer } from '../../../sim/worker/planningApi.ts';
import { measuredValue, metricPhrase } from './metrics.ts';

/** What the words of an answer need to know of its question. */
export interface Asked {
  /** A value of the setting in words. */
  said: (value: number) => string;
  low: number;
  high: number;
  /** Each target as it was asked, with its metric. */
  targets: readonly { text: string; metric: string }[];
  functions: readonly string[];
}

/** The answer in a sentence, or two where it takes them. */
export function verdictOf(answer: PlanAnswer, asked: Asked): string {
  const { found, outcome, better, bracket, evidence, stopped } = answer;
  const { said } = asked;
  if (evidence.length === 0) return 'Stopped before anything was known.';
  if (stopped) return found === null ? `Stopped: none of the values tried so far will do.${seen(nearest(answer), asked, evidence)}` : `Stopped: ${said(found)} will do as far as was seen, and the limit is between ${said(bracket[0])} and ${said(bracket[1])}.`;
  switch (outcome) {
    case 'everywhere':
      return `Every value from ${said(asked.low)} to ${said(asked.high)} will do.${seen(better === 'more' ? asked.low : asked.high, asked, evidence)}`;
    case 'nowhere':
      return `No value from ${said(asked.low)} to ${said(asked.high)} will do.${seen(nearest(answer), asked, evidence)}`;
    case 'found':
    case 'between': {
      const value = found ?? asked.low;
      const neighbour = neighbourOf(answer);
      const enough = better === 'more' ? `${said(value)} is enough` : `Up to ${said(value)} will do`;
      const between = outcome === 'between' ? ' Neither end of the range will do: the targets are met somewhere in its middle only.' : '';
      if (neighbour === null) return `${enough}.${between}`;
      const target = decisive(evidence, neighbour, asked);
      if (target === null) return `${enough}.${between}`;
      const [at, there] = [lineAt(evidence, neighbour, target.text), lineAt(evidence, value, target.text)];
      return `${enough}: at ${said(neighbour)}, ${metricPhrase(target.metric, asked.functions)} is ${measured(at, target.metric)}; at ${said(value)}, ${measured(there, target.metric)}.${between}`;
    }
  }
}

/** How sure the answer is, and what it took. */
export function sureness({ evidence, replications, outcome, bracket, found }: PlanAnswer, { said }: Asked): string {
  const values = new Set(evidence.map(({ value }) => value)).size;
  const undecided = [...new Set(evidence.filter(({ decided }) => !decided).map(({ value }) => value))];
  const parts = [`Each step with 95 % confidence, over ${formatCount(replications)} runs of ${formatCount(values)} values`];
  if (undecided.length > 0) parts.push(`${listed(undecided.slice(0, 3).map(said))} ${is(undecided.length)} too close to the limit to be told from it`);
  else if (found !== null && (outcome === 'found' || outcome === 'between')) parts.push(`the limit is between ${said(bracket[0])} and ${said(bracket[1])}`);
  return `${parts.join('; ')}.`;
}

/** Why nothing will do: what becomes of the events that are in the way. */
export function causesWords(causes: readonly Cause[]): string | null {
  if (causes.length === 0) return null;
  return `What is in the way there, in a run: ${listed(causes.slice(0, 3).map(({ cause, events }) => `${formatCount(events >= 100 ? Math.round(events) : events)} ${causeWords[cause]}`))}.`;
}

const causeWords: Record<Cause['cause'], string> = {
  RetriesExhausted: 'events discarded after their last attempt (`RetriesExhausted`)',
  EventAgeExceeded: 'events discarded for their age (`EventAgeExceeded`)',
  ZeroReservedConcurrency: 'events discarded because reserved concurrency is zero (`ZeroReservedConcurrency`)',
  RecursiveInvocation: 'events stopped as a recursive loop (`RecursiveInvocation`)',
  lost: 'events lost',
  waiting: 'events still waiting at the end',
};

function measured(line: Evidence | undefined, metric: string): string {
  return line === undefined || line.metric === null ? 'not there at all' : measuredValue(metric, line);
}

function lineAt(evidence: readonly Evidence[], value: number, target: string): Evidence | undefined {
  return evidence.find((line) => line.value === value && line.target === target);
}

/** The nearest value on the other side that will not do. */
function neighbourOf({ evidence, found, better }: PlanAnswer): number | null {
  const bad = evidence.filter((line) => !line.satisfied && found !== null && (better === 'more' ? line.value < found : line.value > found)).map(({ value }) => value);
  return bad.length === 0 ? null : better === 'more' ? Math.max(...bad) : Math.min(...bad);
}

/** The target that a value does not meet. */
function decisive(evidence: readonly Evidence[], value: number, { targets }: Asked): Asked['targets'][number] | null {
  return targets.find(({ text }) => lineAt(evidence, value, text)?.satisfied === false) ?? null;
}

/** The value that comes nearest where none will do. */
function nearest({ better, evidence }: PlanAnswer): number {
  const values = evidence.map(({ value }) => value);
  return better === 'more' ? Math.max(...values) : Math.min(...values);
}

function seen(value: number, asked: Asked, evidence: readonly Evidence[]): string {
  const target = decisive(evidence, value, asked) ?? asked.targets[0];
  const line = target === undefined ? undefined : lineAt(evidence, value, target.text);
  if (target === undefined || line === undefined) return '';
  return ` At ${asked.said(value)}, ${line.satisfied ? '' : 'which comes nearest, '}${metricPhrase(target.metric, asked.functions)} is ${measured(line, target.metric)}.`;
}
