import { describe, expect, it } from 'vitest';
import { checkScenario } from '../../sim/scenario/parse.ts';

const minimal = { version: 1, duration: '1h', functions: { f: {} } };

/** Every problem of a scenario that is minimal but for some keys: where it is, what may stand there, its clause, and what is said. */
const problems = (changes: object): string[] => checkScenario({ ...minimal, ...changes }).issues.map(({ path, allowed, clause, message }) => [path, allowed, clause ?? '', message].join(' | '));
const paths = (changes: object): string[] => checkScenario({ ...minimal, ...changes }).issues.map(({ path }) => path);

describe('a span of time', () => {
  const span = (times: object) => ({ traffic: [{ to: 'f', arrivals: { burst: { count: 1 } }, ...times }] });

  it('ends after it begins', () => {
    expect(problems(span({ from: '2h', until: '1h' }))).toEqual(['traffic[0].until | later than from |  | "until" (1h) must be later than "from" (2h).']);
    expect(problems(span({ until: 0 }))).toEqual(['traffic[0].until | later than from |  | "until" (0) must be later than "from" (0s).']);
    expect(paths(span({ from: 1, until: '1s' }))).toEqual(['traffic[0].until']);
    expect(paths(span({ from: 1, until: '1.000001s' }))).toEqual([]);
  });

  it.each([{ from: '2h' }, { until: '1h' }, { from: 'x', until: 0 }, { from: '2h', until: 'x' }, { from: null, until: 0 }, { from: [], until: {} }])('is not judged where one of its ends is none: %j', (times) => {
    expect(problems(span(times)).join()).not.toContain('later');
  });

  it('of a fault is not judged without its beginning', () => {
    expect(paths({ faults: [{ function: 'f', until: 0, errorRate: 1 }] })).toEqual(['faults[0].from']);
  });
});

describe('what is shorter and what is longer', () => {
  const times = (duration: object) => ({ functions: { f: { behaviour: { duration } } } });
  const at = 'functions.f.behaviour.duration';

  it('is judged where both can be read', () => {
    expect(problems(times({ lognormal: { p50: '2s', p99: '2s' } }))).toEqual([`${at}.lognormal.p99 | more than p50 |  | "p99" must be more than "p50" (2s), but is 2s.`]);
    expect(problems(times({ uniform: { min: '2s', max: 1 } }))).toEqual([`${at}.uniform.max | at least min |  | "max" must be at least "min" (2s), but is 1.`]);
    expect(paths(times({ uniform: { min: '2s', max: 2 } }))).toEqual([]);
    expect(paths(times({ lognormal: { p50: '2s', p99: '2000001us' } }))).toEqual([]);
    expect(paths(times({ uniform: { min: 'x', max: 0 } }))).toEqual([`${at}.uniform.min`]);
    expect(paths(times({ uniform: { min: 1, max: 'x' } }))).toEqual([`${at}.uniform.max`]);
    expect(paths(times({ lognormal: { p50: 'x', p99: 0 } }))).toEqual([`${at}.lognormal.p50`, `${at}.lognormal.p99`]);
    expect(paths({ assumptions: { idleExpiry: { uniform: { min: 'x', max: 0 } } } })).toEqual(['assumptions.idleExpiry.uniform.min']);
  });

  it('holds from percentile to percentile, in the order of their numbers', () => {
    expect(problems(times({ percentiles: { 99: '1s', 5: '2s' } }))).toEqual([`${at}.percentiles["99"] | at least the 5th percentile |  | The 99th percentile is shorter than the 5th.`]);
    expect(paths(times({ percentiles: { 5: '1s', 50: '1s', 99: '1s' } }))).toEqual([]);
    expect(paths(times({ percentiles: { 5: '3s', 50: 'x', 99: '1s' } }))).toEqual([`${at}.percentiles["50"]`]);
    expect(paths(times({ percentiles: { 5: 'x', 50: 0 } }))).toEqual([`${at}.percentiles["5"]`]);
    expect(problems(times({ percentiles: { 50: '2s', '50.0': '1s', '050': 1 } }))[0]).toContain('"050" cannot stand here');
    expect(problems(times({ percentiles: { '50.0': '2s', 50: '1s' } }))).toEqual([`${at}.percentiles["50.0"] | each percentage once |  | The percentage 50 is given twice.`]);
    expect(problems(times({ percentiles: {} }))).toEqual([`${at}.percentiles | at least one percentile |  | Percentiles need at least one entry, such as { "50": "120ms" }.`]);
    expect(paths(times({ percentiles: { p50: '1s' } }))).toEqual([`${at}.percentiles.p50`]);
  });

  it('of a lognormal distribution are given as one of two pairs', () => {
    const needs = (has: string): string => `${at}.lognormal | "p50" and "p99", or "mean" and "sigma" |  | A lognormal distribution needs "p50" and "p99", or "mean" and "sigma", but has ${has}.`;
    expect(problems(times({ lognormal: {} }))).toEqual([needs('none of them')]);
    expect(problems(times({ lognormal: { mean: 1 } }))).toEqual([needs('mean')]);
    expect(problems(times({ lognormal: { p99: 2, mean: 1 } }))).toEqual([needs('p99 and mean')]);
    expect(problems(times({ lognormal: { sigma: 1, mean: 1 } }))).toEqual([]);
  });
});

