import { parseDuration, parseRate } from '../../../sim/scenario/units.ts';
import type { Json } from '../../../sim/scenario/values.ts';

/** What a scenario's text says about traffic and faults, in seconds and events a second. */
export interface ScenarioTraffic {
  durationSeconds: number;
  functions: readonly TrafficFunction[];
  entries: readonly TrafficEntry[];
  blocks: readonly FaultBlock[];
}

/** A function, and the declared destinations and dead-letter queues that it or one of its versions and aliases sends to. */
export interface TrafficFunction {
  name: string;
  destinations: readonly string[];
}

/** One entry of `traffic`. */
export interface TrafficEntry {
  /** Its place in the list. */
  index: number;
  to: string;
  qualifier: string | null;
  source: string | null;
  /** Where the pattern starts, and where it is cut off at the latest: its own `until` or the end of the scenario. */
  from: number;
  until: number;
  pattern: Pattern;
}

/** When events are submitted; what cannot be drawn by hand only says what it is. */
export type Pattern =
  | { kind: 'level'; name: 'poisson' | 'constant'; rate: number; written: string | number }
  | { kind: 'stages'; stages: readonly Stage[]; spacing: 'even' | 'poisson' }
  | { kind: 'sine'; mean: number; amplitude: number; period: number; peak: number; written: { mean: string | number; amplitude: string | number } }
  | { kind: 'burst'; count: number; at: number }
  | { kind: 'elsewhere'; name: 'at' | 'counts' | 'trace' };

/** A ramp to a rate, and that rate as it was written. */
export interface Stage {
  duration: number;
  rate: number;
  written: string | number;
}

/** One fault: a span of time with what it does. */
export interface FaultBlock {
  /** Its place in the list of faults. */
  index: number;
  of: { kind: 'function' | 'destination'; name: string };
  from: number;
  until: number;
  effects: readonly { name: Effect; value: number }[];
}

/** What a fault may do, in the words of the format. `deleted` has no number: 1 stands for true. */
export const effects = ['errorRate', 'systemErrorRate', 'durationFactor', 'ReservedConcurrentExecutions', 'enqueueFailureRate', 'deleted', 'failureRate'] as const;
export type Effect = (typeof effects)[number];

/** Reads a scenario's text; null where it is no JSON or its traffic, faults or duration are not as the format wants them. */
export function readTraffic(text: string): ScenarioTraffic | null {
  try {
    const scenario = record(JSON.parse(text));
    const durationSeconds = time(scenario['duration']);
    const destinations = record(scenario['destinations'] ?? {});
    return {
      durationSeconds,
      functions: Object.entries(record(scenario['functions'])).map(([name, settings]) => ({ name, destinations: sentTo(record(settings)).filter((sink) => Object.hasOwn(destinations, sink)) })),
      entries: list(scenario['traffic'] ?? []).map((entry, index) => entryOf(record(entry), index, durationSeconds)),
      blocks: list(scenario['faults'] ?? []).map((fault, index) => blockOf(record(fault), index)),
    };
  } catch {
    return null;
  }
}

/** An entry of `traffic` as it stands in a text that can be read. */
export function entryAsWritten(text: string, index: number): Json {
  const { traffic } = JSON.parse(text) as { traffic: Json[] };
  return traffic[index] ?? null;
}

function entryOf(entry: Record<string, unknown>, index: number, durationSeconds: number): TrafficEntry {
  const from = time(entry['from'] ?? 0);
  const until = entry['until'] === undefined ? durationSeconds : Math.min(durationSeconds, time(entry['until']));
  const { to, qualifier, source } = entry;
  return { index, to: word(to), qualifier: qualifier === undefined ? null : word(qualifier), source: source === undefined ? null : word(source), from, until, pattern: patternOf(record(entry['arrivals'])) };
}

function patternOf(arrivals: Record<string, unknown>): Pattern {
  for (const name of ['poisson', 'constant'] as const) {
    if (arrivals[name] === undefined) continue;
    const written = record(arrivals[name])['rate'];
    return { kind: 'level', name, rate: rate(written), written: scalar(written) };
  }
  if (arrivals['stages'] !== undefined) {
    const stages = list(arrivals['stages']).map((stage) => {
      const own = record(stage);
      return { duration: time(own['duration']), rate: rate(own['rate']), written: scalar(own['rate']) };
    });
    return { kind: 'stages', stages, spacing: arrivals['spacing'] === 'poisson' ? 'poisson' : 'even' };
  }
  if (arrivals['sine'] !== undefined) {
    const sine = record(arrivals['sine']);
    const period = time(sine['period']);
    return { kind: 'sine', mean: rate(sine['mean']), amplitude: rate(sine['amplitude']), period, peak: sine['peak'] === undefined ? period / 4 : time(sine['peak']), written: { mean: scalar(sine['mean']), amplitude: scalar(sine['amplitude']) } };
  }
  if (arrivals['burst'] !== undefined) {
    const burst = record(arrivals['burst']);
    return { kind: 'burst', count: number(burst['count']), at: time(burst['at'] ?? 0) };
  }
  const name = (['at', 'counts', 'trace'] as const).find((one) => arrivals[one] !== undefined);
  if (name === undefined) throw new TypeError('no pattern');
  return { kind: 'elsewhere', name };
}

function blockOf(fault: Record<string, unknown>, index: number): FaultBlock {
  const of = fault['destination'] === undefined ? { kind: 'function' as const, name: word(fault['function']) } : { kind: 'destination' as const, name: word(fault['destination']) };
  return {
    index,
    of,
    from: time(fault['from']),
    until: time(fault['until']),
    effects: effects.flatMap((name) => (fault[name] === undefined ? [] : [{ name, value: name === 'deleted' ? 1 : number(fault[name]) }])),
  };
}

/** The names a function, its versions and its aliases send records and dead letters to, each once. */
function sentTo(settings: Record<string, unknown>): string[] {
  const configured = [settings, ...['versions', 'aliases'].flatMap((part) => Object.values(record(settings[part] ?? {})).map(record))];
  const names = configured.flatMap((own) => {
    const routes = record(record(own['EventInvokeConfig'] ?? {})['DestinationConfig'] ?? {});
    return [record(routes['OnSuccess'] ?? {})['Destination'], record(routes['OnFailure'] ?? {})['Destination'], record(own['DeadLetterConfig'] ?? {})['TargetArn']];
  });
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
  return value as Record<string, unknown>;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError('no list');
  return value;
}

function word(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no text');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('no number');
  return value;
}

function scalar(value: unknown): string | number {
  return typeof value === 'number' ? value : word(value);
}

function time(value: unknown): number {
  const microseconds = parseDuration(scalar(value));
  if (microseconds === null) throw new TypeError('no duration');
  return microseconds / 1e6;
}

function rate(value: unknown): number {
  const perSecond = parseRate(scalar(value));
  if (perSecond === null) throw new TypeError('no rate');
  return perSecond;
}
