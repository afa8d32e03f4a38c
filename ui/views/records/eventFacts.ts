import type { EventRecord } from '../../../sim/engines/result.ts';
import { countOf, formatCount } from '../../../sim/report/count.ts';
import type { Scenario } from '../../../sim/scenario/schema.ts';
import { targetNamed, type TargetSettings } from '../../../sim/scenario/sinks.ts';
import { concurrencyLimit } from '../../charts/limits.ts';
import { destinationWords } from '../settingWords.ts';

export type Step = EventRecord['lifeLine'][number];

/** What a sentence about an event may name: its own settings, and those of the whole scenario. */
export interface EventSettings {
  scenario: Scenario;
  /** As in results: `resize` or `resize:live`. */
  name: string;
  settings: TargetSettings | null;
  maximumAge: number;
  maximumRetries: number;
}

/** The settings that hold for a function, a version or an alias of the scenario that was simulated. */
export function settingsOf(scenario: Scenario, name: string): EventSettings {
  const settings = targetNamed(scenario, name)?.settings ?? null;
  const { MaximumEventAgeInSeconds: maximumAge = 21_600, MaximumRetryAttempts: maximumRetries = 2 } = settings?.EventInvokeConfig ?? {};
  return { scenario, name, settings, maximumAge, maximumRetries };
}

/** A function may add so many environments at once; where it may have no more, only that limit can refuse. [CON-09] */
const addedAtOnce = 1000;

/** Why there was no room at an instant, as far as settings tell: "all 10 reserved environments were busy". */
export function noRoomAt(t: number, { scenario, name }: EventSettings): string {
  const limit = concurrencyLimit(scenario, name);
  const value = limit.steps.find(({ from, until }) => from <= t && t < until)?.value ?? limit.steps.at(-1)?.value ?? 0;
  if (value === 0) return '`ReservedConcurrentExecutions` was 0';
  const kinds: Record<string, string> = { ReservedConcurrentExecutions: 'reserved ', 'unreserved part of the account': 'unreserved ' };
  const kind = kinds[limit.name] ?? '';
  const busy = value === 1 ? `the one ${kind}environment was busy` : `all ${formatCount(value)} ${kind}environments were busy`;
  return value <= addedAtOnce ? busy : `${busy}, or environments were added faster than Lambda allows`;
}

/** Under `fifo` an event that is not read stands in the one line for the next slot; otherwise Lambda reads more slowly. [ASY-15, POL-01] */
export const standsInLine = ({ scenario }: EventSettings): boolean => scenario.assumptions.dispatch === 'fifo';

/** `MaximumEventAgeInSeconds` (21,600). */
export const ageSetting = ({ maximumAge }: EventSettings): string => `\`MaximumEventAgeInSeconds\` (${formatCount(maximumAge)})`;

/** `MaximumRetryAttempts` (2). */
export const retrySetting = ({ maximumRetries }: EventSettings): string => `\`MaximumRetryAttempts\` (${String(maximumRetries)})`;

/** Where a dead letter or a record goes, and what there is to say about it: "`letters` (SQS, no permission)". */
export function sinkWords(name: string | undefined, { scenario }: EventSettings): string {
  return name === undefined || name === '' ? 'its destination' : `\`${name}\` (${destinationWords(scenario, name)})`;
}

const failing: ReadonlySet<Step['what']> = new Set(['failed', 'timedOut', 'functionNotFound']);

/** Whether an attempt ends here in a function error. */
export const isFailure = ({ what }: Step): boolean => failing.has(what);

/** How often an event itself was refused and failed; second deliveries are left out. */
export function countsOf(lifeLine: readonly Step[]): { refusals: number; systemErrors: number; failures: number; timeouts: number } {
  const own = lifeLine.filter(({ copy }) => copy !== true);
  const count = (fits: (step: Step) => boolean): number => own.filter(fits).length;
  return {
    refusals: count(({ what }) => what === 'throttled'),
    systemErrors: count(({ what }) => what === 'systemError'),
    failures: count(isFailure),
    timeouts: count(({ what }) => what === 'timedOut'),
  };
}

/** "once", "twice", "12 times". */
export const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : countOf(count, 'time'));

/** "first", "second" … "tenth", "11th". */
export function ordinal(place: number): string {
  const words = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
  const ending = place % 100 >= 11 && place % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return words[place - 1] ?? `${formatCount(place)}${ending}`;
}
