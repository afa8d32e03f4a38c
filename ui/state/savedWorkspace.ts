import type { NamedScenario, SavedQuestions, Span, Workspace } from './workspace.ts';
import { mostScenarios } from './workspace.ts';

/**
 * A workspace as it is written into links, files and the browser's storage. What was written by this version must be
 * read by every later one: the shape may grow, and what is missing then means what it meant here.
 */
export interface SavedWorkspace {
  /** The version of this shape. */
  headroom: 1;
  scenarios: { letter: string; name: string; text: string; gallery?: string; seed?: string }[];
  selected: string;
  overlaid?: string;
  function?: string;
  zoom?: [from: number, to: number];
  plan?: SavedQuestions;
}

/** Why something is no workspace, as a sentence for a person. */
export interface Unreadable {
  problem: string;
}

/** A workspace in the shape that is kept; whatever has its usual value is left out. */
export function saved({ scenarios, selected, overlaid, view, plan }: Workspace): SavedWorkspace {
  return {
    headroom: 1,
    scenarios: scenarios.map(({ letter, name, text, galleryId, seed }) => ({
      letter,
      name,
      text,
      ...(galleryId === null ? {} : { gallery: galleryId }),
      ...(seed === '' ? {} : { seed }),
    })),
    selected,
    ...(overlaid === null ? {} : { overlaid }),
    ...(view.function === null ? {} : { function: view.function }),
    ...(view.zoom === null ? {} : { zoom: [view.zoom.from, view.zoom.to] }),
    ...(plan && { plan }),
  };
}

/** Whether a JSON value claims to be a workspace and not, say, a scenario. */
export function isSavedWorkspace(value: unknown): value is Record<string, unknown> {
  return isObject(value) && Object.hasOwn(value, 'headroom');
}

/** What was kept, as a workspace. It may come from anybody, so nothing about it is believed; the scenarios' texts are judged when they are simulated. */
export function restored(value: unknown): Workspace | Unreadable {
  if (!isSavedWorkspace(value)) return { problem: 'it holds no scenarios of Headroom' };
  const version = value['headroom'];
  if (typeof version === 'number' && version > 1) return { problem: 'it was made by a newer version of Headroom' };
  if (version !== 1) return { problem: 'it names no version that Headroom knows' };
  const list = value['scenarios'];
  if (!Array.isArray(list) || list.length === 0 || list.length > mostScenarios) return { problem: `it must hold 1 to ${String(mostScenarios)} scenarios` };
  const scenarios = list.map(scenarioFrom);
  const whole = scenarios.filter((one) => one !== null);
  const letters = new Set(whole.map(({ letter }) => letter));
  if (whole.length < scenarios.length || letters.size < scenarios.length) return { problem: 'one of its scenarios is damaged' };
  const sorted = whole.sort((one, other) => (one.letter < other.letter ? -1 : 1));
  // What is looked at is no reason to refuse what was made.
  const selected = letterIn(letters, value['selected']) ?? sorted[0]?.letter ?? 'A';
  const overlaid = letterIn(letters, value['overlaid']);
  const plan = value['plan'];
  return {
    scenarios: sorted,
    selected,
    overlaid: overlaid === selected ? null : overlaid,
    view: { function: shortText(value['function']), zoom: spanFrom(value['zoom']) },
    ...(isObject(plan) && isShort(plan) && { plan }),
  };
}

/** What is asked of the planner fills a few fields; what is longer, or too deep to be written again, is nothing that was asked. */
function isShort(plan: object): boolean {
  try {
    return JSON.stringify(plan).length <= 20_000;
  } catch {
    return false;
  }
}

/** As long as the largest file that is opened as a scenario. */
const longestText = 20_000_000;

/** Of a scenario's name: files may have longer ones. */
export const longestName = 300;

function scenarioFrom(value: unknown): NamedScenario | null {
  if (!isObject(value)) return null;
  const { letter, name, text, gallery, seed } = value;
  if (typeof letter !== 'string' || !/^[A-Z]$/.test(letter)) return null;
  if (typeof name !== 'string' || name.length > longestName) return null;
  if (typeof text !== 'string' || text.length > longestText) return null;
  if (seed !== undefined && (typeof seed !== 'string' || seed.length > 200)) return null;
  return { letter, name, text, galleryId: shortText(gallery), seed: seed ?? '' };
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' && value.length > 0 && value.length <= longestName ? value : null;
}

function letterIn(letters: ReadonlySet<string>, value: unknown): string | null {
  return typeof value === 'string' && letters.has(value) ? value : null;
}

function spanFrom(value: unknown): Span | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [from, to] = value as unknown[];
  return typeof from === 'number' && typeof to === 'number' && from >= 0 && from < to && Number.isFinite(to) ? { from, to } : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
