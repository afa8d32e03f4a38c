import * as z from 'zod/mini';

/** A problem that a rule found: where (relative to the value it looked at), what is allowed, and a whole sentence. */
export interface Broken {
  path: readonly PropertyKey[];
  allowed: string;
  clause?: string;
  message: string;
}

/**
 * A rule over several keys of one object, as a zod check.
 * It is asked even when some of the keys are wrong in themselves, because the user is told everything at once; so it must
 * expect anything and keep silent about what it cannot judge. `unknownKeys` counts the keys that the object should not have.
 */
export function rule(judge: (value: Record<string, unknown>, unknownKeys: number) => Iterable<Broken>) {
  return z.check<unknown>(
    (payload) => {
      if (!isRecord(payload.value)) return;
      // Zod has taken the keys that it refuses out of the value already.
      const unknown = payload.issues.reduce((count, issue) => {
        if (issue.code === 'unrecognized_keys' && (issue.path ?? []).length === 0) return count + issue.keys.length;
        return issue.code === 'invalid_key' && issue.path?.length === 1 ? count + 1 : count;
      }, 0);
      for (const broken of judge(payload.value, unknown)) {
        payload.issues.push({ code: 'custom', path: [...broken.path], input: payload.value, message: broken.message, params: { broken } });
      }
    },
    { when: () => true },
  );
}

/** Whether a value is an object with keys: not null, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a key, or an empty one where there is none to judge. */
export function recordAt(value: Record<string, unknown>, key: string): Record<string, unknown> {
  const inner = Object.hasOwn(value, key) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
}

/** The list under a key, or an empty one where there is none to judge. */
export function listAt(value: Record<string, unknown>, key: string): readonly unknown[] {
  const inner = Object.hasOwn(value, key) ? value[key] : undefined;
  return Array.isArray(inner) ? inner : [];
}
