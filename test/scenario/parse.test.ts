import { describe, expect, it } from 'vitest';
import { checkScenario, parseScenario } from '../../sim/scenario/parse.ts';
import { complete, minimal, withValue } from './samples.ts';

/** The single issue of a scenario that is right but for one place. */
function issueOf(value: unknown) {
  const { scenario, issues } = checkScenario(value);
  expect(scenario).toBeNull();
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toHaveLength(1);
  return issues[0]!;
}

const inFunction = (key: string, value: unknown) => withValue(minimal, ['functions', 'f', ...key.split('.')], value);
const inBehaviour = (key: string, value: unknown) => inFunction(`behaviour.${key}`, value);
const withDuration = (value: unknown) => inBehaviour('duration', value);
const withArrivals = (value: unknown) => withValue(minimal, ['traffic'], [{ to: 'f', arrivals: value }]);

describe('a valid scenario', () => {
  it('keeps everything as written', () => {
    const { scenario, issues } = parseScenario(JSON.stringify(complete));
    expect(issues).toEqual([]);
    expect(scenario).toMatchObject(complete);
  });

  it('has every default filled in', () => {
    expect(checkScenario(minimal).scenario).toEqual({
      version: 1,
      name: '',
      duration: '1h',
      startsAt: '2026-01-01T00:00:00Z',
      seed: '1',
      delayTarget: '60s',
      profile: 'current',
      account: { ConcurrentExecutions: 1000, AccountId: '123456789012', Region: 'us-east-1' },
      functions: {
        f: {
          Timeout: 3,
          MemorySize: 128,
          RecursiveLoop: 'Terminate',
          EventInvokeConfig: {
            MaximumRetryAttempts: 2,
            MaximumEventAgeInSeconds: 21_600,
            DestinationConfig: { OnSuccess: {}, OnFailure: {} },
          },
          DeadLetterConfig: {},
          behaviour: {
            duration: { constant: '100ms' },
            initDuration: { lognormal: { p50: '400ms', p99: '2s' } },
            errorRate: 0,
            poisonRate: 0,
            systemErrorRate: 0,
            functionError: 'Unhandled',
            script: [],
          },
          versions: {},
          aliases: {},
        },
      },
      streams: {},
      queues: {},
      eventSourceMappings: {},
      destinations: {},
      traffic: [],
      trafficScale: 1,
      expect: [],
      faults: [],
      assumptions: {
        timing: 'measured',
        dispatch: 'adaptive',
        ageRule: 'lookAhead',
        zeroReservedAppliesTo: 'queuedEvents',
        duplicateProbability: 0.0001,
        duplicateDelay: '600s',
        silentLossProbability: 0,
        backlogStretch: { factor: 0, threshold: 1000 },
        deliveryAttempts: 1,
        deliveryLatency: '100ms',
        eventSourceRetry: { base: '500ms', factor: 2, cap: '60s' },
        receiveLatency: '0s',
        idleExpiry: '600s',
      },
    });
  });

  it('gives each scenario its own defaults', () => {
    const first = checkScenario(minimal).scenario!;
    const second = checkScenario(minimal).scenario!;
    first.functions['f']!.behaviour.script.push({ event: 0, attempts: [{ result: 'error' }] });
    first.account.ConcurrentExecutions = 5;
    first.traffic.push({ to: 'f', arrivals: { burst: { count: 1, at: '0s' } }, payloadBytes: 1, from: '0s' });
    (first.functions['f']!.behaviour.duration as { constant: string }).constant = '9s';
    expect(second).toEqual(checkScenario(minimal).scenario);
    expect(second.functions['f']!.behaviour).toMatchObject({ script: [], duration: { constant: '100ms' } });
  });

  it.each([
    [{ poisson: { rate: '1/s' } }],
    [{ constant: { rate: 0 } }],
    [
      {
        stages: [
          { duration: '0s', rate: '5/s' },
          { duration: '10m', rate: 5 },
        ],
        spacing: 'poisson',
      },
    ],
    [{ sine: { mean: '5/s', amplitude: '5/s', period: '24h', peak: '14h' } }],
    [{ burst: { count: 1000, at: '0s' } }],
    [{ at: ['5s', 3, '1m'] }],
    [{ counts: { interval: '1m', counts: [0, 5], within: 'front' } }],
    [{ trace: { file: 'data/x.csv', format: 'azure2019', function: '1fa065352036', within: 'poisson' } }],
  ])('accepts the arrivals %j', (arrivals) => {
    expect(checkScenario(withArrivals(arrivals)).scenario?.traffic[0]?.arrivals).toEqual(arrivals);
  });

  it.each([
    [{ constant: 0 }],
    [{ exponential: { mean: '200ms' } }],
    [{ lognormal: { p50: '1s', p99: '2s' } }],
    [{ lognormal: { mean: '1s', sigma: 0.5 } }],
    [{ gamma: { mean: '1s', shape: 2 } }],
    [{ weibull: { scale: '1s', shape: 0.5 } }],
    [{ uniform: { min: '1s', max: '1s' } }],
    [{ percentiles: { 0: '1ms', 50: '120ms', '99.9': 2 } }],
    [
      {
        mixture: [
          { weight: 9, constant: '1s' },
          { weight: 0.5, uniform: { min: 0, max: 1 } },
        ],
      },
    ],
  ])('accepts the distribution %j', (distribution) => {
    expect(checkScenario(withDuration(distribution)).scenario?.functions['f']?.behaviour.duration).toEqual(distribution);
  });

  it('accepts idle expiry as a time or a range, an oversize payload, and AWS’s empty objects', () => {
    expect(checkScenario(withValue(minimal, ['assumptions'], { idleExpiry: { uniform: { min: '5m', max: '45m' } } })).issues).toEqual([]);
    expect(
      checkScenario(withValue(minimal, ['traffic'], [{ to: 'f', arrivals: { burst: { count: 1 } }, payloadBytes: 5_000_000 }])).issues,
    ).toEqual([]);
    expect(checkScenario(inFunction('EventInvokeConfig', { DestinationConfig: { OnSuccess: {}, OnFailure: {} } })).issues).toEqual([]);
    expect(checkScenario(withValue(minimal, ['seed'], 42)).scenario?.seed).toBe(42);
  });
});

