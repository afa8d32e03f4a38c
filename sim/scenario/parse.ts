import { explain } from './explain.ts';
import type { Issue } from './issue.ts';
import { readJson } from './json.ts';
import { mostIssues, plainData } from './plainData.ts';
import { scenarioSchema, type Scenario } from './schema.ts';
import * as z from 'zod/mini';

export { applySettings } from './settings.ts';

/** A scenario, or everything that is wrong with it: `scenario` is null exactly when there are issues. */
export type Parsed = { scenario: Scenario; issues: [] } | { scenario: null; issues: Issue[] };

/**
 * Reads a scenario file. Every problem is reported at once; nothing is coerced, dropped or guessed; it never throws.
 * A file that is not JSON has one issue, with line and column.
 */
export function parseScenario(text: string): Parsed {
  const { value, issues, readable } = readJson(text);
  return readable ? check(value, issues) : { scenario: null, issues };
}

/** The same for a scenario that is a value already: plain data as JSON could hold it, where undefined means left out. */
export function checkScenario(value: unknown): Parsed {
  return check(value, []);
}

/** A scenario as a file: reading it again gives the same scenario. */
export function printScenario(scenario: Scenario): string {
  return `${JSON.stringify(scenario, null, 2)}\n`;
}

function check(value: unknown, earlier: readonly Issue[]): Parsed {
  const plain = plainData(value);
  const { scenario, findings, complete } = judge(plain.value);
  const explained = first(mostIssues + 1, explain(findings, scenarioSchema, plain.value));
  const explainedPaths = new Set(explained.map(({ path }) => path));
  // Where the format itself has something to say about a place, its sentence is the more useful one.
  const found = onePerProblem([...earlier, ...plain.issues.filter(({ path }) => !explainedPaths.has(path)), ...explained]);
  if (scenario !== null && found.length === 0) return { scenario, issues: [] };
  return { scenario: null, issues: complete && found.length <= mostIssues ? found : [...found.slice(0, mostIssues), thereIsMore] };
}

const thereIsMore: Issue = {
  path: '',
  found: `more than ${mostIssues} problems`,
  allowed: 'none',
  message: 'There are more problems than are listed here.',
};

/**
 * Zod gathers problems by passing them all to one call, which overflows the stack from about a hundred thousand on. The
 * scenario is wrong then in any case, and its beginnings show how.
 */
function judge(value: unknown): { scenario: Scenario | null; findings: readonly z.core.$ZodIssue[]; complete: boolean } {
  for (const longest of [Infinity, 1000, 30, 3]) {
    try {
      const parsed = z.safeParse(scenarioSchema, longest === Infinity ? value : beginnings(value, longest));
      const complete = longest === Infinity;
      return parsed.success
        ? { scenario: complete ? parsed.data : null, findings: [], complete }
        : { scenario: null, findings: parsed.error.issues, complete };
    } catch (problem) {
      if (!(problem instanceof RangeError)) throw problem;
    }
  }
  return { scenario: null, findings: [], complete: false };
}

/** A value with its lists and objects cut off. */
function beginnings(value: unknown, longest: number): unknown {
  if (Array.isArray(value)) return value.slice(0, longest).map((item) => beginnings(item, longest));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(first(longest, Object.entries(value)).map(([key, inner]) => [key, beginnings(inner, longest)]));
}

function first<Item>(count: number, items: Iterable<Item>): Item[] {
  const taken: Item[] = [];
  for (const item of items) {
    if (taken.length === count) break;
    taken.push(item);
  }
  return taken;
}

/** Two checks may stumble over the same value; the first explains it. Different rules broken at one place are all kept. */
function onePerProblem(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ path, message, found, allowed }) => {
    const keys = [`${path}\n${message}`, `${path}\n${found}\n${allowed}`];
    if (keys.some((key) => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
}
