import { useId } from 'preact/hooks';
import { speak } from '../../state/cursor.ts';
import { fileName } from '../../state/files.ts';
import { ask, inquiryOf, planning, type Inquiry } from '../../state/planner.ts';
import { open } from '../../state/session.ts';
import type { NamedScenario } from '../../state/workspace.ts';
import type { PlanningAnswer, QuestionOf } from '../../../sim/worker/planningApi.ts';
import { commandText } from './drafts.ts';
import type { Said } from './fields.tsx';
import type { PlannedScenario } from './plannedSettings.ts';
import { isSameDraft, noteAsked, writeDraft, writtenDraft, type Drafts, type QuestionKind } from './questions.ts';

/** An answer to a kind of question. */
export type AnswerTo<Kind extends QuestionKind> = Extract<PlanningAnswer, { kind: Kind }>;

/** What the words and charts of an answer are made with: the form as it was, and what else there was to know then. */
export type DetailsOf<Kind extends QuestionKind, Rest = object> = Rest & { draft: Drafts[Kind] };

/** How a kind of question is asked and answered. */
export interface Way<Kind extends QuestionKind, Details extends DetailsOf<Kind>> {
  kind: Kind;
  planned: PlannedScenario;
  /** What the form says before anybody has written into it. */
  usual: () => Drafts[Kind];
  /** What is asked, what the answer needs to know, and the options of the command that asks the same. */
  prepare: (draft: Drafts[Kind]) => { question: QuestionOf<Kind>; details: Details; options: readonly string[] };
  /** What the question is about; absent: the selected scenario. */
  about?: (draft: Drafts[Kind]) => readonly NamedScenario[];
  /** The answer in sentences, the first of which are spoken. */
  verdict: (answer: AnswerTo<Kind>, details: Details) => string;
}

/** A form, the latest inquiry that it made, and the way to the next. */
export interface Asking<Kind extends QuestionKind, Details extends DetailsOf<Kind>> {
  draft: Drafts[Kind];
  /** Whether somebody has written into the form, here or where a link was made. */
  isWritten: boolean;
  /** Changes the form; what is typed in one go is one step back. */
  change: (part: Partial<Drafts[Kind]>) => void;
  inquiry: Inquiry<Kind, Details> | null;
  /** Whether the form says something else by now than what was asked. */
  isAnother: boolean;
  /** What is wrong with the question as it stands in the form. */
  said: Said;
  /** Asks what the form says. */
  submit: () => void;
  /** Asks once more what was asked before. */
  askAgain: () => void;
}

const verbs: Record<QuestionKind, string> = { find: 'plan', sweep: 'sweep', tune: 'tune', sensitivity: 'sensitivity', best: 'compare' };

/** Asks questions of a kind. */
export function useAsking<Kind extends QuestionKind, Details extends DetailsOf<Kind>>({ kind, planned, usual, prepare, about, verdict }: Way<Kind, Details>): Asking<Kind, Details> {
  const id = useId();
  const inquiry = inquiryOf<Kind, Details>(kind);
  const answer = inquiry?.answer ?? null;
  const its = writtenDraft(kind, planned);
  const draft = its ?? usual();
  const isAnother = inquiry !== null && !isSameDraft(inquiry.details.draft, draft);
  const asks = (asked: Drafts[Kind]): void => {
    if (planning.peek()) return;
    const scenarios = about?.(asked) ?? [open.value];
    const { question, details, options } = prepare(asked);
    const files = scenarios.map(({ name, letter }) => `${fileName(name)}${scenarios.length > 1 ? `-${letter.toLowerCase()}` : ''}.json`);
    noteAsked(kind, asked, planned);
    void ask({ question, details, scenarios, command: commandText(verbs[kind], files, options, scenarios[0]?.seed ?? '') }).then((found) => {
      if (found.kind === kind) speak(verdict(found as AnswerTo<Kind>, details));
      else if (found.kind === 'problems') requestAnimationFrame(() => document.querySelector<HTMLElement>('.plan-form [aria-invalid=true]')?.focus());
    });
  };
  return {
    draft,
    isWritten: its !== null,
    change: (part) => writeDraft(kind, { ...draft, ...part }, planned, `plan ${kind}`),
    inquiry,
    isAnother,
    said: { id, problems: answer?.kind === 'problems' && !isAnother ? answer.problems : [] },
    submit: () => asks(draft),
    askAgain: () => {
      if (inquiry === null) return;
      if (isAnother) writeDraft(kind, inquiry.details.draft, planned);
      asks(inquiry.details.draft);
    },
  };
}
