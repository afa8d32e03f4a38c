import { signal } from '@preact/signals';
import type { QuestionOf } from '../../../sim/worker/planningApi.ts';
import { rangeText, targetText, type RangeDraft, type TargetDraft } from './drafts.ts';
import type { PlannedSetting } from './plannedSettings.ts';

/** The question “which value is enough?” as it is being filled in. */
export interface FindDraft extends RangeDraft {
  targets: readonly TargetDraft[];
}

/** What the form says; null until there is a scenario to fill it in for. */
export const findDraft = signal<FindDraft | null>(null);

/** The question that a form asks. */
export function findQuestion(draft: FindDraft, setting: PlannedSetting | null): QuestionOf<'find'> {
  return { kind: 'find', find: rangeText(draft, setting), suchThat: draft.targets.map(targetText) };
}
