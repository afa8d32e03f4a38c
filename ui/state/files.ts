import { batch } from '@preact/signals';
import { baseName } from './gallery.ts';
import type { GalleryEntry } from './gallery.ts';
import { refused } from './notices.ts';
import { isSavedWorkspace, longestName, restored, saved } from './savedWorkspace.ts';
import type { Unreadable } from './savedWorkspace.ts';
import { addScenario, history, open, openScenario, workspace } from './session.ts';
import { problem, run } from './simulation.ts';
import { openUserTraces } from './traceFiles.ts';
import { mostScenarios } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** In bytes. A text editor in a page with more than this would hold up the whole page. */
const largestScenario = 20_000_000;

/** Opens a scenario of the gallery, in place of the selected one or however `openText` does. */
export async function openGalleryEntry(entry: GalleryEntry | undefined, openText = openScenario): Promise<void> {
  if (entry === undefined) return;
  let text: string;
  try {
    text = await entry.text();
  } catch {
    complain(`“${entry.name}” could not be loaded: the server this page came from does not answer. Try again when it does, or open a file.`);
    return;
  }
  openText({ name: entry.name === '' ? entry.id : entry.name, text, galleryId: entry.id });
}

/** Opens what was dropped or picked: scenarios, all the scenarios of a page that was saved, and trace files that scenarios name. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const texts: { name: string; text: string }[] = [];
  const traces = new Map<string, string>();
  for (const file of files) {
    const isTrace = /\.csv$/i.test(file.name);
    if (!isTrace && file.size > largestScenario) {
      complain(`“${file.name}” is larger than 20 MB, which no scenario needs. Arrivals from a recording belong in a .csv that the scenario names.`);
      return;
    }
    try {
      const text = await file.text();
      if (isTrace) traces.set(baseName(file.name), text);
      else texts.push({ name: file.name.slice(0, longestName), text });
    } catch {
      complain(`“${file.name}” could not be read. It may have been moved; choose it again.`);
      return;
    }
  }
  batch(() => {
    openUserTraces(traces);
    const refusals = openTexts(texts);
    // The run of what was opened takes the panel's message away.
    if (refusals.length < texts.length) refused.value = refusals.length === 0 ? null : refusals.join(' ');
    else if (refusals.length > 0) complain(refusals.join(' '));
    else if (traces.size > 0) run();
  });
}

/** Opens scenarios and saved pages together; gives a sentence for each that was not opened. */
function openTexts(texts: readonly { name: string; text: string }[]): string[] {
  const refusals: string[] = [];
  const scenarios = texts.filter(({ name, text }) => {
    const found = savedPage(text);
    if (found === null) return true;
    if ('problem' in found) refusals.push(`“${name}” could not be opened: ${found.problem}.`);
    else history.change(found);
    return false;
  });
  // The first takes the place of the selected one, unless that has just been opened too.
  const first = texts.length - refusals.length === scenarios.length ? scenarios.shift() : undefined;
  if (first !== undefined) openScenario({ ...first, galleryId: null });
  for (const scenario of scenarios) {
    if (workspace.value.scenarios.length === mostScenarios) refusals.push(`“${scenario.name}” was not opened: the page holds ${String(mostScenarios)} scenarios.`);
    else addScenario({ ...scenario, galleryId: null });
  }
  return refusals;
}

/** The page that a text is, if it was saved from one; null if it is something else, such as a scenario. */
function savedPage(text: string): Workspace | Unreadable | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isSavedWorkspace(value) ? restored(value) : null;
}

/** Saves the page: one scenario as it is written; several, or one with another seed than its text has, together with what is looked at. */
export function saveFile(): void {
  const { scenarios } = workspace.value;
  const { name, text, seed } = open.value;
  try {
    if (scenarios.length === 1 && seed === '') download(`${fileName(name)}.json`, text, 'application/json');
    else download(`${fileName(name)}.headroom.json`, `${JSON.stringify(saved(workspace.value), null, 2)}\n`, 'application/json');
  } catch (error) {
    complain(`“${name}” could not be saved: ${String(error)}`);
  }
}

/** Hands a text to the browser as a file to keep. */
export function download(name: string, content: string | Blob, type: string): void {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name that every file system takes. */
export function fileName(name: string): string {
  const plain = name
    .replace(/(\.headroom)?\.json$/i, '')
    .normalize('NFKD')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .toLowerCase();
  return plain === '' ? 'scenario' : plain;
}

function complain(message: string): void {
  problem.value = { kind: 'unreadable', message };
}
