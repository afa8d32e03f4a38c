import { computed, effect, signal, untracked } from '@preact/signals';
import type { Difference, Measure, StudiedScenario } from '../../sim/worker/api.ts';
import { overlay } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import { open, openings, selectedFunction, workspace } from './session.ts';
import { shown, subject } from './simulation.ts';
import type { ShownRun, Subject } from './simulation.ts';
import { differencesOf, ownStudy, studyOf } from './studies.ts';
import type { StudyState } from './studies.ts';
import { scenarioAt } from './workspace.ts';
import type { NamedScenario } from './workspace.ts';

/** What a change is seen against: the last run of the selected scenario that stood still. */
interface Base {
  letter: string;
  openings: number;
  text: string;
  overlay: Overlay;
  studied: StudiedScenario | null;
}

let base: Base | null = null;

/** The base's curves, from a change until the new ones are settled. */
const ghost = signal<Overlay | null>(null);

/** What the last change did, once both sides of it are known; null before, and where there was none. */
const change = signal<{ before: StudiedScenario; after: StudiedScenario } | null>(null);

/** Keeps the charts' second run up to date: the scenario that is chosen for it, else the ghost of the run before. */
export function keepOverlay(): void {
  effect(() => {
    const [scenario, run, study, about] = [open.value, shown.value, ownStudy.value, subject.value];
    const opened = openings.value;
    untracked(() => followChange(scenario, opened, run, study, about));
  });
  effect(() => {
    const { overlaid } = workspace.value;
    overlay.value = overlaid === null ? ghost.value : scenarioOverlay(overlaid);
  });
}

function followChange({ letter, text }: NamedScenario, opened: number, run: ShownRun | null, study: StudyState, about: Subject | null): void {
  const isAnother = base !== null && (base.letter !== letter || base.openings !== opened);
  const isBack = base !== null && base.text === text;
  if (isAnother || isBack) ghost.value = null;
  if (isAnother) {
    base = null;
    change.value = null;
  }
  if (base !== null && !isBack && ghost.value === null) {
    ghost.value = base.overlay;
    change.value = null;
  }
  if (run === null || about === null || run.status === 'running' || run.request.text !== text) return;
  if (base !== null && ghost.value !== null) {
    // A run that was stopped is not repeated.
    if (run.status === 'finished' && (study.status === 'due' || study.status === 'running')) return;
    change.value = base.studied === null || study.studied === null ? null : { before: base.studied, after: study.studied };
    ghost.value = null;
  }
  const { minutes, ends } = run.snapshot.series;
  base = { letter, openings: opened, text, overlay: { kind: 'ghost', label: 'before the change', subject: about, minutes, ends }, studied: study.studied };
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

/** How the scenario over the charts, or else the run before the last change, differs from the selected one. */
export const comparison = computed<{ label: string; one: StudiedScenario; other: StudiedScenario } | null>(() => {
  const { overlaid } = workspace.value;
  const own = ownStudy.value.studied;
  if (overlaid !== null) {
    const its = studyOf(scenarioAt(workspace.value, overlaid)).studied;
    return its === null || own === null ? null : { label: overlaid, one: its, other: own };
  }
  return change.value === null ? null : { label: 'before', one: change.value.before, other: change.value.after };
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