describe('ranges, each with its clause', () => {
  it.each([
    ['Timeout', [0, 901, 1.5, '3', null, true], 'a whole number from 1 to 900', 'ENV-07'],
    ['MemorySize', [127, 10_241, 128.5], 'a whole number from 128 to 10240', 'ENV-09'],
    ['ReservedConcurrentExecutions', [-1, 0.5, '10'], 'a whole number from 0 to 1000000', 'CON-02'],
    ['EventInvokeConfig.MaximumRetryAttempts', [-1, 3, 0.5], 'a whole number from 0 to 2', 'RTY-02'],
    ['EventInvokeConfig.MaximumEventAgeInSeconds', [59, 21_601, '6h'], 'a whole number from 60 to 21600', 'AGE-01'],
    ['behaviour.errorRate', [-0.1, 1.1, '0.5', NaN], 'a number from 0 to 1', 'ERR-01'],
    ['behaviour.poisonRate', [2], 'a number from 0 to 1', 'ERR-01'],
    ['behaviour.systemErrorRate', [2], 'a number from 0 to 1', 'ERR-02'],
  ])('%s', (key, values, allowed, clause) => {
    for (const value of values) {
      const issue = issueOf(inFunction(key, value));
      expect(issue).toMatchObject({ path: `functions.f.${key}`, allowed, clause });
      expect(issue.message).toContain(`must be ${allowed}`);
    }
  });

  it.each([
    [['version'], 2],
    [['version'], '1'],
    [['version'], undefined],
    [['duration'], '0s'],
    [['duration'], '367d'],
    [['duration'], undefined],
    [['duration'], '5 min'],
    [['seed'], 1.5],
    [['seed'], 2 ** 53],
    [['delayTarget'], -1],
    [['profile'], 'old'],
    [['name'], 7],
    [['account'], []],
    [['account', 'ConcurrentExecutions'], 0],
    [['account', 'AccountId'], 123456789012],
    [['account', 'AccountId'], '12345678901'],
    [['account', 'Region'], 'us-east'],
    [['account', 'Region'], 'us-east-1a'],
    [['startsAt'], 'yesterday'],
    [['startsAt'], '1969-12-31T23:59:59Z'],
    [['startsAt'], '2200-01-01T00:00:00Z'],
    [['startsAt'], 1_700_000_000],
    [['functions'], {}],
    [['functions'], []],
    [['functions', 'f'], 5],
    [['destinations'], 'none'],
    [['destinations', 'd', 'type'], undefined],
    [['destinations', 'd'], 5],
    [['functions', 'f', 'RecursiveLoop'], true],
    [['functions', 'f', 'versions'], []],
    [['functions', 'f', 'aliases'], 'live'],
    [['traffic'], {}],
    [['faults'], null],
    [['assumptions', 'timing'], 'exact'],
    [['assumptions', 'dispatch'], 'random'],
    [['assumptions', 'dispatchLatency'], '2h'],
    [['assumptions', 'ageRule'], true],
    [['assumptions', 'zeroReservedAppliesTo'], 'all'],
    [['assumptions', 'duplicateProbability'], 1.5],
    [['assumptions', 'duplicateDelay'], 'x'],
    [['assumptions', 'silentLossProbability'], -1],
    [['assumptions', 'backlogStretch', 'factor'], -1],
    [['assumptions', 'backlogStretch', 'threshold'], 0],
    [['assumptions', 'deliveryAttempts'], 0],
    [['assumptions', 'deliveryLatency'], '2h'],
    [['assumptions', 'idleExpiry'], 'x'],
    [['assumptions', 'idleExpiry'], []],
  ])('%j = %j is one issue, at its place', (path, value) => {
    const issue = issueOf(withValue(minimal, path, value));
    expect(issue.path).toBe(path.join('.'));
    expect(issue.allowed).not.toBe('');
    expect(issue.message).toMatch(/\.$|\?$/);
  });
});

