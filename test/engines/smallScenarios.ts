import fc from 'fast-check';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { secondOpinion } from './naiveEngine.ts';

type FunctionInput = ScenarioInput['functions'][string];
type DestinationInput = NonNullable<ScenarioInput['destinations']>[string];
type TrafficInput = NonNullable<ScenarioInput['traffic']>[number];
type FaultInput = NonNullable<ScenarioInput['faults']>[number];

/** What the parts of one scenario have to agree on. */
interface Kind {
  dispatch: 'adaptive' | 'backoff' | 'fifo';
  /** The functions share an account with hardly any concurrency; otherwise each has what it reserves. */
  sharesPool: boolean;
  /** Whether records invoke functions: only those further on in the file, or any. */
  chains: 'none' | 'line' | 'loop';
  /** Whether there are versions, aliases and provisioned concurrency. */
  qualified: boolean;
  profile: 'current' | 'seed-era';
  names: readonly string[];
}

/**
 * Small scenarios without randomness, made to collide: times come from a coarse grid that contains the sums of the waits,
 * concurrency is scarce, limits lie where waits end, and what destinations take ends where messages do. Every duration is a
 * number of seconds, as the second opinion wants it.
 */
const roughScenario: fc.Arbitrary<ScenarioInput> = fc
  .record({
    dispatch: fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const),
    sharesPool: fc.boolean(),
    chains: fc.constantFrom('none' as const, 'none' as const, 'line' as const, 'line' as const, 'loop' as const),
    qualified: fc.boolean(),
    profile: fc.constantFrom('current' as const, 'current' as const, 'current' as const, 'seed-era' as const),
    functions: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ functions, ...kind }): Kind => ({ ...kind, names: ['a', 'b', 'c'].slice(0, kind.chains === 'none' ? functions : Math.max(2, functions)) }))
  .chain((kind) => {
    const { dispatch, sharesPool, chains, names, profile } = kind;
    const name = fc.constantFrom(...names);
    return fc
      .record(
        {
          version: fc.constant(1 as const),
          profile: fc.constant(profile),
          startsAt: fc.constantFrom('2026-01-01T00:00:00Z', '2024-02-28T23:59:58.5Z'),
          duration: fc.constantFrom(20, 63, 120, 300, 700, 1500),
          delayTarget: fc.constantFrom(0, 1, 60),
          account: fc.record(
            { ConcurrentExecutions: sharesPool ? fc.integer({ min: 1, max: 4 }) : fc.constant(1000), Region: fc.constantFrom('us-east-1', 'cn-northwest-1') },
            { requiredKeys: ['ConcurrentExecutions'] },
          ),
          functions: fc.tuple(...names.map((_, place) => lambda(kind, place))).map((all) => Object.fromEntries(all.map((each, place) => [names[place]!, each]))),
          destinations: destinations(kind),
          traffic: fc.array(traffic(kind, name), { minLength: 1, maxLength: chains === 'loop' ? 2 : 3 }),
          faults: fc.array(fault(kind, name), { maxLength: 3 }),
          assumptions: fc.record({
            timing: fc.constant('documented' as const),
            dispatch: fc.constant(dispatch),
            dispatchLatency: fc.constantFrom(0, 0, 0.04, 1),
            ageRule: fc.constantFrom('lookAhead' as const, 'lookAhead' as const, 'deadline' as const),
            zeroReservedAppliesTo: fc.constantFrom('queuedEvents' as const, 'queuedEvents' as const, 'newEvents' as const),
            // A copy due at its event's acceptance ties with it in a fifo queue, and no rule says who is first; real delays never
            // tie. In a loop every round would double the events.
            duplicateProbability: dispatch === 'fifo' || chains === 'loop' ? fc.constant(0) : fc.constantFrom(0, 0, 1),
            duplicateDelay: fc.constant(0),
            deliveryAttempts: fc.constantFrom(1, 3),
            deliveryLatency: fc.constantFrom(0, 0.1, 1),
            idleExpiry: fc.constantFrom(1, 5, 60, 600),
          }),
        },
        { requiredKeys: ['version', 'profile', 'duration', 'functions', 'traffic', 'assumptions', 'account', 'destinations', 'delayTarget', 'faults'] },
      )
      .map(consistent);
  });

