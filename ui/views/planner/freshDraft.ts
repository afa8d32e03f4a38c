import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { settingAt } from './drafts.ts';
import type { PlannedScenario } from './plannedSettings.ts';

/** What the scenario was called that a form was filled in for. */
const filledFor = new WeakMap<object, string>();

/** Fills in a form for the scenario, and anew when there is another, or one without the settings that the form names. */
export function useFreshDraft<Draft>(draft: Signal<Draft | null>, planned: PlannedScenario, pathsIn: (draft: Draft) => readonly string[], fresh: () => Draft | null): void {
  useEffect(() => {
    const filled = draft.peek();
    if (filled !== null && filledFor.get(draft) === planned.name && pathsIn(filled).every((path) => settingAt(planned, path) !== null)) return;
    draft.value = fresh();
    filledFor.set(draft, planned.name);
  }, [planned]);
}
