import * as z from 'zod/mini';
import { oneKeySchemas } from './exactlyOne.ts';
import { fields, type About } from './field.ts';
import { scenarioSchema } from './schema.ts';
import { allowedValues } from './values.ts';

/**
 * The scenario format as JSON Schema (draft 2020-12), for editors and other tools, made from the one table.
 * Rules that join several places (names that exist, reservations that fit the account) are beyond it; parseScenario has them all.
 */
export function scenarioJsonSchema(): object {
  const generated = z.toJSONSchema(scenarioSchema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => describe(zodSchema, jsonSchema as Record<string, unknown>),
  });
  const { $schema, ...rest } = generated as Record<string, unknown>;
  return {
    $schema,
    title: 'Headroom scenario, version 1',
    description: 'Traffic, functions, settings and assumptions for a simulation of AWS Lambda’s asynchronous invocation.',
    ...rest,
  };
}

function describe(schema: z.core.$ZodType, json: Record<string, unknown>): void {
  const allowed = allowedValues.get(schema);
  if (allowed?.jsonSchema !== undefined) Object.assign(json, allowed.jsonSchema);
  const kinds = oneKeySchemas.get(schema);
  if (kinds !== undefined) json['oneOf'] = kinds.names.map((name) => ({ required: [name] }));
  const about = fields.get(schema);
  if (about !== undefined) {
    json['title'] = about.label;
    json['description'] = describing(about);
  }
}

function describing({ doc, clauses, grade, unit, defaultNote }: About): string {
  const source = [...(clauses ?? []), ...(grade === undefined ? [] : [grade])];
  return [
    doc,
    ...(unit === undefined || ['duration', 'rate', 'distribution'].includes(unit) ? [] : [`Unit: ${unit}.`]),
    ...(defaultNote === undefined ? [] : [`Default: ${defaultNote}.`]),
    ...(source.length === 0 ? [] : [`[${source.join(', ')}]`]),
  ].join(' ');
}
