import { compileModel } from '../model/compile.ts';
import type { Issue } from '../scenario/issue.ts';
import { closedFormsBeside, type ClosedForm } from './closedFormsBeside.ts';
import { blankResult, prepareSubject, type Subject } from './laboratory.ts';
import { metricProblem } from './metric.ts';
import { readSpan, settingOf, type Span } from './parameter.ts';
import type { PlanQuestion } from './plan.ts';
import { usualEffort } from './precision.ts';
import { readTarget, type Target } from './target.ts';

/** A plan in words, as a command line or a page has them. */
export interface PlanWords {
  /** `PATH=LOW..HIGH`. */
  find: string;
  /** `METRIC <= VALUE`, at least one. */
  suchThat: readonly string[];
  /** The most replications that one value may take. */
  mostReplications?: number;
}

/** Reads a plan's words against its scenario: the question with what formulas say about it, or every problem at once, as sentences and as issues of the scenario. */
export function readPlanQuestion(subject: Subject, { find, suchThat, mostReplications }: PlanWords): { question: PlanQuestion; closedForms: ClosedForm[] } | { problems: string[]; issues: Issue[] } {
  const span = readSpan(find);
  const targets = suchThat.map((text) => readTarget(text) ?? { problem: notATarget(text) });
  const problems = [...('problem' in span ? [span.problem] : []), ...targets.flatMap((target) => ('problem' in target ? [target.problem] : []))];
  if (suchThat.length === 0) problems.push('What is wanted? Name at least one target, such as discarded.gone <= 0.');
  const prepared = prepareSubject(subject, []);
  if ('issues' in prepared) return { problems, issues: prepared.issues };
  const read = targets.filter((target): target is Target => !('problem' in target));
  const blank = blankResult(prepared.scenario, prepared.traces);
  problems.push(...read.flatMap(({ metric }) => metricProblem(metric, blank) ?? []));
  const issues = 'problem' in span ? [] : endIssues(subject, span);
  if ('problem' in span || problems.length > 0 || issues.length > 0) return { problems, issues };

  const closedForms = closedFormsBeside(compileModel(prepared.scenario, prepared.traces), span.parameter, read);
  const first = closedForms[0]?.value;
  return {
    question: {
      ...span,
      targets: read,
      guess: first !== undefined && first > span.low && first < span.high ? first : null,
      effort: { ...usualEffort, most: Math.max(usualEffort.least, mostReplications ?? usualEffort.most) },
    },
    closedForms,
  };
}

/** What the scenario has to say against the ends of a range; what is between two allowed values is allowed. */
function endIssues(subject: Subject, { parameter, low, high }: Span): Issue[] {
  const issues = [low, high].flatMap((value) => {
    const prepared = prepareSubject(subject, [settingOf(parameter, value)]);
    return 'issues' in prepared ? prepared.issues : [];
  });
  return issues.filter(({ path, message }, index) => issues.findIndex((other) => other.path === path && other.message === message) === index);
}

const notATarget = (text: string): string => `${JSON.stringify(text)} is no target: expected METRIC <= VALUE (or <, >=, >), such as "functions.import.delaySeconds.p99 < 5m" or "discarded.gone / received <= 0.01%".`;