export const smallScenario: fc.Arbitrary<ScenarioInput> = fc
  .tuple(roughScenario, fc.option(fc.record({ message: fc.nat(1000), less: fc.constantFrom(0, 1) }), { freq: 3 }))
  .map(([scenario, limit]) => (limit === null ? scenario : tightened(scenario, limit)));

/** Gives a destination the size of a message that it is sent as its limit, or a byte less. */
function tightened(input: ScenarioInput, { message, less }: { message: number; less: number }): ScenarioInput {
  const { scenario } = checkScenario(input);
  if (scenario === null) return input;
  const messages = secondOpinion(scenario).sent.filter(({ destination }) => destination in scenario.destinations);
  if (messages.length === 0) return input;
  const { destination, bytes } = messages[message % messages.length]!;
  return { ...input, destinations: { ...input.destinations, [destination]: { ...input.destinations![destination]!, maximumBytes: Math.max(1, bytes - less) } } };
}

/** More events at once than the scaling rate has new environments for; the versions of a function share it. */
export const largeBurst: fc.Arbitrary<ScenarioInput> = fc
  .record({
    profile: fc.constantFrom('current' as const, 'current' as const, 'current' as const, 'seed-era' as const),
    dispatch: fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const),
    over: fc.integer({ min: -10, max: 60 }),
    again: fc.constantFrom(0.5, 1, 2, 5),
    handler: fc.constantFrom(0.005, 0.25, 1, 3),
    initDuration: fc.constantFrom(0, 0.5),
    idleExpiry: fc.constantFrom(1, 600),
    shared: fc.boolean(),
    qualifiers: fc.array(fc.constantFrom('1', 'live'), { maxLength: 2 }),
  })
  .map(({ profile, dispatch, over, again, handler, initDuration, idleExpiry, shared, qualifiers }) => ({
    version: 1,
    profile,
    duration: 10,
    account: { ConcurrentExecutions: 50 + burst[profile] },
    functions: Object.fromEntries(
      (shared ? ['a', 'b'] : ['a']).map((name) => [
        name,
        { Timeout: 900, versions: { '1': {} }, aliases: { live: { FunctionVersion: '1' } }, behaviour: { duration: { constant: handler }, initDuration: { constant: initDuration } } },
      ]),
    ),
    traffic: [
      { to: 'a', arrivals: { burst: { count: burst[profile] + over } } },
      { to: shared ? 'b' : 'a', ...qualifier(qualifiers[0]), arrivals: { burst: { count: 30, at: again } } },
      { to: 'a', ...qualifier(qualifiers[1]), arrivals: { burst: { count: 20, at: 2 } } },
    ],
    assumptions: { timing: 'documented', dispatch, dispatchLatency: 0, duplicateProbability: 0, idleExpiry },
  }));

/** How many new environments there are at once. */
const burst = { current: 1000, 'seed-era': 3000 };

