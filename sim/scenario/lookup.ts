import * as z from 'zod/mini';
import { fields, type About } from './field.ts';
import { allowedValues, json, type Allowed } from './values.ts';

/** What the table says about one place of a scenario. */
export interface Row {
  /** The schema with its default and optional wrappers. */
  schema: z.core.$ZodType;
  about: About | undefined;
  allowed: Allowed | undefined;
}

/** The row of the table for a path such as `['functions', 'import', 'Timeout']`; null where the format has no such place. */
export function rowAt(root: z.core.$ZodType, path: readonly PropertyKey[]): Row | null {
  let schema: z.core.$ZodType = root;
  for (const key of path) {
    const inner = childOf(schema, key);
    if (inner === null) return null;
    schema = inner;
  }
  return rowOf(schema);
}

/** The row of a schema: its own words, or those of the first schema inside its wrappers that has some. */
export function rowOf(schema: z.core.$ZodType): Row {
  let about: About | undefined;
  let allowed: Allowed | undefined;
  for (let inner: z.core.$ZodType | null = schema; inner !== null; inner = insideWrapper(inner)) {
    about ??= fields.get(inner);
    allowed ??= allowedValues.get(inner);
  }
  return { schema, about, allowed };
}

/** The schema without its default and optional wrappers. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  let current = schema;
  for (let inner = insideWrapper(current); inner !== null; inner = insideWrapper(current)) current = inner;
  return current;
}

/** The keys of an object schema, or of the object among the options of a union; null for any other. */
export function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | null {
  const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
  if (def.type === 'union') return def.options.map(shapeOf).find((shape) => shape !== null) ?? null;
  return def.type === 'object' ? def.shape : null;
}

/** The words that a choice is among; null for any other schema. */
export function choicesOf(schema: z.core.$ZodType): readonly string[] | null {
  const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
  return def.type === 'enum' ? Object.values(def.entries).map(String) : null;
}

/** The schema of a key or an index inside an object, record, list, union or JSON value; null where there is none. */
export function childOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | null {
  if (rowOf(schema).allowed?.kind === 'json') return anyJson;
  const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
  switch (def.type) {
    case 'object':
      return typeof key === 'string' && Object.hasOwn(def.shape, key) ? (def.shape[key] ?? null) : null;
    case 'record':
      return def.valueType;
    case 'array':
      return typeof key === 'number' ? def.element : null;
    case 'union':
      for (const option of def.options) {
        const child = childOf(option, key);
        if (child !== null) return child;
      }
      return null;
    default:
      return null;
  }
}

/** Where a default or optional wrapper leads; null for any other schema. */
export function insideWrapper(schema: z.core.$ZodType): z.core.$ZodType | null {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  return def.type === 'default' || def.type === 'prefault' || def.type === 'optional' ? def.innerType : null;
}

/** What is inside a JSON value: the format has nothing to say about it. */
const anyJson = json();
