import { computed } from '@preact/signals';
import { history, workspace } from '../../state/session.ts';
import { relationWords } from '../../../sim/report/planWords.ts';
import type { Direction, PlanningQuestion } from '../../../sim/worker/planningApi.ts';
import { settingAt, type RangeDraft, type TargetDraft } from './drafts.ts';
import type { PlannedScenario } from './plannedSettings.ts';

/** The questions that the planner answers. */
export type QuestionKind = PlanningQuestion['kind'];
const kinds: readonly QuestionKind[] = ['find', 'sweep', 'tune', 'sensitivity', 'best'];

/** A range with how many of its values are looked at. */
export interface SweptDraft extends RangeDraft {
  steps: string;
}

/** Each question as it is being filled in. */
export interface Drafts {
  find: RangeDraft & { targets: readonly TargetDraft[] };
  /** Of one range or two. */
  sweep: { ranges: readonly SweptDraft[]; metric: string; targets: readonly TargetDraft[] };
  /** The function that is tuned; empty: the one that loses most. */
  tune: { function: string };
  sensitivity: { metric: string };
  /** `without`: the letters of scenarios that are left out. */
  best: { metric: string; better: Direction; without: readonly string[] };
}

/** A draft that somebody has written, and the name of the scenario that it was written for. */
type Written<Draft> = Draft & { scenario: string };

/** What somebody has written into the forms. It is part of the workspace, and so of links, of what is kept, and of undo. */
const written = computed(() => {
  const plan = workspace.value.plan ?? {};
  return { question: kinds.find((kind) => kind === plan['question']) ?? 'find', find: findIn(plan['find']), sweep: sweepIn(plan['sweep']), tune: tuneIn(plan['tune']), sensitivity: sensitivityIn(plan['sensitivity']), best: bestIn(plan['best']) };
});

/** The question that is looked at. */
export const chosenQuestion = computed<QuestionKind>(() => written.value.question);

/** Looks at another question. */
export function chooseQuestion(question: QuestionKind): void {
  if (question !== chosenQuestion.value) history.change({ ...workspace.value, plan: { ...workspace.value.plan, question } });
}

/** A question as somebody wrote it, where that can be asked of the scenario: it was written for it, or names nothing that it does not have. Else null. */
export function writtenDraft<Kind extends QuestionKind>(kind: Kind, planned: PlannedScenario): Drafts[Kind] | null {
  const found = written.value[kind] as Written<Drafts[Kind]> | null;
  if (found === null) return null;
  const { scenario, ...draft } = found;
  return scenario === planned.name || pathsIn(found).every((path) => settingAt(planned, path) !== null) ? (draft as unknown as Drafts[Kind]) : null;
}

/** Writes a question into its form; changes of one `gesture` that follow each other closely are one step back. */
export function writeDraft<Kind extends QuestionKind>(kind: Kind, draft: Drafts[Kind], { name }: PlannedScenario, gesture?: string): void {
  history.change({ ...workspace.value, plan: { ...workspace.value.plan, question: kind, [kind]: { ...draft, scenario: name } } }, gesture);
}

/** Puts a question in writing as it is asked: a link then has it. What the form said before is what it says after, so there is nothing to go back to. */
export function noteAsked<Kind extends QuestionKind>(kind: Kind, draft: Drafts[Kind], { name }: PlannedScenario): void {
  history.amend({ ...workspace.value, plan: { ...workspace.value.plan, question: kind, [kind]: { ...draft, scenario: name } } });
}

/** Whether two drafts say the same. */
export const isSameDraft = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function pathsIn(draft: object): string[] {
  const ranges = 'ranges' in draft ? (draft.ranges as readonly RangeDraft[]) : 'path' in draft ? [draft as RangeDraft] : [];
  return ranges.map(({ path }) => path);
}

/* What is read here may come from anybody: only what is a question is taken. */

const longestField = 500;
const mostTargets = 20;

function findIn(value: unknown): Written<Drafts['find']> | null {
  const [range, rest] = [rangeIn(value), objectIn(value)];
  const [targets, scenario] = [targetsIn(rest['targets']), textIn(rest['scenario'])];
  return range === null || targets === null || scenario === null ? null : { ...range, targets, scenario };
}

function sweepIn(value: unknown): Written<Drafts['sweep']> | null {
  const { ranges: list, metric: name, targets: wanted, scenario: of } = objectIn(value);
  const [metric, targets, scenario] = [textIn(name), targetsIn(wanted), textIn(of)];
  if (!Array.isArray(list) || list.length < 1 || list.length > 2 || metric === null || targets === null || scenario === null) return null;
  const ranges = list.flatMap((one: unknown): SweptDraft[] => {
    const [range, steps] = [rangeIn(one), textIn(objectIn(one)['steps'])];
    return range === null || steps === null ? [] : [{ ...range, steps }];
  });
  return ranges.length < list.length ? null : { ranges, metric, targets, scenario };
}

function tuneIn(value: unknown): Written<Drafts['tune']> | null {
  const [name, scenario] = [textIn(objectIn(value)['function']), textIn(objectIn(value)['scenario'])];
  return name === null || scenario === null ? null : { function: name, scenario };
}

function sensitivityIn(value: unknown): Written<Drafts['sensitivity']> | null {
  const [metric, scenario] = [textIn(objectIn(value)['metric']), textIn(objectIn(value)['scenario'])];
  return metric === null || scenario === null ? null : { metric, scenario };
}

function bestIn(value: unknown): Written<Drafts['best']> | null {
  const { metric: name, better, without, scenario: of } = objectIn(value);
  const [metric, scenario] = [textIn(name), textIn(of)];
  if (metric === null || scenario === null || (better !== 'more' && better !== 'less') || !Array.isArray(without)) return null;
  return { metric, better, without: without.filter((letter): letter is string => typeof letter === 'string' && /^[A-Z]$/.test(letter)), scenario };
}

function rangeIn(value: unknown): RangeDraft | null {
  const { path: place, low: from, high: to } = objectIn(value);
  const [path, low, high] = [textIn(place), textIn(from), textIn(to)];
  return path === null || low === null || high === null ? null : { path, low, high };
}

function targetsIn(value: unknown): TargetDraft[] | null {
  if (!Array.isArray(value) || value.length > mostTargets) return null;
  const targets = value.flatMap((one: unknown): TargetDraft[] => {
    const { metric: name, relation: sign, value: limit } = objectIn(one);
    const [metric, wanted] = [textIn(name), textIn(limit)];
    const relation = (Object.keys(relationWords) as TargetDraft['relation'][]).find((known) => known === sign);
    return metric === null || wanted === null || relation === undefined ? [] : [{ metric, relation, value: wanted }];
  });
  return targets.length < value.length ? null : targets;
}

const textIn = (value: unknown): string | null => (typeof value === 'string' && value.length <= longestField ? value : null);

const objectIn = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