/** An unreserved pool of a hundred and little more, out of which provisioned concurrency is taken, at once or later. */
export const provisionedPool: fc.Arbitrary<ScenarioInput> = fc
  .record({
    dispatch: fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const),
    room: fc.integer({ min: 0, max: 2 }),
    requested: fc.tuple(fc.constantFrom(undefined, 0, 3), fc.constantFrom(undefined, 20)),
    provisioned: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    reserved: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
    handler: fc.constantFrom(0.02, 1, 7, 40),
    counts: fc.array(fc.integer({ min: 10, max: 108 }), { minLength: 2, maxLength: 4 }),
    factor: fc.constantFrom(0.5, 1, 2),
    reservation: fc.constantFrom(undefined, 'none' as const, 'what is provisioned' as const),
  })
  .map(({ dispatch, room, requested, provisioned, reserved, handler, counts, factor, reservation }) => {
    const behaviour = { duration: { constant: handler }, initDuration: { constant: 0.5 } };
    const config = (place: 0 | 1) => ({
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: provisioned[place], ...(requested[place] === undefined ? {} : { requestedAt: requested[place] }) },
    });
    const claim = reserved === undefined ? provisioned[1] : reserved + provisioned[1];
    return {
      version: 1,
      duration: 200,
      account: { ConcurrentExecutions: 100 + provisioned[0] + claim + room },
      functions: {
        a: { Timeout: 900, behaviour, versions: { '1': config(0) } },
        b: { Timeout: 900, behaviour, ...(reserved === undefined ? {} : { ReservedConcurrentExecutions: claim }), versions: { '1': {} }, aliases: { live: { FunctionVersion: '1', ...config(1) } } },
      },
      traffic: counts.map((count, place) => ({
        to: place % 2 === 0 ? 'a' : 'b',
        ...qualifier(['1', 'live', undefined, '1'][place]),
        arrivals: { burst: { count: place % 2 === 0 ? count : Math.ceil(count / 8), at: [0, 0, 4, 95][place]! } },
      })),
      faults: [
        { function: 'a', from: 3, until: 100, durationFactor: factor },
        // For the time being the function is out of the pool, and what it has provisioned with it.
        ...(reservation === undefined ? [] : [{ function: 'a', from: 2, until: 40, ReservedConcurrentExecutions: reservation === 'none' ? 0 : provisioned[0] }]),
      ],
      assumptions: { timing: 'documented', dispatch, dispatchLatency: 0, duplicateProbability: 0, idleExpiry: 5 },
    };
  });

/** Provisioned concurrency that is all or nearly all there is, asked more often than ten times a second, or stopped. */
export const provisionedAlone: fc.Arbitrary<ScenarioInput> = fc
  .record({
    dispatch: fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const, 'fifo' as const),
    provisioned: fc.integer({ min: 1, max: 2 }),
    requestedAt: fc.constantFrom(undefined, undefined, 1),
    more: fc.constantFrom(0, 0, 1),
    handler: fc.constantFrom(0, 0.01, 0.1, 1),
    Timeout: fc.constantFrom(1, 3),
    errorRate: fc.constantFrom(0, 0, 1),
    arrivals: fc.array(
      fc.oneof(
        fc.record({ constant: fc.record({ rate: fc.constantFrom('25/s', '40/s', '4/s') }) }),
        fc.record({ burst: fc.record({ count: fc.integer({ min: 5, max: 30 }), at: fc.constantFrom(0, 0.5, 2, 95) }) }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    qualifiers: fc.tuple(fc.constantFrom('live', '1'), fc.constantFrom('live', '1', undefined), fc.constantFrom('live', undefined)),
    faults: fc.array(
      fc.record(
        { from: fc.constantFrom(0.5, 1, 2), until: fc.constantFrom(2.5, 3, 100), ReservedConcurrentExecutions: fc.constantFrom(0, 0, 2), durationFactor: fc.constantFrom(0, 1, 20), deleted: fc.constant(true as const) },
        { requiredKeys: ['from', 'until', 'durationFactor'] },
      ),
      { maxLength: 2 },
    ),
    zeroReservedAppliesTo: fc.constantFrom('queuedEvents' as const, 'newEvents' as const),
  })
  .map(({ dispatch, provisioned, requestedAt, more, handler, Timeout, errorRate, arrivals, qualifiers, faults, zeroReservedAppliesTo }) => ({
    version: 1,
    duration: requestedAt === undefined ? 20 : 110,
    functions: {
      a: {
        Timeout,
        ReservedConcurrentExecutions: provisioned + more,
        behaviour: { duration: { constant: handler }, initDuration: { constant: 0.25 }, errorRate },
        versions: { '1': {} },
        aliases: {
          live: { FunctionVersion: '1', ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: provisioned, ...(requestedAt === undefined ? {} : { requestedAt }) } },
        },
      },
    },
    traffic: arrivals.map((one, place) => ({ to: 'a', ...qualifier(qualifiers[place]), arrivals: one, until: 'constant' in one ? 3 : 100 })),
    faults: faults.map(({ ReservedConcurrentExecutions: reserved, ...rest }) => ({ function: 'a', ...rest, ...(reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved }) })),
    assumptions: { timing: 'documented', dispatch, dispatchLatency: 0, duplicateProbability: 0, idleExpiry: 5, zeroReservedAppliesTo },
  }));

