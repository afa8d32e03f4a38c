import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { lint } from '../../sim/lint/lint.ts';
import { compileModel } from '../../sim/model/compile.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { run, timesOf } from '../engines/check.ts';
import { anyScenario } from '../properties/anyScenario.ts';
import { caught, findingsOf, parsed, sound, type FunctionInput } from './check.ts';

/** Runs a scenario whose findings are of the given rules, and gives what the run came to. */
function found(rules: readonly string[], scenario: ScenarioInput) {
  expect(findingsOf(scenario).map(({ rule }) => rule)).toEqual(rules);
  return run(scenario);
}

const failing = { errorRate: 1, duration: { constant: '1s' }, initDuration: { constant: '0s' } } as const;
const once = { EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } } };
const deadLetters: FunctionInput = { EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: {} }, DeadLetterConfig: { TargetArn: 'failed' } };
const ten = { arrivals: { burst: { count: 10 } } };
const exact = { timing: 'documented', duplicateProbability: 0 } as const;
const plainly = (more: object = {}) => ({ traffic: [{ to: 'f', ...ten, ...more }], assumptions: exact });

describe('what is found comes true in a run', () => {
  test('rejected payloads are never received', () => {
    for (const [rule, payload] of [
      ['payload-too-large', { payloadBytes: 2_000_000 }],
      ['payload-is-no-json', { payloadText: '{' }],
    ] as const) {
      const { first } = found([rule, 'unused-destination'], { ...sound({ EventInvokeConfig: { DestinationConfig: { OnFailure: {} } } }, plainly(payload)) });
      expect(first).toMatchObject({ received: 0, rejected: 10 });
    }
  });

  test('with no reserved concurrency everything is discarded without an attempt', () => {
    const { first, result } = found(['zero-reserved-concurrency'], sound({ ReservedConcurrentExecutions: 0 }, plainly()));
    expect(first.metrics.Invocations).toBe(0);
    expect(first.discarded.byCondition.ZeroReservedConcurrency).toBe(10);
    expect(result.destinations['failed']?.received).toBe(10);
  });

  test('under a fault, exactly in the spans that are named', () => {
    const faults = [
      { function: 'f', from: '10m', until: '20m', ReservedConcurrentExecutions: 0 },
      { function: 'f', from: '12m', until: '15m', ReservedConcurrentExecutions: 3 },
    ];
    const arrivals = { at: ['9m', '10m', '11m', '12m', '14m', '15m', '19m', '20m'] };
    const scenario = sound({ ReservedConcurrentExecutions: 5 }, { ...plainly({ arrivals }), faults });
    expect(findingsOf(scenario)[0]!.message).toContain('from 10 min to 12 min and from 15 min to 20 min');
    const { own } = found(['zero-reserved-concurrency'], scenario);
    expect(own.filter(({ condition }) => condition === 'ZeroReservedConcurrency').map(({ acceptedAt }) => acceptedAt / 60)).toEqual([10, 11, 15, 19]);
  });

  test('a loop is stopped before the 17th invocation of one of its functions', () => {
    const on = (Destination: string) => ({ EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination: 'failed' } } } });
    const { result } = found(['recursive-loop'], sound(on('g'), { ...plainly({ arrivals: { at: [0] } }), functions: { g: on('h'), h: on('f') } }));
    expect(Object.values(result.functions).map(({ metrics }) => metrics.Invocations)).toEqual([16, 16, 16]);
    expect(result.functions['f']?.discarded.byCondition.RecursiveInvocation).toBe(1);
  });

  test.each<[string, string, object]>([
    ['fifo-destination', 'fifo', { fifo: true }],
    ['missing-permission', 'permission', { permission: false }],
    ['missing-key-permission', 'key', { customerManagedKey: true, keyPermission: false }],
  ])('nothing arrives: %s', (rule, _what, properties) => {
    const { first, result } = found([rule], sound({ ...once, behaviour: failing }, { ...plainly(), destinations: { failed: { type: 'SQS', ...properties } } }));
    expect(result.destinations['failed']).toMatchObject({ received: 0, failed: 10 });
    expect(first.metrics.DestinationDeliveryFailures).toBe(10);
    expect(first.discarded.gone).toBe(10);
  });

  test('what nobody catches is gone, what both catch is there twice, and nothing gets to what nobody uses', () => {
    const gone = found(['no-failure-path', 'unused-destination'], sound({ EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: {} } }, behaviour: failing }, plainly()));
    expect(gone.first.discarded).toMatchObject({ total: 10, gone: 10 });
    expect(gone.result.destinations['failed']?.received).toBe(0);
    const twice = found(['both-failure-paths'], sound({ ...once, DeadLetterConfig: { TargetArn: 'failed' }, behaviour: failing }, plainly()));
    expect(twice.result.destinations['failed']?.received).toBe(20);
  });

  test('a version without a dead-letter queue loses what it discards, and $LATEST keeps its own', () => {
    const versions = { '1': { DeadLetterConfig: {}, EventInvokeConfig: { MaximumRetryAttempts: 0 } } };
    const traffic = [{ to: 'f', ...ten }, { to: 'f', qualifier: '1', ...ten }];
    const { result } = found(['dead-letter-queue-not-published', 'no-failure-path'], sound({ ...deadLetters, versions, behaviour: failing }, { traffic, assumptions: exact }));
    expect(result.functions['f']?.discarded).toMatchObject({ total: 10, gone: 0 });
    expect(result.functions['f:1']?.discarded).toMatchObject({ total: 10, gone: 10 });
  });

  test('events for $LATEST do not find what is provisioned for an alias', () => {
    const aliases = { live: { FunctionVersion: '1', ...caught, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 10 } } };
    const { first } = found(['provisioned-for-nobody'], sound({ versions: { '1': {} }, aliases }, plainly()));
    expect(first.metrics.ColdStarts).toBe(10);
  });
});