describe('unknown keys', () => {
  it.each([
    [['functions', 'f', 'timeout'], 'Did you mean "Timeout"?'],
    [['functions', 'f', 'Memorysize'], 'Did you mean "MemorySize"?'],
    [['functions', 'f', 'ReservedConcurrentExecution'], 'Did you mean "ReservedConcurrentExecutions"?'],
    [['functions', 'f', 'reservedConcurrency'], 'Did you mean "ReservedConcurrentExecutions"?'],
    [['functions', 'f', 'memory'], 'Did you mean "MemorySize"?'],
    [['functions', 'f', 'retries'], 'Did you mean "MaximumRetryAttempts" inside "EventInvokeConfig"?'],
    [['functions', 'f', 'OnFailure'], 'Did you mean "OnFailure" inside "EventInvokeConfig.DestinationConfig"?'],
    [['functions', 'f', 'MaximumEventAgeInSeconds'], 'Did you mean "MaximumEventAgeInSeconds" inside "EventInvokeConfig"?'],
    [['functions', 'f', 'errorRate'], 'Did you mean "errorRate" inside "behaviour"?'],
    [['functions', 'f', 'behavior'], 'Did you mean "behaviour"?'],
    [['functions', 'f', 'behaviour', 'Timeout'], '"Timeout" belongs inside "functions.<name>".'],
    [['functions', 'f', 'payload'], '"payload" belongs inside "traffic[]".'],
    [['functions', 'f', 'response'], 'Did you mean "response" inside "behaviour"?'],
    [['functions', 'f', 'version'], 'Did you mean "versions"?'],
    [['functions', 'f', 'provisionedConcurrency'], 'write it inside "versions.<number>" or "aliases.<name>".'],
    [['region'], 'Did you mean "Region" inside "account"?'],
    [['startTime'], 'Did you mean "startsAt"?'],
    [['trafic'], 'Did you mean "traffic"?'],
    [['dispatch'], 'Did you mean "dispatch" inside "assumptions"?'],
    [['assumptions', 'duplicateProbabilty'], 'Did you mean "duplicateProbability"?'],
  ])('%j', (path, hint) => {
    const issue = issueOf(withValue(minimal, path, 1));
    expect(issue.path).toBe(path.join('.'));
    expect(issue.message).toContain(hint);
    expect(issue.allowed).toContain('one of the keys ');
  });

  it('makes no guess where nothing is close', () => {
    expect(issueOf({ ...minimal, zebra: 1 }).message).toBe('"zebra" is no key of a scenario.');
  });
});

