import type { Cause } from '../planner/causes.ts';
import type { ClosedForm } from '../planner/closedFormsBeside.ts';
import { type Parameter, valueText } from '../planner/parameter.ts';
import type { Evidence, PlanAnswer, PlanQuestion } from '../planner/plan.ts';
import type { Target } from '../planner/target.ts';
import type { Scenario } from '../scenario/schema.ts';
import { formatCount, listed } from './count.ts';
import { estimateText, metricText } from './metricText.ts';
import type { Paint } from './paint.ts';
import { type PlanningFacts, planningFactLines, planningFacts } from './planningReport.ts';
import { formatShare } from './share.ts';
import { type Cell, textTable, wrapped } from './textTable.ts';

/** A plan as `headroom plan --json` prints it. */
export interface PlanReport extends Omit<PlanAnswer, 'stopped'>, PlanningFacts {
  parameter: Parameter;
  /** The answer in a sentence or a few. */
  verdict: string[];
  closedForms: ClosedForm[];
}

/** What a plan's report is made from. */
export interface PlanReportInput {
  scenario: Scenario;
  question: PlanQuestion;
  answer: PlanAnswer;
  closedForms: readonly ClosedForm[];
  command: string;
}

/** The report of a plan, as plain data. */
export function planReport({ scenario, question, answer, closedForms, command }: PlanReportInput): PlanReport {
  const { stopped, ...rest } = answer;
  return { ...rest, parameter: question.parameter, verdict: planVerdict(question, answer), closedForms: [...closedForms], ...planningFacts(scenario, { replications: answer.replications, stopped, command }) };
}

/** The report of a plan for a terminal: the answer, what it rests on, and how to get it again. */
export function planLines(input: PlanReportInput, { paint, width }: { paint: Paint; width: number }): string[] {
  const { question, answer, closedForms } = input;
  return [
    ...planVerdict(question, answer).flatMap((sentence, place) => wrapped(sentence, width).map((line) => (place === 0 ? paint('strong', line) : line))),
    '',
    ...question.targets.flatMap((target) => evidenceLines(question, answer, target, paint)),
    ...closedForms.flatMap(({ name, value, says, clause }) => wrapped(`${name}: ${valueText(question.parameter, value)} ${says} [${clause}]`, width)),
    ...(closedForms.length === 0 ? [] : ['']),
    ...planningFactLines(planningFacts(input.scenario, { replications: answer.replications, stopped: answer.stopped, command: input.command }), { paint, width }),
  ];
}

function evidenceLines({ parameter }: PlanQuestion, { evidence, found }: PlanAnswer, target: Target, paint: Paint): string[] {
  const its = evidence.filter((one) => one.target === target.text);
  const rows = its.map((one): (Cell | string)[] => {
    const value = valueText(parameter, one.value);
    const words = judgementWords(one);
    return [one.value === found ? { text: value, painted: paint('strong', value) } : value, measuredText(target, one), formatCount(one.replications), { text: words, painted: paint(one.satisfied ? 'onTime' : 'gone', words) }];
  });
  const head = ['value', target.text, 'replications', ''].map((text): Cell => ({ text, painted: paint('faint', text) }));
  return [...textTable([head, ...rows], ['right', 'left', 'right', 'left']), ''];
}

function judgementWords({ satisfied, decided }: Evidence): string {
  if (decided) return satisfied ? 'met' : 'missed';
  return satisfied ? 'met, but the interval reaches over the limit' : 'missed, but the interval reaches over the limit';
}

const measuredText = ({ metric }: Target, { metric: value, low, high, basis, outOf }: Evidence): string => estimateText(metric, { value, low, high, basis, ...(outOf === undefined ? {} : { outOf }) });

/** The answer in sentences: the value, what decides it, and how sure it is; or why there is none. */
export function planVerdict(question: PlanQuestion, answer: PlanAnswer): string[] {
  const { parameter, low, high } = question;
  const text = (value: number): string => valueText(parameter, value);
  const { outcome, found, better, stopped } = answer;
  const range = `from ${text(low)} to ${text(high)}`;
  const early = stopped ? ['Stopped early: this is what was known by then.'] : [];
  if (outcome === 'nowhere' || found === null) return [`No value of ${parameter.path} ${range} does.`, ...nearest(question, answer), ...causeSentences(answer.causes), ...early];
  if (outcome === 'everywhere')
    return [
      `Every value ${range} does: ${text(found)} is the ${better === 'more' ? 'least' : 'greatest'} that was asked about.`,
      `To find where it ends, ask for ${better === 'more' ? 'less' : 'more'} than ${text(found)}.`,
      ...early,
    ];
  const does = better === 'more' ? 'least' : 'greatest';
  return [`${text(found)} is the ${does} ${parameter.path} that does.`, ...beside(question, answer), ...between(answer, question), ...early];
}

/** What the next value that was tried beyond the answer misses, and how sure that is. */
function beside({ parameter, targets }: PlanQuestion, { evidence, found, better }: PlanAnswer): string[] {
  if (found === null) return [];
  const misses = evidence.filter(({ satisfied, value }) => !satisfied && (better === 'more' ? value < found : value > found));
  const value = misses.reduce<number | null>((so, one) => (so === null || Math.abs(one.value - found) < Math.abs(so - found) ? one.value : so), null);
  if (value === null) return [];
  const words = targets.flatMap((target) => {
    const [there, here] = [misses.find((one) => one.value === value && one.target === target.text), evidence.find((one) => one.value === found && one.target === target.text)];
    return there === undefined || here === undefined ? [] : [`At ${valueText(parameter, value)}, ${target.metric.text} is ${measuredText(target, there)}; at ${valueText(parameter, found)} ${measuredText(target, here)}.`];
  });
  const unsure = evidence.some((one) => (one.value === found || one.value === value) && !one.decided);
  return [...words, ...(unsure ? ['One of the two is too near to the limit to be told from it; more replications would tell (--replications).'] : [])];
}

const between = ({ outcome }: PlanAnswer, { low, high, parameter }: PlanQuestion): string[] =>
  outcome !== 'between' ? [] : [`More is not always better here: neither ${valueText(parameter, low)} nor ${valueText(parameter, high)} does. Look at the whole range with headroom sweep.`];

/** How far off the better end of the range is. */
function nearest({ parameter, targets, low, high }: PlanQuestion, { evidence, better }: PlanAnswer): string[] {
  const end = better === 'more' ? high : low;
  return targets.flatMap((target) => {
    const one = evidence.find(({ value, target: text }) => value === end && text === target.text);
    if (one === undefined || one.satisfied) return [];
    return [`At ${valueText(parameter, end)}, the better end, ${target.metric.text} is ${measuredText(target, one)}, and ${metricText(target.metric, target.value)} was wanted.`];
  });
}

function causeSentences(causes: readonly Cause[]): string[] {
  const all = causes.reduce((sum, { events }) => sum + events, 0);
  if (all === 0) return [];
  const words = causes.slice(0, 3).map(({ cause, events }) => `${formatShare(events, all)} ${causeWords[cause]}`);
  return [`Of the events that are not delivered there, ${listed(words)}.`];
}

const causeWords: Record<Cause['cause'], string> = {
  RetriesExhausted: 'use up their retries (RetriesExhausted)',
  EventAgeExceeded: 'reach the maximum age (EventAgeExceeded)',
  ZeroReservedConcurrency: 'meet a reserved concurrency of 0 (ZeroReservedConcurrency)',
  RecursiveInvocation: 'are stopped as a recursive loop (RecursiveInvocation)',
  lost: 'are deleted without being sent',
  waiting: 'still wait at the end',
};
