import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../sim/engines/result.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { sinkOf, targetNamed } from '../../sim/scenario/sinks.ts';
import { parseDuration } from '../../sim/scenario/units.ts';
import { anyScenario } from '../properties/anyScenario.ts';
import { run } from './check.ts';

const nightly = process.env['HEADROOM_NIGHTLY'] === '1';
const runs = nightly ? 100_000 : 200;

describe('what must hold on every run', () => {
  // `run` also compares every function's outcomes with what it received, minute by minute, and totals with life-lines.
  it(`holds on ${runs} scenarios of every kind`, { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(anyScenario(), (scenario) => {
        const { events, result } = run(scenario);
        const checked = checkScenario(scenario).scenario!;
        const duration = parseDuration(scenario.duration)! / 1e6;
        const everyAttempt: { at: number; by: 1 | -1 }[] = [];
        for (const [name, total] of Object.entries(result.functions)) {
          const { EventInvokeConfig, DeadLetterConfig } = targetNamed(checked, name)!.settings;
          const age = EventInvokeConfig.MaximumEventAgeInSeconds;
          const own = events.filter((event) => event.function === name);
          let busyTime = 0;
          for (const { id, acceptedAt, endedAt, outcome, lifeLine } of own) {
            const steps = lifeLine.filter(({ copy }) => copy === undefined);
            const said = (...whats: string[]) => steps.filter(({ what }) => whats.includes(what));
            // It ends once, and stands where its record says.
            const ends = said('succeeded', 'dropped', 'lost');
            demand(ends.length === (endedAt === null ? 0 : 1), `${id} ends ${ends.length} times`);
            const last = { delivered: 'succeeded', discarded: 'dropped', lost: 'lost', waiting: undefined, running: undefined }[outcome];
            demand(ends[0]?.what === last && (endedAt === null || ends[0]?.t === endedAt), `${id} is ${outcome} but ${ends[0]?.what}`);
            // Nothing is dispatched at or after its age limit, and nothing waits past it.
            for (const { what, t } of said('admitted', 'throttled', 'systemError', 'functionNotFound', 'read')) demand(t < acceptedAt + age, `${id} is ${what} at its age limit`);
            demand(outcome !== 'waiting' || acceptedAt + age >= duration, `${id} waits past its age limit`);
            lifeLine.forEach(({ t }, place) => demand(t >= (lifeLine[place - 1]?.t ?? acceptedAt), `${id} goes back in time`));
            for (const copies of [false, true]) {
              const attempts = lifeLine.filter(({ copy, what }) => (copy === true) === copies && ['admitted', 'failed', 'timedOut', 'succeeded'].includes(what));
              attempts.forEach(({ what, t }, place) => {
                demand((what === 'admitted') === (place % 2 === 0), `${id} is ${what} out of turn`);
                everyAttempt.push({ at: t, by: what === 'admitted' ? 1 : -1 });
                if (what !== 'admitted') busyTime += t - attempts[place - 1]!.t;
                else if (place === attempts.length - 1) busyTime += duration - t;
              });
            }
          }
          // The integral of the executions in progress is the sum of their lengths.
          expect(Math.abs(total.metrics.ConcurrentExecutions.mean * duration - busyTime)).toBeLessThan(1e-6 * Math.max(1, busyTime));
          // Without copies, what sinks receive is what was discarded.
          if (total.duplicates === 0) expect(total.metrics.AsyncEventsDropped).toBe(total.discarded.total);
          const { deadLetterQueue, onFailure, both } = total.discarded.capturedBy;
          if (sinkOf(checked, DeadLetterConfig.TargetArn) === null) expect(deadLetterQueue + both + total.metrics.DeadLetterErrors).toBe(0);
          if (sinkOf(checked, EventInvokeConfig.DestinationConfig.OnFailure.Destination) === null) expect(onFailure + both).toBe(0);
          // Environments that are kept initialised never start cold, and no more of them are busy than there are.
          const { ProvisionedConcurrentExecutions: most = 0 } = targetNamed(checked, name)!.settings.ProvisionedConcurrencyConfig ?? {};
          expect(total.metrics.ProvisionedConcurrentExecutions.max).toBeLessThanOrEqual(most);
          expect(total.metrics.ColdStarts).toBeLessThanOrEqual(total.metrics.Invocations - total.metrics.ProvisionedConcurrencyInvocations);
          // A function that stops loops runs at most sixteen times in a chain of records.
          if (checked.functions[targetNamed(checked, name)!.function]!.RecursiveLoop === 'Terminate')
            for (const event of own) demand(timesInChain(events, event.id, name) <= 16 || event.condition === 'RecursiveInvocation', `${event.id} goes on in a loop`);
        }
        expect(highest(everyAttempt)).toBeLessThanOrEqual(scenario.account!.ConcurrentExecutions!);
      }),
      { numRuns: runs, seed: 7 },
    );
  });
});

/** As `expect`, but a hundred times quicker. */
function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** The most executions at once; at one instant those that end leave first. */
function highest(changes: { at: number; by: 1 | -1 }[]): number {
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
