import fc from 'fast-check';
import { formatDuration, formatRate } from '../../sim/scenario/units.ts';

/** Random valid scenarios, in which every part of the format comes up. */
export function scenarioArbitrary(): fc.Arbitrary<unknown> {
  return fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).chain((functions) =>
    fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).chain((destinations) =>
      fc.record(
        {
          version: fc.constant(1),
          name: fc.string({ maxLength: 20 }),
          description: fc.string({ maxLength: 50, unit: 'grapheme' }),
          duration: fc.integer({ min: 1, max: 86_400_000_000 }).map(formatDuration),
          seed: fc.oneof(
            fc.string({ maxLength: 20 }),
            fc.maxSafeInteger().filter((seed) => !Object.is(seed, -0)),
          ),
          delayTarget: time,
          profile: fc.constantFrom('current', 'seed-era'),
          account: fc.record({ ConcurrentExecutions: fc.integer({ min: 1000, max: 100_000 }) }, { requiredKeys: [] }),
          functions: byName(functions, lambdaFunction(destinations)),
          destinations: byName(destinations, fc.record({ type: fc.constantFrom('SQS', 'SNS') })),
          traffic: fc.array(traffic(functions), { maxLength: 3 }),
          faults: fc.array(fault(functions, destinations), { maxLength: 3 }),
          assumptions,
        },
        { requiredKeys: ['version', 'duration', 'functions', 'destinations'] },
      ),
    ),
  );
}

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.: <>"'é-]{0,18}[A-Za-z0-9]$/).filter((text) => !(text in {}));
const time = fc.oneof(
  fc.integer({ min: 0, max: 3_600_000_000 }).map(formatDuration),
  fc.integer({ min: 0, max: 3600 }),
  fc.constantFrom('90s', '5m', '1h30m', 0.25),
);
const moreThanNothing = fc.oneof(fc.integer({ min: 1, max: 3_600_000_000 }).map(formatDuration), fc.integer({ min: 1, max: 3600 }));
const rate = fc.oneof(
  fc.double({ min: 0.001, max: 100_000, noNaN: true }).map(formatRate),
  fc.nat({ max: 1000 }),
  fc.constantFrom('1.5k/s', '30/min', '5/h'),
);
const share = fc.oneof(
  fc.constantFrom(0, 1, 0.5),
  fc.double({ min: 0, max: 1, noNaN: true }).filter((p) => !Object.is(p, -0)),
);
const kind = (key: string, value: fc.Arbitrary<unknown>) => value.map((inner) => ({ [key]: inner }));
const byName = (names: readonly string[], value: fc.Arbitrary<unknown>) => fc.record(Object.fromEntries(names.map((key) => [key, value])));
const some = <T>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(model as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] });
const span = fc
  .tuple(fc.nat({ max: 3600 }), fc.integer({ min: 1, max: 3600 }))
  .map(([from, length]) => ({ from, until: `${from + length}s` }));

const plainDistribution = [
  kind('constant', time),
  kind('exponential', fc.record({ mean: moreThanNothing })),
  kind(
    'lognormal',
    fc
      .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }))
      .map(([p50, more]) => ({ p50: `${p50}ms`, p99: `${p50 + more}ms` })),
  ),
  kind('lognormal', fc.record({ mean: moreThanNothing, sigma: fc.double({ min: 0.01, max: 5, noNaN: true }) })),
  kind('gamma', fc.record({ mean: moreThanNothing, shape: fc.double({ min: 0.01, max: 100, noNaN: true }) })),
  kind('weibull', fc.record({ scale: moreThanNothing, shape: fc.double({ min: 0.1, max: 10, noNaN: true }) })),
  kind(
    'uniform',
    fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 })).map(([min, more]) => ({ min, max: min + more })),
  ),
  kind(
    'percentiles',
    fc
      .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 })
      .map((tenths) => Object.fromEntries(tenths.map((tenth) => [String(tenth / 10), `${tenth}ms`]))),
  ),
];
const distribution = fc.oneof(
  ...plainDistribution,
  kind(
    'mixture',
    fc.array(
      fc.tuple(fc.oneof(...plainDistribution), fc.integer({ min: 1, max: 9 })).map(([part, weight]) => ({ weight, ...(part as object) })),
      { minLength: 1, maxLength: 3 },
    ),
  ),
);

