import { destinationsOf } from '../charts/destinationLines.ts';
import { baseName } from '../state/gallery.ts';
import type { Destination, Fault, LambdaFunction, Scenario, Traffic } from '../../sim/scenario/schema.ts';
import { isFifo, targetName, targetNamed, type Target } from '../../sim/scenario/sinks.ts';

/** One setting as a reader sees it: AWS's name, or ours where AWS has none, and its value as written. */
export interface Setting {
  name: string;
  value: string;
}

/** Settings under a heading. */
export interface SettingGroup {
  title: string;
  settings: Setting[];
}

/** More of the same than this is no longer a glance. */
const mostOfAKind = 6;

/** The settings of a scenario worth seeing at a glance, in groups; those of one function, version or alias, or what all share (null). */
export function mainSettings(scenario: Scenario, name: string | null): SettingGroup[] {
  const names = Object.keys(scenario.functions);
  const chosen = name ?? (names.length === 1 ? (names[0] ?? null) : null);
  const target = chosen === null ? null : targetNamed(scenario, chosen);
  const settings = target === null ? undefined : scenario.functions[target.function];
  const functions = target === null || settings === undefined ? allFunctions(scenario) : [...functionGroups(target, settings), trafficGroup(scenario, target, name === null)];
  const faults = scenario.faults.filter((fault) => target === null || !('function' in fault) || fault.function === target.function);
  const groups = [shared(scenario), ...functions, sourceGroup(scenario, target), destinationGroup(scenario, target), { title: 'Faults', settings: faults.slice(0, mostOfAKind).map(faultSetting) }];
  return groups.filter((group) => group.settings.length > 0);
}

/** What a destination is, and what is wrong with it: `SQS, FIFO`, `SNS, no permission`, `Lambda, invokes resize:live`. */
export function destinationWords(scenario: Scenario, name: string): string {
  const destination = Object.hasOwn(scenario.destinations, name) ? scenario.destinations[name] : undefined;
  // Functions and queues of the scenario need no entry of their own to be destinations.
  if (destination === undefined) return Object.hasOwn(scenario.queues, name) ? 'SQS' : 'Lambda';
  const { type, permission, customerManagedKey, keyPermission, failureRate, maximumBytes, latency } = destination;
  return [
    type,
    ...invoked(name, destination),
    ...(isFifo(name, destination) ? ['FIFO'] : []),
    ...(permission ? [] : ['no permission']),
    ...(customerManagedKey ? [keyPermission ? 'customer managed key' : 'no permission for its key'] : []),
    ...(failureRate > 0 ? [`failureRate ${String(failureRate)}`] : []),
    ...(maximumBytes === undefined ? [] : [`maximumBytes ${String(maximumBytes)}`]),
    ...(latency === undefined ? [] : [`latency ${String(latency)}`]),
  ].join(', ');
}

function shared(scenario: Scenario): SettingGroup {
  return {
    title: 'Scenario',
    settings: [
      { name: 'duration', value: String(scenario.duration) },
      { name: 'delayTarget', value: String(scenario.delayTarget) },
      { name: 'ConcurrentExecutions', value: String(scenario.account.ConcurrentExecutions) },
      { name: 'dispatch', value: scenario.assumptions.dispatch },
      { name: 'timing', value: scenario.assumptions.timing },
    ],
  };
}

function allFunctions(scenario: Scenario): SettingGroup[] {
  const settings = [
    { name: 'functions', value: String(Object.keys(scenario.functions).length) },
    { name: 'traffic', value: scenario.traffic.length === 1 ? 'one entry' : `${String(scenario.traffic.length)} entries` },
  ];
  return [{ title: 'Functions', settings }];
}

