import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { demand } from '../engines/demand.ts';
import { anyScenario, withoutErrors } from './anyScenario.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { property, type Property } from './property.ts';

interface Changes extends Partial<ScenarioInput> {
  behaviour?: object;
  config?: object;
  rate?: string;
}

/** One function with a reservation of c, so that nothing else limits it. */
export function single(c: number, { behaviour, config, rate = '2/s', ...rest }: Changes = {}): ScenarioInput {
  return {
    version: 1,
    duration: '2m',
    account: { ConcurrentExecutions: 1000 },
    traffic: [{ to: 'f', arrivals: { poisson: { rate } } }],
    ...rest,
    functions: {
      f: {
        Timeout: 900,
        ReservedConcurrentExecutions: c,
        EventInvokeConfig: { MaximumRetryAttempts: 2, ...config },
        DeadLetterConfig: { TargetArn: 'dead' },
        behaviour: { duration: { exponential: { mean: '1s' } }, initDuration: { constant: '0s' }, ...behaviour },
      },
    },
    destinations: { dead: { type: 'SQS' } },
    assumptions: { duplicateProbability: 0, ...rest.assumptions },
  } as ScenarioInput;
}

const f = ({ result }: Outcome) => result.functions['f']!;
const seed = fc.integer({ min: 0, max: 1_000_000 });
const dispatch = fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const);