function lambdaFunction(destinations: readonly string[]) {
  const target = fc.constantFrom(...destinations);
  return some({
    Timeout: fc.integer({ min: 1, max: 900 }),
    MemorySize: fc.integer({ min: 128, max: 10_240 }),
    ReservedConcurrentExecutions: fc.integer({ min: 0, max: 100 }),
    EventInvokeConfig: some({
      MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
      MaximumEventAgeInSeconds: fc.integer({ min: 60, max: 21_600 }),
      DestinationConfig: some({ OnSuccess: some({ Destination: target }), OnFailure: some({ Destination: target }) }),
    }),
    DeadLetterConfig: some({ TargetArn: target }),
    behaviour: some({
      duration: distribution,
      initDuration: distribution,
      errorRate: share,
      poisonRate: share,
      systemErrorRate: share,
      script: fc
        .uniqueArray(fc.nat({ max: 1000 }), { maxLength: 3 })
        .chain((events) =>
          fc.tuple(
            ...events.map((event) =>
              fc
                .array(
                  fc.record({ duration: time, result: fc.constantFrom('success', 'error', 'timeout') }, { requiredKeys: ['result'] }),
                  { minLength: 1, maxLength: 3 },
                )
                .map((attempts) => ({ event, attempts })),
            ),
          ),
        ),
    }),
  });
}

const within = fc.constantFrom('poisson', 'uniform', 'front');
const arrivals = fc.oneof(
  kind('poisson', fc.record({ rate })),
  kind('constant', fc.record({ rate })),
  fc.record(
    { stages: fc.array(fc.record({ duration: time, rate }), { minLength: 1, maxLength: 3 }), spacing: fc.constantFrom('even', 'poisson') },
    { requiredKeys: ['stages'] },
  ),
  kind(
    'sine',
    fc
      .tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 }), moreThanNothing)
      .map(([amplitude, more, period]) => ({ mean: amplitude + more, amplitude, period })),
  ),
  kind('burst', fc.record({ count: fc.integer({ min: 1, max: 1000 }), at: time }, { requiredKeys: ['count'] })),
  kind('at', fc.array(time, { minLength: 1, maxLength: 5 })),
  kind(
    'counts',
    fc.record(
      { interval: moreThanNothing, counts: fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 5 }), within },
      { requiredKeys: ['interval', 'counts'] },
    ),
  ),
  kind(
    'trace',
    fc.record(
      {
        file: fc.constant('data/trace.csv'),
        format: fc.constantFrom('azure2019', 'azure2021', 'generic'),
        function: fc.string({ maxLength: 20 }),
        within,
      },
      { requiredKeys: ['file', 'format'] },
    ),
  ),
);

function traffic(functions: readonly string[]) {
  return fc
    .tuple(
      fc.record(
        { to: fc.constantFrom(...functions), arrivals, payloadBytes: fc.nat({ max: 2_000_000 }) },
        { requiredKeys: ['to', 'arrivals'] },
      ),
      fc.option(span),
    )
    .map(([entry, when]) => ({ ...entry, ...(when ?? {}) }));
}

function fault(functions: readonly string[], destinations: readonly string[]) {
  const effect = fc.oneof(
    kind('errorRate', share),
    kind('systemErrorRate', share),
    kind('durationFactor', fc.integer({ min: 0, max: 100 })),
    kind('ReservedConcurrentExecutions', fc.integer({ min: 0, max: 100 })),
    kind('enqueueFailureRate', share),
  );
  return fc.oneof(
    fc.tuple(fc.constantFrom(...functions), span, effect).map(([name, when, what]) => ({ function: name, ...when, ...(what as object) })),
    fc
      .tuple(fc.constantFrom(...destinations), span, share)
      .map(([name, when, failureRate]) => ({ destination: name, ...when, failureRate })),
  );
}

const assumptions = some({
  timing: fc.constantFrom('measured', 'documented'),
  dispatch: fc.constantFrom('adaptive', 'backoff', 'fifo'),
  dispatchLatency: fc.constantFrom('0s', '40ms', 1),
  ageRule: fc.constantFrom('lookAhead', 'deadline'),
  zeroReservedAppliesTo: fc.constantFrom('queuedEvents', 'newEvents'),
  duplicateProbability: share,
  duplicateDelay: fc.constantFrom('600s', 0, '1h'),
  silentLossProbability: share,
  backlogStretch: some({ factor: fc.nat({ max: 10 }), threshold: fc.integer({ min: 1, max: 100 }) }),
  deliveryAttempts: fc.integer({ min: 1, max: 10 }),
  deliveryLatency: fc.constantFrom('100ms', 0),
  idleExpiry: fc.constantFrom<unknown>('600s', 45, { uniform: { min: '5m', max: '1h' } }),
});