/** Few events, whose payloads and responses lie where the limits of Lambda and of the services do. */
export const largeMessages: fc.Arbitrary<ScenarioInput> = fc
  .record({
    profile: fc.constantFrom('current' as const, 'seed-era' as const),
    payloadBytes: fc.constantFrom(262_144 - 600, 262_144 - 200, 262_144, 262_145, 1_048_576 - 600, 1_048_576, 1_048_577),
    responseBytes: fc.constantFrom(1, 100, 262_144 - 700, 6_291_556, 6_291_557),
    errorRate: fc.constantFrom(0, 1),
    OnSuccess: fc.constantFrom('queue', 'topic', 'bus', 'b', 'call-b'),
    OnFailure: fc.constantFrom('queue', 'topic', 'bus', 'b', 'call-b', 'bucket'),
    TargetArn: fc.constantFrom('queue', 'topic'),
  })
  .map(({ profile, payloadBytes, responseBytes, errorRate, OnSuccess, OnFailure, TargetArn }) => ({
    version: 1,
    profile,
    duration: 300,
    functions: {
      a: {
        EventInvokeConfig: {
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnSuccess: { Destination: OnSuccess }, OnFailure: { Destination: OnFailure === 'bucket' && profile === 'seed-era' ? '' : OnFailure } },
        },
        DeadLetterConfig: { TargetArn },
        behaviour: { duration: { constant: 1 }, initDuration: { constant: 0 }, responseBytes, errorRate },
      },
      b: { DeadLetterConfig: { TargetArn }, behaviour: { duration: { constant: 1 }, initDuration: { constant: 0 }, errorRate: 1 } },
    },
    destinations: { queue: { type: 'SQS' }, topic: { type: 'SNS' }, bus: { type: 'EventBridge' }, 'call-b': { type: 'Lambda', function: 'b', maximumBytes: 10_000_000 }, ...(profile === 'current' ? { bucket: { type: 'S3' } } : {}) },
    traffic: [{ to: 'a', arrivals: { at: [0, 2] }, payloadBytes }],
    assumptions: { timing: 'documented', dispatch: 'backoff', duplicateProbability: 0 },
  }));