describe('distributions and arrivals', () => {
  it('asks for exactly one kind', () => {
    expect(issueOf(withDuration({})).message).toBe(
      'A distribution must have exactly one of constant, exponential, lognormal, gamma, weibull, uniform, percentiles, mixture, but has none of them.',
    );
    expect(issueOf(withDuration({ constant: 1, exponential: { mean: 1 } })).message).toContain('but has 2: constant, exponential.');
    expect(issueOf(withArrivals({ poisson: { rate: 1 }, burst: { count: 1 } })).message).toContain(
      'Arrivals must have exactly one of poisson, ',
    );
    expect(issueOf(withDuration('200ms')).allowed).toContain('an object with the keys constant, ');
  });

  it('answers a misspelt kind with a guess and nothing else', () => {
    expect(issueOf(withDuration({ exponentail: { mean: 1 } })).message).toContain('Did you mean "exponential"?');
    expect(issueOf(withArrivals({ poison: { rate: 1 } })).message).toContain('Did you mean "poisson"?');
  });

  it('reports the mistake inside the right kind', () => {
    expect(issueOf(withDuration({ exponential: { mean: '0s' } }))).toMatchObject({
      path: 'functions.f.behaviour.duration.exponential.mean',
    });
    expect(issueOf(withDuration({ exponential: '1s' })).path).toBe('functions.f.behaviour.duration.exponential');
    expect(issueOf(withArrivals({ poisson: { rate: '1000' } })).message).toContain('Did you mean "1000/s"?');
    expect(issueOf(withArrivals({ poisson: { rate: '20M/s' } })).message).toContain('at most 10000000/s');
  });

  it.each([
    [{ lognormal: { p50: '2s', p99: '1s' } }, 'lognormal.p99', '"p99" must be more than "p50" (2s), but is 1s.'],
    [{ lognormal: { p50: '2s', p99: '2s' } }, 'lognormal.p99', 'more than'],
    [{ lognormal: { p50: '2s' } }, 'lognormal', 'needs "p50" and "p99", or "mean" and "sigma", but has p50.'],
    [{ lognormal: { p50: '1s', p99: '2s', sigma: 1 } }, 'lognormal', 'but has p50 and p99 and sigma.'],
    [{ lognormal: { mean: '1s', sigma: 0 } }, 'lognormal.sigma', 'a number above 0, at most 5'],
    [{ gamma: { mean: '1s', shape: 0 } }, 'gamma.shape', 'a number from 0.01'],
    [{ weibull: { scale: '1s' } }, 'weibull.shape', 'is missing'],
    [{ uniform: { min: '2s', max: '1s' } }, 'uniform.max', 'at least "min"'],
    [{ percentiles: {} }, 'percentiles', 'at least one entry'],
    [{ percentiles: { p50: '1s' } }, 'percentiles.p50', 'Did you mean "50"?'],
    [{ percentiles: { 101: '1s' } }, 'percentiles["101"]', 'a percentage from 0 to 100'],
    [{ percentiles: { 50: '2s', 99: '1s' } }, 'percentiles["99"]', 'The 99th percentile is shorter than the 50th.'],
    [{ percentiles: { 50: '2s', '50.0': '2s' } }, 'percentiles["50.0"]', 'given twice'],
    [{ percentiles: { 50: -1 } }, 'percentiles["50"]', 'a duration'],
    [{ mixture: [] }, 'mixture', 'at least 1 entry'],
    [{ mixture: [{ constant: 1 }] }, 'mixture[0].weight', 'is missing'],
    [{ mixture: [{ weight: 0, constant: 1 }] }, 'mixture[0].weight', 'above 0'],
    [{ mixture: [{ weight: 1 }] }, 'mixture[0]', 'exactly one of'],
  ])('%j', (distribution, path, message) => {
    const issue = issueOf(withDuration(distribution));
    expect(issue.path).toBe(`functions.f.behaviour.duration.${path}`);
    expect(issue.message).toContain(message);
  });

  it.each([
    [{ stages: [] }, 'stages', 'at least 1 entry'],
    [{ stages: [{ duration: '1m' }] }, 'stages[0].rate', 'is missing'],
    [{ poisson: { rate: 1 }, spacing: 'even' }, 'spacing', 'belongs to "stages" only'],
    [{ stages: [{ duration: 1, rate: 1 }], spacing: 'odd' }, 'spacing', '"even" or "poisson"'],
    [{ sine: { mean: 1, amplitude: 2, period: '1d' } }, 'sine.amplitude', 'at most "mean" (1)'],
    [{ sine: { mean: 1, amplitude: 1, period: 0 } }, 'sine.period', 'more than 0'],
    [{ burst: { count: 0 } }, 'burst.count', 'from 1'],
    [{ at: [] }, 'at', 'at least 1 entry'],
    [{ at: ['1s', 'x'] }, 'at[1]', 'at[1] must be a duration'],
    [{ at: '1s' }, 'at', 'must be a list'],
    [{ counts: { interval: '0s', counts: [1] } }, 'counts.interval', 'more than 0'],
    [{ counts: { interval: '1m', counts: [1, -1] } }, 'counts.counts[1]', 'a whole number'],
    [{ counts: { interval: '1m', counts: [1], within: 'random' } }, 'counts.within', '"poisson", "uniform" or "front"'],
    [{ trace: { file: '/etc/passwd', format: 'generic' } }, 'trace.file', 'relative to the scenario'],
    [{ trace: { file: 'https://example.org/x.csv', format: 'generic' } }, 'trace.file', 'relative to the scenario'],
    [{ trace: { file: 'C:\\x.csv', format: 'generic' } }, 'trace.file', 'relative to the scenario'],
    [{ trace: { file: 'x.csv', format: 'azure' } }, 'trace.format', '"azure2019", "azure2021" or "generic"'],
  ])('%j', (arrivals, path, message) => {
    const issue = issueOf(withArrivals(arrivals));
    expect(issue.path).toBe(`traffic[0].arrivals.${path}`);
    expect(issue.message).toContain(message);
  });

  it('looks inside an idle expiry that is a range', () => {
    const idle = (value: unknown) => issueOf(withValue(minimal, ['assumptions', 'idleExpiry'], value));
    expect(idle({ uniform: { min: '5m' } })).toMatchObject({ path: 'assumptions.idleExpiry.uniform.max' });
    expect(idle({ uniform: { min: '5m', max: '1m' } })).toMatchObject({
      path: 'assumptions.idleExpiry.uniform.max',
      message: '"max" must be at least "min" (5m), but is 1m.',
    });
    expect(idle({ unifrom: { min: '5m', max: '9m' } }).message).toContain('Did you mean "uniform"?');
    expect(idle({ uniform: { min: '5m', max: '9m' }, x: 1 }).message).toContain('"x" is no key');
    expect(idle({}).message).toContain('exactly one of uniform');
  });
});

