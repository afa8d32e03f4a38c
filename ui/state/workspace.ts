/**
 * Everything a person has made or chosen on the page, as one immutable value: what undo steps through, what a link
 * carries, what is kept across visits. Whatever is not in here can be computed from it again.
 */

/** One scenario of the page. */
export interface NamedScenario {
  /** A to Z: how it is told from the others. */
  letter: string;
  /** What it is called where its text has no name: that of its file. */
  name: string;
  /** As it was written: the form changes one place of it, the editor all of it. */
  text: string;
  /** The gallery's id, while the text is the gallery's; else null. */
  galleryId: string | null;
  /** The seed that replaces the text's own; empty: the text's. */
  seed: string;
}

/** A stretch of simulated time, in seconds. */
export interface Span {
  from: number;
  to: number;
}

/** What is looked at. */
export interface View {
  /** The function that numbers, charts and settings are about, by its name in results; null: all together. */
  function: string | null;
  /** The part of the run that the charts show; null: all of it. */
  zoom: Span | null;
}

/** Questions of the planner, as it writes and reads them (views/planner/questions.ts): JSON, and known to nobody else. */
export type SavedQuestions = Readonly<Record<string, unknown>>;

/** The scenarios, at least one, in the order of their letters, and the view of the selected one. */
export interface Workspace {
  scenarios: readonly NamedScenario[];
  /** The letter of the scenario that is simulated, shown and edited. */
  selected: string;
  /** The letter of another one, drawn over the charts of the selected one; null: none. */
  overlaid: string | null;
  view: View;
  /** What is asked of the planner; absent: nothing that somebody has filled in. */
  plan?: SavedQuestions;
}

/** More letters than this there are not. */
export const mostScenarios = 26;

const wholeView: View = { function: null, zoom: null };

/** A page with one scenario. */
export function workspaceOf(scenario: Omit<NamedScenario, 'letter' | 'seed'>): Workspace {
  return { scenarios: [{ ...scenario, letter: 'A', seed: '' }], selected: 'A', overlaid: null, view: wholeView };
}

/** The scenario with a letter; the first one where there is none of that letter. */
export function scenarioAt(workspace: Workspace, letter: string): NamedScenario {
  const found = workspace.scenarios.find((one) => one.letter === letter) ?? workspace.scenarios[0];
  if (found === undefined) throw new Error('a workspace without a scenario');
  return found;
}

/** The scenario that is simulated, shown and edited. */
export function selectedScenario(workspace: Workspace): NamedScenario {
  return scenarioAt(workspace, workspace.selected);
}

/** The selected scenario with other words in it; a text that is changed is the gallery's no more. */
export function withSelected(workspace: Workspace, change: Partial<Omit<NamedScenario, 'letter'>>): Workspace {
  const old = selectedScenario(workspace);
  const galleryId = change.text === undefined || change.text === old.text ? old.galleryId : null;
  const changed = { ...old, galleryId, ...change };
  return { ...workspace, scenarios: workspace.scenarios.map((one) => (one === old ? changed : one)) };
}

/** Another scenario in place of the selected one, seen as a whole. */
export function withOpened(workspace: Workspace, scenario: Omit<NamedScenario, 'letter' | 'seed'>): Workspace {
  return { ...withSelected(workspace, { ...scenario, seed: '' }), view: wholeView };
}

/** With a copy of the selected scenario under the first free letter, which is then selected; itself when no letter is free. */
export function withCopy(workspace: Workspace): Workspace {
  const letter = freeLetter(workspace);
  if (letter === null) return workspace;
  const copy = { ...selectedScenario(workspace), letter };
  const scenarios = [...workspace.scenarios, copy].sort((one, other) => (one.letter < other.letter ? -1 : 1));
  return { ...workspace, scenarios, selected: letter };
}

/** Without a scenario; the last one stays. */
export function without(workspace: Workspace, letter: string): Workspace {
  if (workspace.scenarios.length < 2) return workspace;
  const place = workspace.scenarios.findIndex((one) => one.letter === letter);
  const scenarios = workspace.scenarios.filter((one) => one.letter !== letter);
  const neighbour = scenarios[Math.min(Math.max(place, 0), scenarios.length - 1)];
  const selected = workspace.selected === letter ? (neighbour?.letter ?? 'A') : workspace.selected;
  const overlaid = workspace.overlaid === letter || workspace.overlaid === selected ? null : workspace.overlaid;
  return { ...workspace, scenarios, selected, overlaid };
}

/** With another scenario selected; what was drawn over the charts stays, unless it is that one. */
export function withSelection(workspace: Workspace, letter: string): Workspace {
  const { letter: selected } = scenarioAt(workspace, letter);
  return { ...workspace, selected, overlaid: workspace.overlaid === selected ? null : workspace.overlaid };
}

function freeLetter({ scenarios }: Workspace): string | null {
  for (let place = 0; place < mostScenarios; place++) {
    const letter = String.fromCharCode(65 + place);
    if (scenarios.every((one) => one.letter !== letter)) return letter;
  }
  return null;
}