/** Functions that invoke each other until Lambda stops them, or until a record does not fit. */
export const loops: fc.Arbitrary<ScenarioInput> = fc.integer({ min: 2, max: 3 }).chain((count) => {
  const names = ['a', 'b', 'c'].slice(0, count);
  const route = (own: string) => mostly(4, undefined, 'failed').chain((other) => fc.constantFrom(...names.filter((name) => name !== own).map((name) => ({ Destination: other ?? `call-${name}` }))));
  const config = (own: string) =>
    fc.record({
      MaximumRetryAttempts: mostly(3, 0, 1),
      MaximumEventAgeInSeconds: fc.constantFrom(60, 61, 21600),
      DestinationConfig: fc.record({ OnSuccess: route(own), OnFailure: route(own) }, { requiredKeys: ['OnSuccess'] }),
    });
  const looping = (own: string) =>
    fc.record(
      {
        RecursiveLoop: mostly(3, 'Terminate' as const, 'Allow' as const),
        ReservedConcurrentExecutions: fc.constantFrom(1, 2, 3),
        EventInvokeConfig: config(own),
        DeadLetterConfig: fc.constantFrom({}, { TargetArn: 'failed' }),
        behaviour: fc.record({ duration: fc.constantFrom(0, 0.01, 0.25, 1).map((constant) => ({ constant })), initDuration: fc.constantFrom(0, 0, 0.5).map((constant) => ({ constant })), errorRate: mostly(4, 0, 1) }),
        versions: fc.constant({ '1': {} }),
        aliases: fc.record({ live: fc.record({ FunctionVersion: fc.constant('1'), EventInvokeConfig: config(own) }) }),
      },
      { requiredKeys: ['EventInvokeConfig', 'behaviour', 'versions', 'aliases'] },
    );
  const call = (name: string) =>
    fc.record(
      {
        type: fc.constant('Lambda' as const),
        function: fc.constant(name),
        qualifier: fc.constantFrom('$LATEST', 'live'),
        latency: fc.constantFrom(0, 0.1, 0.25, 1),
        maximumBytes: fc.constantFrom(3000, 20_000, 20_000),
      },
      { requiredKeys: ['type', 'function', 'maximumBytes'] },
    );
  return fc
    .record({
      dispatch: fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const),
      duration: fc.constantFrom(30, 120),
      functions: fc.tuple(...names.map(looping)),
      calls: fc.tuple(...names.map(call)),
      traffic: fc.array(fc.record({ to: fc.constantFrom(...names), arrivals: fc.record({ at: fc.array(fc.constantFrom(0, 0, 0.5, 1, 5), { minLength: 1, maxLength: 2 }) }) }), { minLength: 1, maxLength: 2 }),
      faults: fc.array(
        fc.record(
          {
            function: fc.constantFrom(...names),
            from: fc.constantFrom(1, 2, 5),
            until: fc.constantFrom(6, 10),
            durationFactor: fc.constantFrom(0, 1, 10),
            deleted: fc.constant(true as const),
            errorRate: fc.constant(1),
            enqueueFailureRate: fc.constant(1),
            ReservedConcurrentExecutions: fc.constantFrom(0, 1),
          },
          { requiredKeys: ['function', 'from', 'until', 'durationFactor'] },
        ),
        { maxLength: 2 },
      ),
    })
    .map(({ dispatch, duration, functions, calls, traffic, faults }) => ({
      version: 1 as const,
      duration,
      functions: Object.fromEntries(functions.map((one, place) => [names[place]!, one])),
      destinations: { failed: { type: 'SQS' as const }, ...Object.fromEntries(calls.map((one, place) => [`call-${names[place]!}`, one])) },
      traffic,
      faults,
      assumptions: { timing: 'documented' as const, dispatch, dispatchLatency: 0, duplicateProbability: 0 },
    }));
});

const qualifier = (one: string | undefined): { qualifier?: string } => (one === undefined ? {} : { qualifier: one });

const handlerTime = fc.constantFrom(0.01, 0.25, 0.5, 1, 1, 2, 3, 7, 31, 62, 130);

