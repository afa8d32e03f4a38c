import { dispatchLatency } from '../scenario/dispatchLatency.ts';
import { pathText } from '../scenario/issue.ts';
import { choicesOf, rowAt, shapeOf } from '../scenario/lookup.ts';
import { said } from '../scenario/said.ts';
import { scenarioSchema, type Scenario } from '../scenario/schema.ts';
import { formatDuration, formatRate, parseDuration, parseRate } from '../scenario/units.ts';
import { parameterAt, settingOf, valueText, type Parameter } from './parameter.ts';

/** A parameter or an assumption of a scenario, and what else it could be. */
export interface Variable {
  path: string;
  /** Plain words, as over a form field. */
  label: string;
  kind: 'parameter' | 'assumption';
  today: string;
  /** What else it is tried with; `setting` as `--set` takes it. */
  variants: { value: string; setting: string }[];
}

/**
 * Everything that can be varied: each number, duration and rate that the scenario has or AWS gives it, and each distribution of times
 * as a whole, halved and doubled within its range; and each assumption, with every other answer that it has.
 */
export function variablesOf(scenario: Scenario): Variable[] {
  const { account, functions, destinations, traffic, faults } = scenario;
  const parameters = [...leavesOf({ account, functions, destinations, traffic, faults }, [])].flatMap(({ path, value }) => (typeof value === 'object' ? [distributionVariable(path, value)] : parameterVariable(path, value)));
  return [...parameters, ...assumptionVariables(scenario)].filter(({ variants }) => variants.length > 0);
}

type Path = readonly (string | number)[];

/** Longer lists are data and not settings: the counts of a trace, the instants of a script. */
const longestList = 20;

/** What answers nothing of its own: content and texts. */
const skipped: ReadonlySet<string> = new Set(['script', 'payload', 'response', 'error']);

/** Numbers and texts with their places, and distributions, whose parts only make sense together. */
function* leavesOf(value: unknown, path: Path): Generator<{ path: Path; value: string | number | object }> {
  if (typeof value === 'string' || typeof value === 'number') yield { path, value };
  else if (typeof value === 'object' && value !== null && rowAt(scenarioSchema, path)?.about?.unit === 'distribution') yield { path, value };
  else if (Array.isArray(value)) {
    if (value.length <= longestList) for (const [index, inner] of value.entries()) yield* leavesOf(inner, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) if (!skipped.has(key)) yield* leavesOf(inner, [...path, key]);
  }
}

function parameterVariable(path: Path, value: string | number): Variable[] {
  const parameter = parameterAt(path.map(String));
  if ('problem' in parameter) return [];
  const number = numberOf(parameter, value);
  if (number === null) return [];
  return [{ path: parameter.path, label: parameter.label, kind: 'parameter', today: textOf(parameter, number), variants: variantsOf(parameter, number, halvedAndDoubled(parameter, number, path)) }];
}

function distributionVariable(path: Path, distribution: object): Variable {
  const place = pathText(path);
  const today = shapeText(distribution);
  const variants = [0.5, 2]
    .map((factor) => scaled(distribution, path, factor))
    .filter((other) => shapeText(other) !== today)
    .map((other) => ({ value: shapeText(other), setting: `${place}=${JSON.stringify(other)}` }));
  return { path: place, label: labelAt(path) ?? place, kind: 'parameter', today, variants };
}

/** A distribution with all of its times multiplied, and its shape as it was. */
function scaled(value: unknown, path: Path, factor: number): unknown {
  if (Array.isArray(value)) return value.map((inner, index) => scaled(inner, [...path, index], factor));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, scaled(inner, [...path, key], factor)]));
  const microseconds = rowAt(scenarioSchema, path)?.allowed?.kind === 'duration' && (typeof value === 'string' || typeof value === 'number') ? parseDuration(value) : null;
  return microseconds === null ? value : formatDuration(Math.round(microseconds * factor));
}

