import type { Cause } from '../planner/causes.ts';
import type { ClosedForm } from '../planner/closedFormsBeside.ts';
import { valueText } from '../planner/parameter.ts';
import type { Evidence, PlanAnswer, PlanQuestion } from '../planner/plan.ts';
import type { Target } from '../planner/target.ts';
import { countOf, formatCount, listed } from './count.ts';
import { estimateText, pointText, unitOf } from './metricWords.ts';
import type { Paint } from './paint.ts';
import { type Look, type Provenance, provenanceJson, provenanceLines, provenancedCsv } from './provenance.ts';
import { formatShare } from './share.ts';
import { type Cell, textTable, wrapped } from './textTable.ts';

/** A plan that has been answered. */
export interface Planned {
  question: PlanQuestion;
  answer: PlanAnswer;
  closedForms: readonly ClosedForm[];
  provenance: Provenance;
}

/** A plan as plain data: what it rests on, the question, and the answer. */
export function planJson({ question, answer, closedForms, provenance }: Planned): Record<string, unknown> {
  const { found, bracket, evidence, replications, ...rest } = answer;
  const { parameter, low, high, targets } = question;
  return {
    ...provenanceJson(provenance),
    find: { ...parameter, low, high },
    suchThat: targets.map(({ text }) => text),
    found,
    bracket,
    verdict: planVerdict(question, answer),
    ...rest,
    evidence,
    closedForms,
    replicationsInAll: replications,
  };
}

/** One row a value and target. */
export function planCsv({ answer, provenance }: Planned): Generator<string> {
  const rows = answer.evidence.map(({ value, target, metric, low, high, basis, replications, satisfied, decided }) => [value, target, metric, low, high, basis, replications, satisfied, decided]);
  return provenancedCsv(['value', 'target', 'metric', 'low', 'high', 'basis', 'replications', 'satisfied', 'decided'], rows, provenance);
}

/** A plan as a page of text: the answer, what it rests on, and how to get it again. */
export function planReport({ question, answer, closedForms, provenance }: Planned, look: Look): string {
  const { paint, width } = look;
  const lines = [
    ...planVerdict(question, answer).flatMap((sentence, place) => wrapped(sentence, width).map((line) => (place === 0 ? paint('strong', line) : line))),
    '',
    ...question.targets.flatMap((target) => evidenceLines(question, answer, target, paint)),
    ...closedForms.flatMap(({ name, value, says, clause }) => wrapped(`${name}: ${valueText(question.parameter, value)} ${says} [${clause}]`, width)),
    ...(closedForms.length === 0 ? [] : ['']),
    ...provenanceLines({ ...provenance, effort: `${countOf(answer.replications, 'replication')} in all, at most ${formatCount(provenance.replications)} of a value` }, look),
  ];
  return `${lines.join('\n')}\n`;
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

function measuredText({ metric }: Target, { metric: value, low, high, basis, replications }: Evidence): string {
  const estimate = { value, low, high, basis, replications };
  return estimateText(unitOf(metric, [estimate]), estimate);
}

/** The limit of a target, in its metric's unit. */
function limitText({ metric, value }: Target, { basis, replications }: Evidence): string {
  const limit = { value, low: null, high: null, basis, replications };
  return pointText(unitOf(metric, [limit]), limit);
}

/** The answer in sentences: the value, what decides it, and how sure it is; or why there is none. */
export function planVerdict(question: PlanQuestion, answer: PlanAnswer): string[] {
  const { parameter, low, high } = question;
  const text = (value: number): string => valueText(parameter, value);
  const { outcome, found, better, stopped } = answer;
  const range = `from ${text(low)} to ${text(high)}`;
  const early = stopped ? ['Stopped early: this is what was known by then.'] : [];
  if (stopped && found === null) return [`Stopped before a value of ${parameter.path} ${range} was found to do.`];
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
    return [`At ${valueText(parameter, end)}, the better end, ${target.metric.text} is ${measuredText(target, one)}, and ${limitText(target, one)} was wanted.`];
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