/** Mostly one thing, sometimes one of the others. */
function mostly<One>(weight: number, usual: One, ...others: One[]): fc.Arbitrary<One> {
  return fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

function lambda(kind: Kind, place: number): fc.Arbitrary<FunctionInput> {
  const { sharesPool, qualified } = kind;
  const own = { ...routes(kind, place), Timeout: fc.constantFrom(1, 2, 3, 60, 900), behaviour: behaviour() };
  // What is provisioned has to fit, so it is not for the small account.
  const provisioned = {
    ProvisionedConcurrencyConfig: fc
      .tuple(fc.constantFrom(1, 1, 2), fc.constantFrom({}, {}, {}, { requestedAt: 0 }, { requestedAt: 1 }, { requestedAt: 30 }))
      .map(([ProvisionedConcurrentExecutions, when]) => ({ ProvisionedConcurrentExecutions, ...when })),
  };
  const version = fc.record({ ...own, ...(sharesPool ? {} : provisioned) }, { requiredKeys: ['EventInvokeConfig'] });
  const alias = fc.record(
    { FunctionVersion: fc.constantFrom('1', '1', '2', '$LATEST'), EventInvokeConfig: own.EventInvokeConfig, ...(sharesPool ? {} : provisioned) },
    { requiredKeys: ['FunctionVersion'] },
  );
  return fc.record(
    {
      ...own,
      // Without a reservation the first function always shares the pool, so that a small account is felt.
      ...(sharesPool && place === 0 ? {} : { ReservedConcurrentExecutions: sharesPool ? fc.constant(0) : fc.constantFrom(0, 1, 1, 2, 3, 3) }),
      RecursiveLoop: fc.constantFrom('Terminate' as const, 'Allow' as const),
      ...(qualified ? { versions: fc.record({ '1': version, '2': version }, { requiredKeys: ['1'] }), aliases: fc.record({ live: alias, next: alias }, { requiredKeys: ['live'] }) } : {}),
    },
    { requiredKeys: ['Timeout', 'EventInvokeConfig', 'DeadLetterConfig', 'behaviour', ...(qualified ? (['versions', 'aliases'] as const) : [])] },
  ) as fc.Arbitrary<FunctionInput>;
}

function behaviour() {
  return fc.record(
    {
      duration: handlerTime.map((constant) => ({ constant })),
      initDuration: fc.constantFrom(0, 0, 0.5, 1, 12).map((constant) => ({ constant })),
      errorRate: fc.constantFrom(0, 0, 0, 1),
      poisonRate: fc.constantFrom(0, 0, 0, 0, 1),
      systemErrorRate: fc.constantFrom(0, 0, 0, 0, 0, 1),
      returns: fc.constantFrom({}, {}, { response: null }, { response: { statusCode: 200, body: 'ü€😀' } }, { responseBytes: 1 }, { responseBytes: 700 }, { responseText: ' [ 1,\n "a b" ] ' }, { responseText: 'no JSON' }),
      error: anyError,
      functionError: mostly(3, 'Unhandled' as const, 'Handled' as const),
      script: fc.uniqueArray(script, { selector: ({ event }) => event, maxLength: 3 }),
    },
    { requiredKeys: ['duration', 'initDuration'] },
  ).map(({ returns, ...rest }) => ({ ...rest, ...returns }));
}

const anyError = fc.constantFrom(
  { errorMessage: 'No such table', errorType: 'KeyError', requestId: 'of another time' },
  { errorType: 'Silent' },
  { errorMessage: 404 },
  { errorMessage: 'é'.repeat(700), stackTrace: [] },
  { errorMessage: `a${'😀'.repeat(300)}` },
);

const script = fc.record({
  event: fc.integer({ min: 0, max: 5 }),
  attempts: fc.array(
    fc
      .record(
        { duration: handlerTime, result: fc.constantFrom('success' as const, 'error' as const, 'error' as const, 'timeout' as const), response: fc.constantFrom(null, { ok: true }, 'x'.repeat(200)), error: anyError },
        { requiredKeys: ['result'] },
      )
      .map(({ response, error, ...rest }) => ({ ...rest, ...(rest.result === 'success' && response !== undefined ? { response } : {}), ...(rest.result === 'error' && error !== undefined ? { error } : {}) })),
    { minLength: 1, maxLength: 3 },
  ),
});

/** Where one function, version or alias sends what becomes of its events. */
function routes({ chains, names, profile }: Kind, place: number) {
  const invoked = chains === 'none' ? [] : names.slice(place + 1).flatMap((name) => [name, name, `call-${name}`, `call-${name}`]);
  if (chains === 'loop') invoked.push(...names.filter((_, other) => other !== place).flatMap((name) => Array<string>(8).fill(`call-${name}`)));
  const destination = (more: readonly string[]) => fc.constantFrom({}, ...['failed', 'bus', 'queue.fifo', '', ...more, ...invoked, ...invoked].map((Destination) => ({ Destination })));
  return {
    EventInvokeConfig: fc.record({
      MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
      MaximumEventAgeInSeconds: fc.constantFrom(60, 61, 62, 63, 90, 180, 300, 21600),
      DestinationConfig: fc.record({ OnSuccess: destination(['dead']), OnFailure: destination(profile === 'current' ? ['dead', 'bucket'] : ['dead']) }, { requiredKeys: [] }),
    }),
    DeadLetterConfig: fc.constantFrom({}, { TargetArn: '' }, { TargetArn: 'dead' }, { TargetArn: 'dead' }, { TargetArn: 'failed' }),
  };
}

function destinations({ names, profile, chains }: Kind): fc.Arbitrary<Record<string, DestinationInput>> {
  const sink = (type: NonNullable<DestinationInput['type']>, more: Record<string, fc.Arbitrary<unknown>> = {}) =>
    fc.record(
      {
        type: fc.constant(type),
        permission: mostly(9, true, false),
        customerManagedKey: fc.boolean(),
        keyPermission: mostly(9, true, false),
        failureRate: mostly(9, 0, 1),
        latency: fc.constantFrom(0, 0.1, 0.5, 1, 3, 60),
        maximumBytes: fc.constantFrom(400, 1200, 100_000, 100_000),
        ...more,
      },
      { requiredKeys: ['type', ...Object.keys(more).filter((key) => key !== 'qualifier')] as 'type'[] },
    );
  const call = (name: string) =>
    // In a loop nothing but the size of the records may end a chain.
    sink('Lambda', { function: fc.constant(name), qualifier: fc.constantFrom('$LATEST', '1', 'live'), ...(chains === 'loop' ? { maximumBytes: fc.constantFrom(3000, 20_000, 20_000) } : {}) });
  const all = {
    failed: sink('SQS'),
    dead: sink('SNS'),
    bus: sink('EventBridge'),
    'queue.fifo': sink('SQS'),
    ...(profile === 'current' ? { bucket: sink('S3') } : {}),
    ...Object.fromEntries(names.map((name) => [`call-${name}`, call(name)])),
    // A destination of a function's name comes before the function.
    ...(names.length === 3 && chains === 'line' ? { c: sink('Lambda') } : {}),
  };
  return fc.record(all, { requiredKeys: Object.keys(all).filter((name) => name !== 'c') as 'failed'[] }) as unknown as fc.Arbitrary<Record<string, DestinationInput>>;
}

function traffic({ chains, qualified }: Kind, name: fc.Arbitrary<string>): fc.Arbitrary<TrafficInput> {
  const most = { none: 12, line: 6, loop: 2 }[chains];
  return fc
    .record(
      {
        to: name,
        ...(qualified ? { qualifier: fc.constantFrom('$LATEST', '1', '1', '2', 'live', 'live', 'next') } : {}),
        arrivals: fc.oneof(
          fc.record({ burst: fc.record({ count: fc.integer({ min: 1, max: most }), at: fc.constantFrom(0, 1, 3, 60) }) }),
          fc.record({ at: fc.array(fc.constantFrom(0, 0, 0.5, 1, 2, 3, 7, 15, 31, 60, 61, 62, 180), { minLength: 1, maxLength: Math.min(most, 8) }) }),
          fc.record({ constant: fc.record({ rate: fc.constantFrom(...{ none: ['1/s', '2/s', '0.3/s', '0.05/s'], line: ['1/s', '0.3/s'], loop: ['0.05/s'] }[chains]) }) }),
          fc.record({ counts: fc.record({ interval: fc.constantFrom(1, 10), counts: fc.array(fc.integer({ min: 0, max: Math.ceil(most / 2) }), { minLength: 1, maxLength: Math.min(most, 8) }), within: fc.constant('front' as const) }) }),
        ),
        sent: fc.oneof(
          { weight: 4, arbitrary: fc.constant({}) },
          { weight: 3, arbitrary: fc.constantFrom(0, 1, 2, 3, 23, 24, 25, 100, 100, 400, 400, 400, 1024, 1024, 1024, 2_000_000).map((payloadBytes) => ({ payloadBytes })) },
          { weight: 1, arbitrary: fc.constantFrom(null, 7, 'ü', { id: 17, list: [true, null, 'a b'] }).map((payload) => ({ payload })) },
          { weight: 1, arbitrary: fc.constantFrom(' { "spaces" : [ 1 , 2 ] ,\n"in text": " \\" 😀 " } ', '{}', '{"cut":').map((payloadText) => ({ payloadText })) },
        ),
        from: fc.constantFrom(0, 0.5, 10),
        until: fc.constantFrom(30, 61, 100),
      },
      { requiredKeys: ['to', 'arrivals', 'until', 'sent', ...(qualified ? (['qualifier'] as const) : [])] },
    )
    .map(({ sent, ...rest }) => ({ ...rest, ...sent })) as fc.Arbitrary<TrafficInput>;
}

function fault({ sharesPool, names, chains }: Kind, name: fc.Arbitrary<string>): fc.Arbitrary<FaultInput> {
  // Where functions invoke each other, faults of several begin and end together more often than not.
  const spans = chains === 'none' ? { from: [0, 1, 2, 3, 15, 40], until: [60, 61, 62, 127, 200] } : { from: [1, 2, 15], until: [15.5, 15, 15, 61] };
  const span = { from: fc.constantFrom(...spans.from), until: fc.constantFrom(...spans.until) };
  const anyFault = fc.oneof(
    { weight: 4, arbitrary: fc.record(
      {
        function: name,
        ...span,
        ReservedConcurrentExecutions: sharesPool ? fc.constant(0) : fc.constantFrom(0, 0, 1, 2),
        errorRate: fc.constantFrom(0, 1),
        systemErrorRate: fc.constantFrom(0, 1),
        durationFactor: fc.constantFrom(0, 0.5, 2, 10),
        enqueueFailureRate: fc.constantFrom(0, 1),
        deleted: fc.constant(true as const),
      },
      { requiredKeys: ['function', 'from', 'until', 'errorRate'] },
    ) },
    { weight: 1, arbitrary: fc.record({ destination: fc.constantFrom('failed', 'dead', 'bus', ...names.map((one) => `call-${one}`)), ...span, failureRate: fc.constantFrom(0, 1) }) },
  ) as fc.Arbitrary<FaultInput>;
  return anyFault.map((one) => (one.from < one.until ? one : { ...one, until: 60 }));
}

/** Puts right what parts that know nothing of each other got wrong: qualifiers that are not there, more provisioned than reserved. */
function consistent(input: ScenarioInput): ScenarioInput {
  const functions = Object.fromEntries(
    Object.entries(input.functions).map(([name, { aliases, ...rest }]) => {
      const fixed: FunctionInput = {
        ...rest,
        ...(aliases === undefined
          ? {}
          : {
              aliases: Object.fromEntries(
                Object.entries(aliases).map(([alias, { ProvisionedConcurrencyConfig, ...own }]) => {
                  const FunctionVersion = own.FunctionVersion === '2' && rest.versions?.['2'] === undefined ? '1' : own.FunctionVersion;
                  return [alias, { ...own, FunctionVersion, ...(ProvisionedConcurrencyConfig === undefined || FunctionVersion === '$LATEST' ? {} : { ProvisionedConcurrencyConfig }) }];
                }),
              ),
            }),
      };
      const { ReservedConcurrentExecutions: reserved } = fixed;
      return [name, reserved === undefined ? fixed : { ...fixed, ReservedConcurrentExecutions: reserved + provisionedOf(fixed) }];
    }),
  );
  const known = (name: string, one: string | undefined): { qualifier?: string } => {
    const { versions, aliases } = functions[name]!;
    return qualifier(one === '$LATEST' || versions?.[one ?? ''] !== undefined || aliases?.[one ?? ''] !== undefined ? one : undefined);
  };
  return {
    ...input,
    functions,
    destinations: Object.fromEntries(
      Object.entries(input.destinations!).map(([name, { qualifier: one, ...rest }]) => [
        name,
        {
          ...rest,
          ...(rest.type === 'Lambda' ? known(rest.function ?? name, one) : {}),
          ...(rest.keyPermission === false ? { customerManagedKey: true } : {}),
        },
      ]),
    ),
    traffic: input.traffic!.map(({ qualifier: one, ...rest }) => ({ ...rest, ...known(rest.to, one) })),
    faults: input.faults!.map((one) =>
      'function' in one && one.ReservedConcurrentExecutions ? { ...one, ReservedConcurrentExecutions: one.ReservedConcurrentExecutions + provisionedOf(functions[one.function]!) } : one,
    ),
  };
}

const provisionedOf = ({ versions = {}, aliases = {} }: FunctionInput): number =>
  [...Object.values(versions), ...Object.values(aliases)].reduce((sum, { ProvisionedConcurrencyConfig }) => sum + (ProvisionedConcurrencyConfig?.ProvisionedConcurrentExecutions ?? 0), 0);