describe('references', () => {
  it.each([
    [['traffic', 0, 'to'], 'imprt', 'There is no function named "imprt". Did you mean "import"?'],
    [['traffic', 0, 'to'], 'constructor', 'There is no function named "constructor".'],
    [['traffic', 0, 'to'], 'done', 'There is no function named "done".'],
    [['faults', 0, 'function'], 'Import', 'Did you mean "import"?'],
    [['functions', 'import', 'DeadLetterConfig', 'TargetArn'], 'dql', 'Did you mean "dlq"?'],
    [['functions', 'import', 'DeadLetterConfig', 'TargetArn'], 'arn:aws:sns:eu-west-1:123456789012:dlq', 'Did you mean "dlq"?'],
    [['functions', 'import', 'DeadLetterConfig', 'TargetArn'], 'x', 'There is no destination named "x".'],
    [['traffic', 0, 'to'], 'import:live', 'Write "to": "import" with "qualifier": "live".'],
    [['functions', 'import', 'EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination'], 'faild', 'Did you mean "failed"?'],
  ])('%j = %j', (path, value, message) => {
    expect(issueOf(withValue(complete, path, value)).message).toContain(message);
  });

  it('S3 receives failures only, and not in the seed era [DST-01]', () => {
    const bucket = withValue(complete, ['destinations', 'bucket'], { type: 'S3' });
    const onFailure = withValue(
      bucket,
      ['functions', 'import', 'EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination'],
      'bucket',
    );
    expect(checkScenario(onFailure).issues).toEqual([]);
    const onSuccess = withValue(
      bucket,
      ['functions', 'import', 'EventInvokeConfig', 'DestinationConfig', 'OnSuccess', 'Destination'],
      'bucket',
    );
    expect(issueOf(onSuccess)).toMatchObject({
      clause: 'DST-01',
      path: 'functions.import.EventInvokeConfig.DestinationConfig.OnSuccess.Destination',
    });
    expect(issueOf(withValue(onFailure, ['profile'], 'seed-era'))).toMatchObject({ clause: 'DST-01', path: 'destinations.bucket.type' });
  });

  it('a dead-letter queue is SQS or SNS [DLQ-01]', () => {
    expect(issueOf(withValue(complete, ['functions', 'import', 'DeadLetterConfig', 'TargetArn'], 'done'))).toMatchObject({
      clause: 'DLQ-01',
    });
    expect(checkScenario(withValue(complete, ['functions', 'import', 'DeadLetterConfig', 'TargetArn'], 'failed')).issues).toEqual([]);
  });

  it.each([
    ['SQS FIFO', 'write "type": "SQS" with "fifo": true', 'DST-13'],
    ['SQSFifo', 'write "type": "SQS" with "fifo": true', 'DST-13'],
    ['FIFO topic', 'write "type": "SNS" with "fifo": true', 'DST-13'],
    ['function', 'Did you mean "Lambda"?', 'DST-01'],
    ['sqs', 'Did you mean "SQS"?', 'DST-01'],
    ['S3Bucket', 'Did you mean "S3"?', 'DST-01'],
    ['Kafka', '"SQS", "SNS", "Lambda", "EventBridge" or "S3"', 'DST-01'],
  ])('destination type %j', (type, message, clause) => {
    const issue = issueOf(withValue(minimal, ['destinations', 'd'], { type }));
    expect(issue).toMatchObject({ path: 'destinations.d.type', clause });
    expect(issue.message).toContain(message);
  });
});

