import { describe, expect, it } from 'vitest';
import { maximumBytes } from '../../sim/scenario/maximumBytes.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { minimal } from './samples.ts';

const issuesOf = (functions: object, destinations: object, rest: object = {}) =>
  checkScenario({ ...minimal, functions, destinations, ...rest }).issues;
const issueOf = (functions: object, destinations: object, rest: object = {}) => {
  const issues = issuesOf(functions, destinations, rest);
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toHaveLength(1);
  return issues[0]!;
};
const to = (kind: 'OnSuccess' | 'OnFailure', Destination: unknown) => ({ EventInvokeConfig: { DestinationConfig: { [kind]: { Destination } } } });
const deadLettersTo = (TargetArn: unknown) => ({ DeadLetterConfig: { TargetArn } });

describe('a destination', () => {
  it('has every default filled in', () => {
    const { scenario } = checkScenario({ ...minimal, destinations: { d: { type: 'SQS' } } });
    expect(scenario!.destinations['d']).toEqual({
      type: 'SQS',
      fifo: false,
      permission: true,
      customerManagedKey: false,
      keyPermission: true,
      failureRate: 0,
    });
  });

  it.each([
    [{ type: 'SQS', function: 'f' }, 'function', 'DST-20', 'belongs to a destination of type "Lambda"'],
    [{ type: 'S3', qualifier: '1' }, 'qualifier', 'DST-20', 'belongs to a destination of type "Lambda"'],
    [{ type: 'EventBridge', fifo: true }, 'fifo', 'DST-13', 'this destination is of type "EventBridge"'],
    [{ type: 'Lambda', function: 'f', fifo: true }, 'fifo', 'DST-13', 'of type "Lambda"'],
    [{ type: 'SQS', keyPermission: false }, 'keyPermission', 'DLQ-12', '"customerManagedKey": true'],
    [{ type: 'SQS', permission: 'no' }, 'permission', 'DST-12', 'true or false'],
    [{ type: 'SQS', maximumBytes: 0 }, 'maximumBytes', 'DLQ-10', '1 or more'],
    [{ type: 'SQS', failureRate: 2 }, 'failureRate', 'DST-13', 'from 0 to 1'],
    [{ type: 'SQS', latency: '2h' }, 'latency', 'DST-26', 'at most 1h'],
  ])('%j is one issue', (destination, key, clause, message) => {
    const issue = issueOf({ f: {} }, { d: destination });
    expect(issue).toMatchObject({ path: `destinations.d.${key}`, clause });
    expect(issue.message).toContain(message);
  });

  it.each([
    { type: 'SQS', customerManagedKey: true, keyPermission: false },
    { type: 'SNS', fifo: true, permission: false, maximumBytes: 1, failureRate: 1, latency: 0 },
    { type: 'S3', fifo: false },
  ])('%j is valid', (destination) => {
    expect(issuesOf({ f: {} }, { d: destination })).toEqual([]);
  });

  it('of type Lambda invokes the function it names, or that of its own name', () => {
    expect(issuesOf({ f: {} }, { d: { type: 'Lambda', function: 'f' }, f: { type: 'Lambda' } })).toEqual([]);
    expect(issueOf({ f: {} }, { d: { type: 'Lambda', function: 'g' } })).toMatchObject({
      path: 'destinations.d.function',
      message: 'There is no function named "g".',
    });
    expect(issueOf({ import: {} }, { imprt: { type: 'Lambda' } })).toMatchObject({
      path: 'destinations.imprt',
      message:
        'There is no function named "imprt", and this destination does not say with "function" which one it invokes. Did you mean "import"?',
    });
  });

  it.each([
    ['KmsKey', 'customerManagedKey'],
    ['MaximumMessageSize', 'maximumBytes'],
    ['target', 'function'],
    ['alias', 'qualifier'],
    ['fifoQueue', 'fifo'],
  ])('%s is answered with "%s"', (key, meant) => {
    expect(issueOf({ f: {} }, { d: { type: 'SQS', [key]: 1 } }).message).toContain(`Did you mean "${meant}"?`);
  });

  it('takes messages of its own limit, or of what its type and the profile imply [DLQ-10, DST-17]', () => {
    const limits = (profile: 'current' | 'seed-era', own: object = {}) => {
      const types = ['SQS', 'SNS', 'Lambda', 'EventBridge', 'S3'].filter((type) => type !== 'S3' || profile === 'current');
      const destinations = Object.fromEntries(types.map((type) => [type, { type, ...(type === 'Lambda' ? { function: 'f' } : {}), ...own }]));
      const { scenario } = checkScenario({ ...minimal, profile, destinations });
      return Object.values(scenario!.destinations).map((destination) => maximumBytes(destination, scenario!.profile));
    };
    expect(limits('current')).toEqual([1_048_576, 262_144, 1_048_576, 1_048_576, Infinity]);
    expect(limits('seed-era')).toEqual([262_144, 262_144, 262_144, 262_144]);
    expect(limits('current', { maximumBytes: 77 })).toEqual([77, 77, 77, 77, 77]);
  });
});

