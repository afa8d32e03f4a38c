import type { Issue } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { TraceArrivals } from '../scenario/traces.ts';
import type { DisciplineBand } from './banded.ts';
import { bandOver } from './disciplineBand.ts';
import type { Estimate } from './estimate.ts';
import { blankResult } from './laboratory.ts';
import { metricProblem, readMetric } from './metric.ts';
import { decide, type Effort } from './precision.ts';
import type { Judgement, Target } from './target.ts';
import { TrialFailed, type Alternative, type Trials, type Watch } from './trials.ts';

/** A target of a scenario: one limit of one entry of its `expect`. */
export interface Expected extends Target {
  /** Which entry, and which of its limits. */
  path: string;
}

/** What replications say of one target. */
export interface Checked {
  path: string;
  /** `discarded.gone <= 0`. */
  target: string;
  judgement: Judgement;
  /** With its 95 % interval. */
  estimate: Estimate;
}

export interface CheckAnswer {
  targets: Checked[];
  replications: number;
  stopped: boolean;
}

/** The targets that a scenario states under `expect`, one for each limit. */
export function expectedOf({ expect }: Scenario): Expected[] {
  return expect.flatMap(({ metric: text, min, max }, index) => {
    const metric = readMetric(text);
    if (metric === null) return [];
    const limit = (relation: '>=' | '<=', key: string, value: number | undefined): Expected[] =>
      value === undefined ? [] : [{ path: `expect[${String(index)}].${key}`, text: `${metric.text} ${relation} ${String(value)}`, metric, relation, value }];
    return [...limit('>=', 'min', min), ...limit('<=', 'max', max)];
  });
}

/** Some seconds for an ordinary scenario: enough to see what is clear, and few enough for every build. */
export const checkEffort: Effort = { least: 4, most: 32 };

/** Which of the laboratory's scenarios is checked, and what that may take. */
export interface CheckPlan {
  scenario?: number;
  effort?: Effort;
}

/** Replicates a scenario until each of its targets is decided, or the effort is spent. The trials read the targets' metrics. */
export function check(trials: Trials, targets: readonly Expected[], { scenario = 0, effort = checkEffort }: CheckPlan = {}): Promise<CheckAnswer> {
  return checkAlternative(trials, { scenario, settings: [] }, targets, effort);
}

/** What a check comes to under each dispatch discipline: its own answer, and the others' with the same luck. */
export function checkBand(trials: Trials, targets: readonly Expected[], { scenario = 0, effort = checkEffort }: CheckPlan = {}, watch: Watch = {}): Promise<DisciplineBand<CheckAnswer>> {
  const asItIs = { scenario, settings: [] };
  return bandOver(
    trials,
    [asItIs],
    async ({ of, stepBudget }) => {
      const alternative = of(asItIs);
      const answer = await checkAlternative(trials, alternative, targets, { ...effort, stepBudget });
      if (answer.stopped) throw new TrialFailed('stopped', alternative);
      return answer;
    },
    watch,
  );
}

async function checkAlternative(trials: Trials, alternative: Alternative, targets: readonly Expected[], effort: Effort): Promise<CheckAnswer> {
  let stopped = false;
  let judgements: Judgement[] = [];
  try {
    for (const target of targets) judgements.push((await decide(trials, alternative, [target], effort)).judgements[0] ?? 'undecided');
  } catch (problem) {
    if (!(problem instanceof TrialFailed) || problem.reason !== 'stopped') throw problem;
    stopped = true;
    judgements = targets.map((_, place) => judgements[place] ?? 'undecided');
  }
  const trial = trials.of(alternative);
  return {
    targets: targets.map(({ path, text, metric }, place) => ({ path, target: text, judgement: judgements[place] ?? 'undecided', estimate: trial.estimate(metric) })),
    replications: trial.replications,
    stopped,
  };
}

/** What is wrong with the targets of a scenario that is to be checked: metrics that there are not, or no target at all. */
export function expectationIssues(scenario: Scenario, traces: ReadonlyMap<number, TraceArrivals>): Issue[] {
  if (scenario.expect.length === 0)
    return [{ path: 'expect', found: 'nothing', allowed: 'at least one target', message: 'The scenario states no targets to check: add "expect": [{ "metric": "discarded.gone", "max": 0 }].' }];
  return expectedMetricIssues(scenario, traces);
}

/** The metrics under a scenario's `expect` that name no number of its results, which only a result can tell. */
export function expectedMetricIssues(scenario: Scenario, traces: ReadonlyMap<number, TraceArrivals>): Issue[] {
  if (scenario.expect.length === 0) return [];
  const blank = blankResult(scenario, traces);
  return scenario.expect.flatMap(({ metric: text }, index) => {
    const metric = readMetric(text);
    const message = metric === null ? null : metricProblem(metric, blank);
    return message === null ? [] : [{ path: `expect[${String(index)}].metric`, found: JSON.stringify(text), allowed: 'a path into the JSON of headroom run, or a ratio of two', message }];
  });
}
