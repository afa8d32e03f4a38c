import { computed, effect, signal, untracked } from '@preact/signals';
import type { Difference, Measure, StudiedScenario } from '../../sim/worker/api.ts';
import { overlay } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import { repeating } from './repeating.ts';
import { open, openingOf, selectedFunction, workspace } from './session.ts';
import { shown, subject } from './simulation.ts';
import type { ShownRun, Subject } from './simulation.ts';
import { beforeChange, differencesOf, ownStudy, studyOf } from './studies.ts';
import type { StudyState } from './studies.ts';
import { scenarioAt } from './workspace.ts';
import type { NamedScenario } from './workspace.ts';

/** The last run of the selected scenario that stood still. */
interface Base {
  scenario: NamedScenario;
  opening: string;
  overlay: Overlay;
}

let base: Base | null = null;

/** Whether a change has not settled yet: until then the curves from before it stay as a ghost. */
const isSettling = signal(false);

/** Keeps the charts' second run up to date: the scenario that is chosen for it, else the ghost of the run before. */
export function keepOverlay(): void {
  let ghost: Overlay | null = null;
  effect(() => {
    const [scenario, run, { status }, about] = [open.value, shown.value, ownStudy.value, subject.value];
    const opening = openingOf(scenario);
    untracked(() => {
      ghost = followChange(scenario, opening, run, status, about) ?? ghost;
    });
  });
  effect(() => {
    const { overlaid } = workspace.value;
    overlay.value = overlaid === null ? (isSettling.value ? ghost : null) : scenarioOverlay(overlaid);
  });
}

/** Notes what a change is a change of; the curves from before it, if it has just been made. */
function followChange(scenario: NamedScenario, opening: string, run: ShownRun | null, study: StudyState['status'], about: Subject | null): Overlay | null {
  let ghost: Overlay | null = null;
  const isAnother = base !== null && base.opening !== opening;
  const isBack = base !== null && isSame(base.scenario, scenario);
  if (isAnother || isBack) isSettling.value = false;
  if (isAnother || (isBack && beforeChange.value !== null && isSame(beforeChange.value, scenario))) beforeChange.value = null;
  if (isAnother) base = null;
  if (base !== null && !isBack && !isSettling.value) {
    ghost = base.overlay;
    beforeChange.value = base.scenario;
    isSettling.value = true;
  }
  if (run === null || about === null || run.status === 'running' || run.opening !== opening || run.request.text !== scenario.text) return ghost;
  // A run that was stopped is not repeated, nor is any where that is switched off.
  if (isSettling.value && repeating.value && run.status === 'finished' && (study === 'due' || study === 'running')) return ghost;
  isSettling.value = false;
  const { minutes, ends } = run.snapshot.series;
  base = { scenario, opening, overlay: { kind: 'ghost', label: 'before the change', subject: about, minutes, ends } };
  return ghost;
}

function isSame(one: NamedScenario, other: NamedScenario): boolean {
  return one.text === other.text && one.seed === other.seed;
}

/** Another scenario of the page as a second run; null until it has been simulated. */
function scenarioOverlay(letter: string): Overlay | null {
  const { studied } = studyOf(scenarioAt(workspace.value, letter));
  if (studied === null) return null;
  const name = selectedFunction.value;
  const { series, total, result } = studied;
  const own = name === null ? undefined : series.functions[name];
  const its = name === null ? undefined : result.functions[name];
  const about = own === undefined || its === undefined ? { name: null, ...total } : { name, series: own, result: its };
  return { kind: 'scenario', label: letter, subject: { count: Object.keys(result.functions).length, ...about }, minutes: series.minutes, ends: series.ends };
}

/** What the selected scenario is compared with, where both are known: the scenario over its charts, else itself before the last change. */
export const comparison = computed<{ label: string; one: StudiedScenario; other: StudiedScenario } | null>(() => {
  const { overlaid } = workspace.value;
  const reference = overlaid === null ? beforeChange.value : scenarioAt(workspace.value, overlaid);
  if (reference === null || isSame(reference, open.value)) return null;
  const [one, other] = [studyOf(reference).studied, ownStudy.value.studied];
  return one === null || other === null ? null : { label: overlaid ?? 'before', one, other };
});

/** The differences of `comparison`, measure by measure; null while there is nothing to compare. */
export const differences = signal<Record<Measure, Difference | null> | null>(null);

/** Computes the differences whenever there are others to compute. */
export function keepDifferences(): void {
  effect(() => {
    const wanted = comparison.value;
    const about = selectedFunction.value;
    if (wanted === null) {
      differences.value = null;
      return;
    }
    void differencesOf(wanted.one, wanted.other, about).then(
      (found) => {
        if (comparison.peek() === wanted && selectedFunction.peek() === about) differences.value = found;
      },
      () => undefined,
    );
  });
}
