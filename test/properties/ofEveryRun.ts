import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { conditions, type FunctionResult, type SentRecord } from '../../sim/engines/result.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { sinkOf, targetNamed } from '../../sim/scenario/sinks.ts';
import { demand } from '../engines/demand.ts';
import { anyScenario } from './anyScenario.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { property, type Property } from './property.ts';
import { laws, play } from './swarmLaws.ts';

// That what is printed is read as the same is a property by itself (ofText.ts).
const { 'a scenario that is printed and read again is the same': _, ...lawsOfRuns } = laws;

const anySlices = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 });
const equal = (one: unknown, other: unknown, otherwise: string): void => demand(isDeepStrictEqual(one, other), otherwise);

/** Properties of scenarios of every kind that the format knows. */
export const ofEveryRun: readonly Property[] = [
  property({
    id: 'laws',
    says: 'same seed, same bytes, in slices of any size and with a trace or without; and every law of the swarm holds',
    arbitrary: fc.record({ scenario: anyScenario(), hasSecondOpinion: fc.constant(false), slices: anySlices }),
    holds(one) {
      const told = play(one);
      for (const hold of Object.values(lawsOfRuns)) hold(told);
      const { result, sliced } = told;
      // Keys and numbers in the same order, too.
      demand(JSON.stringify(sliced.result) === JSON.stringify(result), 'slices or the trace changed the bytes');
    },
  }),

  property({
    id: 'beside',
    often: 400,
    says: 'another function with its own reservation changes nothing for those beside it',
    arbitrary: anyScenario(),
    holds(scenario) {
      // Its account is larger by what the other function reserves; under seed-era all share one scaling rate.
      const alone: ScenarioInput = { ...scenario, profile: 'current', account: { ConcurrentExecutions: 200 } };
      const other = { Timeout: 3, ReservedConcurrentExecutions: 7, behaviour: { duration: { exponential: { mean: '3s' } }, errorRate: 0.3 } };
      const beside: ScenarioInput = {
        ...alone,
        account: { ConcurrentExecutions: 207 },
        functions: { ...alone.functions, other },
        traffic: [...alone.traffic!, { to: 'other', arrivals: { poisson: { rate: '1/s' } } }],
      };
      const [without, withOther] = [outcomeOf(alone), outcomeOf(beside)];
      for (const name of Object.keys(alone.functions)) {
        equal(withOther.result.functions[name], without.result.functions[name], `${name} noticed`);
        equal(withOther.series.functions[name], without.series.functions[name], `${name} noticed in a minute`);
      }
    },
  }),

  property({
    id: 'tight',
    says: 'same seed, same bytes where what is sent is just as large as its destination takes, or a byte larger',
    often: 100,
    arbitrary: fc.tuple(anyScenario(), fc.nat(1000), fc.constantFrom(0, 1), fc.integer({ min: 1, max: 400 })),
    holds([scenario, which, less, size]) {
      const messages = outcomeOf(scenario, { trace: true }).sent.filter(({ delivered, destination }) => delivered && destination in scenario.destinations!);
      if (messages.length === 0) return [];
      const message = messages[which % messages.length]!;
      const { destination } = message;
      const maximumBytes = Math.max(1, weightOf(message) - less);
      const limited: ScenarioInput = { ...scenario, destinations: { ...scenario.destinations, [destination]: { ...scenario.destinations![destination]!, maximumBytes } } };
      const [whole, traced] = [outcomeOf(limited), outcomeOf(limited, { trace: true, slice: () => size })];
      demand(JSON.stringify(traced.result) === JSON.stringify(whole.result), 'slices or the trace changed the bytes');
      equal(traced.series, whole.series, 'slices or the trace changed the series');
      // Up to the first message that no longer fits nothing is any different.
      const changed = traced.sent.filter((one) => one.destination === destination);
      demand(!changed.some((one) => one.delivered && weightOf(one) > maximumBytes), 'a message that is too large was delivered');
      // Functions that are invoked less often meet another luck.
      if (less === 0 && message.type !== 'Lambda') demand(changed.some((one) => one.delivered && weightOf(one) === maximumBytes), 'a message that fits was not delivered');
      return [less === 0 ? 'fits' : 'does not fit'];
    },
    wants: { fits: 0.2, 'does not fit': 0.2 },
  }),

  property({
    id: 'counted',
    says: 'functions and destinations count alike what was sent, where nothing is delivered twice and nothing is on its way',
    arbitrary: anyScenario(),
    often: 300,
    holds(input) {
      const { scenario, result, events } = outcomeOf(
        {
          ...input,
          destinations: Object.fromEntries(Object.entries(input.destinations!).map(([name, one]) => [name, { ...one, latency: 0 }])),
          assumptions: { ...input.assumptions, duplicateProbability: 0, deliveryLatency: 0 },
        },
        { trace: true },
      );
      let [sent, unsent] = [0, 0];
      for (const [name, { delivered, discarded, metrics }] of Object.entries(result.functions)) {
        const { DeadLetterConfig, EventInvokeConfig } = targetNamed(scenario, name)!.settings;
        const { OnSuccess, OnFailure } = EventInvokeConfig.DestinationConfig;
        if (sinkOf(scenario, OnSuccess.Destination) !== null) sent += delivered.total;
        for (const route of [DeadLetterConfig.TargetArn, OnFailure.Destination]) if (sinkOf(scenario, route) !== null) sent += discarded.total;
        unsent += metrics.DeadLetterErrors + metrics.DestinationDeliveryFailures;
      }
      const destinations = Object.entries(result.destinations);
      demand(destinations.reduce((sum, [, { received, failed }]) => sum + received + failed, 0) === sent, 'what was sent did not arrive or fail');
      demand(destinations.reduce((sum, [, { failed }]) => sum + failed, 0) === unsent, 'failures are counted differently');
      const invoked = destinations.reduce((sum, [name, { received }]) => sum + ((scenario.destinations[name]?.type ?? 'Lambda') === 'Lambda' ? received : 0), 0);
      demand(events.filter(({ sentBy }) => sentBy !== undefined).length === invoked, 'what was sent to functions is not what they were invoked with');
    },
  }),

  property({
    id: 'rerouted',
    says: 'with another destination every event meets the same luck',
    often: 200,
    arbitrary: fc.tuple(
      anyScenario({ chains: false }),
      fc.record({ OnSuccess: fc.constantFrom('extra', 'other'), OnFailure: fc.constantFrom('extra', 'other'), TargetArn: fc.constantFrom('extra', 'dead') }, { requiredKeys: [] }),
      fc.constantFrom(0, 0.5, 1),
    ),
    holds([scenario, { OnSuccess, OnFailure, TargetArn }, failureRate]) {
      // The other function reserves its own concurrency, so that it takes none from anybody.
      const account = { ConcurrentExecutions: 200 };
      const other = { ReservedConcurrentExecutions: 5, behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.5 } };
      const plain: ScenarioInput = { ...scenario, profile: 'current', account, functions: { ...scenario.functions, other }, destinations: { ...scenario.destinations, extra: { type: 'SQS', failureRate } } };
      const before = plain.functions['import']!;
      const routed: ScenarioInput = {
        ...plain,
        functions: {
          ...plain.functions,
          import: {
            ...before,
            EventInvokeConfig: {
              ...before.EventInvokeConfig,
              DestinationConfig: {
                ...before.EventInvokeConfig!.DestinationConfig,
                ...(OnSuccess === undefined ? {} : { OnSuccess: { Destination: OnSuccess } }),
                ...(OnFailure === undefined ? {} : { OnFailure: { Destination: OnFailure } }),
              },
            },
            DeadLetterConfig: TargetArn === undefined ? before.DeadLetterConfig : { TargetArn },
          },
        },
      };
      const [one, another] = [outcomeOf(plain, { trace: true }), outcomeOf(routed, { trace: true })];
      for (const name of Object.keys(one.result.functions).filter((name) => name !== 'other')) {
        equal(endsOf(another.result.functions[name]!), endsOf(one.result.functions[name]!), `${name} noticed`);
        equal(storiesOf(another, name), storiesOf(one, name), `an event of ${name} noticed`);
      }
    },
  }),
];

/** All that a function's result says but for what took what it discarded. */
const endsOf = ({ discarded, metrics, ...rest }: FunctionResult): unknown => ({
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
export function weightOf({ type, body, attributes }: SentRecord): number {
  const weigh = (text: string): number => Buffer.byteLength(text);
  if (type === 'EventBridge') {
    const { source, 'detail-type': detailType, resources } = JSON.parse(body) as { source: string; 'detail-type': string; resources: string[] };
    const detail = body.slice(body.indexOf('"detail":') + '"detail":'.length, -1);
    return [source, detailType, ...resources, detail].reduce((sum, text) => sum + weigh(text), 14);
  }
  return Object.entries(attributes ?? {}).reduce((sum, [name, value]) => sum + weigh(name) + weigh(name === 'ErrorCode' ? 'Number' : 'String') + weigh(value), weigh(body));
}