describe('what a function may refer to', () => {
  const destinations = {
    queue: { type: 'SQS' },
    'queue.fifo': { type: 'SQS' },
    ordered: { type: 'SNS', fifo: true },
    bus: { type: 'EventBridge' },
    bucket: { type: 'S3' },
    'bucket.fifo': { type: 'S3' },
    other: { type: 'Lambda', function: 'g' },
    again: { type: 'Lambda', function: 'f', qualifier: '1' },
  };
  const f = (settings: object) => ({ f: { versions: { 1: {} }, ...settings }, g: {} });

  it.each(['queue', 'queue.fifo', 'ordered', 'bus', 'other', 'g', ''])('%j on success and on failure', (name) => {
    expect(issuesOf(f(to('OnSuccess', name)), destinations)).toEqual([]);
    expect(issuesOf(f(to('OnFailure', name)), destinations)).toEqual([]);
  });

  it('a bucket on failure only [DST-01]', () => {
    expect(issuesOf(f(to('OnFailure', 'bucket')), destinations)).toEqual([]);
    expect(issueOf(f(to('OnSuccess', 'bucket')), destinations).clause).toBe('DST-01');
  });

  it('"" as a dead-letter queue is none, and standard queues and topics are fine [DLQ-15]', () => {
    expect(issuesOf(f(deadLettersTo('')), destinations)).toEqual([]);
    expect(issuesOf(f(deadLettersTo('queue')), destinations)).toEqual([]);
  });

  it.each([
    ['queue.fifo', 'is FIFO'],
    ['ordered', 'is FIFO'],
    ['bus', 'is of type EventBridge'],
    ['bucket', 'is of type S3'],
    ['bucket.fifo', 'is of type S3'],
    ['other', 'is of type Lambda'],
    ['g', 'is a function'],
  ])('not %j as a dead-letter queue [DLQ-01]', (name, why) => {
    const issue = issueOf(f(deadLettersTo(name)), destinations);
    expect(issue).toMatchObject({ path: 'functions.f.DeadLetterConfig.TargetArn', clause: 'DLQ-01' });
    expect(issue.message).toBe(`"${name}" ${why}; a dead-letter queue is a standard SQS queue or SNS topic.`);
  });

  it.each(['f', 'again'])('not itself, here as %j, whatever the qualifier [DST-11]', (name) => {
    for (const kind of ['OnSuccess', 'OnFailure'] as const) {
      const path = `EventInvokeConfig.DestinationConfig.${kind}.Destination`;
      expect(issueOf(f(to(kind, name)), destinations)).toMatchObject({ path: `functions.f.${path}`, clause: 'DST-11' });
      expect(issueOf(f({ versions: { 1: to(kind, name) } }), destinations)).toMatchObject({
        path: `functions.f.versions["1"].${path}`,
        clause: 'DST-11',
      });
      expect(issueOf(f({ aliases: { live: { FunctionVersion: '1', ...to(kind, name) } } }), destinations)).toMatchObject({
        path: `functions.f.aliases.live.${path}`,
        clause: 'DST-11',
      });
    }
  });

  it('a longer circle is allowed', () => {
    expect(issuesOf({ f: to('OnSuccess', 'g'), g: to('OnSuccess', 'f') }, {})).toEqual([]);
  });

  it('a declared destination wins over a function of the same name', () => {
    expect(issuesOf({ f: to('OnSuccess', 'f') }, { f: { type: 'SQS' } })).toEqual([]);
    expect(issuesOf({ f: deadLettersTo('g'), g: {} }, { g: { type: 'SQS' } })).toEqual([]);
    expect(issueOf({ f: to('OnSuccess', 'f') }, { f: { type: 'Lambda' } }).clause).toBe('DST-11');
  });

  it('of versions and aliases as of functions', () => {
    const version = (settings: object) => f({ versions: { 1: settings } });
    expect(issueOf(version(to('OnSuccess', 'bucket')), destinations).clause).toBe('DST-01');
    expect(issueOf(version(deadLettersTo('bus')), destinations)).toMatchObject({
      path: 'functions.f.versions["1"].DeadLetterConfig.TargetArn',
      clause: 'DLQ-01',
    });
    expect(issueOf(f({ aliases: { live: { FunctionVersion: '1', ...to('OnFailure', 'zebra') } } }), destinations).path).toBe(
      'functions.f.aliases.live.EventInvokeConfig.DestinationConfig.OnFailure.Destination',
    );
  });

  it('an unknown name is answered with what was meant', () => {
    expect(issueOf(f(to('OnFailure', 'qeue')), destinations).message).toBe(
      'There is no destination or function named "qeue". Did you mean "queue"?',
    );
    expect(issueOf(f(to('OnFailure', 'arn:aws:sqs:us-east-1:123456789012:queue')), destinations).message).toContain('Did you mean "queue"?');
    expect(issueOf(f(to('OnFailure', 'g:live')), destinations).message).toContain('a destination of type "Lambda" with "qualifier"');
    expect(issueOf({ f: deadLettersTo('dlq') }, {}).message).toBe(
      'There is no destination named "dlq". No destination is declared under "destinations".',
    );
  });
});