/** `lognormal p50 400ms, p99 2s`. */
function shapeText(value: unknown): string {
  if (Array.isArray(value)) return value.map(shapeText).join(' or ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${shapeText(inner)}`)
    .join(', ');
}

/** They decide nothing where no stream or queue is read. */
const ofMappings: ReadonlySet<string> = new Set(['eventSourceRetry', 'streamPollInterval', 'receiveLatency']);

function assumptionVariables({ assumptions, eventSourceMappings }: Scenario): Variable[] {
  const shape = shapeOf(rowAt(scenarioSchema, ['assumptions'])?.schema ?? scenarioSchema) ?? {};
  const inForce: Record<string, unknown> = { ...assumptions, dispatchLatency: dispatchLatency(assumptions) };
  const hasMappings = Object.keys(eventSourceMappings).length > 0;
  const names = Object.keys(shape).filter((name) => hasMappings || !ofMappings.has(name));
  const leaves = names.flatMap((name) => [...leavesOf(inForce[name], ['assumptions', name])]);
  return leaves.flatMap(({ path, value }): Variable[] => {
    if (typeof value === 'object') return [];
    const row = rowAt(scenarioSchema, path);
    const choices = row === null ? null : choicesOf(row.schema);
    if (choices !== null) {
      const text = pathText(path);
      const variants = choices.filter((choice) => choice !== value).map((choice) => ({ value: choice, setting: `${text}=${choice}` }));
      return [{ path: text, label: labelAt(path) ?? text, kind: 'assumption', today: String(value), variants }];
    }
    const parameter = parameterAt(path.map(String));
    const number = 'problem' in parameter ? null : numberOf(parameter, value);
    if ('problem' in parameter || number === null) return [];
    const others = [...halvedAndDoubled(parameter, number, path), ...(parameter.kind === 'duration' ? [] : [switchedOff(number, path)]), defaultOf(path)];
    return [{ path: parameter.path, label: parameter.label, kind: 'assumption', today: textOf(parameter, number), variants: variantsOf(parameter, number, others.filter((one) => one !== null)) }];
  });
}

/** Half and twice a number, as far as its range goes; of a range of a few whole numbers, all of them. */
function halvedAndDoubled(parameter: Parameter, number: number, path: Path): number[] {
  const { low, high } = rangeOf(parameter, path);
  if (parameter.kind === 'integer' && high - low < few) return Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const [half, twice] = parameter.kind === 'integer' ? [Math.floor(number / 2), number * 2] : [number / 2, number * 2];
  return [Math.max(low, half), Math.min(high, twice)];
}

const labelAt = (path: Path): string | null => {
  const about = rowAt(scenarioSchema, path)?.about;
  return about === undefined ? null : said(about.label);
};

const few = 3;

/** Where an assumption is off and its default is off, too, what it is tried with. */
const tried: Readonly<Record<string, number>> = { 'assumptions.silentLossProbability': 0.001, 'assumptions.backlogStretch.factor': 1 };

/** Nothing, for what can be nothing; something, for what is. */
function switchedOff(number: number, path: Path): number | null {
  if (number === 0) return tried[pathText(path)] ?? null;
  return rowAt(scenarioSchema, path)?.allowed?.minimum === 0 ? 0 : null;
}

const defaults: unknown = scenarioSchema.parse({ version: 1, duration: '1s', functions: { any: {} } });

function defaultOf(path: Path): number | null {
  const parameter = parameterAt(path.map(String));
  const value = path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), defaults);
  return 'problem' in parameter || (typeof value !== 'string' && typeof value !== 'number') ? null : numberOf(parameter, value);
}

function variantsOf(parameter: Parameter, today: number, numbers: readonly number[]): Variable['variants'] {
  const others = [...new Set(numbers.map((number) => Number(number.toPrecision(12))))].filter((number) => number !== today).sort((one, other) => one - other);
  return others.map((number) => ({ value: textOf(parameter, number), setting: settingOf(parameter, number) }));
}

function rangeOf({ kind }: Parameter, path: Path): { low: number; high: number } {
  const { minimum, maximum } = rowAt(scenarioSchema, path)?.allowed ?? {};
  const inUnits = (bound: string | number | undefined): number | null => {
    if (typeof bound === 'number' || bound === undefined) return bound ?? null;
    const microseconds = parseDuration(bound);
    return kind === 'rate' ? parseRate(bound) : microseconds === null ? null : microseconds / 1_000_000;
  };
  const low = inUnits(minimum) ?? 0;
  // Reserving nothing stops a function: that is no smaller reservation but another story. [ZRC-01]
  return { low: path.at(-1) === 'ReservedConcurrentExecutions' ? Math.max(1, low) : low, high: inUnits(maximum) ?? Infinity };
}

function numberOf({ kind }: Parameter, value: string | number): number | null {
  if (kind === 'rate') return parseRate(value);
  if (kind !== 'duration') return typeof value === 'number' ? value : null;
  const microseconds = parseDuration(value);
  return microseconds === null ? null : microseconds / 1_000_000;
}

const textOf = (parameter: Parameter, number: number): string => (parameter.kind === 'rate' && number < 0.1 ? formatRate(number) : valueText(parameter, number));
