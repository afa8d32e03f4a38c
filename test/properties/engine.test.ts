import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { conditions, type EventRecord, type FunctionResult, type RunResult, type SentRecord, type Series } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { sinkOf, targetNamed } from '../../sim/scenario/sinks.ts';
import { anyScenario, withoutErrors } from './anyScenario.ts';

const nightly = process.env['HEADROOM_NIGHTLY'] === '1';
const settings = { numRuns: nightly ? 100_000 : 1000, seed: 11 };
/** For properties that look at everything that was sent, or at every event. */
const sentSettings = { ...settings, numRuns: nightly ? 20_000 : 200 };
const time = { timeout: 3_600_000 };

/** What a run came to; what every event tells and sends only where somebody looks, since to write it takes longer than the run. */
interface Outcome {
  result: RunResult;
  series: Series;
  readonly events: EventRecord[];
  readonly sent: SentRecord[];
}

function play(scenario: ScenarioInput, options: { slice?: () => number; trace?: boolean } = {}): Outcome {
  const { scenario: checked, issues } = checkScenario(scenario);
  if (checked === null) throw new Error(JSON.stringify(issues));
  const run = startRun(compileModel(checked), { trace: options.trace ?? false });
  while (run.advance(options.slice?.() ?? Infinity));
  let events: EventRecord[] | undefined;
  let sent: SentRecord[] | undefined;
  return {
    result: run.result(),
    series: run.series(),
    get events() {
      return (events ??= [...run.events()]);
    },
    get sent() {
      return (sent ??= [...run.sent()]);
    },
  };
}

/** A property of scenarios of any kind, or of the kind that `about` makes of them. */
function holds(scenarios: fc.Arbitrary<ScenarioInput>, property: (scenario: ScenarioInput) => void): void {
  fc.assert(fc.property(scenarios, property), settings);
}

const expectEqual = (one: unknown, other: unknown, otherwise: string): void => expect(isDeepStrictEqual(one, other), otherwise).toBe(true);

describe('a run is a function of its scenario', () => {
  it('same seed, same bytes: in slices of any size, with a trace or without', time, () => {
    fc.assert(
      fc.property(anyScenario(), fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }), (scenario, sizes) => {
        let next = 0;
        const slice = (): number => sizes[next++ % sizes.length]!;
        const [whole, sliced, traced] = [play(scenario), play(scenario, { slice }), play(scenario, { trace: true })];
        expect(JSON.stringify(sliced.result)).toBe(JSON.stringify(whole.result));
        expect(JSON.stringify(traced.result)).toBe(JSON.stringify(whole.result));
        expectEqual(sliced.series, whole.series, 'slices changed the series');
        expectEqual(traced.series, whole.series, 'the trace changed the series');
      }),
      { ...settings, numRuns: nightly ? 100_000 : 400 },
    );
  });

  it('nor where what is sent is just as large as its destination takes, or a byte larger', time, () => {
    fc.assert(
      fc.property(anyScenario(), fc.nat(1000), fc.constantFrom(0, 1), fc.integer({ min: 1, max: 400 }), (scenario, which, less, size) => {
        const messages = play(scenario, { trace: true }).sent.filter(({ delivered, destination }) => delivered && destination in scenario.destinations!);
        if (messages.length === 0) return;
        const message = messages[which % messages.length]!;
        const { destination } = message;
        const maximumBytes = Math.max(1, weightOf(message) - less);
        const limited: ScenarioInput = { ...scenario, destinations: { ...scenario.destinations, [destination]: { ...scenario.destinations![destination]!, maximumBytes } } };
        const [whole, sliced, traced] = [play(limited), play(limited, { slice: () => size }), play(limited, { trace: true })];
        expect(JSON.stringify(sliced.result)).toBe(JSON.stringify(whole.result));
        expect(JSON.stringify(traced.result)).toBe(JSON.stringify(whole.result));
        expectEqual(sliced.series, whole.series, 'slices changed the series');
        expectEqual(traced.series, whole.series, 'the trace changed the series');
        // Up to the first message that no longer fits nothing is any different.
        const changed = traced.sent.filter((one) => one.destination === destination);
        expect(changed.filter((one) => one.delivered && weightOf(one) > maximumBytes)).toEqual([]);
        // Functions that are invoked less often meet another luck.
        if (less === 0 && message.type !== 'Lambda') expect(changed.some((one) => one.delivered && weightOf(one) === maximumBytes)).toBe(true);
      }),
      sentSettings,
    );
  });

  it('whatever else runs beside it: another function with its own reservation changes nothing', time, () => {
    holds(anyScenario(), (scenario) => {
      // Its account is larger by what the other function reserves; under seed-era all share one scaling rate.
      const alone: ScenarioInput = { ...scenario, profile: 'current', account: { ConcurrentExecutions: 200 } };
      const other = { Timeout: 3, ReservedConcurrentExecutions: 7, behaviour: { duration: { exponential: { mean: '3s' } }, errorRate: 0.3 } };
      const beside: ScenarioInput = {
        ...alone,
        account: { ConcurrentExecutions: 207 },
        functions: { ...alone.functions, other },
        traffic: [...alone.traffic!, { to: 'other', arrivals: { poisson: { rate: '1/s' } } }],
      };
      const [without, withOther] = [play(alone), play(beside)];
      for (const name of Object.keys(alone.functions)) {
        expectEqual(withOther.result.functions[name], without.result.functions[name], `${name} noticed`);
        expectEqual(withOther.series.functions[name], without.series.functions[name], `${name} noticed in a minute`);
      }
    });
  });
});