describe('the swing of a sine', () => {
  const sine = (values: object) => paths({ traffic: [{ to: 'f', arrivals: { sine: { period: '1d', ...values } } }] });

  it('is at most its mean, where both can be read', () => {
    expect(sine({ mean: '60/min', amplitude: 1 })).toEqual([]);
    expect(sine({ mean: '60/min', amplitude: 1.01 })).toEqual(['traffic[0].arrivals.sine.amplitude']);
    expect(sine({ mean: 'x', amplitude: 5 })).toEqual(['traffic[0].arrivals.sine.mean']);
    expect(sine({ mean: 5, amplitude: 'x' })).toEqual(['traffic[0].arrivals.sine.amplitude']);
  });
});

describe('a fault', () => {
  const fault = (value: object) => problems({ destinations: { d: { type: 'SQS' } }, faults: [{ from: 0, until: 1, ...value }] });
  const effects = 'errorRate, systemErrorRate, durationFactor, ReservedConcurrentExecutions, enqueueFailureRate, deleted';

  it('is of one function or one destination, and has effects of that kind', () => {
    expect(fault({})).toEqual(['faults[0] | exactly one of function, destination |  | A fault needs exactly one of "function" and "destination", but has neither.']);
    expect(fault({ function: 'f', destination: 'd' })).toEqual(['faults[0] | exactly one of function, destination |  | A fault needs exactly one of "function" and "destination", but has both.']);
    expect(fault({ function: 'f' })).toEqual([`faults[0] | at least one of ${effects} |  | A function's fault needs at least one of ${effects}.`]);
    expect(fault({ function: 'f', failureRate: 1 })).toEqual([`faults[0].failureRate | ${effects} |  | "failureRate" is the fault of a destination; for a function write "errorRate".`]);
    expect(fault({ function: 'f', failureRate: 1, errorRate: 1 })).toHaveLength(1);
    expect(fault({ destination: 'd' })).toEqual([`faults[0].failureRate | a number from 0 to 1 |  | A destination's fault needs "failureRate".`]);
    expect(fault({ destination: 'd', errorRate: 1 })).toEqual([
      `faults[0].errorRate | failureRate |  | "errorRate" is an effect on a function; a destination's fault has "failureRate".`,
      `faults[0].failureRate | a number from 0 to 1 |  | A destination's fault needs "failureRate".`,
    ]);
  });

  it.each(['errorRate', 'systemErrorRate', 'durationFactor', 'ReservedConcurrentExecutions', 'enqueueFailureRate', 'deleted'])('of a function may be %s alone, and of a destination not', (effect) => {
    const value = effect === 'deleted' ? true : 0;
    expect(fault({ function: 'f', [effect]: value })).toEqual([]);
    expect(fault({ destination: 'd', failureRate: 1, [effect]: value })).toHaveLength(1);
  });

  it('is of what is declared', () => {
    expect(fault({ function: 'g', errorRate: 1 })).toEqual(['faults[0].function | a declared function: "f" |  | There is no function named "g".']);
    expect(fault({ destination: 'e', failureRate: 1 })).toEqual(['faults[0].destination | a declared destination: "d" |  | There is no destination named "e".']);
  });
});

