import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';

/**
 * Small scenarios without randomness, made to collide: times come from a coarse grid that contains the sums of the waits,
 * concurrency is scarce, limits lie where waits end. Every duration is a number of seconds, as the second opinion wants it.
 */
export const smallScenario: fc.Arbitrary<ScenarioInput> = fc
  .record({ dispatch: fc.constantFrom('adaptive', 'backoff', 'fifo'), sharesPool: fc.boolean(), functions: fc.integer({ min: 1, max: 3 }) })
  .chain(({ dispatch, sharesPool, functions }) => {
    const names = ['a', 'b', 'c'].slice(0, functions);
    const name = fc.constantFrom(...names);
    return fc.record(
      {
        version: fc.constant(1 as const),
        duration: fc.constantFrom(20, 63, 120, 300, 700, 1500),
        delayTarget: fc.constantFrom(0, 1, 60),
        account: fc.record({ ConcurrentExecutions: sharesPool ? fc.integer({ min: 1, max: 4 }) : fc.constant(1000) }),
        functions: fc.tuple(...names.map((_, place) => lambda(dispatch, sharesPool, place))).map((all) => Object.fromEntries(all.map((each, place) => [names[place]!, each]))),
        destinations: fc.constant({ failed: { type: 'SQS' as const }, dead: { type: 'SNS' as const } }),
        traffic: fc.array(traffic(name), { minLength: 1, maxLength: 3 }),
        faults: fc.array(fault(name, dispatch, sharesPool), { maxLength: 2 }),
        assumptions: fc.record({
          timing: fc.constant('documented' as const),
          dispatch: fc.constant(dispatch),
          dispatchLatency: dispatch === 'fifo' ? fc.constant(0) : fc.constantFrom(0, 0, 0.04, 1),
          ageRule: fc.constantFrom('lookAhead', 'lookAhead', 'deadline'),
          zeroReservedAppliesTo: fc.constantFrom('queuedEvents', 'queuedEvents', 'newEvents'),
          // A copy due at its event's acceptance ties with it in a fifo queue, and no rule says who is first; real delays never tie.
          duplicateProbability: dispatch === 'fifo' ? fc.constant(0) : fc.constantFrom(0, 0, 1),
          duplicateDelay: fc.constant(0),
          idleExpiry: fc.constantFrom(1, 5, 60, 600),
        }),
      },
      { requiredKeys: ['version', 'duration', 'functions', 'traffic', 'assumptions', 'account', 'destinations', 'delayTarget', 'faults'] },
    ) as fc.Arbitrary<ScenarioInput>;
  });

/** More events at once than the scaling rate has new environments for. */
export const largeBurst: fc.Arbitrary<ScenarioInput> = fc
  .record({
    dispatch: fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const),
    count: fc.integer({ min: 990, max: 1060 }),
    again: fc.constantFrom(0.5, 1, 2, 5),
    handler: fc.constantFrom(0.005, 0.25, 1, 3),
    initDuration: fc.constantFrom(0, 0.5),
    idleExpiry: fc.constantFrom(1, 600),
    shared: fc.boolean(),
  })
  .map(({ dispatch, count, again, handler, initDuration, idleExpiry, shared }) => ({
    version: 1,
    duration: 10,
    account: { ConcurrentExecutions: 1050 },
    functions: Object.fromEntries(
      (shared ? ['a', 'b'] : ['a']).map((name) => [name, { Timeout: 900, behaviour: { duration: { constant: handler }, initDuration: { constant: initDuration } } }]),
    ),
    traffic: [
      { to: 'a', arrivals: { burst: { count } } },
      { to: shared ? 'b' : 'a', arrivals: { burst: { count: 30, at: again } } },
      { to: 'a', arrivals: { burst: { count: 20, at: 2 } } },
    ],
    assumptions: { timing: 'documented', dispatch, dispatchLatency: 0, duplicateProbability: 0, idleExpiry },
  }));

const handlerTime = fc.constantFrom(0.25, 0.5, 1, 1, 2, 3, 7, 31, 62, 130);