describe('what becomes of what was discarded', () => {
  it('is captured by one or the other or both, or gone; and without a sink it is gone', time, () => {
    holds(anyScenario(), (scenario) => {
      const { scenario: checked } = checkScenario(scenario);
      const { result, series } = play(scenario);
      for (const [name, { discarded, metrics }] of Object.entries(result.functions)) {
        const { deadLetterQueue, onFailure, both } = discarded.capturedBy;
        const { DeadLetterConfig, EventInvokeConfig } = targetNamed(checked!, name)!.settings;
        expect(deadLetterQueue + onFailure + both).toBe(discarded.captured);
        expect(discarded.captured + discarded.gone).toBe(discarded.total);
        const hasQueue = sinkOf(checked!, DeadLetterConfig.TargetArn) !== null;
        const hasDestination = sinkOf(checked!, EventInvokeConfig.DestinationConfig.OnFailure.Destination) !== null;
        if (!hasQueue) expect(deadLetterQueue + both + metrics.DeadLetterErrors).toBe(0);
        if (!hasDestination) expect(onFailure + both).toBe(0);
        if (hasQueue && metrics.DeadLetterErrors === 0) expect(deadLetterQueue + both).toBe(discarded.total);
        const last = (column: 'discardedCaptured' | 'capturedByDeadLetterQueue' | 'capturedByOnFailure' | 'capturedByBoth' | 'discardedGone') => series.functions[name]![column].at(-1);
        expect([last('discardedCaptured'), last('capturedByDeadLetterQueue'), last('capturedByOnFailure'), last('capturedByBoth'), last('discardedGone')]).toEqual([
          discarded.captured, deadLetterQueue, onFailure, both, discarded.gone,
        ]);
      }
    });
  });

  it('is counted alike by functions and destinations, where nothing is delivered twice and nothing is on its way', time, () => {
    fc.assert(
      fc.property(anyScenario(), (scenario) => {
        const atOnce: ScenarioInput = {
          ...scenario,
          destinations: Object.fromEntries(Object.entries(scenario.destinations!).map(([name, one]) => [name, { ...one, latency: 0 }])),
          assumptions: { ...scenario.assumptions, duplicateProbability: 0, deliveryLatency: 0 },
        };
        const { scenario: checked } = checkScenario(atOnce);
        const { result, events } = play(atOnce, { trace: true });
        let [sent, unsent] = [0, 0];
        for (const [name, { delivered, discarded, metrics }] of Object.entries(result.functions)) {
          const { DeadLetterConfig, EventInvokeConfig } = targetNamed(checked!, name)!.settings;
          const { OnSuccess, OnFailure } = EventInvokeConfig.DestinationConfig;
          if (sinkOf(checked!, OnSuccess.Destination) !== null) sent += delivered.total;
          for (const route of [DeadLetterConfig.TargetArn, OnFailure.Destination]) if (sinkOf(checked!, route) !== null) sent += discarded.total;
          unsent += metrics.DeadLetterErrors + metrics.DestinationDeliveryFailures;
        }
        const destinations = Object.entries(result.destinations);
        expect(destinations.reduce((sum, [, { received, failed }]) => sum + received + failed, 0)).toBe(sent);
        expect(destinations.reduce((sum, [, { failed }]) => sum + failed, 0)).toBe(unsent);
        const invoked = destinations.reduce((sum, [name, { received }]) => sum + ((checked!.destinations[name]?.type ?? 'Lambda') === 'Lambda' ? received : 0), 0);
        expect(events.filter(({ sentBy }) => sentBy !== undefined)).toHaveLength(invoked);
      }),
      sentSettings,
    );
  });

  it('goes on in a chain until the records are too large, and each of them can be read by itself', time, () => {
    const behaviour = { duration: { constant: 0.01 }, initDuration: { constant: 0 } };
    const sendingTo = (Destination: string) => ({ RecursiveLoop: 'Allow' as const, EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination } } }, behaviour });
    const { scenario } = checkScenario({
      version: 1,
      duration: 60,
      functions: { a: sendingTo('b'), b: sendingTo('a') },
      traffic: [{ to: 'a', arrivals: { at: [0] } }],
      assumptions: { timing: 'documented', duplicateProbability: 0, deliveryLatency: 0 },
    });
    const run = startRun(compileModel(scenario!), { trace: true });
    run.advance(Infinity);
    const last = [...run.events()].at(-1)!.id;
    expect(last).toBeGreaterThan(2000);
    const [sent] = run.sent({ event: last });
    expect(sent!.delivered).toBe(false);
    expect(weightOf(sent!)).toBeGreaterThan(1_048_576);
  });

  it('changes nothing about the events: with another destination every one of them meets the same luck', time, () => {
    const routes = fc.record({ OnSuccess: fc.constantFrom('extra', 'other'), OnFailure: fc.constantFrom('extra', 'other'), TargetArn: fc.constantFrom('extra', 'dead') }, { requiredKeys: [] });
    fc.assert(
      fc.property(anyScenario({ chains: false }), routes, fc.constantFrom(0, 0.5, 1), (scenario, { OnSuccess, OnFailure, TargetArn }, failureRate) => {
        // The other function reserves its own concurrency, so that it takes none from anybody.
        const account = { ConcurrentExecutions: 200 };
        const other = { ReservedConcurrentExecutions: 5, behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.5 } };
        const plain: ScenarioInput = { ...scenario, profile: 'current', account, functions: { ...scenario.functions, other }, destinations: { ...scenario.destinations, extra: { type: 'SQS', failureRate } } };
        const routed: ScenarioInput = {
          ...plain,
          functions: {
            ...plain.functions,
            import: {
              ...plain.functions['import'],
              EventInvokeConfig: {
                ...plain.functions['import']!.EventInvokeConfig,
                DestinationConfig: {
                  ...plain.functions['import']!.EventInvokeConfig!.DestinationConfig,
                  ...(OnSuccess === undefined ? {} : { OnSuccess: { Destination: OnSuccess } }),
                  ...(OnFailure === undefined ? {} : { OnFailure: { Destination: OnFailure } }),
                },
              },
              DeadLetterConfig: TargetArn === undefined ? plain.functions['import']!.DeadLetterConfig : { TargetArn },
            },
          },
        };
        const [before, after] = [play(plain, { trace: true }), play(routed, { trace: true })];
        for (const name of Object.keys(before.result.functions).filter((name) => name !== 'other')) {
          expectEqual(outcomesOf(after.result.functions[name]!), outcomesOf(before.result.functions[name]!), `${name} noticed`);
          expectEqual(storiesOf(after, name), storiesOf(before, name), `an event of ${name} noticed`);
        }
      }),
      sentSettings,
    );
  });
});

