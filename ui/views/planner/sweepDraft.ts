import { signal } from '@preact/signals';
import type { QuestionOf } from '../../../sim/worker/planningApi.ts';
import { rangeText, settingAt, targetText, type RangeDraft, type TargetDraft } from './drafts.ts';
import type { PlannedScenario } from './plannedSettings.ts';

/** A range with how many of its values are looked at. */
export interface SweptDraft extends RangeDraft {
  steps: string;
}

/** The question “what depends on one or two settings?” as it is being filled in. */
export interface SweepDraft {
  /** One or two. */
  ranges: readonly SweptDraft[];
  metric: string;
  targets: readonly TargetDraft[];
}

/** What the form says; null until there is a scenario to fill it in for. */
export const sweepDraft = signal<SweepDraft | null>(null);

/** The question that a form asks. */
export function sweepQuestion({ ranges, metric, targets }: SweepDraft, planned: PlannedScenario): QuestionOf<'sweep'> {
  return { kind: 'sweep', over: ranges.map((range) => `${rangeText(range, settingAt(planned, range.path))}:${range.steps.trim()}`), metrics: [metric], suchThat: targets.map(targetText) };
}
