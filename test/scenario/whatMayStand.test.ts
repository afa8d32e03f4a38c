import { describe, expect, it } from 'vitest';
import { readJson } from '../../sim/scenario/json.ts';
import { applySettings, checkScenario } from '../../sim/scenario/parse.ts';
import { formatDuration } from '../../sim/scenario/units.ts';

const minimal = { version: 1, duration: '1h', functions: { f: {} } };
const streams = { streams: { s: {} }, queues: { q: {} }, destinations: { l: { type: 'Lambda', function: 'f' }, bus: { type: 'EventBridge' } } };
const duration = 'a duration such as "90s", "5m", "1h30m" or "200ms", or a number of seconds';

/** Every problem of a scenario that is minimal but for some keys, with what may stand there. */
const problems = (changes: object): string[] => checkScenario({ ...minimal, ...changes }).issues.map(({ path, allowed }) => `${path}: ${allowed}`);
const messages = (changes: object): string[] => checkScenario({ ...minimal, ...changes }).issues.map(({ message }) => message);
const mapping = (settings: object): object => ({ ...streams, eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 'f', ...settings } } });

describe('a problem says what may stand in its place', () => {
  it.each<[string, object, string]>([
    ['a list', { traffic: 5 }, 'traffic: a list'],
    ['a list with so many entries', { expect: Array.from({ length: 1001 }, () => ({ metric: 'lost', max: 1 })) }, 'expect: a list with at most 1000 entries'],
    ['a list with one entry', mapping({ FunctionResponseTypes: ['ReportBatchItemFailures', 'ReportBatchItemFailures'] }), 'eventSourceMappings.m.FunctionResponseTypes: a list with at most 1 entry'],
    ['an object with its keys', { account: 5 }, 'account: an object with the keys ConcurrentExecutions, AccountId, Region'],
    ['what stands inside the kind that was chosen', { assumptions: { idleExpiry: { uniform: { min: '5m', max: 'x' } } } }, `assumptions.idleExpiry.uniform.max: ${duration}`],
    ['a key of the kind that is resembled', { assumptions: { idleExpiry: { other: 1 } } }, 'assumptions.idleExpiry.other: one of the keys uniform'],
    ['exactly one kind', { assumptions: { idleExpiry: {} } }, 'assumptions.idleExpiry: an object with exactly one of uniform'],
    ['a rule over two keys of the kind', { assumptions: { idleExpiry: { uniform: { min: '5m', max: '1m' } } } }, 'assumptions.idleExpiry.uniform.max: at least min'],
    ['one percentile, and nothing of its neighbours', { functions: { f: { behaviour: { duration: { percentiles: { 50: '1s', 99: 'x' } } } } } }, `functions.f.behaviour.duration.percentiles["99"]: ${duration}`],
    ['one percentile, the first', { functions: { f: { behaviour: { duration: { percentiles: { 50: 'x', 99: '1s' } } } } } }, `functions.f.behaviour.duration.percentiles["50"]: ${duration}`],
    ['a limit that can be judged', { expect: [{ metric: 'lost', min: 5, max: '1' }] }, 'expect[0].max: a number from -1000000000000000 to 1000000000000000'],
    ['a limit not below the other', { expect: [{ metric: 'lost', min: 5, max: 1 }] }, 'expect[0].max: at least min'],
    ['a limit at all', { expect: [{ metric: 'lost' }] }, 'expect[0]: "min", "max" or both'],
    ['a window for many messages', mapping({ BatchSize: 11 }), 'eventSourceMappings.m.MaximumBatchingWindowInSeconds: 1 to 300 with a "BatchSize" above 10'],
    ['a destination that takes batches', mapping({ EventSourceArn: 's', StartingPosition: 'LATEST', DestinationConfig: { OnFailure: { Destination: 'l' } } }), 'eventSourceMappings.m.DestinationConfig.OnFailure.Destination: a destination of type SQS, SNS or S3 that is not FIFO, or a queue'],
  ])('%s', (_, changes, wanted) => {
    expect(problems(changes)).toEqual([wanted]);
  });

  it.each([null, 5, [], 'x'])('an object, wherever there should be one and is %j, and nothing of what is beside it', (wrong) => {
    const places: [string, object][] = [
      ['traffic[0]', { traffic: [wrong] }],
      ['faults[0]', { faults: [wrong] }],
      ['expect[0]', { expect: [wrong] }],
      ['functions.f', { functions: { f: wrong } }],
      ['streams.s', { streams: { s: wrong } }],
      ['queues.q', { queues: { q: wrong } }],
      ['destinations.d', { destinations: { d: wrong } }],
      ['eventSourceMappings.m', { eventSourceMappings: { m: wrong } }],
      ['account', { account: wrong }],
    ];
    for (const [path, changes] of places) expect(problems(changes).map((problem) => problem.slice(0, path.length + 26))).toEqual([`${path}: an object with the keys `]);
  });

  it('names the place by its last words, or the whole scenario', () => {
    expect(messages({ traffic: [{ to: 5, arrivals: { poisson: {} } }] })).toEqual([
      'to must be the name of a function, but is 5.',
      'rate is missing; it must be a rate such as "1000/s", "30/min" or "1.5k/s", or a number of events a second, at most 10000000/s.',
    ]);
    const { message } = checkScenario(5).issues[0]!;
    expect(message).toMatch(/^A scenario must be an object with the keys version, name, .*, but is 5\.$/);
    expect(message).not.toContain('$schema');
  });

  it('is silent where nothing is wrong', () => {
    expect(problems(mapping({ BatchSize: 10 }))).toEqual([]);
    expect(problems(mapping({ BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }))).toEqual([]);
    expect(problems({ expect: [{ metric: 'lost', min: 1, max: 1 }, { metric: 'lost', max: 1 }, { metric: 'lost', min: 1 }] })).toEqual([]);
    expect(problems({ assumptions: { idleExpiry: { uniform: { min: '5m', max: '5m' } } } })).toEqual([]);
  });
});

it('what is no JSON is shown as far as its line goes, at most twelve characters of it', () => {
  const found = (text: string) => readJson(text).issues.map((issue) => issue.found);
  expect([found('{"a": nonsense and more of it}'), found('{"a": non\nsense}'), found('{"a": ')]).toEqual([['"nonsense and"'], ['"non"'], ['the end of the file']]);
});

it('a file that cannot be read, or has no settings to apply, stays as it is', () => {
  expect(applySettings('no JSON', [])).toEqual({ text: 'no JSON', issues: [] });
  expect(applySettings('no JSON', ['seed=2'])).toMatchObject({ text: 'no JSON', issues: [{ path: '', message: expect.stringContaining('This is not JSON') as string }] });
});

it('a duration that is negative or none is still written', () => {
  expect([-1_500, Number.NaN, -Infinity].map(formatDuration)).toEqual(['-1.5ms', 'NaN', '-Infinity']);
});
