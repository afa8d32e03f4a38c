import type { BatchRecord } from '../../sim/engines/batchRecords.ts';
import type { EventRecord, FunctionResult, RunResult } from '../../sim/engines/result.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { sinkOf, targetName, targetNamed } from '../../sim/scenario/sinks.ts';
import { parseDuration } from '../../sim/scenario/units.ts';
import { demand } from './demand.ts';

/** A traced run and what it was a run of; batches of streams that functions read, if any. */
interface Told {
  scenario: Scenario;
  result: RunResult;
  events: readonly EventRecord[];
  batches?: readonly BatchRecord[];
}

/** The beginning or the end of an execution. */
interface Change {
  at: number;
  by: 1 | -1;
}

/** What is true of every event and every function on every run, whatever the scenario: worked out from the life-lines and the settings. */
export function expectLawsOfRunning({ scenario, result, events, batches = [] }: Told): void {
  const duration = Number(parseDuration(scenario.duration)) / 1e6;
  const everyAttempt: Change[] = [];
  for (const [name, total] of Object.entries(result.functions)) {
    const own = events.filter((event) => event.function === name);
    const attempts = [...own.flatMap((event) => attemptsOf(event)), ...batches.filter((batch) => batch.function === name).flatMap(attemptsOfBatch)];
    everyAttempt.push(...attempts);
    for (const event of own) expectOneEnd(event, targetNamed(scenario, name)!.settings.EventInvokeConfig.MaximumEventAgeInSeconds, duration);
    if (!readsQueue(scenario, name)) {
      // The integral of the executions in progress is the sum of their lengths.
      const busyTime = attempts.reduce((sum, { at, by }) => sum - by * at, 0) + attempts.reduce((sum, { by }) => sum + by, 0) * duration;
      const integral = total.metrics.ConcurrentExecutions.mean * duration;
      demand(Math.abs(integral - busyTime) < 1e-6 * Math.max(1, busyTime), () => `${name} is busy for ${busyTime} s, but ConcurrentExecutions adds up to ${integral} s`);
    }
    expectOwnSinks(scenario, name, total);
    expectProvisionedAtMost(scenario, name, total);
    // A function that stops loops runs at most sixteen times in a chain of records.
    if (scenario.functions[targetNamed(scenario, name)!.function]!.RecursiveLoop === 'Terminate')
      for (const event of own) demand(timesInChain(events, event.id, name) <= 16 || event.condition === 'RecursiveInvocation', `${event.id} goes on in a loop`);
  }
  const most = highest(everyAttempt);
  demand(most <= scenario.account.ConcurrentExecutions, `${most} executions at once`);
}

/** An event ends once and stands where its record says, in order of time and within its age limit. */
function expectOneEnd({ id, acceptedAt, endedAt, outcome, lifeLine }: EventRecord, age: number, duration: number): void {
  const steps = lifeLine.filter(({ copy }) => copy === undefined);
  const said = (...whats: string[]) => steps.filter(({ what }) => whats.includes(what));
  const ends = said('succeeded', 'dropped', 'lost');
  demand(ends.length === (endedAt === null ? 0 : 1), `${id} ends ${ends.length} times`);
  const last = { delivered: 'succeeded', discarded: 'dropped', lost: 'lost', waiting: undefined, running: undefined }[outcome];
  demand(ends[0]?.what === last && (endedAt === null || ends[0]?.t === endedAt), `${id} is ${outcome} but ${ends[0]?.what}`);
  // Nothing is dispatched at or after its age limit, and nothing waits past it.
  for (const { what, t } of said('admitted', 'throttled', 'systemError', 'functionNotFound', 'read')) demand(t < acceptedAt + age, `${id} is ${what} at its age limit`);
  demand(outcome !== 'waiting' || acceptedAt + age >= duration, `${id} waits past its age limit`);
  lifeLine.forEach(({ t }, place) => demand(t >= (lifeLine[place - 1]?.t ?? acceptedAt), `${id} goes back in time`));
}

/** When an event's executions, its second delivery's included, began and ended: by turns. */
function attemptsOf({ id, lifeLine }: EventRecord): Change[] {
  return [false, true].flatMap((copies) =>
    lifeLine
      .filter(({ copy, what }) => (copy === true) === copies && ['admitted', 'failed', 'timedOut', 'succeeded'].includes(what))
      .map(({ what, t }, place): Change => {
        demand((what === 'admitted') === (place % 2 === 0), `${id} is ${what} out of turn`);
        return { at: t, by: what === 'admitted' ? 1 : -1 };
      }),
  );
}

/** The same of a batch of a stream. */
function attemptsOfBatch({ id, steps }: BatchRecord): Change[] {
  return steps
    .filter(({ what }) => ['invoked', 'succeeded', 'partlyFailed', 'failed'].includes(what))
    .map(({ what, t }, place): Change => {
      demand((what === 'invoked') === (place % 2 === 0), `batch ${id} is ${what} out of turn`);
      return { at: t, by: what === 'invoked' ? 1 : -1 };
    });
}

/** Whether a function is invoked with messages of a queue, whose executions no life-line tells of. */
const readsQueue = (scenario: Scenario, name: string): boolean =>
  Object.values(scenario.eventSourceMappings).some(
    ({ EventSourceArn, FunctionName, qualifier }) => Object.hasOwn(scenario.queues, EventSourceArn) && targetName(FunctionName, qualifier) === name,
  );

/** Without copies, what sinks receive is what was discarded; and what is not there receives nothing. */
function expectOwnSinks(scenario: Scenario, name: string, { duplicates, discarded, metrics }: FunctionResult): void {
  const { EventInvokeConfig, DeadLetterConfig } = targetNamed(scenario, name)!.settings;
  demand(duplicates > 0 || metrics.AsyncEventsDropped === discarded.total, `AsyncEventsDropped of ${name} is not what was discarded`);
  const { deadLetterQueue, onFailure, both } = discarded.capturedBy;
  if (sinkOf(scenario, DeadLetterConfig.TargetArn) === null) demand(deadLetterQueue + both + metrics.DeadLetterErrors === 0, `${name} has dead letters and no queue for them`);
  if (sinkOf(scenario, EventInvokeConfig.DestinationConfig.OnFailure.Destination) === null) demand(onFailure + both === 0, `${name} has failure records and no destination for them`);
}

/** Environments that are kept initialised never start cold, and no more of them are busy than there are. */
function expectProvisionedAtMost(scenario: Scenario, name: string, { metrics }: FunctionResult): void {
  const { ProvisionedConcurrentExecutions: most = 0 } = targetNamed(scenario, name)!.settings.ProvisionedConcurrencyConfig ?? {};
  demand(metrics.ProvisionedConcurrentExecutions.max <= most, `${name} has more provisioned than ${most}`);
  demand(metrics.ColdStarts <= metrics.Invocations - metrics.ProvisionedConcurrencyInvocations, `${name} starts cold what is provisioned`);
}

/** The most executions at once; at one instant those that end leave first. */
function highest(changes: Change[]): number {
  let [now, most] = [0, 0];
  for (const { by } of changes.sort((a, b) => a.at - b.at || a.by - b.by)) most = Math.max(most, (now += by));
  return most;
}

/** How often a function was invoked on the way to an event, this time included, under whatever qualifier. */
function timesInChain(events: readonly EventRecord[], id: number, name: string): number {
  const functionOf = (one: string): string => one.split(':')[0]!;
  let times = 0;
  for (let event: EventRecord | undefined = events[id]; event !== undefined; event = event.sentBy === undefined ? undefined : events[event.sentBy])
    if (functionOf(event.function) === functionOf(name)) times++;
  return times;
}
