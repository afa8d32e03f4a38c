import { batch } from '@preact/signals';
import { baseName } from './gallery.ts';
import type { GalleryEntry } from './gallery.ts';
import { isSavedWorkspace, restored, saved } from './savedWorkspace.ts';
import { addScenario, history, open, openScenario, workspace } from './session.ts';
import { problem, run } from './simulation.ts';
import { openUserTraces } from './traceFiles.ts';

/** In bytes. A text editor in a page with more than this would hold up the whole page. */
const largestScenario = 20_000_000;

/** Opens a scenario of the gallery. */
export async function openGalleryEntry(entry: GalleryEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  let text: string;
  try {
    text = await entry.text();
  } catch {
    complain(`“${entry.name}” could not be loaded: the server this page came from does not answer. Try again when it does, or open a file.`);
    return;
  }
  openScenario({ name: entry.name === '' ? entry.id : entry.name, text, galleryId: entry.id });
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
      else texts.push({ name: file.name, text });
    } catch {
      complain(`“${file.name}” could not be read. It may have been moved; choose it again.`);
      return;
    }
  }
  batch(() => {
    openUserTraces(traces);
    const opened = texts.filter(({ name, text }) => !openWorkspace(name, text));
    for (const [index, { name, text }] of opened.entries()) {
      if (index === 0) openScenario({ name, text, galleryId: null });
      else addScenario({ name, text, galleryId: null });
    }
    if (texts.length === 0 && traces.size > 0) run();
  });
}

/** Opens a text if it is a page that was saved; false if it is something else, such as a scenario. */
function openWorkspace(name: string, text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  if (!isSavedWorkspace(value)) return false;
  const found = restored(value);
  if ('problem' in found) complain(`“${name}” could not be opened: ${found.problem}.`);
  else history.change(found);
  return true;
}

/** Saves the page: one scenario as it is written, several together with what is looked at. */
export function saveFile(): void {
  const { scenarios } = workspace.value;
  const { name, text } = open.value;
  if (scenarios.length === 1) download(`${fileName(name)}.json`, text, 'application/json');
  else download(`${fileName(name)}.headroom.json`, `${JSON.stringify(saved(workspace.value), null, 2)}\n`, 'application/json');
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
