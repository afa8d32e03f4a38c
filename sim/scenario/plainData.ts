import { deepest } from './json.ts';
import { pathText, shown, type Issue } from './issue.ts';
import { nameProblem } from './name.ts';

/**
 * A copy of a value that is certainly plain data, as JSON could hold it, and what was not.
 *
 * Everything after this works on the copy: no getters, cycles, classes or foreign prototypes. A key whose value is
 * undefined counts as left out. A name with a meaning in JavaScript is reported and dropped, so nothing can ever look it up.
 */
export function plainData(value: unknown): { value: unknown; issues: Issue[] } {
  const issues: Issue[] = [];
  const path: (string | number)[] = [];

  const copy = (inner: unknown, depth: number): unknown => {
    if (typeof inner === 'string' || typeof inner === 'boolean' || inner === null || inner === undefined) return inner;
    if (typeof inner === 'number') {
      if (!Number.isFinite(inner))
        refuse(inner, 'a finite number', Number.isNaN(inner) ? 'NaN is not a number.' : 'The number is too large to be held.');
      else if (Object.is(inner, -0)) refuse(inner, '0', 'Zero has no sign here; write 0.');
      return inner;
    }
    if (typeof inner !== 'object' || !isPlain(inner)) {
      refuse(inner, 'plain data', `A ${typeof inner === 'object' ? 'special object' : typeof inner} is not plain data.`);
      return null;
    }
    if (depth >= deepest) {
      refuse(inner, `at most ${deepest} levels`, `This is nested more than ${deepest} levels deep.`);
      return null;
    }
    if (Array.isArray(inner)) {
      const list: unknown[] = [];
      for (let index = 0; index < inner.length; index++) {
        path.push(index);
        list.push(copy(inner[index], depth + 1) ?? null);
        path.pop();
      }
      return list;
    }
    const record: Record<string, unknown> = {};
    const keys = Object.keys(inner);
    if (keys.length > mostKeys) refuse(inner, `at most ${mostKeys} keys`, `This has ${keys.length} keys; at most ${mostKeys} are read.`);
    for (const key of keys.slice(0, mostKeys)) {
      path.push(key);
      if (key in Object.prototype) refuse(key, 'another name', `This name cannot be used: ${nameProblem(key) ?? 'it is reserved'}.`);
      else {
        const held = copy((inner as Record<string, unknown>)[key], depth + 1);
        if (held !== undefined) record[key] = held;
      }
      path.pop();
    }
    return record;
  };

  const refuse = (found: unknown, allowed: string, message: string): void => {
    if (issues.length < mostIssues) issues.push({ path: pathText(path), found: shown(found), allowed, message });
  };

  return { value: copy(value, 0), issues };
}

/** More functions or destinations than anybody simulates together. */
const mostKeys = 10_000;

/** More would help nobody, and a hostile file could hold millions. */
export const mostIssues = 1000;

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
