import type { Behaviour, DeadLetterConfig, EventInvokeConfig, LambdaFunction, ProvisionedConcurrencyConfig, Scenario } from './schema.ts';
import { latest } from './versions.ts';

/** Where a record or a dead letter goes. */
export type Sink = { kind: 'destination' | 'function' | 'queue'; name: string };

/** Something that can be invoked: a function as `$LATEST`, one of its versions, or one of its aliases. */
export interface Target {
  function: string;
  /** A version or an alias; null: `$LATEST`. */
  qualifier: string | null;
  /** As in results: `resize` or `resize:live`. */
  name: string;
  /** What executes: `$LATEST` or the number of a version. */
  version: string;
  settings: TargetSettings;
}

/** The settings that hold for a target, with what a version leaves out filled in from `$LATEST`. */
export interface TargetSettings {
  Timeout: number;
  MemorySize: number;
  DeadLetterConfig: DeadLetterConfig;
  behaviour: Behaviour;
  /** The target's own: it is never inherited. [CFG-03] */
  EventInvokeConfig: EventInvokeConfig;
  ProvisionedConcurrencyConfig?: ProvisionedConcurrencyConfig;
}

/** Whether a destination is a FIFO queue or topic, which Lambda cannot deliver to. [DST-13] */
export function isFifo(name: string, { type, fifo }: { type?: unknown; fifo?: unknown }): boolean {
  return (type === 'SQS' || type === 'SNS') && (fifo === true || name.endsWith('.fifo'));
}

/** What a `Destination` or `TargetArn` of a valid scenario refers to; null for none. A destination wins over a queue or a function of its name. */
export function sinkOf(scenario: Scenario, reference: string | undefined): Sink | null {
  if (reference === undefined || reference === '') return null;
  if (Object.hasOwn(scenario.destinations, reference)) return { kind: 'destination', name: reference };
  return { kind: Object.hasOwn(scenario.queues, reference) ? 'queue' : 'function', name: reference };
}

/** What a delivery to a sink invokes, the qualifier as it is written; null for a queue, a topic, a bus or a bucket. [DST-20] */
export function invokedBy(scenario: Scenario, sink: Sink): { function: string; qualifier: string | undefined } | null {
  if (sink.kind === 'function') return { function: sink.name, qualifier: undefined };
  const destination = scenario.destinations[sink.name];
  if (destination?.type !== 'Lambda') return null;
  return { function: destination.function ?? sink.name, qualifier: destination.qualifier };
}

/** The name of a target in results: `resize`, or `resize:live` with a version or an alias. */
export function targetName(functionName: string, qualifier: string | null | undefined): string {
  return qualifier === null || qualifier === undefined || qualifier === latest ? functionName : `${functionName}:${qualifier}`;
}

/** All that can be invoked, in file order; of each function `$LATEST` first, then its versions, then its aliases. */
export function targetsOf(scenario: Scenario): Target[] {
  return Object.entries(scenario.functions).flatMap(([name, settings]) => [
    target(name, null, latest, latestSettings(settings)),
    ...Object.keys(settings.versions).map((number) => target(name, number, number, versionSettings(settings, number))),
    ...Object.entries(settings.aliases).map(([alias, { FunctionVersion, EventInvokeConfig, ProvisionedConcurrencyConfig }]) =>
      target(name, alias, FunctionVersion, {
        ...executed(settings, FunctionVersion),
        EventInvokeConfig,
        ...(ProvisionedConcurrencyConfig === undefined ? {} : { ProvisionedConcurrencyConfig }),
      }),
    ),
  ]);
}

function target(functionName: string, qualifier: string | null, version: string, settings: TargetSettings): Target {
  return { function: functionName, qualifier, name: targetName(functionName, qualifier), version, settings };
}

function latestSettings(settings: LambdaFunction): TargetSettings {
  return { ...executed(settings, latest), EventInvokeConfig: settings.EventInvokeConfig };
}

function versionSettings(settings: LambdaFunction, number: string): TargetSettings {
  const { EventInvokeConfig, ProvisionedConcurrencyConfig } = settings.versions[number]!;
  return {
    ...executed(settings, number),
    EventInvokeConfig,
    ...(ProvisionedConcurrencyConfig === undefined ? {} : { ProvisionedConcurrencyConfig }),
  };
}

/** What belongs to the code and its configuration, and so to the version that executes. [DLQ-07] */
function executed(settings: LambdaFunction, version: string): Omit<TargetSettings, 'EventInvokeConfig' | 'ProvisionedConcurrencyConfig'> {
  const { Timeout, MemorySize, DeadLetterConfig, behaviour } = { ...settings, ...settings.versions[version] };
  return { Timeout, MemorySize, DeadLetterConfig, behaviour };
}

/** What a name in results stands for: a function as `$LATEST`, or one of its versions or aliases; null for any other name. */
export function targetNamed(scenario: Scenario, name: string): Target | null {
  const settings = Object.hasOwn(scenario.functions, name) ? scenario.functions[name] : undefined;
  if (settings !== undefined) return target(name, null, latest, latestSettings(settings));
  return targetsOf(scenario).find((one) => one.name === name) ?? null;
}