describe('reservations', () => {
  const provisioned = (ProvisionedConcurrentExecutions: unknown) => ({ ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions } });
  const reserving = (reserved: Record<string, unknown>, rest: object = {}) => ({ functions: Object.fromEntries(Object.entries(reserved).map(([name, ReservedConcurrentExecutions]) => [name, { ReservedConcurrentExecutions }])), ...rest });
  const fault = (name: unknown, from: unknown, until: unknown, ReservedConcurrentExecutions: unknown) => ({ function: name, from, until, ReservedConcurrentExecutions });
  const room = 'at most 900 in all: ConcurrentExecutions 1000 less the 100 that stay unreserved';

  it('that are too many are told of the largest, the first where some are equal', () => {
    const said = (total: number): string => `${room} | CON-02 | The functions reserve ${total} execution environments in all, but an account with 1000 can reserve at most 900.`;
    expect(problems(reserving({ a: 200, b: 701 }))).toEqual([`functions.b.ReservedConcurrentExecutions | ${said(901)}`]);
    expect(problems(reserving({ a: 500, b: 500 }))).toEqual([`functions.a.ReservedConcurrentExecutions | ${said(1000)}`]);
    expect(problems(reserving({ a: 200, b: 700 }))).toEqual([]);
  });

  it('or what is provisioned where nothing is reserved', () => {
    const functions = { a: { ReservedConcurrentExecutions: 100 }, b: { versions: { 1: provisioned(300), 2: provisioned(300) }, aliases: { live: { FunctionVersion: '1', ...provisioned(201) } } } };
    expect(problems({ functions })).toEqual([
      `functions.b.versions["1"].ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions | ${room} | CON-05 | The functions reserve or provision 901 execution environments in all, but an account with 1000 can reserve at most 900.`,
    ]);
  });

  it('are not judged by what is no count, nor against an account that has none', () => {
    expect(paths(reserving({ a: 900, b: -5 }))).toEqual(['functions.b.ReservedConcurrentExecutions']);
    expect(paths(reserving({ a: 900, b: 0.5 }))).toEqual(['functions.b.ReservedConcurrentExecutions']);
    expect(paths(reserving({ a: 900, b: '5' }))).toEqual(['functions.b.ReservedConcurrentExecutions']);
    expect(paths(reserving({ a: 5000 }, { account: { ConcurrentExecutions: 'x' } }))).toEqual(['account.ConcurrentExecutions']);
    expect(paths({ functions: { a: { ReservedConcurrentExecutions: 900 }, b: { versions: { 1: provisioned(-1), 2: provisioned('x') } } } })).toHaveLength(2);
    expect(paths({ functions: { a: { ReservedConcurrentExecutions: 900 }, b: 5, c: [], d: null } })).toEqual(['functions.b', 'functions.c', 'functions.d']);
  });

  it('are the faults’ while they last, both ends as written', () => {
    const under = (...faults: object[]) => problems(reserving({ a: 500, b: 300 }, { faults }));
    const said = (index: number, total: number): string => `faults[${index}].ReservedConcurrentExecutions | ${room} | CON-02 | From here on the functions would reserve ${total} execution environments in all, but the account can reserve at most 900.`;
    expect(under(fault('a', '1m', '2m', 600))).toEqual([]);
    expect(under(fault('a', '1m', '2m', 601))).toEqual([said(0, 901)]);
    // From the very instant on, and up to the very instant.
    expect(under(fault('b', '0s', '2m', 350), fault('a', '1m', '3m', 551))).toEqual([said(1, 901)]);
    expect(under(fault('b', '1m', '2m', 350), fault('a', '1m', '3m', 551))).toEqual([said(0, 901), said(1, 901)]);
    expect(under(fault('b', '0s', '1m', 350), fault('a', '1m', '3m', 551))).toEqual([]);
    expect(under(fault('b', '2m', '4m', 350), fault('a', '1m', '3m', 551))).toEqual([said(0, 901)]);
    // The last one written wins.
    expect(under(fault('a', '0s', '9m', 700), fault('a', '0s', '9m', 10))).toEqual([]);
    expect(under(fault('a', '0s', '9m', 10), fault('a', '0s', '9m', 700))).toEqual([said(0, 1000), said(1, 1000)]);
  });

  it('of faults that cannot be judged change nothing', () => {
    for (const wrong of [fault('zebra', 0, 1, 5000), fault('a', 'x', 1, 5000), fault('a', 0, 'x', 5000), fault('a', 0, 1, -5000), fault(5, 0, 1, 5000), fault(['a'], 0, 1, 5000)]) {
      const found = problems(reserving({ a: 500 }, { faults: [wrong] }));
      expect(found).toHaveLength(1);
      expect(found[0]).not.toContain('CON-02 | From here on');
    }
    expect(paths(reserving({ a: 500 }, { faults: [5] }))).toEqual(['faults[0]']);
    expect(paths(reserving({ a: 500 }, { faults: [{ destination: 'd', from: 0, until: 1, failureRate: 1 }], destinations: { d: { type: 'SQS' } } }))).toEqual([]);
  });

  it('of a thousand faults are judged, and of more only that they are too many', () => {
    const faults = (count: number) => Array.from({ length: count }, () => fault('a', 0, 1, 5000));
    expect(paths(reserving({ a: 500 }, { faults: faults(1000) }))).toHaveLength(1000);
    expect(problems(reserving({ a: 500 }, { faults: faults(1001) }))).toEqual(['faults | a list with at most 1000 entries |  | faults must be a list with at most 1000 entries, but is [{"function": "a", "from": 0, "until": 1, "ReservedConcurre….']);
  });

  it('never fall below what is provisioned, but to nothing', () => {
    const functions = { a: { versions: { 1: provisioned(50) } } };
    const under = (reservation: number) => problems({ functions, faults: [fault('a', 0, 1, reservation)] });
    expect([under(0), under(50)]).toEqual([[], []]);
    expect(under(1)).toEqual(['faults[0].ReservedConcurrentExecutions | 0, or at least 50, which "a" has provisioned | CON-05 | "a" has 50 execution environments provisioned; a fault can reserve 0 or at least as many, but not 1.']);
    expect(problems({ functions: { a: { ReservedConcurrentExecutions: 40, versions: { 1: provisioned(50) } } } })).toEqual([
      'functions.a.versions["1"].ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions | at most 40 in all: the ReservedConcurrentExecutions of "a" | CON-05 | "a" has 50 execution environments provisioned in all, but reserves only 40.',
    ]);
  });
});