test('in runs of any kind what is found to be never so is never so', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyScenario(), (input) => {
      const scenario = parsed(input);
      const findings = lint(scenario);
      const engine = startRun(compileModel(scenario));
      engine.advance(Infinity);
      const { functions, destinations } = engine.result();
      for (const { rule, path, message } of findings) {
        seen.add(rule);
        const name = /"([^"]+)"/.exec(message)?.[1] ?? '';
        if (rule === 'no-failure-path') expect(functions[name]?.discarded.captured).toBe(0);
        if (rule === 'unused-destination') expect(destinations[name]).toMatchObject({ received: 0, failed: 0 });
        if (rule === 'zero-reserved-concurrency' && path.startsWith('functions') && message.includes('never executes')) for (const target of Object.keys(functions).filter((one) => one === name || one.startsWith(`${name}:`))) expect(functions[target]?.metrics.Invocations).toBe(0);
        if (rule === 'fifo-destination' || rule === 'missing-permission') expect(destinations[name]?.received).toBe(0);
        if (rule === 'age-shorter-than-retries' && /first retry of "[^"]+" never happens/.test(message)) expect(functions[name]?.delivered.afterRetry).toBe(0);
      }
    }),
    { numRuns: 100, seed: 20261121 },
  );
  expect(seen.size).toBeGreaterThan(4);
});

