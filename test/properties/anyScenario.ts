import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';

type FunctionInput = ScenarioInput['functions'][string];

/**
 * Scenarios of every kind that the format knows, small enough that thousands of them run in a test. `dispatch` and what
 * else a property needs to hold still can be given; without `chains` no record invokes a function.
 */
export function anyScenario(fixed: { dispatch?: 'adaptive' | 'backoff' | 'fifo'; faults?: boolean; chains?: boolean } = {}): fc.Arbitrary<ScenarioInput> {
  const chains = fixed.chains === false ? fc.constant('none' as const) : fc.constantFrom('none' as const, 'none' as const, 'line' as const, 'loop' as const);
  return fc.record({ count: fc.integer({ min: 1, max: 3 }), chains, qualified: fc.boolean() }).chain(({ count, chains, qualified }) => {
    const names = ['import', 'resize', 'bill'].slice(0, chains === 'none' ? count : Math.max(2, count));
    const name = fc.constantFrom(...names);
    return fc
      .record({
        version: fc.constant(1 as const),
        duration: fc.constantFrom('90s', '2m', '4m', '4m', '4m', '4m', '11m'),
        seed: fc.integer({ min: 0, max: 1000 }),
        delayTarget: fc.constantFrom('0s', '1s', '60s'),
        profile: fc.constantFrom('current' as const, 'seed-era' as const),
        account: fc.record({ ConcurrentExecutions: fc.constantFrom(1, 3, 10, 130) }),
        functions: fc.tuple(...names.map((_, place) => anyFunction(sinksOf(names, place, chains), qualified))).map((all) => Object.fromEntries(all.map((each, place) => [names[place]!, each]))),
        destinations: anyDestinations(names, chains),
        traffic: fc.array(anyTraffic(name, chains, qualified), { minLength: 1, maxLength: chains === 'loop' ? 2 : 3 }),
        faults: fixed.faults === false ? fc.constant([]) : fc.array(anyFault(name), { maxLength: 3 }),
        assumptions: fc.record(
          {
            timing: fc.constantFrom('measured', 'documented'),
            dispatch: fixed.dispatch === undefined ? fc.constantFrom('adaptive', 'backoff', 'fifo') : fc.constant(fixed.dispatch),
            dispatchLatency: fc.constantFrom('0s', '40ms', '3s'),
            ageRule: fc.constantFrom('lookAhead', 'lookAhead', 'deadline'),
            zeroReservedAppliesTo: fc.constantFrom('queuedEvents', 'newEvents'),
            // A loop multiplies its duplicates.
            duplicateProbability: chains === 'loop' ? fc.constantFrom(0, 0.0001) : fc.constantFrom(0, 0.0001, 0.3),
            duplicateDelay: fc.constantFrom('0s', '20s', '600s'),
            silentLossProbability: fc.constantFrom(0, 0, 0.2),
            backlogStretch: fc.constantFrom({}, { factor: 1, threshold: 5 }),
            deliveryAttempts: fc.integer({ min: 1, max: 3 }),
            deliveryLatency: fc.constantFrom('0s', '100ms', '2s'),
            idleExpiry: fc.constantFrom('5s', '600s', { uniform: { min: '1s', max: '30s' } }),
          },
          { requiredKeys: ['dispatch'] },
        ),
      })
      .map((scenario) => consistent(scenario as unknown as ScenarioInput));
  });
}

/** The same with code that never fails, in every version. */
export function withoutErrors(scenario: ScenarioInput): ScenarioInput {
  const sound = <Settings extends { behaviour?: FunctionInput['behaviour'] }>(settings: Settings) => ({
    ...settings,
    Timeout: 900,
    behaviour: { ...settings.behaviour, errorRate: 0, poisonRate: 0 },
  });
  return {
    ...scenario,
    functions: Object.fromEntries(
      Object.entries(scenario.functions).map(([name, { versions, ...settings }]) => [
        name,
        { ...sound(settings), ...(versions === undefined ? {} : { versions: Object.fromEntries(Object.entries(versions).map(([number, version]) => [number, sound(version)])) }) },
      ]),
    ) as ScenarioInput['functions'],
  };
}

const anyDuration = fc.constantFrom(
  { constant: '100ms' },
  { constant: '1s' },
  { exponential: { mean: '2s' } },
  { lognormal: { p50: '300ms', p99: '5s' } },
  { gamma: { mean: '1s', shape: 0.5 } },
  { weibull: { scale: '500ms', shape: 0.8 } },
  { uniform: { min: '0s', max: '4s' } },
  { percentiles: { '0': '10ms', '50': '200ms', '99': '8s' } },
  { mixture: [{ weight: 9, constant: '50ms' }, { weight: 1, exponential: { mean: '20s' } }] },
);

