import * as z from 'zod/mini';

/** How sure we are of a default or a rule: AWS's own text, somebody's measurement of the real service, or our choice where AWS is silent. */
export type Grade = 'documented' | 'measured' | 'assumed';

/** What the one parameter table knows about a field besides its type: the source of forms, documentation and messages. */
export interface About {
  /** A few words, as over a form field. */
  label: string;
  /** One or more whole sentences. */
  doc: string;
  unit?: string;
  /** AWS's name of the setting, where AWS has one. */
  aws?: string;
  /** The clauses that define its meaning, most telling first. */
  clauses?: readonly string[];
  /** Absent where the field says nothing about AWS: it is the user's own load, code or taste. */
  grade?: Grade;
  /** The default in words, where it depends on other fields and so cannot stand in the schema. */
  defaultNote?: string;
}

// Zod would try to compile validators with `new Function`; the page's Content-Security-Policy forbids that, and even the attempt is reported.
z.config({ jitless: true });

/** The table itself: each field's schema, and what we know about it. */
export const fields = z.registry<About>();

/** Enters a field into the table. Each schema object is one row, so a shared schema must be made anew for each field. */
export function field<Schema extends z.core.$ZodType>(about: About, schema: Schema): Schema {
  if (fields.has(schema)) throw new Error(`The schema of "${about.label}" is in the table already.`);
  fields.add(schema, about);
  return schema;
}
