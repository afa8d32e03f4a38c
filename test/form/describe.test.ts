import { describe, expect, it } from 'vitest';
import { describeForm } from '../../sim/form/describe.ts';
import { oneKeySchemas } from '../../sim/scenario/exactlyOne.ts';
import { fields } from '../../sim/scenario/field.ts';
import { bare, insideWrapper, rowOf } from '../../sim/scenario/lookup.ts';
import { scenarioSchema } from '../../sim/scenario/schema.ts';
import type * as z from 'zod/mini';
import { gallery, readScenarioFile, complete, minimal, withValue } from '../scenario/samples.ts';
import { allForms, formOf, nodeAt, nodesOf } from './formNodes.ts';

const text = JSON.stringify(complete);

describe('every field of the parameter table', () => {
  it('is in the form of a scenario that uses everything', () => {
    const described = new Set<string>();
    for (let kind = 0; kind < 8; kind++) {
      const everything = JSON.stringify({ ...(exampleOf(scenarioSchema, kind) as object), functions: { f: exampleOf(schemaOf('functions'), kind) } });
      for (const node of allForms(everything).flatMap(nodesOf)) for (let length = 1; length <= node.path.length; length++) described.add(patternOf(node.path.slice(0, length)));
    }
    const all = [...fieldPatterns(scenarioSchema, [])];
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter((pattern) => !described.has(pattern))).toEqual([]);
  });

  it('is in one place of the form only, so that a field can be found by its path', () => {
    for (const name of gallery)
      for (const form of allForms(readScenarioFile(name)).slice(0, 12)) {
        const ids = nodesOf(form).filter(({ kind }) => kind === 'value').map(({ id }) => id);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      }
  });
});

describe('describeForm', () => {
  it('has the sections in the order in which a planner thinks', () => {
    expect(formOf(text, 'import').sections.map(({ title }) => title)).toEqual([
      'Traffic',
      'Streams and queues',
      'Function',
      'Retries and age',
      'Concurrency',
      'Failure path',
      'Faults',
      'Targets',
      'Account',
      'Scenario',
      'Assumptions',
    ]);
  });

  it('has no form for what is not JSON, or no object', () => {
    expect(describeForm('{', null)).toBeNull();
    expect(describeForm('[]', null)).toBeNull();
  });

  it('says of a value all that the table says, and what is written', () => {
    const form = formOf(JSON.stringify(withValue(minimal, ['functions', 'f', 'Timeout'], 30)));
    expect(nodeAt(form, 'functions.f.Timeout')).toMatchObject({
      kind: 'value',
      type: 'integer',
      label: 'Timeout',
      aws: 'Timeout',
      unit: 'seconds',
      clauses: ['ENV-07', 'ENV-08', 'ERR-05'],
      grade: 'documented',
      minimum: 1,
      maximum: 900,
      slider: { from: 1, to: 900 },
      default: 3,
      value: 30,
      written: true,
      changed: true,
    });
    expect(nodeAt(form, 'functions.f.MemorySize')).toMatchObject({ default: 128, written: false, changed: false });
    expect(nodeAt(form, 'functions.f.MemorySize')).not.toHaveProperty('value');
    expect(nodeAt(form, 'functions.f.ReservedConcurrentExecutions')).toMatchObject({ defaultNote: 'unreserved', slider: { from: 0, to: 900 } });
  });

  it('takes a value written in other words for the default that it is', () => {
    const form = formOf(JSON.stringify({ ...minimal, delayTarget: '1m' }));
    expect(nodeAt(form, 'delayTarget')).toMatchObject({ value: '1m', written: true, changed: false });
  });

  it('offers the names that a reference may have', () => {
    const form = formOf(text, 'import');
    expect(nodeAt(form, 'traffic[0].qualifier')).toMatchObject({ type: 'reference', choices: ['$LATEST', '1', '2', 'live'] });
    expect(nodeAt(form, 'functions.import.DeadLetterConfig.TargetArn')).toMatchObject({ label: 'Dead-letter queue', choices: ['failed', 'dlq'] });
    expect(nodeAt(form, 'functions.import.EventInvokeConfig.DestinationConfig.OnFailure.Destination')).toMatchObject({
      label: 'On failure',
      choices: ['done', 'failed', 'dlq', 'confirmed', 'confirm'],
    });
  });

  it('offers each other kind of a distribution, about as long as the present one', () => {
    const form = formOf(text, 'import');
    const node = nodeAt(form, 'functions.import.behaviour.duration');
    expect(node).toMatchObject({ kind: 'one-of', chosen: 'exponential' });
    const kinds = node.kind === 'one-of' ? node.kinds : [];
    expect(kinds.map(({ name }) => name)).toEqual(['constant', 'exponential', 'lognormal', 'gamma', 'weibull', 'uniform', 'percentiles', 'mixture']);
    expect(kinds[0]?.blank).toEqual({ constant: '200ms' });
    expect(kinds[2]?.blank).toEqual({ lognormal: { p50: '200ms', p99: '1s' } });
  });

  it('says what must be written around half of a distribution that only holds by default', () => {
    expect(nodeAt(formOf(JSON.stringify(minimal)), 'functions.f.behaviour.initDuration.lognormal.p50')).toMatchObject({
      value: '400ms',
      written: false,
      around: { path: ['functions', 'f', 'behaviour', 'initDuration'], value: { lognormal: { p50: '400ms', p99: '2s' } } },
    });
  });

  it('shows only what concerns the function it is about, and nothing of a function when it is about all', () => {
    const order = readScenarioFile('order-pipeline.json');
    const ship = formOf(order, 'ship');
    expect(nodesOf(ship).filter(({ id }) => id.startsWith('functions.')).every(({ id }) => id.startsWith('functions.ship'))).toBe(true);
    expect(nodeAt(ship, 'traffic')).toMatchObject({ total: 1, concerned: 0, entries: [] });
    expect(nodeAt(ship, 'faults')).toMatchObject({ concerned: 1 });
    const all = formOf(order);
    expect(all.functions).toEqual(['check', 'pack', 'ship']);
    expect(nodesOf(all).filter(({ id }) => id.startsWith('functions.'))).toEqual([]);
    expect(nodeAt(all, 'functions')).toMatchObject({ kind: 'map', named: 'function', total: 3 });
  });

  it('shows a version or an alias with its own retries and destinations, which it inherits from nobody', () => {
    const ids = nodesOf(formOf(text, 'import:live')).map(({ id }) => id);
    expect(ids).toContain('functions.import.aliases.live.EventInvokeConfig.MaximumRetryAttempts');
    expect(ids).toContain('functions.import.aliases.live.ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions');
    expect(ids).not.toContain('functions.import.EventInvokeConfig.MaximumRetryAttempts');
  });

  it('cuts long lists and says how long they are', () => {
    const form = formOf(JSON.stringify({ ...minimal, traffic: [{ to: 'f', arrivals: { at: Array.from({ length: 1000 }, () => '1s') } }] }));
    const node = nodeAt(form, 'traffic[0].arrivals.at');
    expect(node).toMatchObject({ kind: 'list', total: 1000 });
    expect(node.kind === 'list' ? node.entries.length : 0).toBe(50);
  });

  it('shows what has no right shape as what it is, so that it can be put right', () => {
    const form = formOf('{"version": 1, "duration": "1h", "functions": {"f": {"EventInvokeConfig": 5, "behaviour": {"duration": "3s"}}}, "traffic": "much"}');
    expect(nodeAt(form, 'functions.f.EventInvokeConfig')).toMatchObject({ type: 'json', value: 5 });
    expect(nodeAt(form, 'functions.f.behaviour.duration')).toMatchObject({ kind: 'one-of', chosen: null });
    expect(nodeAt(form, 'traffic')).toMatchObject({ type: 'json', value: 'much' });
  });

  it('describes one of a hundred functions in less than ten milliseconds', () => {
    const hundred = readScenarioFile('azure-2019-hundred.json');
    const [name = ''] = formOf(hundred).functions;
    const times = Array.from({ length: 20 }, () => {
      const from = performance.now();
      formOf(hundred, name);
      return performance.now() - from;
    });
    expect(Math.min(...times)).toBeLessThan(10);
  });
});