function lambda(dispatch: string, sharesPool: boolean, place: number) {
  return fc.record(
    {
      Timeout: fc.constantFrom(1, 2, 3, 60, 900),
      // Without a reservation the first function always shares the pool, so that a small account is felt.
      ...(sharesPool && place === 0 ? {} : { ReservedConcurrentExecutions: sharesPool ? fc.constant(0) : fc.constantFrom(0, 1, 1, 2, 3) }),
      EventInvokeConfig: fc.record({
        MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
        MaximumEventAgeInSeconds: fc.constantFrom(60, 61, 62, 63, 90, 180, 300, 21600),
        DestinationConfig: fc.constantFrom({}, { OnFailure: { Destination: 'failed' } }),
      }),
      DeadLetterConfig: fc.constantFrom({}, { TargetArn: 'dead' }),
      behaviour: fc.record({
        duration: handlerTime.map((constant) => ({ constant })),
        initDuration: fc.constantFrom(0, 0, 0.5, 1, 12).map((constant) => ({ constant })),
        errorRate: fc.constantFrom(0, 0, 0, 1),
        poisonRate: fc.constantFrom(0, 0, 0, 0, 1),
        systemErrorRate: dispatch === 'fifo' ? fc.constant(0) : fc.constantFrom(0, 0, 0, 0, 0, 1),
        script: fc.uniqueArray(script, { selector: ({ event }) => event, maxLength: 3 }),
      }),
    },
    { requiredKeys: ['Timeout', 'EventInvokeConfig', 'DeadLetterConfig', 'behaviour'] },
  );
}

const script = fc.record({
  event: fc.integer({ min: 0, max: 5 }),
  attempts: fc.array(
    fc.record({ duration: handlerTime, result: fc.constantFrom('success', 'error', 'error', 'timeout') }, { requiredKeys: ['result'] }),
    { minLength: 1, maxLength: 3 },
  ),
});

function traffic(name: fc.Arbitrary<string>) {
  return fc.record(
    {
      to: name,
      arrivals: fc.oneof(
        fc.record({ burst: fc.record({ count: fc.integer({ min: 1, max: 12 }), at: fc.constantFrom(0, 1, 3, 60) }) }),
        fc.record({ at: fc.array(fc.constantFrom(0, 0, 0.5, 1, 2, 3, 7, 15, 31, 60, 61, 62, 180), { minLength: 1, maxLength: 8 }) }),
        fc.record({ constant: fc.record({ rate: fc.constantFrom('1/s', '2/s', '0.3/s', '0.05/s') }) }),
        fc.record({ counts: fc.record({ interval: fc.constantFrom(1, 10), counts: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 }), within: fc.constant('front' as const) }) }),
      ),
      payloadBytes: fc.constantFrom(1024, 1024, 1024, 1024, 1024, 2_000_000),
      from: fc.constantFrom(0, 0.5, 10),
      until: fc.constantFrom(30, 61, 100),
    },
    { requiredKeys: ['to', 'arrivals', 'until'] },
  );
}

function fault(name: fc.Arbitrary<string>, dispatch: string, sharesPool: boolean) {
  const span = { from: fc.constantFrom(0, 1, 2, 3, 15, 40), until: fc.constantFrom(60, 61, 62, 127, 200) };
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(
      {
        function: name,
        ...span,
        ReservedConcurrentExecutions: sharesPool ? fc.constant(0) : fc.constantFrom(0, 0, 1, 2),
        errorRate: fc.constantFrom(0, 1),
        ...(dispatch === 'fifo' ? {} : { systemErrorRate: fc.constantFrom(0, 1) }),
        durationFactor: fc.constantFrom(0.5, 2, 10),
        enqueueFailureRate: fc.constantFrom(0, 1),
      },
      { requiredKeys: ['function', 'from', 'until', 'errorRate'] },
    ) },
    { weight: 1, arbitrary: fc.record({ destination: fc.constantFrom('failed', 'dead'), ...span, failureRate: fc.constantFrom(0, 1) }) },
  );
}
