import * as z from 'zod/mini';
import { rule, type Broken } from './rule.ts';

type Shape = Readonly<Record<string, z.core.$ZodType>>;
type OutputOf<S extends Shape> = { [Key in keyof S]: z.output<S[Key]> };
type InputOf<S extends Shape> = { [Key in keyof S]: z.input<S[Key]> };

/** `{ a: A } | { b: B } | …`: narrow with `'a' in value`. */
type OneKey<Values> = { [Key in keyof Values]: { [Only in Key]: Values[Key] } }[keyof Values];

/**
 * An object that has exactly one of the keys in `kinds`, and may have the `siblings`.
 * Written as one object rather than as a union, so that a mistake inside the chosen kind is reported as that mistake.
 */
export function exactlyOneOf<Kinds extends Shape>(
  noun: string,
  kinds: Kinds,
): z.ZodMiniType<OneKey<OutputOf<Kinds>>, OneKey<InputOf<Kinds>>>;
export function exactlyOneOf<Kinds extends Shape, Siblings extends Shape>(
  noun: string,
  kinds: Kinds,
  siblings: Siblings,
): z.ZodMiniType<
  OneKey<OutputOf<Kinds>> & z.output<z.ZodMiniObject<Siblings>>,
  OneKey<InputOf<Kinds>> & z.input<z.ZodMiniObject<Siblings>>
>;
export function exactlyOneOf(noun: string, kinds: Shape, siblings: Shape = {}): z.core.$ZodType {
  const names = Object.keys(kinds);
  const shape: Record<string, z.core.$ZodType> = {};
  for (const [name, schema] of Object.entries(kinds)) shape[name] = z.exactOptional(schema);
  const schema = z.strictObject({ ...shape, ...siblings }).check(
    rule(function* (value, unknownKeys): Iterable<Broken> {
      const present = names.filter((name) => Object.hasOwn(value, name));
      // A single misspelt key is already answered with "did you mean".
      if (present.length === 1 || (present.length === 0 && unknownKeys === 1)) return;
      const has = present.length === 0 ? 'has none of them' : `has ${present.length}: ${present.join(', ')}`;
      yield {
        path: [],
        allowed: `an object with exactly one of ${names.join(', ')}`,
        message: `${noun} must have exactly one of ${names.join(', ')}, but ${has}.`,
      };
    }),
  );
  oneKeySchemas.add(schema, { noun, names });
  return schema;
}

/** Which keys an exactly-one object chooses from, for JSON Schema and documentation. */
export const oneKeySchemas = z.registry<{ noun: string; names: readonly string[] }>();