function functionGroups({ name, qualifier, version, settings }: Target, own: LambdaFunction): SettingGroup[] {
  const { EventInvokeConfig: invoke, ProvisionedConcurrencyConfig: provisioned, behaviour } = settings;
  const { OnSuccess, OnFailure } = invoke.DestinationConfig;
  const group = {
    title: name,
    settings: [
      ...(qualifier === null || qualifier === version ? [] : [{ name: 'FunctionVersion', value: version }]),
      { name: 'ReservedConcurrentExecutions', value: own.ReservedConcurrentExecutions === undefined ? 'unreserved' : String(own.ReservedConcurrentExecutions) },
      ...(provisioned === undefined ? [] : [{ name: 'ProvisionedConcurrentExecutions', value: provisionedWords(provisioned) }]),
      { name: 'MaximumRetryAttempts', value: String(invoke.MaximumRetryAttempts) },
      { name: 'MaximumEventAgeInSeconds', value: String(invoke.MaximumEventAgeInSeconds) },
      { name: 'Timeout', value: String(settings.Timeout) },
      { name: 'OnSuccess', value: OnSuccess.Destination || 'none' },
      { name: 'OnFailure', value: OnFailure.Destination || 'none' },
      { name: 'DeadLetterConfig', value: settings.DeadLetterConfig.TargetArn || 'none' },
      ...(own.RecursiveLoop === 'Allow' ? [{ name: 'RecursiveLoop', value: 'Allow' }] : []),
      { name: 'duration', value: inWords(behaviour.duration) },
      { name: 'errorRate', value: String(behaviour.errorRate) },
      ...(behaviour.poisonRate > 0 ? [{ name: 'poisonRate', value: String(behaviour.poisonRate) }] : []),
      ...(behaviour.systemErrorRate > 0 ? [{ name: 'systemErrorRate', value: String(behaviour.systemErrorRate) }] : []),
    ],
  };
  const qualifiers = [
    ...Object.entries(own.versions).map(([number, one]) => ({ name: number, value: qualifierWords('version', one.ProvisionedConcurrencyConfig) })),
    ...Object.entries(own.aliases).map(([alias, one]) => ({ name: alias, value: qualifierWords(`alias of ${one.FunctionVersion}`, one.ProvisionedConcurrencyConfig) })),
  ];
  return [group, ...(qualifier === null ? [{ title: 'Versions and aliases', settings: qualifiers.slice(0, mostOfAKind) }] : [])];
}

function qualifierWords(what: string, provisioned: Target['settings']['ProvisionedConcurrencyConfig']): string {
  return provisioned === undefined ? what : `${what}, ${provisionedWords(provisioned)} provisioned`;
}

function provisionedWords({ ProvisionedConcurrentExecutions: count, requestedAt }: NonNullable<Target['settings']['ProvisionedConcurrencyConfig']>): string {
  return requestedAt === undefined ? String(count) : `${String(count)} from ${String(requestedAt)}`;
}

/** What is sent to a target; with `all`, also what is sent to its function's versions and aliases. */
function trafficGroup(scenario: Scenario, target: Target, all: boolean): SettingGroup {
  const entries = scenario.traffic.filter(({ to, qualifier }) => (all ? to === target.function : targetName(to, qualifier) === target.name));
  return { title: 'Traffic', settings: entries.slice(0, mostOfAKind).map(trafficSetting) };
}

function trafficSetting({ arrivals, qualifier, source }: Traffic): Setting {
  const to = qualifier === undefined ? '' : ` to ${qualifier}`;
  const from = source === undefined ? '' : `, from ${source}`;
  return { name: Object.keys(arrivals)[0] ?? '', value: `${inWords(Object.values(arrivals)[0])}${to}${from}` };
}

/** The streams and queues that are read, with what reads them; of a function only its own. */
function sourceGroup(scenario: Scenario, target: Target | null): SettingGroup {
  const mappings = Object.entries(scenario.eventSourceMappings).filter(([, { FunctionName }]) => target === null || FunctionName === target.function);
  return { title: 'Event source mappings', settings: mappings.slice(0, mostOfAKind).map(([name, { EventSourceArn, FunctionName }]) => ({ name, value: `${EventSourceArn} → ${FunctionName}` })) };
}

function destinationGroup(scenario: Scenario, target: Target | null): SettingGroup {
  const names = target === null ? Object.keys(scenario.destinations) : destinationsOf(target);
  return { title: 'Destinations', settings: names.slice(0, mostOfAKind).map((name) => ({ name, value: destinationWords(scenario, name) })) };
}

function invoked(name: string, { type, function: named, qualifier }: Destination): string[] {
  if (type !== 'Lambda') return [];
  const target = targetName(named ?? name, qualifier);
  return target === name ? [] : [`invokes ${target}`];
}

function faultSetting(fault: Fault): Setting {
  const { from, until, ...rest } = fault;
  const effects = Object.entries(rest).filter(([key]) => key !== 'function' && key !== 'destination');
  return { name: `${String(from)} – ${String(until)}`, value: effects.map(([key, value]) => (value === true ? key : `${key} ${String(value)}`)).join(', ') };
}

/** A distribution or a pattern of arrivals in a line: `exponential, mean 200ms`; long lists are counted, not shown. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? 'one entry' : `${String(value.length)} entries`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => (key === 'file' ? baseName(String(inner)) : `${key}${typeof inner === 'object' ? ':' : ''} ${inWords(inner)}`))
    .join(', ');
}