describe('what does not fit is lost, and one byte less is not', () => {
  const limits = { SQS: 1_048_576, SNS: 262_144, EventBridge: 1_048_576 } as const;
  const cases = (['SQS', 'SNS', 'EventBridge'] as const).flatMap((type) => [
    ...(type === 'EventBridge' ? [] : [{ type, kind: 'a dead letter', f: { ...deadLetters, behaviour: failing } }]),
    { type, kind: 'a record of a failure', f: { ...once, behaviour: failing } },
    { type, kind: 'a record of its own error', f: { ...once, behaviour: { ...failing, error: { errorMessage: 'too hot', code: 7 } } } },
    {
      type,
      kind: 'a record of a success',
      f: { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'failed' }, OnFailure: { Destination: 'other' } } }, behaviour: { response: { ok: 'é' } } },
    },
  ]);

  test.each(cases)('$kind to $type', ({ type, f }) => {
    const scenario = (payloadBytes: number) => sound(f, { ...plainly({ payloadBytes }), duration: '1m', destinations: { failed: { type }, ...('behaviour' in f && 'response' in f.behaviour ? { other: { type: 'S3' } } : {}) } });
    const [finding] = findingsOf(scenario(limits[type]));
    expect(finding?.rule).toBe('message-too-large');
    const room = Number(/payloadBytes=(\d+)/.exec(finding!.fix)?.[1]);
    expect(room).toBeGreaterThan(limits[type] - 1000);
    const fits = found([], scenario(room));
    expect(fits.result.destinations['failed']).toMatchObject({ received: 10, failed: 0 });
    const lost = found(['message-too-large'], scenario(room + 1));
    expect(lost.result.destinations['failed']).toMatchObject({ received: 0, failed: 10 });
    const { DeadLetterErrors, DestinationDeliveryFailures } = lost.first.metrics;
    expect(DeadLetterErrors + DestinationDeliveryFailures).toBe(10);
  });

  test('nor does that of an event that was never executed, where the finding says so', () => {
    const scenario = (payloadBytes: number, ReservedConcurrentExecutions?: number) =>
      sound({ ...deadLetters, ...(ReservedConcurrentExecutions === undefined ? {} : { ReservedConcurrentExecutions }) }, { ...plainly({ payloadBytes }), destinations: { failed: { type: 'SNS' } } });
    const says = (bytes: number) => findingsOf(scenario(bytes))[0]?.message.includes('is never executed') ?? null;
    expect([says(262_038), says(262_060), says(262_100)]).toEqual([null, false, true]);
    const { result } = run(scenario(262_100, 0));
    expect(result.destinations['failed']).toMatchObject({ received: 0, failed: 10 });
  });

  test('after a chain of records too', () => {
    const on = (Destination: string) => ({ EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination: 'failed' } } } });
    const scenario = (payloadBytes: number) => sound(on('g'), { ...plainly({ payloadBytes }), functions: { g: on('topic') }, destinations: { topic: { type: 'SNS' } } });
    let most = 260_000;
    for (let step = 1024; step >= 1; step /= 2) if (findingsOf(scenario(most + step)).length === 0) most += step;
    expect(most).toBeLessThan(261_500);
    expect(found([], scenario(most)).result.destinations['topic']).toMatchObject({ received: 10, failed: 0 });
    expect(found(['message-too-large'], scenario(most + 1)).result.destinations['topic']).toMatchObject({ received: 0, failed: 10 });
  });

  test('nor a response that is no JSON, where the longer one of a script does', () => {
    const script = [{ event: 1, attempts: [{ result: 'success' as const, response: 'longer, but JSON' }] }];
    const f = { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'next' }, OnFailure: { Destination: 'failed' } } }, behaviour: { responseText: 'no JSON', script } };
    const chain = { functions: { g: {} }, destinations: { next: { type: 'Lambda' as const, function: 'g', maximumBytes: 480 } } };
    const { result } = found(['message-too-large', 'no-failure-path'], sound(f, { ...plainly({ payloadBytes: 40 }), ...chain }));
    expect(result.destinations['next']).toMatchObject({ received: 1, failed: 9 });
  });
});

