import fc from 'fast-check';
import { formatDuration, formatRate } from '../../sim/scenario/units.ts';
import { anyText } from '../anyText.ts';

/** Random valid scenarios, in which every part of the format comes up. */
export function scenarioArbitrary(): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
      fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('current', 'seed-era'),
    )
    .chain(([functions, destinations, profile]) =>
      fc.tuple(fc.tuple(...functions.map(plan)), fc.tuple(...destinations.map((own) => sink(own, functions, profile))), fc.constant(profile)),
    )
    .chain(([plans, sinks, profile]) =>
      fc.record(
        {
          version: fc.constant(1),
          name: fc.string({ maxLength: 20 }),
          description: fc.string({ maxLength: 50, unit: 'grapheme' }),
          duration: fc.integer({ min: 1, max: 86_400_000_000 }).map(formatDuration),
          startsAt: fc.constantFrom('2019-11-25', '2026-01-01T00:00:00Z', '2199-12-31 23:59:59.999999+00:00'),
          seed: fc.oneof(
            fc.string({ maxLength: 20 }),
            fc.maxSafeInteger().filter((seed) => !Object.is(seed, -0)),
          ),
          delayTarget: time,
          profile: fc.constant(profile),
          account: some({
            ConcurrentExecutions: fc.integer({ min: 1000, max: 100_000 }),
            AccountId: accountId,
            Region: fc.constantFrom('us-east-1', 'ap-southeast-2', 'us-gov-west-1'),
          }),
          functions: fc.record(Object.fromEntries(plans.map((own) => [own.name, lambdaFunction(own, plans, sinks)]))),
          destinations: fc.record(Object.fromEntries(sinks.map((own) => [own.name, destination(own, plans)]))),
          traffic: fc.array(traffic(plans), { maxLength: 3 }),
          faults: fc.array(
            fault(
              plans.map((own) => own.name),
              sinks.map((own) => own.name),
            ),
            { maxLength: 3 },
          ),
          assumptions,
        },
        { requiredKeys: ['version', 'duration', 'profile', 'functions', 'destinations'] },
      ),
    );
}

/** What the parts of a scenario must agree on: the versions and aliases of a function, and whether it has provisioned concurrency. */
interface Plan {
  name: string;
  versions: readonly string[];
  aliases: readonly (readonly [name: string, version: string])[];
  isProvisioned: boolean;
}

/** And of a destination: its type, and what a Lambda destination invokes. */
interface PlannedSink {
  name: string;
  type: string;
  fifo: boolean;
  invokes: string | null;
}

const plan = (own: string): fc.Arbitrary<Plan> =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }).map(String), { maxLength: 2 }),
      fc.uniqueArray(aliasName, { maxLength: 2 }),
      fc.boolean(),
    )
    .chain(([versions, aliases, isProvisioned]) =>
      fc.tuple(...aliases.map((alias) => fc.tuple(fc.constant(alias), fc.constantFrom('$LATEST', ...versions)))).map((pairs) => ({
        name: own,
        versions,
        aliases: pairs,
        isProvisioned,
      })),
    );

const sink = (own: string, functions: readonly string[], profile: string): fc.Arbitrary<PlannedSink> =>
  fc
    .tuple(
      fc.constantFrom('SQS', 'SNS', 'Lambda', 'EventBridge', ...(profile === 'current' ? ['S3'] : [])),
      fc.boolean(),
      fc.constantFrom(...functions),
    )
    .map(([type, fifo, invokes]) => ({
      name: own,
      type,
      fifo: fifo && (type === 'SQS' || type === 'SNS'),
      invokes: type === 'Lambda' ? invokes : null,
    }));

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.: <>"'é-]{0,18}[A-Za-z0-9]$/).filter((text) => !(text in {}));
const aliasName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,9}$/).filter((alias) => !(alias in {}));
const accountId = fc.stringMatching(/^[0-9]{12}$/);
const jsonKey = fc.string({ maxLength: 6 }).filter((key) => !(key in {}));
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

/** Any JSON, without the names and the number that no file may have. */
const { json } = fc.letrec<{ json: unknown; object: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, ''),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    anyText(10),
    fc.array(tie('json'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(jsonKey, tie('json'), { maxKeys: 3, noNullPrototype: true }),
}));
const jsonObject = fc.dictionary(jsonKey, json, { maxKeys: 3, noNullPrototype: true });
const bytes = fc.integer({ min: 1, max: 10_000_000 });

/** At most one of several ways to say the same. */
const oneOfKeys = (keys: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(fc.constant({}), ...Object.entries(keys).map(([key, value]) => kind(key, value)));

const script = fc
  .uniqueArray(fc.nat({ max: 1000 }), { maxLength: 3 })
  .chain((events) =>
    fc.tuple(...events.map((event) => fc.array(attempt(), { minLength: 1, maxLength: 3 }).map((attempts) => ({ event, attempts })))),
  );

function attempt() {
  const ended = (result: string, more: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ result: fc.constant(result), duration: time, ...more }, { requiredKeys: ['result'] });
  return fc.oneof(ended('success', { response: json }), ended('error', { error: jsonObject }), ended('timeout', {}));
}

const behaviour = fc
  .tuple(
    some({
      duration: distribution,
      initDuration: distribution,
      errorRate: share,
      poisonRate: share,
      systemErrorRate: share,
      error: jsonObject,
      functionError: fc.constantFrom('Unhandled', 'Handled'),
      script,
    }),
    oneOfKeys({ response: json, responseBytes: bytes, responseText: anyText(20) }),
  )
  .map(([own, response]) => ({ ...own, ...response }));

