import { pathText } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';
import { sinkOf, targetNamed, type Target } from '../scenario/sinks.ts';
import { latest } from '../scenario/versions.ts';

/** The settings that are tuned, with the values of one option. */
export interface TuneValues {
  MaximumRetryAttempts: number;
  MaximumEventAgeInSeconds: number;
  /** Null: unreserved. */
  ReservedConcurrentExecutions: number | null;
  /** What takes the events that are given up. */
  failurePath: 'none' | 'DLQ' | 'failure destination' | 'DLQ and failure destination';
}

/** One option, and the settings that make it of today's scenario. */
export interface TuneChoice {
  values: TuneValues;
  /** Only what differs from today's. */
  settings: string[];
}

/** The values of a function as a scenario has them; `name` is as in results, such as `resize` or `resize:live`. */
export function todaysValues(scenario: Scenario, name: string): TuneValues {
  return valuesOf(scenario, targetOf(scenario, name));
}

/**
 * Today's settings of a function and their neighbours, those that change least first and so today's before all: every number of retries, the usual ages, half, one and a half
 * and twice the reserved concurrency if there is any but 0, and a dead-letter queue where nothing takes what is given up.
 */
export function tuneChoices(scenario: Scenario, name: string): TuneChoice[] {
  const target = targetOf(scenario, name);
  const today = valuesOf(scenario, target);
  const { ReservedConcurrentExecutions: reserved, MaximumEventAgeInSeconds: age } = today;
  const reservations = reserved === null || reserved === 0 ? [reserved] : ascending([1, 0.5, 1.5, 2].map((factor) => Math.max(1, Math.round(reserved * factor))));
  const paths = today.failurePath === 'none' ? (['none', 'DLQ'] as const) : [today.failurePath];
  const all = [0, 1, 2].flatMap((MaximumRetryAttempts) =>
    ascending([...usualAges, age]).flatMap((MaximumEventAgeInSeconds) =>
      reservations.flatMap((ReservedConcurrentExecutions) =>
        paths.map((failurePath): TuneValues => ({ MaximumRetryAttempts, MaximumEventAgeInSeconds, ReservedConcurrentExecutions, failurePath })),
      ),
    ),
  );
  return all.map((values) => ({ values, settings: settingsFor(scenario, target, today, values) })).sort((one, other) => one.settings.length - other.settings.length);
}

/** An option in a few words: "2 retries, 1 h, 40 reserved, DLQ". */
export function wordsOf({ MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, ReservedConcurrentExecutions: reserved, failurePath }: TuneValues): string {
  return [
    retries === 0 ? 'no retry' : retries === 1 ? '1 retry' : `${String(retries)} retries`,
    ageWords(age),
    ...(reserved === null ? [] : [`${String(reserved)} reserved`]),
    failurePath === 'none' ? 'no failure path' : failurePath,
  ].join(', ');
}

/** A whole number of seconds in its largest whole unit: "6 h", "15 min", "90 s". */
export function ageWords(seconds: number): string {
  if (seconds % 3600 === 0) return `${String(seconds / 3600)} h`;
  return seconds % 60 === 0 ? `${String(seconds / 60)} min` : `${String(seconds)} s`;
}

/** In seconds: the least and the most that Lambda takes, and what people write between. */
const usualAges: readonly number[] = [60, 300, 900, 3600, 21_600];

function targetOf(scenario: Scenario, name: string): Target {
  const target = targetNamed(scenario, name);
  if (target === null) throw new Error(`the scenario has no function ${name}`);
  return target;
}

function valuesOf(scenario: Scenario, target: Target): TuneValues {
  const { EventInvokeConfig, DeadLetterConfig } = target.settings;
  const hasQueue = sinkOf(scenario, DeadLetterConfig.TargetArn) !== null;
  const hasDestination = sinkOf(scenario, EventInvokeConfig.DestinationConfig.OnFailure.Destination) !== null;
  return {
    MaximumRetryAttempts: EventInvokeConfig.MaximumRetryAttempts,
    MaximumEventAgeInSeconds: EventInvokeConfig.MaximumEventAgeInSeconds,
    ReservedConcurrentExecutions: scenario.functions[target.function]?.ReservedConcurrentExecutions ?? null,
    failurePath: hasQueue ? (hasDestination ? 'DLQ and failure destination' : 'DLQ') : hasDestination ? 'failure destination' : 'none',
  };
}

function settingsFor(scenario: Scenario, { function: name, qualifier, version }: Target, today: TuneValues, values: TuneValues): string[] {
  const home = ['functions', name];
  const own = qualifier === null ? home : [...home, Object.hasOwn(scenario.functions[name]?.versions ?? {}, qualifier) ? 'versions' : 'aliases', qualifier];
  // A dead-letter queue belongs to what executes, which an alias only names. [DLQ-07]
  const executed = version === latest ? home : [...home, 'versions', version];
  const settings: string[] = [];
  const set = (path: readonly string[], value: unknown): void => void settings.push(`${pathText(path)}=${JSON.stringify(value)}`);
  for (const key of ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds'] as const) if (values[key] !== today[key]) set([...own, 'EventInvokeConfig', key], values[key]);
  if (values.ReservedConcurrentExecutions !== today.ReservedConcurrentExecutions) set([...home, 'ReservedConcurrentExecutions'], values.ReservedConcurrentExecutions);
  if (values.failurePath !== today.failurePath) {
    const queue = freeName(scenario, `${name}-dead-letters`);
    set(['destinations', queue], { type: 'SQS' });
    set([...executed, 'DeadLetterConfig', 'TargetArn'], queue);
  }
  return settings;
}

/** A name that neither a destination nor a function has: either would change what is meant. */
function freeName({ destinations, functions }: Scenario, wish: string): string {
  let name = wish;
  for (let number = 2; Object.hasOwn(destinations, name) || Object.hasOwn(functions, name); number++) name = `${wish}-${String(number)}`;
  return name;
}

const ascending = (values: readonly number[]): number[] => [...new Set(values)].sort((one, other) => one - other);