type Schema = z.core.$ZodType;

/** A path with names and indices replaced by a star. */
function patternOf(path: readonly (string | number)[]): string {
  return path.map((key, index) => (typeof key === 'number' || ['functions', 'destinations', 'versions', 'aliases', 'percentiles', 'streams', 'queues', 'eventSourceMappings'].includes(String(path[index - 1])) ? '*' : key)).join('.');
}

function schemaOf(key: string): Schema {
  const { def } = bare(scenarioSchema)._zod as z.core.$ZodTypes['_zod'];
  const record = def.type === 'object' ? def.shape[key] : undefined;
  const inner = bare(record ?? scenarioSchema)._zod as z.core.$ZodTypes['_zod'];
  return inner.def.type === 'record' ? inner.def.valueType : scenarioSchema;
}

/** The pattern of each field that is entered in the table, wherever in the format it stands. */
function* fieldPatterns(schema: Schema, path: readonly string[]): Iterable<string> {
  for (let inner: Schema | null = schema; inner !== null; inner = insideWrapper(inner)) if (fields.has(inner)) yield path.join('.');
  if (rowOf(schema).allowed?.kind === 'json') return;
  const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
  if (def.type === 'object') for (const [key, child] of Object.entries(def.shape)) yield* fieldPatterns(child, [...path, key]);
  if (def.type === 'record') yield* fieldPatterns(def.valueType, [...path, '*']);
  if (def.type === 'array') yield* fieldPatterns(def.element, [...path, '*']);
  if (def.type === 'union') for (const option of def.options) yield* fieldPatterns(option, path);
}

/** A value with every key written; of several kinds the one with this number. It need not be valid. */
function exampleOf(schema: Schema, kind: number): unknown {
  const inner = bare(schema);
  if (rowOf(schema).allowed?.kind === 'json') return { any: 'value' };
  const { def } = inner._zod as z.core.$ZodTypes['_zod'];
  const kinds = oneKeySchemas.get(inner)?.names;
  if (def.type === 'object')
    return Object.fromEntries(
      Object.entries(def.shape).flatMap(([key, child]) => (kinds?.includes(key) === true && kinds[kind % kinds.length] !== key ? [] : [[key, exampleOf(child, kind)]])),
    );
  if (def.type === 'record') return { '1': exampleOf(def.valueType, kind) };
  // The parts of a mixture are of every kind.
  if (def.type === 'array') return (oneKeySchemas.get(bare(def.element))?.names ?? ['only']).map((_, index) => exampleOf(def.element, kind + index));
  if (def.type === 'union') return exampleOf(def.options[kind % def.options.length] ?? schema, 0);
  return 'f';
}

it('a value too long for a field is told by its length, and does not cross to the page', () => {
  const form = describeForm(JSON.stringify({ version: 1, duration: '1m', functions: { one: {} }, traffic: [{ to: 'one', arrivals: { at: ['1s'] }, payload: { text: 'x'.repeat(6_000) } }] }), 'one');
  expect(JSON.stringify(form).length).toBeLessThan(1_000_000);
  expect(JSON.stringify(form)).not.toContain('xxxxxxxxxx');
  expect(JSON.stringify(form)).toMatch(/"tooLong":60\d\d/);
});
