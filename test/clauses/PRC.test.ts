import { describe, expect, test } from 'vitest';
import { costOf, gbSeconds } from '../../sim/cost/cost.ts';
import { prices, type PriceName, type Prices } from '../../sim/cost/prices.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, run, story } from '../engines/check.ts';

/** A run and what it costs. */
function bill(input: ScenarioInput, list: Prices = prices, options: Parameters<typeof run>[1] = {}) {
  const checked = run(input, options);
  return { ...checked, billed: checked.first.billed, cost: costOf(checkScenario(input).scenario!, checked.result, list) };
}

/** The list with other prices. */
function priced(changes: Partial<Record<PriceName, number>>): Prices {
  const changed = structuredClone(prices);
  for (const [name, price] of Object.entries(changes)) changed.prices[name as PriceName].price = price;
  return changed;
}

const nothingCosts = priced(Object.fromEntries(Object.keys(prices.prices).map((name) => [name, 0])));
const only = (name: PriceName, price: number): Prices => {
  const list = structuredClone(nothingCosts);
  list.prices[name] = { ...list.prices[name], price, per: 1 };
  return list;
};

const aSecond = { Timeout: 30, MemorySize: 512, behaviour: { duration: { constant: '1s' } } };
const onFailure = (Destination: string) => ({ EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination } } } });
const failing = { duration: { constant: '1s' }, errorRate: 1 };

