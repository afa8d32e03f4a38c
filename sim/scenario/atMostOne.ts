import { rule, type Broken } from './rule.ts';

/** A check that an object has at most one of some keys, which say the same thing in different ways. */
export function atMostOneOf(noun: string, keys: readonly string[]) {
  return rule(function* (value): Iterable<Broken> {
    const present = keys.filter((key) => Object.hasOwn(value, key));
    if (present.length <= 1) return;
    yield {
      path: [present[present.length - 1] ?? ''],
      allowed: `at most one of ${keys.join(', ')}`,
      message: `${noun} has at most one of ${keys.join(', ')}, but here are ${present.length}: ${present.join(', ')}.`,
    };
  });
}
