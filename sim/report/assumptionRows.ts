import { dispatchLatency } from '../scenario/dispatchLatency.ts';
import type { Grade } from '../scenario/field.ts';
import { rowAt, shapeOf } from '../scenario/lookup.ts';
import { type EventSourceMapping, type Scenario, scenarioSchema } from '../scenario/schema.ts';

/** One assumption as it was in force in a run. */
export interface AssumptionRow {
  /** Its key under `assumptions`; of a rule without a setting, a word for it. */
  name: string;
  value: string;
  /** Whether the scenario says something else than the default. */
  changed: boolean;
  /** How sure its default is. */
  grade: Grade | '';
  /** The clause that tells most about it. */
  clause: string;
}

/** Every assumption that matters to a scenario, with its grade: what an answer rests on beside AWS's own words. */
export function assumptionRows(scenario: Scenario): AssumptionRow[] {
  const schema = rowAt(scenarioSchema, ['assumptions'])?.schema;
  const shape = (schema === undefined ? null : shapeOf(schema)) ?? {};
  const written = scenario.assumptions as Record<string, unknown>;
  const inForce: Record<string, unknown> = { ...scenario.assumptions, dispatchLatency: dispatchLatency(scenario.assumptions), streamPollInterval: pollInterval(scenario) };
  const matters = mattersTo(scenario);
  const rows = Object.keys(shape).filter(matters).map((name): AssumptionRow => {
    const about = rowAt(scenarioSchema, ['assumptions', name])?.about;
    const value = textOf(inForce[name]);
    return {
      name,
      value,
      changed: written[name] !== undefined && value !== textOf(defaults[name]),
      grade: about?.grade ?? '',
      clause: about?.clauses?.[0] ?? '',
    };
  });
  return [...rows, ...rulesOfStreams(scenario)];
}

/** What only asynchronous events know. */
const onlyAsynchronous = new Set(['timing', 'dispatch', 'dispatchLatency', 'ageRule', 'zeroReservedAppliesTo', 'duplicateProbability', 'duplicateDelay', 'silentLossProbability', 'backlogStretch']);

function mattersTo(scenario: Scenario): (name: string) => boolean {
  const { traffic, eventSourceMappings } = scenario;
  const mappings = Object.values(eventSourceMappings);
  const streams = mappings.filter((mapping) => isOfStream(scenario, mapping)).length;
  return (name) => {
    if (onlyAsynchronous.has(name)) return traffic.length > 0 || mappings.length === 0;
    if (name === 'eventSourceRetry') return mappings.length > 0;
    if (name === 'streamPollInterval') return streams > 0;
    if (name === 'receiveLatency') return streams < mappings.length;
    return true;
  };
}

const isOfStream = ({ streams }: Scenario, { EventSourceArn }: EventSourceMapping): boolean => Object.hasOwn(streams, EventSourceArn);

/** As given; otherwise that of each kind of stream. [DDB-22] */
function pollInterval({ assumptions, streams }: Scenario): string | number {
  const types = new Set(Object.values(streams).map(({ type }) => type));
  const usual = types.size > 1 ? '250ms, of Kinesis 1s' : types.has('Kinesis') ? '1s' : '250ms';
  return assumptions.streamPollInterval ?? usual;
}

/** What is assumed of streams without a setting to change it, where a scenario's mappings come to it. */
function rulesOfStreams(scenario: Scenario): AssumptionRow[] {
  const mappings = Object.values(scenario.eventSourceMappings).filter((mapping) => isOfStream(scenario, mapping));
  const rules: [name: string, value: string, clause: string, does: (mapping: EventSourceMapping) => boolean][] = [
    ['lanes', 'by partition key, each held up by itself', 'DDB-25', ({ ParallelizationFactor }) => ParallelizationFactor > 1],
    ['bisect', 'the larger half first, retries of its own', 'DDB-15', ({ BisectBatchOnFunctionError }) => BisectBatchOnFunctionError],
    ['recordAge', 'too old at a batch\'s front: discarded together', 'DDB-32', ({ MaximumRecordAgeInSeconds }) => MaximumRecordAgeInSeconds !== -1],
  ];
  return rules.flatMap(([name, value, clause, does]) => (mappings.some(does) ? [{ name, value, changed: false, grade: 'assumed' as const, clause }] : []));
}

/** The assumptions of a scenario that says nothing about them. */
const defaults = (scenarioSchema.parse({ version: 1, duration: '1s', functions: { any: {} } }).assumptions ?? {}) as Record<string, unknown>;

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${textOf(inner)}`)
    .join(', ');
}
