import { signal } from '@preact/signals';
import { cursor, speak } from './cursor.ts';
import { editing, runDraft } from './editing.ts';
import { saveFile } from './files.ts';
import { openPlanner, stopPlanning } from './planning.ts';
import { copyScenario, history, open, overlayScenario, selectScenario, workspace } from './session.ts';
import { running, stopAndKeep } from './simulation.ts';
import { resumeStudies, stopStudies, studying } from './studies.ts';
import { singleKeys } from './singleKeys.ts';
import { nextTheme } from './theme.ts';
import { mostScenarios } from './workspace.ts';

/** Something the page can be told to do, by key or from the palette; the buttons that do the same call the same functions. */
export interface Command {
  title: string;
  /** As `KeyboardEvent.key` gives it, with `Mod+` for Control or Command and `Shift+` before it. */
  keys: readonly string[];
  run: () => void;
  /** Whether it has something to do now; absent: always. */
  isPossible?: () => boolean;
}

/** What lies over the page, if anything. */
export const dialog = signal<'palette' | 'help' | 'share' | null>(null);

/** Every command with a key, in the order of the help. */
export const commands: readonly Command[] = [
  { title: 'Find a command, a setting or a scenario', keys: ['Mod+k'], run: () => (dialog.value = 'palette') },
  { title: 'Keys and help', keys: ['?'], run: () => (dialog.value = 'help') },
  { title: 'Run', keys: ['r'], run: runAgain },
  { title: 'Stop and keep what there is', keys: ['Escape'], run: stop, isPossible: () => running.value || stopPlanning.value !== null || studying.value },
  { title: 'Undo', keys: ['Mod+z'], run: () => history.undo(), isPossible: () => history.canUndo.value },
  { title: 'Redo', keys: ['Mod+Shift+z', 'Mod+y'], run: () => history.redo(), isPossible: () => history.canRedo.value },
  { title: 'Open a file', keys: ['Mod+o'], run: pickFiles },
  { title: 'Save as a file', keys: ['Mod+s'], run: saveFile, isPossible: () => open.value.text !== '' },
  { title: 'Plan', keys: [], run: openPlanner },
  { title: 'Share a link', keys: [], run: () => (dialog.value = 'share') },
  { title: 'Copy this scenario, to change the copy', keys: ['n'], run: copy, isPossible: () => workspace.value.scenarios.length < mostScenarios },
  { title: 'Previous scenario', keys: ['['], run: () => step(-1), isPossible: () => workspace.value.scenarios.length > 1 },
  { title: 'Next scenario', keys: [']'], run: () => step(1), isPossible: () => workspace.value.scenarios.length > 1 },
  { title: 'Compare with another scenario in the charts', keys: ['c'], run: compare, isPossible: () => workspace.value.scenarios.length > 1 },
  { title: 'Edit the scenario as JSON', keys: ['e'], run: () => (editing.value = !editing.value) },
  { title: 'Change the theme', keys: [], run: nextTheme },
];

/** Does what a key stands for. Letters do nothing while somebody types, or where single keys are switched off. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing || dialog.value !== null) return;
  const target = event.target as HTMLElement | null;
  const hasModifier = event.ctrlKey || event.metaKey;
  const isTyping = target?.closest('input:not([type=checkbox], [type=range], [type=radio]), textarea, select') != null;
  const name = `${hasModifier ? 'Mod+' : ''}${event.shiftKey && event.key.length === 1 && /[a-z]/i.test(event.key) ? 'Shift+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
  // A field has an undo of its own for what is being typed in it; what is typed here is a change of the page like any other.
  const isText = target?.closest('textarea') != null;
  if (isText && /^Mod\+(Shift\+)?[zy]$/.test(name)) return;
  if (event.key.length === 1 && !hasModifier && (isTyping || !singleKeys.value)) return;
  const command = commands.find(({ keys }) => keys.includes(name));
  if (command === undefined) {
    return;
  }
  if (command.isPossible?.() === false) {
    if (event.key === 'Escape') cursor.value = null;
    if (hasModifier) event.preventDefault();
    return;
  }
  event.preventDefault();
  command.run();
}

/** The keys of a command as a person reads them on this computer. */
export function keyWords(key: string): string {
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
  return key
    .replace('Mod+', isApple ? '⌘ ' : 'Ctrl ')
    .replace('Shift+', isApple ? '⇧ ' : 'Shift ')
    .replace('Escape', 'Esc')
    .replace(/ ([a-z])$/, (_, letter: string) => ` ${letter.toUpperCase()}`);
}

/** The id of the page's hidden file input. */
export const filePicker = 'file-picker';

/** Lets the person choose files to open. */
export function pickFiles(): void {
  document.getElementById(filePicker)?.click();
}

/** Simulates once more, and repeats what was stopped. */
export function runAgain(): void {
  runDraft();
  resumeStudies();
}

/** Ends the run, or if none is running the planner’s work, or the replications; what is finished stays. */
export function stop(): void {
  if (running.value) stopAndKeep();
  else if (stopPlanning.value !== null) stopPlanning.value();
  else stopStudies();
}

function copy(): void {
  copyScenario();
  speak(`Scenario ${open.value.letter}, a copy`);
}

function step(by: 1 | -1): void {
  const { scenarios, selected } = workspace.value;
  const place = scenarios.findIndex(({ letter }) => letter === selected);
  const next = scenarios[(place + by + scenarios.length) % scenarios.length];
  if (next === undefined) return;
  selectScenario(next.letter);
  speak(`Scenario ${next.letter}`);
}

/** Draws the next of the other scenarios over the charts, and after the last one none. */
function compare(): void {
  const { scenarios, selected, overlaid } = workspace.value;
  const others = scenarios.filter(({ letter }) => letter !== selected);
  const next = others[others.findIndex(({ letter }) => letter === overlaid) + 1]?.letter ?? null;
  overlayScenario(overlaid === null ? (others[0]?.letter ?? null) : next);
  speak(workspace.value.overlaid === null ? 'No comparison' : `Compared with scenario ${workspace.value.overlaid}`);
}
