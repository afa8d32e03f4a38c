import type { NamedScenario } from './workspace.ts';

const titles = new Map<string, string>();

/** Reading a longer text for its name would be felt. */
const longestRead = 500_000;

/** What a scenario calls itself, else what its file is called. */
export function titleOf({ name, text }: Pick<NamedScenario, 'name' | 'text'>): string {
  let title = titles.get(text);
  if (title === undefined) {
    if (titles.size > 100) titles.clear();
    titles.set(text, (title = nameIn(text)));
  }
  return title === '' ? name : title;
}

function nameIn(text: string): string {
  if (text.length > longestRead) return '';
  try {
    const value = JSON.parse(text) as { name?: unknown } | null;
    return typeof value?.name === 'string' ? value.name.trim().slice(0, 200) : '';
  } catch {
    return '';
  }
}