describe('PRC: prices', () => {
  test("PRC-01 AWS's example: 3 million times a second of 512 MB are 1.5 million GB-seconds, $25.00 and $0.60 for requests", () => {
    expect(gbSeconds(3_000_000 * 1000, 512)).toBe(1_500_000);
    const { result, cost, billed } = bill(exactly(aSecond, { constant: { rate: '1/s' } }, { duration: '3000s' }));
    expect(billed).toMatchObject({ requests: 3000, milliseconds: 3_000_000, extraRequests: 0, retryRequests: 0 });
    expect(cost.duration).toBeCloseTo(1500 * 0.0000166667, 12);
    expect(cost.requests).toBeCloseTo(3000 * 0.0000002, 12);
    const thousandfold = structuredClone(result);
    thousandfold.functions['f']!.billed.requests *= 1000;
    thousandfold.functions['f']!.billed.milliseconds *= 1000;
    const month = costOf(checkScenario(exactly(aSecond, at(0))).scenario!, thousandfold, prices);
    expect(month.duration).toBeCloseTo(25.00005, 9);
    expect(month.requests).toBeCloseTo(0.6, 9);
    expect(month.total).toBeCloseTo(25.60005, 9);
  });

  test('PRC-01 memory is a factor, and a version’s own counts', () => {
    const gigabyteSecond = only('lambdaDuration', 1);
    const { cost } = bill(
      exactly({ ...aSecond, MemorySize: 256, versions: { '1': { MemorySize: 1024 } }, aliases: { live: { FunctionVersion: '1' } } }, at(0), {
        traffic: [undefined, '1', 'live'].map((qualifier) => ({ to: 'f', arrivals: at(0), ...(qualifier === undefined ? {} : { qualifier }) })),
      }),
      gigabyteSecond,
    );
    expect(Object.entries(cost.byFunction).map(([name, { duration }]) => [name, duration])).toEqual([
      ['f', 0.25],
      ['f:1', 1],
      ['f:live', 1],
    ]);
    expect(cost.total).toBe(2.25);
  });

  test.each([
    [262_144, 0],
    [262_145, 1],
    [263_168, 1],
    [262_144 + 65_536, 1],
    [262_144 + 65_537, 2],
    [1_048_576, 12],
  ])('PRC-02 a payload of %i bytes is %i requests more, once for an event however often it is tried', (payloadBytes, extra) => {
    const { billed, cost } = bill(
      exactly({ behaviour: failing }, at(0), { traffic: [{ to: 'f', arrivals: at(0), payloadBytes }], assumptions: { duplicateProbability: 1 } }),
      only('lambdaRequests', 1),
    );
    expect(billed).toMatchObject({ requests: 6, extraRequests: extra });
    expect(cost.requests).toBe(6 + extra);
  });

  test('PRC-02 a record of more than 256 KB that invokes a function is more than one request, too; what is refused to the caller is none', () => {
    const { result } = bill(
      exactly({ ...onFailure('g'), behaviour: failing }, at(0), {
        functions: { g: {} },
        traffic: [
          { to: 'f', arrivals: at(0), payloadBytes: 262_144 },
          { to: 'f', arrivals: at(0), payloadBytes: 1_048_577 },
        ],
      }),
    );
    expect(result.functions['f']!.billed.extraRequests).toBe(0);
    expect(result.functions['g']!.billed.extraRequests).toBe(1);
  });

  /** An alias with concurrency kept for it, as much as `more` says. */
  const provisioned = (more: object, arrivals: ReturnType<typeof at> | null, duration: string): ScenarioInput =>
    exactly(
      {
        ...aSecond,
        versions: { '1': {} },
        aliases: { live: { FunctionVersion: '1', ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 10, ...more } } },
      },
      at(0),
      { traffic: arrivals === null ? [] : [{ to: 'f', qualifier: 'live', arrivals }], duration },
    );

  test('PRC-03 ten provisioned environments of 512 MB for an hour cost what they are, what runs in them, and its requests', () => {
    const { cost, result } = bill(provisioned({}, { constant: { rate: '1/s' } }, '1h'));
    expect(result.functions['f:live']!.billed).toMatchObject({ requests: 3600, milliseconds: 0, provisionedMilliseconds: 3_600_000 });
    expect(cost.provisioned).toBeCloseTo(10 * 3600 * 0.5 * 0.0000041667 + 3600 * 0.5 * 0.0000097222, 12);
    expect(cost.requests).toBeCloseTo(3600 * 0.0000002, 12);
    expect(cost.duration).toBe(0);
    expect(cost.total).toBeCloseTo(cost.provisioned + cost.requests, 12);
  });

  test.each([
    { duration: '5m', requestedAt: 0, minutes: 5 },
    { duration: '301s', requestedAt: 0, minutes: 10 },
    { duration: '12m', requestedAt: '2m', minutes: 10 },
    { duration: '12m', requestedAt: '119999999us', minutes: 15 },
    { duration: '300.3s', requestedAt: '300ms', minutes: 5 },
    { duration: '12m', requestedAt: '12m', minutes: 0 },
    { duration: '12m', requestedAt: '1h', minutes: 0 },
  ])('PRC-03 requested at $requestedAt of $duration, it is billed for $minutes minutes, used or not', ({ duration, requestedAt, minutes }) => {
    expect(bill(provisioned({ requestedAt }, null, duration), only('provisionedConcurrency', 1)).cost.total).toBe(10 * minutes * 60 * 0.5);
  });

  test('PRC-03 what spills over is billed as ordinary executions, and a retry is one where it runs', () => {
    const input = provisioned({ ProvisionedConcurrentExecutions: 1 }, at(0, 0), '5m');
    input.functions['f']!.behaviour = { ...aSecond.behaviour, initDuration: { constant: '0s' }, script: [story(0, '1s error', '2s success')] };
    const { billed } = bill(input).result.functions['f:live']!;
    expect(billed).toEqual({
      requests: 3,
      extraRequests: 0,
      milliseconds: 1000,
      provisionedMilliseconds: 3000,
      retryRequests: 1,
      retryMilliseconds: 0,
      retryProvisionedMilliseconds: 2000,
    });
    expect(bill(input, only('provisionedDuration', 1)).cost).toMatchObject({ provisioned: 1.5, retries: 1 });
  });

  test.each([
    ['SQS', 'sqsRequests', 0.4],
    ['SNS', 'snsPublishes', 0.5],
    ['EventBridge', 'eventBridgeEvents', 1],
  ] as const)('PRC-04 PRC-05 a message to %s is billed by 64 KB begun', (type, name, perMillion) => {
    const sent = (payloadBytes: number) => {
      const input = exactly({ ...onFailure('sink'), behaviour: failing }, at(0), {
        destinations: { sink: { type, latency: 0 } },
        traffic: [{ to: 'f', arrivals: at(0), payloadBytes }],
        duration: '1m',
      });
      const { cost, result } = bill(input);
      expect(cost.destinations[type]).toBeCloseTo((result.destinations['sink']!.units * perMillion) / 1_000_000, 12);
      expect(bill(input, only(name, 1)).cost.total).toBe(result.destinations['sink']!.units);
      return result.destinations['sink']!.units;
    };
    expect([sent(1024), sent(60_000), sent(65_536), sent(120_000), sent(131_072)]).toEqual([1, 1, 2, 2, 3]);
  });

  test('PRC-04 of a dead-letter queue the message and its attributes count, to the byte', () => {
    const units = (payloadBytes: number) =>
      bill(
        exactly({ DeadLetterConfig: { TargetArn: 'dlq' }, EventInvokeConfig: { MaximumRetryAttempts: 0 }, behaviour: failing }, at(0), {
          destinations: { dlq: { type: 'SQS' } },
          traffic: [{ to: 'f', arrivals: at(0), payloadBytes }],
          duration: '1m',
        }),
      );
    const { sent } = units(1000);
    const beside = Object.entries(sent[0]!.attributes!).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    const types = 'String'.length + 'String'.length + 'Number'.length;
    expect(units(65_536 - beside - types).result.destinations['dlq']!.units).toBe(1);
    expect(units(65_537 - beside - types).result.destinations['dlq']!.units).toBe(2);
  });

  test('PRC-05 a bucket bills each object, whatever its size', () => {
    const { cost, result } = bill(
      exactly({ ...onFailure('sink'), behaviour: failing }, at(0, 1), {
        destinations: { sink: { type: 'S3' } },
        traffic: [{ to: 'f', arrivals: at(0, 1), payloadBytes: 200_000 }],
      }),
    );
    expect(result.destinations['sink']).toEqual({ received: 2, failed: 0, units: 2 });
    expect(cost.destinations).toEqual({ total: 0.00001, SQS: 0, SNS: 0, EventBridge: 0, S3: 0.00001 });
  });

  test('PRC-05 DST-16 destinations themselves cost nothing: only what arrives at a service is billed, and a function that is invoked for what it runs', () => {
    const cost = (sink: object, more: Partial<ScenarioInput> = {}) =>
      bill(exactly({ ...onFailure('sink'), behaviour: failing }, at(0), { functions: { sink: {} }, destinations: { sink: { type: 'Lambda', ...sink } }, ...more })).cost;
    const none = { total: 0, SQS: 0, SNS: 0, EventBridge: 0, S3: 0 };
    expect(cost({}).destinations).toEqual(none);
    expect(cost({}).byFunction['sink']!.total).toBeGreaterThan(0.0000002);
    expect(cost({ type: 'SQS', permission: false }).destinations).toEqual(none);
    expect(cost({ type: 'SQS', latency: '1m' }, { duration: '1m' }).destinations).toEqual(none);
    const { SQS, total, ...others } = cost({ type: 'SQS' }).destinations;
    expect([SQS, total]).toEqual([expect.closeTo(0.0000004, 15), SQS]);
    expect(others).toEqual({ SNS: 0, EventBridge: 0, S3: 0 });
  });

  test.each(Object.keys(prices.prices) as PriceName[])('PRC-05 another price of %s changes the total by as much', (name) => {
    const routes = (failure: string, success: string) => ({ EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: failure }, OnSuccess: { Destination: success } } } });
    const input = exactly({ ...aSecond, ...routes('bucket', 'bus'), behaviour: { ...aSecond.behaviour, errorRate: 0.5 } }, at(), {
      functions: {
        g: {
          ...aSecond,
          versions: { '1': { DeadLetterConfig: { TargetArn: 'queue' }, ...routes('topic', 'topic'), ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } } },
          behaviour: { ...aSecond.behaviour, errorRate: 1 },
        },
      },
      destinations: { queue: { type: 'SQS' }, topic: { type: 'SNS' }, bus: { type: 'EventBridge' }, bucket: { type: 'S3' } },
      traffic: [
        { to: 'f', arrivals: { burst: { count: 100 } } },
        { to: 'g', qualifier: '1', arrivals: { burst: { count: 10 } } },
      ],
      duration: '10m',
    });
    const { result, cost } = bill(input);
    const scenario = checkScenario(input).scenario!;
    expect(cost.requests + cost.duration + cost.provisioned + cost.destinations.total).toBeCloseTo(cost.total, 12);
    const amount = costOf(scenario, result, only(name, 1)).total;
    expect(amount).toBeGreaterThan(0);
    const { price, per } = prices.prices[name];
    expect(costOf(scenario, result, priced({ [name]: 3 * price })).total - cost.total).toBeCloseTo((2 * price * amount) / per, 12);
    const twice = structuredClone(prices);
    twice.prices[name].per *= 2;
    expect(cost.total - costOf(scenario, result, twice).total).toBeCloseTo((price * amount) / per / 2, 12);
  });

  test('PRC-06 three attempts that fail bill three requests and three durations; two of each are retries', () => {
    const { billed, cost } = bill(exactly({ ...aSecond, behaviour: failing }, at(0)));
    expect(billed).toEqual({
      requests: 3,
      extraRequests: 0,
      milliseconds: 3000,
      provisionedMilliseconds: 0,
      retryRequests: 2,
      retryMilliseconds: 2000,
      retryProvisionedMilliseconds: 0,
    });
    expect(cost.retries).toBeCloseTo((cost.total * 2) / 3, 15);
    expect(cost.total).toBeCloseTo(3 * 0.0000002 + 1.5 * 0.0000166667, 15);
  });

  test('PRC-06 a second delivery is billed as well, and only what follows its own failure is a retry', () => {
    const twice = { assumptions: { duplicateProbability: 1 } };
    expect(bill(exactly(aSecond, at(0), twice)).billed).toMatchObject({ requests: 2, milliseconds: 2000, retryRequests: 0, retryMilliseconds: 0 });
    expect(bill(exactly({ ...aSecond, behaviour: failing }, at(0), twice)).billed).toMatchObject({ requests: 6, milliseconds: 6000, retryRequests: 4, retryMilliseconds: 4000 });
  });

  test.each([
    ['0.999ms', '0s', 1],
    ['1ms', '0s', 1],
    ['1.001ms', '0s', 2],
    ['1s', '249.5ms', 1250],
    ['999.5ms', '0.5ms', 1000],
    ['1h', '0s', 30_000],
  ])('PRC-06 a handler of %s after an initialisation of %s is billed for %i ms', (duration, init, milliseconds) => {
    const { billed } = bill(exactly({ Timeout: 30, EventInvokeConfig: { MaximumRetryAttempts: 0 }, behaviour: { duration: { constant: duration }, initDuration: { constant: init } } }, at(0)));
    expect(billed.milliseconds).toBe(milliseconds);
  });

  test('PRC-06 ENV-10 initialisation is billed where it was needed', () => {
    const { billed } = bill(exactly({ ...aSecond, behaviour: { ...aSecond.behaviour, initDuration: { constant: '300ms' } } }, at(0, 10)));
    expect(billed).toMatchObject({ requests: 2, milliseconds: 2300 });
  });

  test('PRC-06 refused dispatches are free, by throttling, by an error of Lambda itself and without a function', () => {
    const throttled = bill(exactly({ ...aSecond, ReservedConcurrentExecutions: 1 }, at(0, 0, 0, 0)));
    expect(throttled.first.metrics.Throttles).toBeGreaterThan(4);
    expect(throttled.billed).toMatchObject({ requests: 4, milliseconds: 4000, retryRequests: 0 });
    const fault = (change: object) => bill(exactly({ ...aSecond, ...onFailure('none') }, at(0), { destinations: { none: { type: 'SQS' } }, duration: '1m', faults: [{ function: 'f', from: 0, until: 3600, ...change }] }));
    expect(fault({ systemErrorRate: 1 }).billed).toMatchObject({ requests: 0, milliseconds: 0 });
    expect(fault({ ReservedConcurrentExecutions: 0 }).cost.byFunction['f']!.total).toBe(0);
  });

  test('PRC-06 an execution that runs on beyond the end is billed as a whole, from its admission', () => {
    const { billed, first } = bill(exactly(aSecond, at(9.5), { duration: '10s' }));
    expect(first.running).toBe(1);
    expect(billed).toMatchObject({ requests: 1, milliseconds: 1000 });
  });
});