describe('retries that never or seldom happen', () => {
  const events = (count: number) => [{ to: 'f', arrivals: { burst: { count } } }];
  const many = (age: number, retries: number, duration: string, more: object = {}) =>
    sound(
      { Timeout: 900, behaviour: { ...failing, duration: { constant: duration } }, EventInvokeConfig: { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: retries } },
      { duration: '2h', traffic: events(2000), account: { ConcurrentExecutions: 10_000 }, profile: 'seed-era', ...more },
    );
  /** How many events, all of which fail, got all of their attempts. */
  const exhausted = (scenario: ScenarioInput) => run(scenario, { traced: false }).first.discarded.byCondition.RetriesExhausted;
  const messageOf = (scenario: ScenarioInput) => findingsOf(scenario).find(({ rule }) => rule === 'age-shorter-than-retries')?.message ?? '';
  const withoutDuplicates = { assumptions: { duplicateProbability: 0 } };

  test.each([
    ['60 s and an attempt of 6 s', many(60, 2, '6s', withoutDuplicates), 2],
    ['180 s and three attempts of 9.1 s', many(180, 2, '9.1s', withoutDuplicates), 3],
    ['60 s as documented', many(60, 1, '0s', { assumptions: exact }), 2],
    ['180 s as documented', many(180, 2, '0s', { assumptions: exact }), 3],
    ['61 s and an attempt of a second as documented', many(61, 2, '1s', { assumptions: exact }), 2],
    ['60 s under the deadline rule', many(60, 2, '6s', { assumptions: { duplicateProbability: 0, ageRule: 'deadline' } }), 2],
  ])('never: %s', (_what, scenario, attempt) => {
    expect(messageOf(scenario)).toMatch(/never happens: it is due/);
    const counts = run({ ...scenario, traffic: events(200) }).own.map(({ approximateInvokeCount }) => approximateInvokeCount);
    expect(new Set(counts)).toEqual(new Set([attempt - 1]));
  });

  test.each([
    ['60 s and an attempt of 3 s', many(60, 1, '3s', withoutDuplicates)],
    ['60 s and an attempt of no time', many(60, 1, '0s', withoutDuplicates)],
    ['180 s and three attempts of 6 s', many(180, 2, '6s', withoutDuplicates)],
    ['170 s', many(170, 2, '0s', withoutDuplicates)],
    ['179 s', many(179, 2, '0s', withoutDuplicates)],
  ])('seldom: %s', (_what, scenario) => {
    const bound = Number(/in (\d+) % of the cases at most/.exec(messageOf(scenario))?.[1]);
    const share = (exhausted(scenario) / 2000) * 100;
    expect(share).toBeGreaterThan(0);
    // Two thousand draws: their standard error is 1.1 points at most.
    expect(share).toBeLessThan(bound + 3.5);
    expect(share).toBeGreaterThan(bound - 4.5);
  });

  test('usually: nothing is said, and more than half of them happen', () => {
    for (const scenario of [many(62, 1, '0s', withoutDuplicates), many(182, 2, '0s', withoutDuplicates)]) {
      expect(messageOf(scenario)).toBe('');
      expect(exhausted(scenario)).toBeGreaterThan(1000);
    }
  });

  test('an attempt that runs into a timeout beyond the age is not retried, and a late success counts', () => {
    const script = [
      { event: 0, attempts: [{ result: 'timeout' as const }] },
      { event: 1, attempts: [{ result: 'success' as const, duration: '100s' }] },
      { event: 2, attempts: [{ result: 'error' as const, duration: '1s' }] },
    ];
    const scenario = sound({ Timeout: 120, ...caught, EventInvokeConfig: { MaximumEventAgeInSeconds: 90, MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: 'failed' } } }, behaviour: { script } }, { ...plainly({ arrivals: { burst: { count: 3 } } }) });
    const { own } = found(['timeout-beyond-age'], scenario);
    expect(own.map(({ outcome, approximateInvokeCount }) => [outcome, approximateInvokeCount])).toEqual([
      ['discarded', 1],
      ['delivered', 1],
      ['delivered', 1],
    ]);
    expect(timesOf(own[2], 'started')).toHaveLength(2);
  });
});