describe('reservations fit the account [CON-02]', () => {
  const reserving = (account: number, ...reserved: number[]) => ({
    ...minimal,
    account: { ConcurrentExecutions: account },
    functions: Object.fromEntries(reserved.map((ReservedConcurrentExecutions, index) => [`f${index}`, { ReservedConcurrentExecutions }])),
  });

  it('up to the limit less 100', () => {
    expect(checkScenario(reserving(1000, 500, 400)).issues).toEqual([]);
    expect(issueOf(reserving(1000, 500, 401))).toMatchObject({
      path: 'functions.f0.ReservedConcurrentExecutions',
      clause: 'CON-02',
      found: '500',
    });
    expect(checkScenario(reserving(50, 0, 0)).issues).toEqual([]);
    expect(issueOf(reserving(50, 1)).clause).toBe('CON-02');
    expect(checkScenario(reserving(100, 0)).issues).toEqual([]);
  });

  it('also while a fault raises one', () => {
    const scenario = reserving(1000, 500, 300);
    const fault = (name: string, from: string, until: string, ReservedConcurrentExecutions: number) => ({
      function: name,
      from,
      until,
      ReservedConcurrentExecutions,
    });
    expect(checkScenario({ ...scenario, faults: [fault('f0', '1m', '2m', 600)] }).issues).toEqual([]);
    expect(issueOf({ ...scenario, faults: [fault('f0', '1m', '2m', 601)] })).toMatchObject({
      path: 'faults[0].ReservedConcurrentExecutions',
      clause: 'CON-02',
    });
    expect(checkScenario({ ...scenario, faults: [fault('f1', '0s', '2m', 0), fault('f0', '1m', '2m', 900)] }).issues).toEqual([]);
    expect(issueOf({ ...scenario, faults: [fault('f1', '0s', '2m', 400), fault('f0', '1m', '3m', 501)] }).path).toBe(
      'faults[1].ReservedConcurrentExecutions',
    );
    expect(checkScenario({ ...scenario, faults: [fault('f1', '0s', '1m', 400), fault('f0', '1m', '3m', 501)] }).issues).toEqual([]);
  });
});

