import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTables } from '../../scripts/scenarioTables.mjs';
import { scenarioJsonSchema } from '../../sim/scenario/jsonSchema.ts';
import { checkScenario, parseScenario } from '../../sim/scenario/parse.ts';
import { scenarioReference } from '../../sim/scenario/reference.ts';
import { complete, gallery, minimal, readScenarioFile, withValue } from './samples.ts';
import { scenarioArbitrary } from './scenarioArbitrary.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true }).compile(scenarioJsonSchema());

describe('the JSON Schema', () => {
  it('is what the parameter table says now, or node scripts/generateScenarioDocs.mjs writes it anew', () => {
    expect(readScenarioFile('scenario.schema.json')).toBe(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  });

  it('is of draft 2020-12 and describes every field', () => {
    const schema = scenarioJsonSchema() as { $schema: string; properties: Record<string, { description?: string }> };
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    for (const property of Object.values(schema.properties)) expect(property.description).toMatch(/\./);
  });

  it.each(gallery)('accepts %s', (name) => {
    validate(JSON.parse(readScenarioFile(name)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('accepts whatever parseScenario accepts', () => {
    fc.assert(
      fc.property(scenarioArbitrary(), (value) => {
        const valid = validate(value);
        expect(validate.errors ?? []).toEqual([]);
        expect(valid).toBe(true);
        expect(validate(checkScenario(value).scenario)).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it.each([
    [['version'], 2],
    [['duration'], '5 min'],
    [['duration'], 0],
    [['functions', 'import', 'Timeout'], 901],
    [['functions', 'import', 'timeout'], 3],
    [['functions', 'import', 'behaviour', 'duration'], {}],
    [['functions', 'import', 'behaviour', 'duration'], { constant: 1, exponential: { mean: 1 } }],
    [['functions', 'import', 'behaviour', 'errorRate'], '0.5'],
    [['destinations', 'done', 'type'], 'Kinesis'],
    [['destinations', 'done', 'fifo'], 'no'],
    [['functions', 'import', 'versions'], { v1: {} }],
    [['functions', 'import', 'aliases'], { '12': { FunctionVersion: '$LATEST' } }],
    [['functions', 'import', 'aliases'], { live: {} }],
    [['functions', 'import', 'behaviour', 'error'], 'failed'],
    [['traffic', 0, 'payloadText'], {}],
    [['faults', 0, 'deleted'], false],
    [['account', 'AccountId'], '1'],
    [['traffic', 0, 'arrivals'], { poisson: { rate: 'fast' } }],
    [['traffic', 0, 'to'], undefined],
    [['assumptions', 'dispatch'], 'lifo'],
    [['assumptions', 'idleExpiry'], { uniform: {} }],
  ])('refuses %j = %j, as parseScenario does', (path, value) => {
    const wrong = withValue(complete, path, value);
    expect(validate(wrong)).toBe(false);
    expect(checkScenario(wrong).scenario).toBeNull();
  });
});

describe('docs/scenario-format.md', () => {
  const text = readFileSync(`${root}docs/scenario-format.md`, 'utf8');
  const examples = [...text.matchAll(/```json\n([^]*?)```/g)].map(([, example]) => example!);

  it('has tables of what the parameter table says now, or node scripts/generateScenarioDocs.mjs writes them anew', () => {
    expect(withTables(text, scenarioReference)).toBe(text);
  });

  it('has examples', () => expect(examples.length).toBeGreaterThanOrEqual(5));

  it.each(examples)('example %#', (example) => {
    expect(parseScenario(example).issues).toEqual([]);
    expect(validate(JSON.parse(example))).toBe(true);
  });

  it('quotes messages as they are', () => {
    const wrong = {
      ...minimal,
      functions: { import: { timeout: 5, EventInvokeConfig: { MaximumEventAgeInSeconds: 30 } } },
      traffic: [{ to: 'imprt', arrivals: { burst: { count: 1 } } }],
    };
    for (const { path, message } of checkScenario(wrong).issues) expect(text).toContain(`${path}: ${message}`);
  });
});