describe('the numbers of every minute fit into memory', () => {
  const named = (count: number, value: unknown) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]));
  const versions = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index + 1), {}]));
  const year = (changes: object) => problems({ duration: '366d', ...changes });
  const said = (of: string, took: string): string =>
    `duration | as many minutes and functions as take 2.0 GB together |  | The numbers of 527040 minutes of ${of} take ${took} GB; a run has 2.0 GB. Simulate less time, or fewer of them at once.`;

  it('of functions, versions and aliases alike', () => {
    expect(year({ functions: named(6, {}) })).toEqual([]);
    expect(year({ functions: named(7, {}) })).toEqual([said('7 functions', '2.3')]);
    expect(year({ functions: { f: { versions: versions(6) } } })).toEqual([said('7 functions', '2.3')]);
    expect(year({ functions: { f: { aliases: named(6, { FunctionVersion: '$LATEST' }) } } })).toEqual([said('7 functions', '2.3')]);
    expect(year({ functions: { f: { versions: versions(3), aliases: named(2, { FunctionVersion: '1' }) } } })).toEqual([]);
    expect(paths({ duration: '366d', functions: { ...named(6, {}), x: 5 } })).toEqual(['functions.x']);
  });

  it('of queues, mappings and shards, of which a hundred and more share their lines', () => {
    const mapping = (EventSourceArn: unknown) => ({ EventSourceArn, FunctionName: 'f', StartingPosition: 'LATEST' });
    expect(year({ queues: named(9, {}) })).toEqual([]);
    expect(year({ queues: named(10, {}) })).toEqual([said('1 function, and 10 mappings, shards and queues', '2.0')]);
    const reading = (ShardCount: number) => ({ streams: { s: { ShardCount } }, eventSourceMappings: { m: mapping('s') } });
    expect(year(reading(8))).toEqual([]);
    expect(year(reading(9))).toEqual([said('1 function, and 10 mappings, shards and queues', '2.0')]);
    expect(year(reading(100))).toEqual(year(reading(101)));
    expect(year({ streams: { s: {} }, eventSourceMappings: named(4, mapping('s')) })).toEqual([]);
    expect(year({ streams: { s: {} }, eventSourceMappings: named(5, mapping('s')) })).toEqual([said('1 function, and 10 mappings, shards and queues', '2.0')]);
    expect(year({ streams: { s: { ShardCount: 500 } } })).toEqual([]);
    expect(paths({ duration: '366d', streams: { s: { ShardCount: 9 } }, eventSourceMappings: { m: mapping(5), n: 7 } })).toEqual(['eventSourceMappings.m.EventSourceArn', 'eventSourceMappings.n']);
    expect(paths({ duration: '366d', streams: { s: { ShardCount: 'x' } }, eventSourceMappings: { m: mapping('s') } })).toEqual(['streams.s.ShardCount']);
  });

  it('of so many minutes as have begun', () => {
    const minutes = (duration: string) => problems({ duration, functions: named(100, {}) }).map((text) => /The numbers of (\d+) minutes/.exec(text)?.[1]);
    expect(minutes('32051m')).toEqual([]);
    expect(minutes('32051m1s')).toEqual(['32052']);
    expect(minutes('32052m')).toEqual(['32052']);
    expect(paths({ duration: 'x', functions: named(100, {}) })).toEqual(['duration']);
  });
});