/** All that a function's result says but for what took what it discarded. */
const outcomesOf = ({ discarded, metrics, ...rest }: FunctionResult): unknown => ({
  ...rest,
  discarded: conditions.map((condition) => discarded.byCondition[condition]),
  metrics: { ...metrics, DeadLetterErrors: 0, DestinationDeliveryFailures: 0 },
});

/** The life-lines of a function's events but for what was sent. */
const storiesOf = ({ events }: Outcome, name: string): unknown =>
  events
    .filter((event) => event.function === name)
    .map(({ acceptedAt, endedAt, lifeLine }) => ({ acceptedAt, endedAt, lifeLine: lifeLine.filter(({ what }) => !what.startsWith('sentTo') && what !== 'deliveryFailed') }));

/** What a destination weighs, bytes: the text, with a dead letter its attributes, and of an event bus only what PutEvents counts. */
function weightOf({ type, body, attributes }: SentRecord): number {
  const weigh = (text: string): number => Buffer.byteLength(text);
  if (type === 'EventBridge') {
    const { source, 'detail-type': detailType, resources } = JSON.parse(body) as { source: string; 'detail-type': string; resources: string[] };
    const detail = body.slice(body.indexOf('"detail":') + '"detail":'.length, -1);
    return [source, detailType, ...resources, detail].reduce((sum, text) => sum + weigh(text), 14);
  }
  return Object.entries(attributes ?? {}).reduce((sum, [name, value]) => sum + weigh(name) + weigh(name === 'ErrorCode' ? 'Number' : 'String') + weigh(value), weigh(body));
}

