/** In what the scenarios of a page differ, as paths into their texts. */
export interface SettingDifference {
  /** As `--set` and messages write it: `functions.import.ReservedConcurrentExecutions`. */
  path: string;
  /** Its last key, which is AWS's name where AWS has one. */
  name: string;
  /** What each scenario says, in their order; null where it says nothing. */
  values: (string | null)[];
}

/** What changes the words and not the simulation. */
const onlyWords = new Set(['$schema', 'name', 'description', 'seed']);

/** Where scenarios differ, in the order in which the first that says something says it; null where a text is no JSON. */
export function settingDifferences(texts: readonly string[]): SettingDifference[] | null {
  const leaves: Map<string, string>[] = [];
  for (const text of texts) {
    try {
      const value = JSON.parse(text) as unknown;
      const found = new Map<string, string>();
      collect(value, '', found);
      leaves.push(found);
    } catch {
      return null;
    }
  }
  const paths = new Set(leaves.flatMap((one) => [...one.keys()]));
  return [...paths]
    .map((path) => ({ path, name: nameOf(path), values: leaves.map((one) => one.get(path) ?? null) }))
    .filter(({ path, values }) => !onlyWords.has(path) && values.some((value) => value !== values[0]));
}

function collect(value: unknown, path: string, into: Map<string, string>): void {
  // A long list is one thing: nobody compares a thousand counts one by one.
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && value.length > 50)) {
    into.set(path, typeof value === 'string' ? value : Array.isArray(value) ? `${String(value.length)} entries, ${checksum(JSON.stringify(value))}` : JSON.stringify(value));
    return;
  }
  for (const [key, inner] of Object.entries(value)) collect(inner, Array.isArray(value) ? `${path}[${key}]` : path === '' ? plain(key) : `${path}.${plain(key)}`, into);
}

function plain(key: string): string {
  return /^[^.[\]="']+$/.test(key) ? key : JSON.stringify(key);
}

/** The last key of a path; of an entry in a list, with the list's. */
function nameOf(path: string): string {
  return /[^.[\]]+(\[\d+\])*$/.exec(path)?.[0] ?? path;
}

/** Tells two long lists apart at a glance. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).slice(0, 4);
}