describe('names that are referred to', () => {
  it('are listed, ten of them at most', () => {
    const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, {}]));
    const allowed = (count: number) => problems({ functions: named(count), traffic: [{ to: 'zebra', arrivals: { burst: { count: 1 } } }] })[0]!.split(' | ')[1];
    expect(allowed(1)).toBe('a declared function: "f0"');
    expect(allowed(10)).toMatch(/"f8", "f9"$/);
    expect(allowed(11)).toMatch(/"f8", "f9", …$/);
  });

  it('are guessed at among two hundred and no more', () => {
    const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [index === 0 ? 'import' : `f${index}`, {}]));
    const message = (count: number) => problems({ functions: named(count), traffic: [{ to: 'imprt', arrivals: { burst: { count: 1 } } }] })[0]!.split(' | ')[3];
    expect(message(200)).toBe('There is no function named "imprt". Did you mean "import"?');
    expect(message(201)).toBe('There is no function named "imprt".');
  });

  it('may be meant as a function with a qualifier', () => {
    const message = (to: string) => problems({ functions: { f: {}, 'a:b': {} }, traffic: [{ to, arrivals: { burst: { count: 1 } } }] })[0]!.split(' | ')[3];
    expect(message('f:live')).toBe('There is no function named "f:live". Write "to": "f" with "qualifier": "live".');
    expect(message('a:b:1')).toBe('There is no function named "a:b:1". Write "to": "a:b" with "qualifier": "1".');
    expect(message('g:live')).toBe('There is no function named "g:live".');
    expect(message(':live')).toBe('There is no function named ":live".');
    expect(message('ff')).toBe('There is no function named "ff".');
  });

  it('of none that there are, say where they would be declared', () => {
    const { functions, ...rest } = minimal;
    expect(checkScenario({ ...rest, functions: {} }).issues).toEqual([{ path: 'functions', found: '{}', allowed: 'an object with at least one function, by name', message: 'A scenario needs at least one function.' }]);
    expect(paths({ functions: { '': {} } })).toEqual(['functions[""]']);
    expect(problems({ functions, faults: [{ destination: 'd', from: 0, until: 1, failureRate: 1 }] })).toEqual(['faults[0].destination | a destination declared under "destinations" |  | There is no destination named "d". No destination is declared under "destinations".']);
    expect(problems({ functions: { f: { DeadLetterConfig: { TargetArn: 'd' } } }, queues: { q: {} } })).toEqual(['functions.f.DeadLetterConfig.TargetArn | a declared destination or queue: "q" |  | There is no destination or queue named "d".']);
    expect(problems({ functions: { f: { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'dd' } } } } }, queues: { q: {} } })).toEqual([
      'functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination | a declared destination, queue or function: "q", "f" |  | There is no destination, queue or function named "dd".',
    ]);
  });

  it('of what is no object or no text, nothing is said', () => {
    expect(paths({ traffic: [5], faults: ['x'], destinations: { d: 7 }, functions: { f: { aliases: { a: 3 }, versions: { 1: 4 } }, g: 'x' } }).sort()).toEqual(['destinations.d', 'faults[0]', 'functions.f.aliases.a', 'functions.f.versions["1"]', 'functions.g', 'traffic[0]']);
    expect(paths({ functions: { 5: {} }, traffic: [{ to: 5, qualifier: 'x', arrivals: { burst: { count: 1 } } }] })).toEqual(['traffic[0].to']);
    expect(paths({ functions: { f: { aliases: { a: { FunctionVersion: 5 } } } } })).toEqual(['functions.f.aliases.a.FunctionVersion']);
  });
});

