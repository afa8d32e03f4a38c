import { useId } from 'preact/hooks';
import { speak } from '../../state/cursor.ts';
import { ask, inquiryOf, planning, type Inquiry } from '../../state/planner.ts';
import type { PlanningAnswer, PlanningQuestion, QuestionOf } from '../../../sim/worker/planningApi.ts';
import type { Said } from './fields.tsx';

/** The latest inquiry of a kind, and the way to the next. */
export interface Asking<Kind extends PlanningQuestion['kind'], Details extends { draft: unknown }> {
  inquiry: Inquiry<Kind, Details> | null;
  /** What is wrong with the question as it stands in the form. */
  said: Said;
  submit: (question: QuestionOf<Kind>, details: Details) => void;
}

/** Asks questions of a kind; `draft` is what the form says, and `verdict` what is spoken of an answer. */
export function useAsking<Kind extends PlanningQuestion['kind'], Details extends { draft: unknown }>(kind: Kind, draft: unknown, verdict: (answer: Extract<PlanningAnswer, { kind: Kind }>, details: Details) => string): Asking<Kind, Details> {
  const id = useId();
  const inquiry = inquiryOf<Kind, Details>(kind);
  const answer = inquiry?.answer ?? null;
  return {
    inquiry,
    said: { id, problems: answer?.kind === 'problems' && inquiry?.details.draft === draft ? answer.problems : [] },
    submit(question, details) {
      if (planning.peek()) return;
      void ask(question, details).then((found) => {
        if (found.kind === kind) speak(verdict(found as Extract<PlanningAnswer, { kind: Kind }>, details));
        else if (found.kind === 'problems') requestAnimationFrame(() => document.querySelector<HTMLElement>('.plan-form [aria-invalid=true]')?.focus());
      });
    },
  };
}