type Chains = 'none' | 'line' | 'loop';

/** Where a function's records may go: in a line only to functions further on, so that nothing comes back. */
function sinksOf(names: readonly string[], place: number, chains: Chains): string[] {
  if (chains === 'none') return [];
  const further = names.slice(place + 1);
  const others = names.filter((_, other) => other !== place);
  return [...further, ...(chains === 'line' ? further : others).map((name) => `invoke-${name}`)];
}

const anyBehaviour = fc
  .record(
    {
      duration: anyDuration,
      initDuration: fc.constantFrom({ constant: '0s' }, { constant: '2s' }, { lognormal: { p50: '400ms', p99: '2s' } }),
      errorRate: fc.constantFrom(0, 0.1, 0.5, 1),
      poisonRate: fc.constantFrom(0, 0.05),
      systemErrorRate: fc.constantFrom(0, 0, 0.1),
      functionError: fc.constantFrom('Unhandled', 'Handled'),
      error: fc.constantFrom({ errorMessage: 'é'.repeat(600), requestId: '' }, { errorType: 'Silent' }),
      returns: fc.constantFrom({}, {}, { response: { ok: [1, 'ü'] } }, { responseBytes: 300 }, { responseText: 'no JSON' }),
    },
    { requiredKeys: ['duration', 'returns'] },
  )
  .map(({ returns, ...rest }) => ({ ...rest, ...returns }));

function anyFunction(invoked: readonly string[], qualified: boolean) {
  const destination = (...more: string[]) => fc.constantFrom({}, ...['failed', 'done', 'topic.fifo', '', ...more, ...invoked, ...invoked].map((Destination) => ({ Destination })));
  const EventInvokeConfig = fc.record({
    MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
    MaximumEventAgeInSeconds: fc.constantFrom(60, 90, 200, 21_600),
    DestinationConfig: fc.record({ OnSuccess: destination(), OnFailure: destination('dead') }),
  });
  const own = {
    Timeout: fc.constantFrom(1, 3, 30, 900),
    EventInvokeConfig,
    DeadLetterConfig: fc.constantFrom({}, { TargetArn: 'dead' }, { TargetArn: 'failed' }),
    behaviour: anyBehaviour,
  };
  const provisioned = fc.record(
    { ProvisionedConcurrentExecutions: fc.integer({ min: 1, max: 3 }), requestedAt: fc.constantFrom('0s', '5s') },
    { requiredKeys: ['ProvisionedConcurrentExecutions'] },
  );
  const versions = fc.record({ '1': fc.record({ ...own, ProvisionedConcurrencyConfig: provisioned }, { requiredKeys: ['EventInvokeConfig'] }), '2': fc.record(own, { requiredKeys: ['EventInvokeConfig'] }) });
  const live = fc.record({ FunctionVersion: fc.constantFrom('1', '2'), EventInvokeConfig, ProvisionedConcurrencyConfig: provisioned }, { requiredKeys: ['FunctionVersion', 'EventInvokeConfig'] });
  return fc.record(
    {
      ...own,
      // Reservations have to leave a hundred: only the account of 130 has room for one, and 0 is always allowed.
      ReservedConcurrentExecutions: fc.constantFrom(0, 8),
      RecursiveLoop: fc.constantFrom('Terminate', 'Allow'),
      ...(qualified ? { versions, aliases: fc.record({ live }) } : {}),
    },
    { requiredKeys: ['Timeout', 'EventInvokeConfig', 'DeadLetterConfig', 'behaviour', ...(qualified ? (['versions', 'aliases'] as const) : [])] },
  );
}

function anyDestinations(names: readonly string[], chains: Chains) {
  const sink = (type: string, sizes: readonly number[], more: Record<string, fc.Arbitrary<unknown>> = {}) =>
    fc.record(
      {
        type: fc.constant(type),
        ...more,
        permission: fc.constantFrom(true, true, true, true, false),
        failureRate: fc.constantFrom(0, 0, 0, 0.5),
        latency: fc.constantFrom('0s', '1s', '30s'),
        maximumBytes: fc.constantFrom(...sizes),
      },
      // A loop whose records never became too large would go on for ever.
      { requiredKeys: ['type', ...Object.keys(more), ...(type === 'Lambda' && chains === 'loop' ? ['maximumBytes'] : [])] as 'type'[] },
    );
  const any = [700, 1300, 2000, 300_000];
  const all = {
    done: sink('EventBridge', any),
    failed: sink('SQS', any),
    dead: sink('SNS', any),
    'topic.fifo': sink('SNS', any),
    ...Object.fromEntries(
      names.map((name) => [`invoke-${name}`, sink('Lambda', chains === 'loop' ? [2500, 2500, 9000] : any, { function: fc.constant(name), qualifier: fc.constantFrom('$LATEST', '1', 'live') })]),
    ),
  };
  return fc.record(all);
}