describe('streams and queues', () => {
  const sources = { streams: { s: {} }, queues: { q: {}, r: { VisibilityTimeout: 10 } }, destinations: { b: { type: 'S3' }, l: { type: 'Lambda', function: 'f' }, 't.fifo': { type: 'SNS' } } };
  const mapping = (settings: object) => problems({ ...sources, eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 'f', ...settings } } });
  const ofStream = (settings: object) => mapping({ EventSourceArn: 's', StartingPosition: 'LATEST', ...settings });
  const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });

  it('a shard is one of those that there are', () => {
    const write = (shard: number, stream: object = {}) => problems({ streams: { s: { ...stream, writes: [{ arrivals: { at: [0] }, shard }] } } });
    expect(write(0)).toEqual([]);
    expect(write(1)).toEqual(['streams.s.writes[0].shard | 0, the only shard |  | The stream "s" has one shard, counted from 0.']);
    expect(write(3, { ShardCount: 4 })).toEqual([]);
    expect(write(4, { ShardCount: 4 })).toEqual(['streams.s.writes[0].shard | 0 to 3 |  | The stream "s" has 4 shards, counted from 0.']);
    expect(paths({ streams: { s: { writes: [5, { arrivals: { at: [0] }, shard: 'x' }] }, t: 5, u: { writes: {} } } })).toEqual(['streams.s.writes[0]', 'streams.s.writes[1].shard', 'streams.t', 'streams.u.writes']);
  });

  it('a large batch of a queue needs a window, and of a stream not', () => {
    expect(mapping({ BatchSize: 11, MaximumBatchingWindowInSeconds: 1 })).toEqual([]);
    expect(mapping({ BatchSize: 10 })).toEqual([]);
    expect(mapping({ BatchSize: 11, MaximumBatchingWindowInSeconds: 0 })).toEqual([
      'eventSourceMappings.m.MaximumBatchingWindowInSeconds | 1 to 300 with a "BatchSize" above 10 | SQS-01 | A batch of more than 10 messages of a queue needs a batching window of at least 1 second, but "BatchSize" is 11.',
    ]);
    expect(ofStream({ BatchSize: 11 })).toEqual([]);
  });

  it('what only streams take is refused of a queue, and what it takes to be off is not', () => {
    expect(mapping({ ParallelizationFactor: 1, MaximumRecordAgeInSeconds: -1, MaximumRetryAttempts: -1, BisectBatchOnFunctionError: false, ...to('') })).toEqual([]);
    const redrive = '; how often a message is tried is the queue’s "RedrivePolicy"';
    for (const [key, value, clause, advice] of [
      ['MaximumRecordAgeInSeconds', 60, 'DDB-13', redrive],
      ['MaximumRetryAttempts', 0, 'DDB-13', redrive],
      ['BisectBatchOnFunctionError', true, 'DDB-13', redrive],
      ['ParallelizationFactor', 2, 'DDB-13', ''],
      ['StartingPosition', 'LATEST', 'DDB-27', ''],
    ] as const)
      expect(mapping({ [key]: value })).toEqual([`eventSourceMappings.m.${key} | only with a stream as event source | ${clause} | "${key}" belongs to streams, but "q" is a queue${advice}.`]);
    expect(mapping(to('b'))).toEqual([`eventSourceMappings.m.DestinationConfig.OnFailure.Destination | only with a stream as event source | DDB-08 | "Destination" belongs to streams, but "q" is a queue${redrive}.`]);
  });

  it('records of discarded batches go where Lambda can deliver them', () => {
    const path = 'eventSourceMappings.m.DestinationConfig.OnFailure.Destination | a destination of type SQS, SNS or S3 that is not FIFO, or a queue | DDB-08';
    for (const fine of ['b', 'q', '']) expect(ofStream(to(fine))).toEqual([]);
    expect(ofStream(to('l'))).toEqual([`${path} | "l" is of type Lambda; records of discarded batches go to SQS, SNS or S3.`]);
    expect(ofStream(to('t.fifo'))).toEqual([`${path} | "t.fifo" is FIFO, which Lambda cannot deliver to.`]);
  });

  it('the concurrency of a queue is no setting of a stream, and a stream says where reading starts', () => {
    expect(mapping({ ScalingConfig: { MaximumConcurrency: 5 } })).toEqual([]);
    expect(ofStream({ ScalingConfig: {} })).toEqual([]);
    expect(ofStream({ ScalingConfig: { MaximumConcurrency: 5 } })[0]).toContain('"MaximumConcurrency" limits the batches of a queue; of a stream there is one for each shard, or "ParallelizationFactor" of them.');
    expect(problems({ ...sources, eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f' } } })).toEqual(['eventSourceMappings.m.StartingPosition | "TRIM_HORIZON" or "LATEST" | DDB-13 | A mapping of a stream needs "StartingPosition".']);
  });

  it('a message is hidden as long as its function may run', () => {
    const timing = (Timeout: unknown, name = 'r') => problems({ ...sources, functions: { f: { Timeout } }, eventSourceMappings: { m: { EventSourceArn: name, FunctionName: 'f' } } });
    expect(timing(10)).toEqual([]);
    expect(timing(11)).toEqual([
      'queues.r.VisibilityTimeout | at least 11, the "Timeout" of "f" | SQS-02 | The visibility timeout (10 s) must not be shorter than the timeout of the function that reads the queue (11 s); AWS recommends six times as long.',
    ]);
    expect([timing(30, 'q'), timing(31, 'q').length]).toEqual([[], 1]);
    expect(timing('11')).toHaveLength(1);
    // Of a function that is not there nobody knows the timeout.
    expect(paths({ queues: { r: { VisibilityTimeout: 2 } }, eventSourceMappings: { m: { EventSourceArn: 'r', FunctionName: 'g' } } })).toEqual(['eventSourceMappings.m.FunctionName']);
    expect(paths({ queues: { r: { VisibilityTimeout: 2 } }, eventSourceMappings: { m: { EventSourceArn: 'r', FunctionName: 'f' } } })).toEqual(['queues.r.VisibilityTimeout']);
    expect(paths({ queues: { r: { VisibilityTimeout: 0 } }, eventSourceMappings: { m: { EventSourceArn: 'r', FunctionName: 'f' } } })).toEqual(['queues.r.VisibilityTimeout']);
    expect(paths({ queues: { r: { VisibilityTimeout: -1 } }, eventSourceMappings: { m: { EventSourceArn: 'r', FunctionName: 'f' } } })).toEqual(['queues.r.VisibilityTimeout']);
    expect(paths({ queues: { r: { VisibilityTimeout: 'x' } }, eventSourceMappings: { m: { EventSourceArn: 'r', FunctionName: 'f' } } })).toEqual(['queues.r.VisibilityTimeout']);
  });

  it('a name means one thing', () => {
    const naming = (changes: object) => problems({ ...changes });
    expect(naming({ queues: { f: {} } })).toEqual(['queues.f | a name that no function has |  | A function and a queue are both named "f".']);
    expect(naming({ queues: { s: {} }, streams: { s: {} } })).toEqual(['queues.s | a name that no stream has |  | A stream and a queue are both named "s".']);
    expect(naming({ queues: { d: {} }, destinations: { d: { type: 'SNS' } } })).toEqual([
      'queues.d | a name that no destination has, or that of one of type SQS |  | The destination "d" is of type "SNS", but a queue has its name; a destination of type SQS delivers to the queue of its name.',
    ]);
    expect(naming({ queues: { d: {} }, destinations: { d: { type: 'SQS' } } })).toEqual([]);
    expect(naming({ queues: { d: {} }, destinations: { d: { type: 'SQS', fifo: true } } })).toEqual(['queues.d | the name of a standard queue | DST-13 | "d" is FIFO as a destination; queues that are read are standard queues.']);
    expect(naming({ queues: { 'd.fifo': {} } })).toEqual(['queues["d.fifo"] | the name of a standard queue | SQS-01 | FIFO queues are not modelled as event sources.']);
    expect(naming({ queues: { d: {} }, destinations: { d: { type: 5 } } })).toHaveLength(1);
  });

  it('of what is no object or no text, nothing is said', () => {
    expect(paths({ queues: { q: 5 }, eventSourceMappings: { m: 7, n: { EventSourceArn: 5, FunctionName: 6, qualifier: 'x' } } })).toEqual(['queues.q', 'eventSourceMappings.m', 'eventSourceMappings.n.EventSourceArn', 'eventSourceMappings.n.FunctionName']);
    expect(paths({ ...sources, functions: { f: {}, 5: {} }, eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 5, qualifier: 'x' } } })).toEqual(['eventSourceMappings.m.FunctionName']);
    expect(paths({ ...sources, eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 'g', qualifier: 'x' } } })).toEqual(['eventSourceMappings.m.FunctionName']);
  });
});