/** Versions are many, so that most of them have little code of their own. */
const rarely = fc.oneof({ weight: 9, arbitrary: some({ errorRate: share }) }, { weight: 1, arbitrary: behaviour });

function lambdaFunction(own: Plan, plans: readonly Plan[], sinks: readonly PlannedSink[]) {
  const declared = sinks.map((other) => other.name);
  const functions = plans.map((other) => other.name).filter((other) => other !== own.name && !declared.includes(other));
  const notItself = sinks.filter(({ invokes }) => invokes !== own.name);
  const onFailure = fc.constantFrom('', ...notItself.map((other) => other.name), ...functions);
  const onSuccess = fc.constantFrom('', ...notItself.filter(({ type }) => type !== 'S3').map((other) => other.name), ...functions);
  const standard = sinks.filter(({ type, fifo }) => (type === 'SQS' || type === 'SNS') && !fifo).map((other) => other.name);
  const configured = {
    EventInvokeConfig: some({
      MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
      MaximumEventAgeInSeconds: fc.integer({ min: 60, max: 21_600 }),
      DestinationConfig: some({ OnSuccess: some({ Destination: onSuccess }), OnFailure: some({ Destination: onFailure }) }),
    }),
  };
  const code = {
    Timeout: fc.integer({ min: 1, max: 900 }),
    MemorySize: fc.integer({ min: 128, max: 10_240 }),
    DeadLetterConfig: some({ TargetArn: fc.constantFrom('', ...standard) }),
    behaviour,
  };
  // Four have five at most, so that 40 reserved always hold them.
  const provisioned = {
    ProvisionedConcurrencyConfig: fc.record(
      { ProvisionedConcurrentExecutions: fc.integer({ min: 1, max: 5 }), requestedAt: time },
      { requiredKeys: ['ProvisionedConcurrentExecutions'] },
    ),
  };
  return some({
    ...code,
    ...configured,
    ReservedConcurrentExecutions: fc.integer({ min: own.isProvisioned ? 40 : 0, max: 100 }),
    RecursiveLoop: fc.constantFrom('Terminate', 'Allow'),
    versions: fc.record(
      Object.fromEntries(own.versions.map((number) => [number, some({ ...code, behaviour: rarely, ...configured, ...(own.isProvisioned ? provisioned : {}) })])),
    ),
    aliases: fc.record(
      Object.fromEntries(
        own.aliases.map(([alias, version]) => [
          alias,
          fc.record(
            { FunctionVersion: fc.constant(version), ...configured, ...(own.isProvisioned && version !== '$LATEST' ? provisioned : {}) },
            { requiredKeys: ['FunctionVersion'] },
          ),
        ]),
      ),
    ),
  }).map((settings) => withVersionsOf(own, settings));
}

/** Aliases and traffic refer to the versions, so these are there even when they have no settings. */
function withVersionsOf(own: Plan, settings: Record<string, unknown>): unknown {
  const versions = settings['versions'] ?? Object.fromEntries(own.versions.map((number) => [number, {}]));
  const aliases = settings['aliases'] ?? Object.fromEntries(own.aliases.map(([alias, FunctionVersion]) => [alias, { FunctionVersion }]));
  return { ...settings, ...(own.versions.length > 0 ? { versions } : {}), ...(own.aliases.length > 0 ? { aliases } : {}) };
}

const qualifierOf = (own: Plan) => fc.constantFrom('$LATEST', ...own.versions, ...own.aliases.map(([alias]) => alias));

function destination(own: PlannedSink, plans: readonly Plan[]) {
  const invoked = plans.find((other) => other.name === own.invokes);
  return fc
    .tuple(
      fc.record(
        {
          type: fc.constant(own.type),
          fifo: fc.constant(own.fifo),
          permission: fc.boolean(),
          customerManagedKey: fc.boolean(),
          maximumBytes: bytes,
          failureRate: share,
          latency: fc.constantFrom('0s', '1h', 0.5),
          ...(invoked === undefined ? {} : { function: fc.constant(invoked.name), qualifier: qualifierOf(invoked) }),
        },
        {
          requiredKeys: [
            'type',
            ...(own.fifo ? (['fifo'] as const) : []),
            ...(invoked === undefined || invoked.name === own.name ? [] : (['function'] as const)),
          ],
        },
      ),
      fc.boolean(),
    )
    .map(([settings, keyPermission]) => (settings.customerManagedKey === true ? { ...settings, keyPermission } : settings));
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

function traffic(plans: readonly Plan[]) {
  return fc.constantFrom(...plans).chain((own) =>
    fc
      .tuple(
        fc.record(
          {
            to: fc.constant(own.name),
            qualifier: qualifierOf(own),
            arrivals,
            source: fc.constantFrom('client', 'S3', 'SNS', 'EventBridge', 'SQS', 'other'),
          },
          { requiredKeys: ['to', 'arrivals'] },
        ),
        oneOfKeys({ payload: json, payloadText: anyText(20), payloadBytes: fc.nat({ max: 2_000_000 }) }),
        fc.option(span),
      )
      .map(([entry, payload, when]) => ({ ...entry, ...payload, ...(when ?? {}) })),
  );
}

function fault(functions: readonly string[], destinations: readonly string[]) {
  const effect = fc.oneof(
    kind('errorRate', share),
    kind('systemErrorRate', share),
    kind('durationFactor', fc.integer({ min: 0, max: 100 })),
    kind('ReservedConcurrentExecutions', fc.oneof(fc.constant(0), fc.integer({ min: 40, max: 100 }))),
    kind('deleted', fc.constant(true)),
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