const anyTraffic = (name: fc.Arbitrary<string>, chains: Chains, qualified: boolean) =>
  fc.record(
    {
      to: name,
      ...(qualified ? { qualifier: fc.constantFrom('$LATEST', '1', '2', 'live') } : {}),
      arrivals: chains === 'loop' ? fc.constantFrom({ poisson: { rate: '0.1/s' } }, { burst: { count: 3, at: '10s' } }) : fc.oneof(
        fc.constantFrom('0.1/s', '0.3/s', '1/s').map((rate) => ({ poisson: { rate } })),
        fc.constantFrom('0.1/s', '0.7/s').map((rate) => ({ constant: { rate } })),
        fc.integer({ min: 1, max: 40 }).map((count) => ({ burst: { count, at: '10s' } })),
        fc.constant({ stages: [{ duration: '0s', rate: '0.5/s' }, { duration: '60s', rate: '1.5/s' }, { duration: '60s', rate: '0.1/s' }], spacing: 'poisson' as const }),
        fc.constant({ sine: { mean: '0.4/s', amplitude: '0.4/s', period: '120s' } }),
        fc.constantFrom('poisson' as const, 'uniform' as const, 'front' as const).map((within) => ({ counts: { interval: '30s', counts: [5, 0, 25, 2], within } })),
      ),
      payloadBytes: fc.constantFrom(40, 400, 1024, 1024, 2_000_000),
      from: fc.constantFrom('0s', '20s'),
    },
    { requiredKeys: ['to', 'arrivals'] },
  );

const anyFault = (name: fc.Arbitrary<string>) => {
  const span = { from: fc.constantFrom('0s', '30s', '61s'), until: fc.constantFrom('62s', '120s', '10m') };
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record(
        {
          function: name,
          ...span,
          errorRate: fc.constantFrom(0, 0.5, 1),
          systemErrorRate: fc.constantFrom(0, 0.5, 1),
          durationFactor: fc.constantFrom(0, 0.5, 20),
          ReservedConcurrentExecutions: fc.constant(0),
          enqueueFailureRate: fc.constantFrom(0, 0.3, 1),
          deleted: fc.constant(true),
        },
        { requiredKeys: ['function', 'from', 'until', 'errorRate'] },
      ),
    },
    { weight: 1, arbitrary: fc.record({ destination: fc.constantFrom('done', 'failed', 'dead'), ...span, failureRate: fc.constantFrom(0, 0.5, 1) }) },
  );
};

/** Puts right what parts that know nothing of each other got wrong: qualifiers that are not there, more concurrency than the account has. */
function consistent(scenario: ScenarioInput): ScenarioInput {
  const hasRoom = scenario.account!.ConcurrentExecutions === 130;
  const functions = Object.fromEntries(
    Object.entries(scenario.functions).map(([name, { ReservedConcurrentExecutions: reserved, ...rest }]) => {
      const keeps = hasRoom && reserved !== 0;
      const withRoom = <One extends { ProvisionedConcurrencyConfig?: unknown }>(ones: Record<string, One>): Record<string, One> =>
        Object.fromEntries(
          Object.entries(ones).map(([key, { ProvisionedConcurrencyConfig: config, ...own }]) => [key, { ...own, ...(keeps && config !== undefined ? { ProvisionedConcurrencyConfig: config } : {}) } as One]),
        );
      return [
        name,
        {
          ...rest,
          ...(rest.versions === undefined ? {} : { versions: withRoom(rest.versions), aliases: withRoom(rest.aliases!) }),
          // Of the functions that nothing may run of there should be few.
          ...(reserved === undefined || (reserved === 0 ? rest.Timeout !== 1 : !hasRoom) ? {} : { ReservedConcurrentExecutions: reserved }),
        },
      ];
    }),
  );
  const withQualifier = <One extends { qualifier?: string }>(one: One, name: string): One => {
    const { qualifier, ...rest } = one;
    return (qualifier === undefined || functions[name]!.versions === undefined ? rest : one) as One;
  };
  return {
    ...scenario,
    functions,
    destinations: Object.fromEntries(Object.entries(scenario.destinations!).map(([name, one]) => [name, one.type === 'Lambda' ? withQualifier(one, one.function!) : one])),
    traffic: scenario.traffic!.map((one) => withQualifier(one, one.to)),
  };
}
