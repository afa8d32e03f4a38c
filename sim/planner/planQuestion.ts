import { compileModel } from '../model/compile.ts';
import { applySettings } from '../scenario/parse.ts';
import { readPath } from '../scenario/path.ts';
import { closedFormsBeside, type ClosedForm } from './closedFormsBeside.ts';
import { prepareSubject, type Subject } from './laboratory.ts';
import { readSpan, settingOf, type Span } from './parameter.ts';
import type { PlanQuestion } from './plan.ts';
import { usualEffort } from './precision.ts';
import { readReplications, readSubject, readTargets, sentenceOf, type Problems } from './question.ts';

/** A plan in words, as a command line or a page has them. */
export interface PlanWords {
  /** `PATH=LOW..HIGH`. */
  find: string | undefined;
  /** `METRIC <= VALUE`, at least one. */
  suchThat: readonly string[];
  /** Settings that hold for every value, as `--set` takes them. */
  settings?: readonly string[];
  /** The most replications that one value may take. */
  replications?: number;
}

/** A plan that can be asked, with what formulas say about it. */
export interface PlanAsked {
  question: PlanQuestion;
  closedForms: ClosedForm[];
  /** The most that one value may take. */
  replications: number;
}

/** Reads a plan's words against its scenario; or every problem at once, as sentences. */
export function readPlanQuestion(subject: Subject, { find, suchThat, settings = [], replications }: PlanWords): PlanAsked | Problems {
  const problems: string[] = [];
  const most = readReplications(replications, usualEffort.most, problems);
  if (find === undefined) problems.push('What is to be found? --find PATH=LOW..HIGH.');
  if (suchThat.length === 0) problems.push("What is wanted? Name at least one target, such as --such-that 'discarded.gone <= 0'.");
  const asked = readSubject(subject, settings, problems);
  const targets = asked === null ? [] : readTargets(suchThat, asked.blank, problems);
  const span = find === undefined ? null : readSpan(find);
  if (span !== null && 'problem' in span) problems.push(...(unknownPlace(subject, find ?? '') ?? [span.problem]));
  else if (span !== null && asked !== null && problems.length === 0) problems.push(...endProblems(subject, settings, span));
  const prepared = prepareSubject(subject, settings);
  if (span === null || 'problem' in span || problems.length > 0 || 'issues' in prepared) return { problems };

  const closedForms = closedFormsBeside(compileModel(prepared.scenario, prepared.traces), span.parameter, targets);
  const first = closedForms[0]?.value;
  return {
    question: { ...span, targets, settings, guess: first !== undefined && first > span.low && first < span.high ? first : null, effort: { least: Math.min(usualEffort.least, most), most } },
    closedForms,
    replications: most,
  };
}

/** What is wrong with the place of a parameter, in the words in which `--set` would say it; null where it is no place that is wrong. */
function unknownPlace({ text }: Subject, find: string): string[] | null {
  const read = readPath(find);
  if (read === null) return null;
  const { issues } = applySettings(text, [`${find.slice(0, read.length)}=1`]);
  return issues.length === 0 ? null : issues.map(sentenceOf);
}

/** What the scenario has to say against the ends of a range; what is between two allowed values is allowed. */
function endProblems(subject: Subject, settings: readonly string[], { parameter, low, high }: Span): string[] {
  const sentences = [low, high].flatMap((value) => {
    const prepared = prepareSubject(subject, [...settings, settingOf(parameter, value)]);
    return 'issues' in prepared ? prepared.issues.map(sentenceOf) : [];
  });
  return [...new Set(sentences)];
}