describe('time spans, faults and scripts', () => {
  it('from is before until', () => {
    const span = (from: unknown, until: unknown) => ({
      ...minimal,
      traffic: [{ to: 'f', arrivals: { burst: { count: 1 } }, from, until }],
    });
    expect(checkScenario(span('1h', '2h')).issues).toEqual([]);
    expect(issueOf(span('2h', '1h'))).toMatchObject({ path: 'traffic[0].until', message: '"until" (1h) must be later than "from" (2h).' });
    expect(issueOf(span('1h', 3600)).path).toBe('traffic[0].until');
    expect(issueOf({ ...minimal, faults: [{ function: 'f', from: '2h', until: '1h', errorRate: 1 }] }).path).toBe('faults[0].until');
  });

  it.each([
    [{ from: 0, until: 1, errorRate: 1 }, 'faults[0]', 'has neither'],
    [{ function: 'f', destination: 'd', from: 0, until: 1, errorRate: 1 }, 'faults[0]', 'has both'],
    [{ function: 'f', from: 0, until: 1 }, 'faults[0]', 'at least one of errorRate'],
    [{ function: 'f', from: 0, until: 1, failureRate: 1 }, 'faults[0].failureRate', 'is the fault of a destination'],
    [{ destination: 'd', from: 0, until: 1 }, 'faults[0].failureRate', 'needs "failureRate"'],
    [{ destination: 'd', from: 0, until: 1, failureRate: 1, errorRate: 1 }, 'faults[0].errorRate', 'an effect on a function'],
    [{ function: 'f', from: 0, until: 1, durationFactor: -1 }, 'faults[0].durationFactor', 'a number from 0'],
    [{ function: 'f', until: 1, errorRate: 1 }, 'faults[0].from', 'is missing'],
    [{ function: 'f', from: 0, until: 1, deleted: false }, 'faults[0].deleted', 'must be true'],
    [{ destination: 'd', from: 0, until: 1, failureRate: 1, deleted: true }, 'faults[0].deleted', 'an effect on a function'],
  ])('fault %j', (fault, path, message) => {
    const issue = issueOf({ ...minimal, destinations: { d: { type: 'SQS' } }, faults: [fault] });
    expect(issue.path).toBe(path);
    expect(issue.message).toContain(message);
  });

  it('scripts each event once', () => {
    const script = (...events: number[]) =>
      inBehaviour(
        'script',
        events.map((event) => ({ event, attempts: [{ result: 'error' }] })),
      );
    expect(checkScenario(script(0, 1)).issues).toEqual([]);
    expect(issueOf(script(0, 1, 0))).toMatchObject({
      path: 'functions.f.behaviour.script[2].event',
      message: 'Event 0 is scripted twice.',
    });
    expect(issueOf(inBehaviour('script', [{ event: 0, attempts: [] }])).path).toBe('functions.f.behaviour.script[0].attempts');
    expect(issueOf(inBehaviour('script', [{ event: 0, attempts: [{ result: 'succes' }] }])).message).toContain('Did you mean "success"?');
  });
});

it('reports every problem at once, and each once', () => {
  const { scenario, issues } = checkScenario({
    version: 3,
    sed: 1,
    duration: '5 min',
    functions: {
      import: {
        timeout: 5,
        Timeout: 901,
        ReservedConcurrentExecutions: 950,
        DeadLetterConfig: { TargetArn: 'nowhere' },
        behaviour: { duration: { exponential: { mean: 0 }, constant: 1 }, errorRate: '1,5' },
      },
    },
    traffic: [{ to: 'imprt', arrivals: { sine: { mean: 1, amplitude: 2, period: 'x' } }, from: '2h', until: '1h' }, 5],
    faults: [{ function: 'import', from: '3h', until: '1h', errorRate: 2 }],
  });
  expect(scenario).toBeNull();
  expect(issues.map(({ path }) => path).sort()).toEqual(
    [
      'version',
      'sed',
      'duration',
      'functions.import.timeout',
      'functions.import.Timeout',
      'functions.import.ReservedConcurrentExecutions',
      'functions.import.DeadLetterConfig.TargetArn',
      'functions.import.behaviour.duration',
      'functions.import.behaviour.duration.exponential.mean',
      'functions.import.behaviour.errorRate',
      'traffic[0].to',
      'traffic[0].arrivals.sine.amplitude',
      'traffic[0].arrivals.sine.period',
      'traffic[0].until',
      'traffic[1]',
      'faults[0].errorRate',
      'faults[0].until',
    ].sort(),
  );
});

it('quotes what was found shortly, and makes invisible characters visible', () => {
  expect(issueOf({ ...minimal, name: 5 }).found).toBe('5');
  expect(issueOf({ ...minimal, duration: 'x'.repeat(500) }).found.length).toBeLessThan(70);
  expect(issueOf({ ...minimal, duration: '\u202e5m\u001b[2J' }).found).toBe('"\\u202e5m\\u001b[2J"');
  expect(issueOf({ ...minimal, ['a\u202eb']: 1 })).toMatchObject({ path: '["a\\u202eb"]' });
});
