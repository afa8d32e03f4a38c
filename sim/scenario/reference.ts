import type * as z from 'zod/mini';
import { oneKeySchemas } from './exactlyOne.ts';
import { bare, childOf, insideWrapper, rowOf } from './lookup.ts';
import { scenarioSchema } from './schema.ts';
import type { About } from './field.ts';

/** One line of the format's documentation, or one field of a form. */
export interface ReferenceRow {
  /** The key, with the keys above it inside the section: `EventInvokeConfig.MaximumRetryAttempts`. */
  key: string;
  about: About;
  required: boolean;
  /** What may stand there, in words. */
  range: string;
  /** As JSON; undefined where there is none or where `about.defaultNote` describes it. */
  default: unknown;
}

/**
 * The fields of one part of the format, such as `[]` for the top level or `['functions', '<name>', 'behaviour']`.
 * Objects inside are listed with it; lists, distributions and arrivals are parts of their own. Null where there is no such part.
 */
export function scenarioReference(path: readonly PropertyKey[]): ReferenceRow[] | null {
  let schema: z.core.$ZodType = scenarioSchema;
  for (const key of path) {
    const child = childOf(schema, key);
    if (child === null) return null;
    schema = child;
  }
  return [...rowsOf(schema, '')];
}

function* rowsOf(schema: z.core.$ZodType, prefix: string): Iterable<ReferenceRow> {
  const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
  if (def.type !== 'object') return;
  for (const [key, child] of Object.entries(def.shape)) {
    const { about } = rowOf(child);
    if (about === undefined) continue;
    yield {
      key: prefix + key,
      about,
      required: !isOptional(child),
      range: rangeOf(child),
      default: defaultOf(child),
    };
    if (!isChoiceOfKinds(child)) yield* rowsOf(child, `${prefix}${key}.`);
  }
}

function rangeOf(schema: z.core.$ZodType): string {
  const { allowed } = rowOf(schema);
  const kinds = oneKeySchemas.get(bare(schema));
  if (kinds !== undefined) return kinds.noun === 'Arrivals' ? 'arrivals' : 'a distribution';
  if (allowed !== undefined) {
    const { kind, minimum, maximum, words } = allowed;
    if (minimum === undefined) return words;
    const noun = kind === 'integer' ? 'whole number' : kind;
    if (maximum === undefined) return `${noun}, ${minimum}${typeof minimum === 'string' && minimum.startsWith('more') ? '' : ' or more'}`;
    if (typeof minimum === 'string' && minimum.startsWith('more')) return `${noun}, ${minimum}, at most ${maximum}`;
    return `${noun}, ${minimum} … ${maximum}`;
  }
  const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
  return def.type === 'array' ? 'list' : 'object';
}

/** Asked by `get`, which finds what is known of the schema that a check was added to; `has` would not. */
function isChoiceOfKinds(schema: z.core.$ZodType): boolean {
  return oneKeySchemas.get(bare(schema)) !== undefined;
}

function isOptional(schema: z.core.$ZodType): boolean {
  return insideWrapper(schema) !== null;
}

/** What is written into a scenario that leaves the key out; objects that fill in their own defaults are not repeated. */
function defaultOf(schema: z.core.$ZodType): unknown {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  if (def.type !== 'default' && def.type !== 'prefault') return undefined;
  const value: unknown = def.defaultValue;
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0 ? undefined : value;
}
