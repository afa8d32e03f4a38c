import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';

/**
 * Scenarios of every kind that the format knows, small enough that thousands of them run in a test. `dispatch` and what
 * else a property needs to hold still can be given.
 */
export function anyScenario(fixed: { dispatch?: 'adaptive' | 'backoff' | 'fifo'; faults?: boolean } = {}): fc.Arbitrary<ScenarioInput> {
  return fc.integer({ min: 1, max: 3 }).chain((count) => {
    const names = ['import', 'resize', 'bill'].slice(0, count);
    const name = fc.constantFrom(...names);
    return fc.record({
      version: fc.constant(1 as const),
      duration: fc.constantFrom('90s', '2m', '4m', '4m', '11m'),
      seed: fc.integer({ min: 0, max: 1000 }),
      delayTarget: fc.constantFrom('0s', '1s', '60s'),
      profile: fc.constantFrom('current' as const, 'seed-era' as const),
      account: fc.record({ ConcurrentExecutions: fc.constantFrom(1, 3, 10, 130) }),
      functions: fc.tuple(...names.map(() => anyFunction)).map((all) => Object.fromEntries(all.map((each, place) => [names[place]!, each]))),
      destinations: fc.constant({ done: { type: 'EventBridge' as const }, failed: { type: 'SQS' as const }, dead: { type: 'SNS' as const } }),
      traffic: fc.array(anyTraffic(name), { minLength: 1, maxLength: 3 }),
      faults: fixed.faults === false ? fc.constant([]) : fc.array(anyFault(name), { maxLength: 3 }),
      assumptions: fc.record(
        {
          timing: fc.constantFrom('measured', 'documented'),
          dispatch: fixed.dispatch === undefined ? fc.constantFrom('adaptive', 'backoff', 'fifo') : fc.constant(fixed.dispatch),
          dispatchLatency: fc.constantFrom('0s', '40ms', '3s'),
          ageRule: fc.constantFrom('lookAhead', 'lookAhead', 'deadline'),
          zeroReservedAppliesTo: fc.constantFrom('queuedEvents', 'newEvents'),
          duplicateProbability: fc.constantFrom(0, 0.0001, 0.3),
          duplicateDelay: fc.constantFrom('0s', '20s', '600s'),
          silentLossProbability: fc.constantFrom(0, 0, 0.2),
          backlogStretch: fc.constantFrom({}, { factor: 1, threshold: 5 }),
          deliveryAttempts: fc.integer({ min: 1, max: 3 }),
          idleExpiry: fc.constantFrom('5s', '600s', { uniform: { min: '1s', max: '30s' } }),
        },
        { requiredKeys: ['dispatch'] },
      ),
    }) as unknown as fc.Arbitrary<ScenarioInput>;
  });
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

const anyFunction = fc.record(
  {
    Timeout: fc.constantFrom(1, 3, 30, 900),
    // Reservations have to leave a hundred: only the account of 130 has room for one, and 0 is always allowed.
    ReservedConcurrentExecutions: fc.constant(0),
    EventInvokeConfig: fc.record({
      MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
      MaximumEventAgeInSeconds: fc.constantFrom(60, 90, 200, 21_600),
      DestinationConfig: fc.constantFrom({}, { OnFailure: { Destination: 'failed' } }, { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } }),
    }),
    DeadLetterConfig: fc.constantFrom({}, { TargetArn: 'dead' }),
    behaviour: fc.record(
      {
        duration: anyDuration,
        initDuration: fc.constantFrom({ constant: '0s' }, { constant: '2s' }, { lognormal: { p50: '400ms', p99: '2s' } }),
        errorRate: fc.constantFrom(0, 0.1, 0.5, 1),
        poisonRate: fc.constantFrom(0, 0.05),
        systemErrorRate: fc.constantFrom(0, 0, 0.1),
      },
      { requiredKeys: ['duration'] },
    ),
  },
  { requiredKeys: ['Timeout', 'EventInvokeConfig', 'DeadLetterConfig', 'behaviour'] },
).map(({ ReservedConcurrentExecutions, ...rest }) => (ReservedConcurrentExecutions === 0 && rest.Timeout === 1 ? { ...rest, ReservedConcurrentExecutions } : rest));

const anyTraffic = (name: fc.Arbitrary<string>) =>
  fc.record(
    {
      to: name,
      arrivals: fc.oneof(
        fc.constantFrom('0.2/s', '1/s', '3/s').map((rate) => ({ poisson: { rate } })),
        fc.constantFrom('0.2/s', '2/s').map((rate) => ({ constant: { rate } })),
        fc.integer({ min: 1, max: 120 }).map((count) => ({ burst: { count, at: '10s' } })),
        fc.constant({ stages: [{ duration: '0s', rate: '1/s' }, { duration: '60s', rate: '5/s' }, { duration: '60s', rate: '0.5/s' }], spacing: 'poisson' as const }),
        fc.constant({ sine: { mean: '1/s', amplitude: '1/s', period: '120s' } }),
        fc.constantFrom('poisson' as const, 'uniform' as const, 'front' as const).map((within) => ({ counts: { interval: '30s', counts: [10, 0, 60, 5], within } })),
      ),
      payloadBytes: fc.constantFrom(1024, 300_000, 2_000_000),
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
        },
        { requiredKeys: ['function', 'from', 'until', 'errorRate'] },
      ),
    },
    { weight: 1, arbitrary: fc.record({ destination: fc.constantFrom('done', 'failed', 'dead'), ...span, failureRate: fc.constantFrom(0, 0.5, 1) }) },
  );
};