describe('under the profile "seed-era"', () => {
  it('there are no S3 destinations', () => {
    const destinations = { b: { type: 'S3' }, q: { type: 'SQS' }, x: 5 };
    expect(problems({ profile: 'seed-era', destinations }).filter((text) => text.includes('DST-01'))).toEqual([
      'destinations.b.type | SQS, SNS, Lambda or EventBridge under the profile "seed-era" | DST-01 | S3 destinations came later than the profile "seed-era"; use the profile "current".',
    ]);
    expect(paths({ destinations })).toEqual(['destinations.x']);
  });
});

describe('what belongs to one type of destination', () => {
  const destination = (value: object) => problems({ destinations: { d: value } });

  it('is refused of the others, and not judged where the type is none', () => {
    expect(destination({ type: 'SQS', function: 'f', qualifier: '$LATEST' })).toHaveLength(2);
    expect(destination({ type: 'Lambda', function: 'f', qualifier: '$LATEST' })).toEqual([]);
    expect(destination({ type: 'x', function: 'f', fifo: true })).toHaveLength(1);
    expect(destination({ type: 'EventBridge', fifo: true })).toHaveLength(1);
    for (const type of ['SQS', 'SNS']) expect(destination({ type, fifo: true })).toEqual([]);
    expect(destination({ type: 'S3', fifo: false })).toEqual([]);
    expect(destination({ type: 'SQS', customerManagedKey: false, keyPermission: true })).toEqual([]);
    expect(destination({ type: 'SQS', customerManagedKey: true, keyPermission: false })).toEqual([]);
    expect(destination({ type: 'SQS', keyPermission: false })).toHaveLength(1);
  });
});

describe('records of a stream', () => {
  const hours = (stream: object) => problems({ streams: { s: stream } });

  it('are kept for a day, or longer where the type allows it', () => {
    expect(hours({ RetentionPeriodHours: 24 })).toEqual([]);
    expect(hours({ type: 'Kinesis', RetentionPeriodHours: 25 })).toEqual([]);
    expect(hours({ RetentionPeriodHours: 25 })).toEqual(['streams.s.RetentionPeriodHours | 24, or any number of hours up to 8760 with "type": "Kinesis" | DDB-07 | A DynamoDB stream keeps its records for 24 hours, which cannot be changed.']);
    expect(hours({ type: 'DynamoDB', RetentionPeriodHours: 25 })).toHaveLength(1);
    expect(hours({ RetentionPeriodHours: '25' })).toHaveLength(1);
  });
});
