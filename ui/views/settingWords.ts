import { baseName } from '../state/gallery.ts';
import type { Fault, Scenario } from '../../sim/scenario/schema.ts';

/** One setting as a reader sees it: AWS's name, or ours where AWS has none, and its value as written. */
export interface Setting {
  name: string;
  value: string;
}

/** The settings of a scenario worth seeing at a glance, in groups; those of one function, or what all share (null). */
export function mainSettings(scenario: Scenario, functionName: string | null): { title: string; settings: Setting[] }[] {
  const groups = [
    {
      title: 'Scenario',
      settings: [
        { name: 'duration', value: String(scenario.duration) },
        { name: 'delayTarget', value: String(scenario.delayTarget) },
        { name: 'ConcurrentExecutions', value: String(scenario.account.ConcurrentExecutions) },
        { name: 'dispatch', value: scenario.assumptions.dispatch },
        { name: 'timing', value: scenario.assumptions.timing },
      ],
    },
  ];
  const names = Object.keys(scenario.functions);
  const name = functionName ?? (names.length === 1 ? names[0] : undefined);
  const settings = name === undefined ? undefined : scenario.functions[name];
  if (name === undefined || settings === undefined) {
    groups.push({ title: 'Functions', settings: [{ name: 'functions', value: String(names.length) }, { name: 'traffic', value: `${String(scenario.traffic.length)} entries` }] });
  } else {
    const { EventInvokeConfig: invoke, behaviour } = settings;
    const { OnSuccess, OnFailure } = invoke.DestinationConfig;
    groups.push({
      title: name,
      settings: [
        { name: 'ReservedConcurrentExecutions', value: settings.ReservedConcurrentExecutions === undefined ? 'unreserved' : String(settings.ReservedConcurrentExecutions) },
        { name: 'MaximumRetryAttempts', value: String(invoke.MaximumRetryAttempts) },
        { name: 'MaximumEventAgeInSeconds', value: String(invoke.MaximumEventAgeInSeconds) },
        { name: 'Timeout', value: String(settings.Timeout) },
        { name: 'OnSuccess', value: OnSuccess.Destination ?? 'none' },
        { name: 'OnFailure', value: OnFailure.Destination ?? 'none' },
        { name: 'DeadLetterConfig', value: settings.DeadLetterConfig.TargetArn ?? 'none' },
        { name: 'duration', value: inWords(behaviour.duration) },
        { name: 'errorRate', value: String(behaviour.errorRate) },
        ...(behaviour.poisonRate > 0 ? [{ name: 'poisonRate', value: String(behaviour.poisonRate) }] : []),
        ...(behaviour.systemErrorRate > 0 ? [{ name: 'systemErrorRate', value: String(behaviour.systemErrorRate) }] : []),
      ],
    });
    const traffic = scenario.traffic.filter(({ to }) => to === name);
    groups.push({ title: 'Traffic', settings: traffic.slice(0, 6).map(({ arrivals }) => ({ name: Object.keys(arrivals)[0] ?? '', value: inWords(Object.values(arrivals)[0]) })) });
  }
  const faults = scenario.faults.filter((fault) => name === undefined || !('function' in fault) || fault.function === name);
  if (faults.length > 0) groups.push({ title: 'Faults', settings: faults.slice(0, 6).map(faultSetting) });
  return groups.filter((group) => group.settings.length > 0);
}

function faultSetting(fault: Fault): Setting {
  const { from, until, ...rest } = fault;
  const effects = Object.entries(rest).filter(([key]) => key !== 'function' && key !== 'destination');
  return { name: `${String(from)} – ${String(until)}`, value: effects.map(([key, value]) => `${key} ${String(value)}`).join(', ') };
}

/** A distribution or a pattern of arrivals in a line: `exponential, mean 200ms`; long lists are counted, not shown. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? 'one entry' : `${String(value.length)} entries`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => (key === 'file' ? baseName(String(inner)) : `${key}${typeof inner === 'object' ? ':' : ''} ${inWords(inner)}`))
    .join(', ');
}
