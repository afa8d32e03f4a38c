import type { RunResult } from '../engines/result.ts';
import type { Issue } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';
import { blankResult, prepareSubject, type Subject } from './laboratory.ts';
import { metricProblem, readMetric, type Metric } from './metric.ts';
import { readTarget, type Target } from './target.ts';

/** What is looked at where nobody says: how much is on time, how much is gone, and how late the latest hundredth is. */
export const usualMetrics: readonly string[] = ['delivered.onTime / received', 'discarded.gone / received', 'delaySeconds.p99'];

/** Everything that is wrong with the words of a question, one sentence each. */
export interface Problems {
  problems: string[];
}

/** A scenario that can be asked about, and every number that its results have. */
export interface Asked {
  scenario: Scenario;
  blank: RunResult;
}

/**
 * A scenario under the settings of a question. What is wrong with it is told in `problems`; where only the settings are wrong, the
 * scenario comes without them, so that the rest of the question can be checked all the same. Null where the scenario itself is wrong.
 */
export function readSubject(subject: Subject, settings: readonly string[], problems: string[]): Asked | null {
  const prepared = prepareSubject(subject, settings);
  if (!('issues' in prepared)) return { scenario: prepared.scenario, blank: blankResult(prepared.scenario, prepared.traces) };
  problems.push(...prepared.issues.map(sentenceOf));
  return settings.length === 0 ? null : readSubject(subject, [], []);
}

/** Reads metrics and checks that a scenario's results have them; what cannot be read is left out and told in `problems`. */
export function readMetrics(texts: readonly string[], blank: RunResult, problems: string[]): Metric[] {
  return texts.flatMap((text) => {
    const metric = readMetric(text);
    const problem = metric === null ? `${JSON.stringify(text)} is no metric: expected PATH or PATH / PATH, such as discarded.gone / received.` : metricProblem(metric, blank);
    if (problem !== null) problems.push(problem);
    return metric === null || problem !== null ? [] : [metric];
  });
}

/** Reads targets and checks their metrics; what cannot be read is left out and told in `problems`. */
export function readTargets(texts: readonly string[], blank: RunResult, problems: string[]): Target[] {
  return texts.flatMap((text) => {
    const target = readTarget(text);
    const problem =
      target === null
        ? `${JSON.stringify(text)} is no target: expected METRIC <= VALUE, with <, > or >= likewise, such as "delaySeconds.p99 <= 5m" or "discarded.gone / received <= 0.1%".`
        : metricProblem(target.metric, blank);
    if (problem !== null) problems.push(problem);
    return target === null || problem !== null ? [] : [target];
  });
}

/** The number of replications that was asked for, if it is one: intervals take at least two. */
export function readReplications(replications: number | undefined, usual: number, problems: string[]): number {
  if (replications === undefined) return usual;
  if (!Number.isInteger(replications) || replications < 2 || replications > mostReplications)
    problems.push(`The number of replications must be a whole number from 2 to ${String(mostReplications)}, but is ${String(replications)}.`);
  return replications;
}

/** A problem of a scenario with its place. */
export const sentenceOf = ({ path, message }: Issue): string => (path === '' || message.includes(path) ? message : `${path}: ${message}`);

const mostReplications = 100_000;
