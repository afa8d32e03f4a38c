/** The scenarios and traces that are part of the page: names at once, texts when they are asked for. */

/** One scenario that ships with Headroom. */
export interface GalleryEntry {
  /** The file's name without `.json`. */
  id: string;
  name: string;
  text: () => Promise<string>;
}

// The schema is no scenario. Each file is cut down to the one key that is imported, so that the page starts without the rest.
const names = import.meta.glob<string>(['../../scenarios/*.json', '!../../scenarios/*.schema.json'], { import: 'name', eager: true });
const texts = import.meta.glob<string>(['../../scenarios/*.json', '!../../scenarios/*.schema.json'], { query: '?raw', import: 'default' });
const traces = import.meta.glob<string>('../../scenarios/**/*.csv', { query: '?raw', import: 'default' });

/** Every scenario of the gallery, the simplest first. */
export const gallery: readonly GalleryEntry[] = Object.entries(texts)
  .map(([path, text]) => ({ id: baseName(path).replace(/\.json$/, ''), name: names[path] ?? '', text }))
  .sort((one, other) => Number(isSteady(other)) - Number(isSteady(one)) || one.name.localeCompare(other.name, 'en'));

/** What the page shows before anybody has chosen anything. */
export const defaultEntry: GalleryEntry | undefined = gallery[0];

/** The text of a trace file that ships with the page, by the name a scenario gives it; null if there is none. */
export async function bundledTrace(name: string): Promise<string | null> {
  const wanted = name.replace(/^\.\//, '');
  const path = Object.keys(traces).find((candidate) => candidate === `../../scenarios/${wanted}`);
  const load = path === undefined ? undefined : traces[path];
  return load === undefined ? null : load().catch(() => null);
}

/** Loads what is left of the gallery, so that from then on the page needs its server no more. */
export async function loadWholeGallery(): Promise<void> {
  for (const load of [...Object.values(texts), ...Object.values(traces)]) {
    // One by one and without hurry; what does not load now is asked for again when it is chosen.
    await load().catch(() => undefined);
  }
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function isSteady({ id }: { id: string }): boolean {
  return id.startsWith('steady');
}