/** Properties that follow from what the rules say, on scenarios in which nothing else is in the way. */
export const ofTheRules: readonly Property[] = [
  property({
    id: 'concurrency',
    says: 'under fifo and the same luck, more concurrency never delivers fewer when nothing ages out or fails',
    arbitrary: fc.record({ luck: seed, c: fc.integer({ min: 1, max: 6 }), more: fc.integer({ min: 1, max: 3 }), rate: fc.constantFrom('1/s', '2/s', '4/s') }),
    holds({ luck, c, more, rate }) {
      const delivered = (reserved: number) => outcomeOf(single(reserved, { seed: luck, rate, assumptions: { dispatch: 'fifo' } })).series.functions['f']!;
      const [few, many] = [delivered(c), delivered(c + more)];
      few.received.forEach((_, row) => demand(many.deliveredOnTime[row]! + many.deliveredDelayed[row]! >= few.deliveredOnTime[row]! + few.deliveredDelayed[row]!, `fewer in minute ${row}`));
      return few.waitingUnread.some((count) => count > 10) ? ['a queue'] : [];
    },
    wants: { 'a queue': 0.2 },
  }),

  property({
    id: 'age',
    says: 'a larger maximum age never drops an event earlier',
    arbitrary: fc.record({ luck: seed, age: fc.integer({ min: 60, max: 400 }), more: fc.integer({ min: 1, max: 400 }) }),
    holds({ luck, age, more }) {
      // Nothing is ever admitted, so that events do not get in each other's way and only the age limit differs. Under
      // `adaptive` they do: an event that stays longer is refused more often, and its refusals slow down the others' reads.
      const dropped = (MaximumEventAgeInSeconds: number) =>
        outcomeOf(
          single(5, {
            seed: luck,
            duration: '10m',
            traffic: [{ to: 'f', arrivals: { poisson: { rate: '0.1/s' } }, until: 30 }],
            behaviour: { systemErrorRate: 1 },
            config: { MaximumEventAgeInSeconds },
            assumptions: { dispatch: 'backoff' },
          }),
          { trace: true },
        ).events.map(({ endedAt }) => endedAt ?? Infinity);
      const [early, late] = [dropped(age), dropped(age + more)];
      early.forEach((at, id) => demand(late[id]! >= at, () => `event ${id} is dropped at ${late[id]!} s, not at ${at} s`));
      return early.some((at, id) => at < Infinity && late[id]! > at) ? ['later'] : [];
    },
    wants: { later: 0.3 },
  }),

  property({
    id: 'patience',
    says: 'six hours of age and no errors: nothing is dropped in a run of minutes',
    arbitrary: fc.record({ luck: seed, discipline: dispatch, c: fc.integer({ min: 1, max: 4 }) }),
    holds({ luck, discipline, c }) {
      const { discarded, received, delivered, waiting } = f(outcomeOf(single(c, { seed: luck, assumptions: { dispatch: discipline } })));
      demand(discarded.total === 0, 'something was discarded');
      demand(delivered.total > 0 && received > 100, 'hardly anything happened');
      return waiting.total > 0 ? ['waiting'] : [];
    },
    wants: { waiting: 0.2 },
  }),

  property({
    id: 'no-errors',
    says: 'no errors: no retry, and as many executions as events',
    arbitrary: anyScenario({ faults: false }),
    holds(scenario) {
      const { result, series } = outcomeOf({ ...withoutErrors(scenario), assumptions: { ...scenario.assumptions, duplicateProbability: 0 } });
      for (const [name, { metrics, delivered, discarded, running }] of Object.entries(result.functions)) {
        demand(metrics.Errors === 0 && discarded.byCondition.RetriesExhausted === 0, `${name} fails`);
        demand(delivered.afterRetry === 0 && series.functions[name]!.retries.at(-1) === 0, `${name} is retried`);
        demand(metrics.Invocations === delivered.total + running, `${name} has more executions than events`);
      }
    },
  }),

  property({
    id: 'no-retries',
    says: 'no retries and only errors: everything that ran is captured by the dead-letter queue',
    arbitrary: fc.record({ luck: seed, discipline: dispatch, c: fc.integer({ min: 1, max: 9 }) }),
    holds({ luck, discipline, c }) {
      const { result } = outcomeOf(single(c, { seed: luck, behaviour: { errorRate: 1 }, config: { MaximumRetryAttempts: 0 }, assumptions: { dispatch: discipline, deliveryLatency: '0s' } }));
      const { discarded, delivered, metrics, running } = result.functions['f']!;
      demand(delivered.total === 0 && discarded.total > 0, 'something was delivered, or nothing ran');
      demand(discarded.total === metrics.Invocations - running, 'something was tried again');
      demand(discarded.captured === discarded.total && discarded.byCondition.RetriesExhausted === discarded.total, 'something is gone');
      const { received, failed } = result.destinations['dead']!;
      demand(received === discarded.total && failed === 0, 'the dead-letter queue has another number');
    },
  }),

  property({
    id: 'scale',
    says: 'times × k scales everything',
    // Under fifo without errors the only times are the scenario's own; constants, so that rounding scales too.
    arbitrary: fc.record({
      instants: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 25 }),
      handler: fc.integer({ min: 1, max: 60 }),
      init: fc.integer({ min: 0, max: 20 }),
      c: fc.integer({ min: 1, max: 4 }),
      k: fc.integer({ min: 2, max: 14 }),
    }),
    holds({ instants, handler, init, c, k }) {
      const at = (factor: number) =>
        outcomeOf(
          single(c, {
            duration: 200 * factor,
            delayTarget: 10 * factor,
            traffic: [{ to: 'f', arrivals: { at: instants.map((instant) => instant * factor) } }],
            behaviour: { duration: { constant: handler * factor }, initDuration: { constant: init * factor } },
            config: { MaximumEventAgeInSeconds: 60 * factor },
            assumptions: { dispatch: 'fifo', timing: 'documented', idleExpiry: 30 * factor },
          }),
          { trace: true },
        );
      const stories = ({ events }: Outcome, factor: number) =>
        events.map(({ outcome, condition, lifeLine }) => [outcome, condition, ...lifeLine.filter(({ what }) => !what.startsWith('sentTo')).map(({ t, what, coldStart }) => [what, t * factor, coldStart])]);
      const [one, scaled] = [at(1), at(k)];
      demand(f(scaled).delivered.onTime === f(one).delivered.onTime && f(scaled).delivered.delayed === f(one).delivered.delayed, 'other events are delivered, or late');
      demand(isDeepStrictEqual(stories(scaled, 1), stories(one, k)), 'a life-line has other times');
      return f(one).discarded.total > 0 ? ['discarded'] : [];
    },
    wants: { discarded: 0.1 },
  }),
];