describe('what follows from the rules', () => {
  /** One function with a reservation of c, so that nothing else limits it. */
  const single = (c: number, more: Partial<ScenarioInput> & { behaviour?: object; config?: object; rate?: string } = {}): ScenarioInput => {
    const { behaviour, config, rate = '2/s', ...rest } = more;
    return {
      version: 1,
      duration: '5m',
      account: { ConcurrentExecutions: 1000 },
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
      traffic: [{ to: 'f', arrivals: { poisson: { rate } } }],
      assumptions: { duplicateProbability: 0, ...rest.assumptions },
    } as ScenarioInput;
  };
  const f = ({ result }: Outcome) => result.functions['f']!;
  const seed = fc.integer({ min: 0, max: 1_000_000 });
  const dispatch = fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const);

  it('under fifo and the same luck, more concurrency never delivers fewer when nothing ages out or fails', time, () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), (luck, c, more) => {
        const delivered = (reserved: number) => play(single(reserved, { seed: luck, rate: '4/s', assumptions: { dispatch: 'fifo' } })).series.functions['f']!;
        const [few, many] = [delivered(c), delivered(c + more)];
        for (let row = 0; row < few.received.length; row++)
          expect(many.deliveredOnTime[row]! + many.deliveredDelayed[row]!).toBeGreaterThanOrEqual(few.deliveredOnTime[row]! + few.deliveredDelayed[row]!);
      }),
      settings,
    );
  });

  it('a larger maximum age never drops an event earlier', time, () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 60, max: 400 }), fc.integer({ min: 1, max: 400 }), (luck, age, more) => {
        // Nothing is ever admitted, so that events do not get in each other's way and only the age limit differs. Under
        // `adaptive` they do: an event that stays longer is refused more often, and its refusals slow down the others' reads.
        const dropped = (MaximumEventAgeInSeconds: number) =>
          play(
            single(5, { seed: luck, rate: '0.2/s', duration: '10m', behaviour: { systemErrorRate: 1 }, config: { MaximumEventAgeInSeconds }, assumptions: { dispatch: 'backoff' } }),
            { trace: true },
          ).events.map(({ endedAt }) => endedAt ?? Infinity);
        const [early, late] = [dropped(age), dropped(age + more)];
        early.forEach((at, id) => expect(late[id]!).toBeGreaterThanOrEqual(at));
      }),
      settings,
    );
  });

  it('six hours of age and no errors: nothing is dropped in a run of five minutes', time, () => {
    fc.assert(
      fc.property(seed, dispatch, fc.integer({ min: 1, max: 4 }), (luck, discipline, c) => {
        const { discarded, received, delivered } = f(play(single(c, { seed: luck, assumptions: { dispatch: discipline } })));
        expect(discarded.total).toBe(0);
        expect(delivered.total).toBeGreaterThan(0);
        expect(received).toBeGreaterThan(400);
      }),
      settings,
    );
  });

  it('no errors: no retry, and as many executions as events', time, () => {
    holds(anyScenario({ faults: false }), (scenario) => {
      const { result, series } = play({ ...withoutErrors(scenario), assumptions: { ...scenario.assumptions, duplicateProbability: 0 } });
      for (const [name, total] of Object.entries(result.functions)) {
        expect(total.metrics.Errors).toBe(0);
        expect(total.delivered.afterRetry).toBe(0);
        expect(total.discarded.byCondition.RetriesExhausted).toBe(0);
        expect(total.metrics.Invocations).toBe(total.delivered.total + total.running);
        expect(series.functions[name]!.retries.at(-1)).toBe(0);
      }
    });
  });

  it('no retries and only errors: everything that ran is captured by the dead-letter queue', time, () => {
    fc.assert(
      fc.property(seed, dispatch, fc.integer({ min: 1, max: 9 }), (luck, discipline, c) => {
        const { result } = play(single(c, { seed: luck, behaviour: { errorRate: 1 }, config: { MaximumRetryAttempts: 0 }, assumptions: { dispatch: discipline, deliveryLatency: '0s' } }));
        const { discarded, delivered, metrics, running } = result.functions['f']!;
        expect(delivered.total).toBe(0);
        expect(discarded.total).toBe(metrics.Invocations - running);
        expect(discarded.captured).toBe(discarded.total);
        expect(discarded.byCondition.RetriesExhausted).toBe(discarded.total);
        expect(result.destinations['dead']).toMatchObject({ received: discarded.total, failed: 0 });
        expect(discarded.total).toBeGreaterThan(0);
      }),
      settings,
    );
  });

  it('times × k scales everything', time, () => {
    // Under fifo without errors the only times are the scenario's own; constants, so that rounding scales too.
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 2, max: 14 }),
        (instants, handler, init, c, k) => {
          const at = (factor: number) =>
            play(
              {
                ...single(c, {
                  duration: 600 * factor,
                  delayTarget: 10 * factor,
                  behaviour: { duration: { constant: handler * factor }, initDuration: { constant: init * factor } },
                  config: { MaximumEventAgeInSeconds: 60 * factor },
                  assumptions: { dispatch: 'fifo', timing: 'documented', idleExpiry: 30 * factor },
                }),
                traffic: [{ to: 'f', arrivals: { at: instants.map((instant) => instant * factor) } }],
              },
              { trace: true },
            );
          const [one, scaled] = [at(1), at(k)];
          const { onTime, delayed } = f(one).delivered;
          expect(f(scaled).delivered).toMatchObject({ onTime, delayed });
          expect(scaled.events.map(({ outcome, condition }) => [outcome, condition])).toEqual(one.events.map(({ outcome, condition }) => [outcome, condition]));
          const times = ({ events }: Outcome) => events.map(({ lifeLine }) => lifeLine.filter(({ what }) => !what.startsWith('sentTo')).map(({ t, what, coldStart }) => [what, t, coldStart]));
          expect(times(scaled)).toEqual(times(one).map((steps) => steps.map(([what, t, coldStart]) => [what, (t as number) * k, coldStart])));
        },
      ),
      settings,
    );
  });
});
