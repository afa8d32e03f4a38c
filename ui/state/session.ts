import { batch, computed, signal } from '@preact/signals';
import { createHistory } from './history.ts';
import { selectedScenario, withCopy, without, withOpened, withSelected, withSelection, workspaceOf } from './workspace.ts';
import type { NamedScenario, View, Workspace } from './workspace.ts';

/** What the person at this page has made, and the way back through it. */
export const history = createHistory<Workspace>(workspaceOf({ name: '', text: '', galleryId: null }));

export const workspace = history.now;

/** The scenario that is simulated, shown and edited. */
export const open = computed<NamedScenario>(() => selectedScenario(workspace.value));

/** Whether nothing was opened yet, so that there is nothing to go back to. */
export const isEmpty = computed(() => !history.canUndo.value && workspace.value.scenarios.every(({ text }) => text === ''));

/** The function the numbers, charts and settings are about; null for all of them together. */
export const selectedFunction = computed(() => workspace.value.view.function);

/** The part of the run that the charts show; null for all of it. */
export const zoom = computed(() => workspace.value.view.zoom);

/** How many scenarios were opened: what was there before the last one is no earlier version of what is there now. */
export const openings = signal(0);

/** A scenario stays the same opening however it is changed, and is another one once another file or scenario is opened in its place. */
export function openingOf({ letter }: NamedScenario): string {
  return `${letter} ${String(openings.value)}`;
}

/** Opens a scenario in place of the selected one; the page's first has nothing to go back to. */
export function openScenario(scenario: Pick<NamedScenario, 'name' | 'text' | 'galleryId'>): void {
  batch(() => {
    openings.value += 1;
    if (isEmpty.value) history.begin(workspaceOf(scenario));
    else history.change(withOpened(workspace.value, scenario));
  });
}

/** Adds a scenario under the next free letter and selects it; replaces the selected one when no letter is free. */
export function addScenario(scenario: Pick<NamedScenario, 'name' | 'text' | 'galleryId'>): void {
  batch(() => {
    openings.value += 1;
    history.change(withOpened(withCopy(workspace.value), scenario));
  });
}

/** Copies the selected scenario, to try something else in the copy. */
export function copyScenario(): void {
  history.change(withCopy(workspace.value));
}

/** Shows and edits another scenario of the page. */
export function selectScenario(letter: string): void {
  history.change(withSelection(workspace.value, letter));
}

export function removeScenario(letter: string): void {
  history.change(without(workspace.value, letter));
}

/** Draws another scenario over the charts of the selected one; null: none. */
export function overlayScenario(letter: string | null): void {
  history.change({ ...workspace.value, overlaid: letter === workspace.value.selected ? null : letter });
}

/** Changes the text of the selected scenario; texts of one `kind` that follow each other closely are one step back. */
export function writeText(text: string, kind?: string): void {
  if (text !== open.value.text) history.change(withSelected(workspace.value, { text }), kind);
}

/** Repeats the run with another seed; empty for the scenario's own. */
export function writeSeed(seed: string): void {
  if (seed !== open.value.seed) history.change(withSelected(workspace.value, { seed }), 'seed');
}

/** Chooses the function that numbers, charts and settings are about. */
export function selectFunction(name: string | null): void {
  look({ function: name });
}

/** Shows a part of the run, or all of it. */
export function zoomTo(span: View['zoom']): void {
  look({ zoom: span }, 'zoom');
}

function look(change: Partial<View>, kind?: string): void {
  history.change({ ...workspace.value, view: { ...workspace.value.view, ...change } }, kind);
}
