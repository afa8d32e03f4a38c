import { describe, expect, it } from 'vitest';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { closest } from '../../sim/scenario/suggest.ts';
import { suggestDuration, suggestRate } from '../../sim/scenario/units.ts';
import { minimal, withValue } from './samples.ts';

/** What stands behind the first sentence of the only problem of a scenario with one value changed. */
function guess(path: readonly (string | number)[], value: unknown): string {
  const { issues } = checkScenario(withValue(minimal, path, value));
  expect(issues.map(({ message }) => message)).toHaveLength(1);
  return /(?:\.|, but is .*\.) (.*)$/.exec(issues[0]!.message)?.[1] ?? '';
}

const inside = (key: string, where: string): string => `Did you mean "${key}" inside "${where}"?`;
const belongs = (key: string, where: string): string => `"${key}" belongs inside "${where}".`;
const meant = (key: string): string => `Did you mean "${key}"?`;
const provisioned = 'Concurrency is provisioned for a version or an alias, never for $LATEST: write it inside "versions.<number>" or "aliases.<name>".';

describe('settings under the names that other tools give them', () => {
  it.each([
    [[], 'accountNumber', inside('AccountId', 'account')],
    [[], 'concurrency', inside('ConcurrentExecutions', 'account')],
    [[], 'start', meant('startsAt')],
    [[], 'startDate', meant('startsAt')],
    [[], 'start_time', meant('startsAt')],
    [[], 'end', inside('until', 'traffic[]')],
    [[], 'target', inside('to', 'traffic[]')],
    [[], 'Timeout', inside('Timeout', 'functions.<name>')],
    [[], 'p99', inside('p99', 'functions.<name>.behaviour.duration.lognormal')],
    [[], 'event', inside('event', 'functions.<name>.behaviour.script[]')],
    [[], 'zebra', ''],
    [['functions', 'f'], 'memory', meant('MemorySize')],
    [['functions', 'f'], 'memory_size', meant('MemorySize')],
    [['functions', 'f'], 'reserved-concurrency', meant('ReservedConcurrentExecutions')],
    [['functions', 'f'], 'Maximum Retries', inside('MaximumRetryAttempts', 'EventInvokeConfig')],
    [['functions', 'f'], 'maxRetries', inside('MaximumRetryAttempts', 'EventInvokeConfig')],
    [['functions', 'f'], 'retries', inside('MaximumRetryAttempts', 'EventInvokeConfig')],
    [['functions', 'f'], 'retryAttempts', inside('MaximumRetryAttempts', 'EventInvokeConfig')],
    [['functions', 'f'], 'maximumEventAge', inside('MaximumEventAgeInSeconds', 'EventInvokeConfig')],
    [['functions', 'f'], 'maxEventAge', inside('MaximumEventAgeInSeconds', 'EventInvokeConfig')],
    [['functions', 'f'], 'onError', meant('DeadLetterConfig')],
    [['functions', 'f'], 'deadLetterQueue', meant('DeadLetterConfig')],
    [['functions', 'f'], 'DLQ', meant('DeadLetterConfig')],
    [['functions', 'f'], 'recursiveLoopDetection', meant('RecursiveLoop')],
    [['functions', 'f'], 'latency', inside('duration', 'behaviour')],
    [['functions', 'f'], 'coldStart', inside('initDuration', 'behaviour')],
    [['functions', 'f'], 'failureRate', inside('errorRate', 'behaviour')],
    [['functions', 'f'], 'concurrency', belongs('ConcurrentExecutions', 'account')],
    [['functions', 'f'], 'provisioned_concurrency', provisioned],
    [['functions', 'f'], 'ProvisionedConcurrentExecutions', provisioned],
    [['functions', 'f'], 'reprovisionedConcurrency', ''],
    [['functions', 'f'], 'alias', meant('aliases')],
    [['functions', 'f'], 'body', belongs('payload', 'traffic[]')],
    [['functions', 'f'], 'responseSize', inside('responseBytes', 'behaviour')],
    [['functions', 'f'], 'responsePayload', inside('response', 'behaviour')],
    [['functions', 'f'], 'kmsKey', belongs('customerManagedKey', 'destinations.<name>')],
    [['functions', 'f'], 'region', belongs('Region', 'account')],
    [['functions', 'f'], 'trafficScale', ''],
    [['functions', 'f', 'behaviour'], 'latency', meant('duration')],
    [['functions', 'f', 'behaviour'], 'cold start', meant('initDuration')],
    [['functions', 'f', 'behaviour'], 'failureRate', meant('errorRate')],
    [['functions', 'f', 'behaviour'], 'responseSize', meant('responseBytes')],
    [['functions', 'f', 'behaviour'], 'responsePayload', meant('response')],
    [['functions', 'f', 'behaviour'], 'provisionedConcurrency', belongs('ProvisionedConcurrencyConfig', 'functions.<name>.versions.<name>')],
    [['account'], 'account_number', meant('AccountId')],
    [['account'], 'provisionedConcurrency', belongs('ProvisionedConcurrencyConfig', 'functions.<name>.versions.<name>')],
  ])('%j, %j', (path, key, hint) => {
    expect(guess([...path, key], 1)).toBe(hint);
  });

  it.each([
    ['version', meant('qualifier')],
    ['alias', meant('qualifier')],
    ['body', meant('payload')],
    ['payloadSize', meant('payloadBytes')],
    ['start', meant('from')],
    ['end', meant('until')],
    ['function', meant('to')],
    ['target', meant('to')],
    ['startsAt', ''],
    ['size', ''],
  ])('of traffic, %j', (key, hint) => {
    expect(guess(['traffic'], [{ to: 'f', arrivals: { burst: { count: 1 } }, [key]: 1 }])).toBe(hint);
  });

  it.each([
    ['fifoQueue', meant('fifo')],
    ['fifo_topic', meant('fifo')],
    ['kmsKey', meant('customerManagedKey')],
    ['maximumMessageSize', meant('maximumBytes')],
    ['target', meant('function')],
    ['errorRate', belongs('errorRate', 'faults[]')],
  ])('of a destination, %j', (key, hint) => {
    expect(guess(['destinations'], { d: { type: 'SQS', [key]: 1 } })).toBe(hint);
  });

  it('of an alias, "version"', () => {
    expect(guess(['functions', 'f', 'aliases'], { live: { FunctionVersion: '$LATEST', version: 1 } })).toBe(meant('FunctionVersion'));
  });
});

describe('values as others write them', () => {
  it.each([
    ['us-east-1a', meant('us-east-1')],
    [' us-east-1', meant('us-east-1')],
    [' US_EAST 1b ', meant('us-east-1')],
    ['useast1', ''],
    ['us-east-1abc', ''],
  ])('the Region %j', (region, hint) => expect(guess(['account', 'Region'], region)).toBe(hint));

  it.each([
    ['1234-5678-9012', meant('123456789012')],
    ['1234 5678 9012', meant('123456789012')],
    ['12345', ''],
  ])('the account %j', (account, hint) => expect(guess(['account', 'AccountId'], account)).toBe(hint));

  it.each([
    ['SQS', ['queue', 'SQS queue', 'aws-sqs', 'AmazonSQS', 'sqs']],
    ['SNS', ['topic', 'sns_topic', 'awsSNS', 'amazonsns', 'sns']],
    ['Lambda', ['function', 'Lambda Function', 'AWS Lambda', 'lambda']],
    ['EventBridge', ['event bridge', 'EventBus', 'events', 'bus', 'EventBridge bus']],
    ['S3', ['s3', 'S3 bucket', 'Bucket', 'AmazonS3', 'S 3']],
  ])('the destination type %s', (type, written) => {
    for (const found of written) expect(guess(['destinations', 'd'], { type: found })).toBe(meant(type));
  });

  it.each(['my queue', 'queues', 'topic1', 'functions', 'our old lambda', 'eventbusses', 'bucket list', 'old s3 bucket', 'Kafka'])('no destination type %j', (found) => {
    expect(guess(['destinations', 'd'], { type: found })).toBe('');
  });

  it.each([
    ['FIFO queue', 'SQS'],
    ['fifo topic', 'SNS'],
    ['SNS.fifo', 'SNS'],
    ['SqsFifo', 'SQS'],
  ])('the destination type %j', (found, type) => {
    const { message, clause } = checkScenario(withValue(minimal, ['destinations', 'd'], { type: found })).issues[0]!;
    expect([message, clause]).toEqual([`FIFO is no type of its own; write "type": "${type}" with "fifo": true.`, 'DST-13']);
  });

  it.each([
    ['DynamoDB Streams', meant('DynamoDB')],
    ['DDB', meant('DynamoDB')],
    ['kinesis data stream', meant('Kinesis')],
    ['ddbx', ''],
    ['Queue', ''],
  ])('the stream type %j', (type, hint) => expect(guess(['streams', 's'], { type })).toBe(hint));

  it.each(['MSK', 'kafka', 'Apache Kafka'])('the stream type %j', (type) => {
    expect(checkScenario(withValue(minimal, ['streams', 's'], { type })).issues).toMatchObject([{ message: 'Kafka and Amazon MSK as event sources are not modelled.', clause: 'DDB-01' }]);
  });

  it('what is not modelled as a stream is nothing special as a destination, nor the other way round, nor anywhere else', () => {
    expect(checkScenario(withValue(minimal, ['destinations', 'd'], { type: 'MSK' })).issues[0]!.message).toContain('must be "SQS"');
    expect(checkScenario(withValue(minimal, ['streams', 's'], { type: 'SQS FIFO' })).issues[0]!.message).toContain('must be "DynamoDB"');
    expect(checkScenario(withValue(minimal, ['functions', 'f', 'RecursiveLoop'], 'fifo')).issues[0]!.message).toContain('must be "Terminate"');
    expect(checkScenario(withValue(minimal, ['destinations', 'd'], { type: 'SQS', permission: 'fifo' })).issues[0]!.message).toContain('must be true or false');
  });

  it.each([
    ['p50', meant('50')],
    ['P99.9', meant('99.9')],
    ['50%', meant('50')],
    ['99th', meant('99')],
    ['99.9th', meant('99.9')],
    ['99,9', meant('99.9')],
    ['p99_9', meant('99.9')],
    ['p50%', meant('50')],
    ['p100', meant('100')],
    ['p101', ''],
    ['150%', ''],
    ['100.5', ''],
    ['5.', ''],
    ['p', ''],
    ['x50', ''],
    ['50p', ''],
    ['%50', ''],
    ['p9x', ''],
  ])('the percentile %j', (key, hint) => {
    const { issues } = checkScenario(withValue(minimal, ['functions', 'f', 'behaviour', 'duration'], { percentiles: { [key]: '1s' } }));
    const words = 'a percentage from 0 to 100 such as "50" or "99.9"';
    expect(issues).toMatchObject([{ allowed: words, message: `"${key}" cannot stand here: expected ${words}.${hint === '' ? '' : ` ${hint}`}` }]);
  });

  it.each(['0', '00', '5.25', '100', '100.0', '99.999'])('%j is a percentile', (key) => {
    expect(checkScenario(withValue(minimal, ['functions', 'f', 'behaviour', 'duration'], { percentiles: { [key]: '1s' } })).issues).toEqual([]);
  });

  it.each([
    ['v1', meant('1')],
    ['V2', meant('2')],
    ['version3', meant('3')],
    ['Version-4', meant('4')],
    ['version_15', meant('15')],
    ['v 6', meant('6')],
    ['v9999999999', meant('9999999999')],
    ['v0', ''],
    ['v12345678901', ''],
    ['xv1', ''],
    ['v1x', ''],
    ['v--1', ''],
  ])('the version %j', (key, hint) => {
    const { issues } = checkScenario(withValue(minimal, ['functions', 'f', 'versions'], { [key]: {} }));
    expect(issues.map(({ message }) => message)).toEqual([`"${key}" cannot stand here: expected the number of a version, such as "1"; names are for "aliases".${hint === '' ? '' : ` ${hint}`}`]);
  });

  it('a name says why it is none', () => {
    const why = (name: string): string => checkScenario(withValue(minimal, ['destinations', name], { type: 'SQS' })).issues[0]!.message;
    expect(why('')).toBe('"" cannot stand here: a name must not be empty.');
    expect(why('x'.repeat(141))).toMatch(/cannot stand here: a name has at most 140 characters\.$/);
    expect(why(' a')).toBe('" a" cannot stand here: a name must not begin or end with a space.');
    expect(why('a\u200b')).toBe('"a\\u200b" cannot stand here: a name must not contain control, invisible or text-direction characters.');
    expect(why('prototype')).toBe('"prototype" cannot stand here: "prototype" has a meaning of its own in JavaScript.');
    expect(checkScenario(withValue(minimal, ['destinations', 'x'.repeat(140)], { type: 'SQS' })).issues).toEqual([]);
  });
});

describe('durations and rates as people write them', () => {
  it.each([
    ['5 min', '5m'],
    ['5 mins', '5m'],
    ['5minute', '5m'],
    ['5 minutes', '5m'],
    ['10 sec', '10s'],
    ['10secs', '10s'],
    ['1 second', '1s'],
    ['10 Seconds', '10s'],
    ['2 hr', '2h'],
    ['2hrs', '2h'],
    ['1 hour', '1h'],
    ['2 hours', '2h'],
    ['1 day', '1d'],
    ['3 days', '3d'],
    ['20 msec', '20ms'],
    ['20 msecs', '20ms'],
    ['20 millis', '20ms'],
    ['1 millisecond', '1ms'],
    ['20 milliseconds', '20ms'],
    ['20µs', '20us'],
    ['20 μs', '20us'],
    ['1_000 s', '1000s'],
    ['1 hour 30 minutes 5 seconds', '1h30m5s'],
    ['2 hours 3 hours', null],
    ['1,5 h', '1.5h'],
    ['1,5h2,5m', '1.5h2.5m'],
    ['.5s', '0.5s'],
    ['1h.5m', '1h0.5m'],
    ['12', '12s'],
    ['1.5', '1.5s'],
    ['12.75', '12.75s'],
    [' 90s ', '90s'],
    ['1.', null],
    ['x12', null],
    ['12x', null],
    ['1, 5s', null],
    ['', null],
  ])('the duration %j', (text, wanted) => expect(suggestDuration(text)).toBe(wanted));

  it.each([
    ['100', '100/s'],
    ['1.5', '1.5/s'],
    ['12.75', '12.75/s'],
    ['2k', '2k/s'],
    ['3M', '3M/s'],
    ['1,5/s', '1.5/s'],
    ['1_000 / s', '1000/s'],
    ['100 per second', '100/s'],
    ['100 Per sec', '100/s'],
    ['100 events per second', '100/s'],
    ['1 event/s', '1/s'],
    ['100 requests/sec', '100/s'],
    ['1 request per min', '1/min'],
    ['7 invocations per hour', '7/h'],
    ['1 invocation / hr', '1/h'],
    ['5 req/s', '5/s'],
    ['5 calls/day', '5/d'],
    ['1 call per days', '1/d'],
    ['30rpm', '30/min'],
    ['10 rps', '10/s'],
    ['10TPS', '10/s'],
    ['5/secs', '5/s'],
    ['5/seconds', '5/s'],
    ['5/minute', '5/min'],
    ['5/mins', '5/min'],
    ['5/hours', '5/h'],
    ['5/hrs', '5/h'],
    ['10K/s', '10k/s'],
    [' 5/s', '5/s'],
    ['rps10', null],
    ['10rpsx', null],
    ['30rpmx', null],
    ['5/secondsx', null],
    ['5/minx', null],
    ['5/hoursx', null],
    ['5/dayx', null],
    ['x5', null],
    ['5x', null],
    ['events', null],
  ])('the rate %j', (text, wanted) => expect(suggestRate(text)).toBe(wanted));
});

describe('the closest of several words', () => {
  it.each([
    ['timeout', ['Timeout', 'timeout'], 'Timeout'],
    ['memory size', ['Memory_Size'], 'Memory_Size'],
    ['abc', ['abd'], 'abd'],
    ['abc', ['ade'], null],
    ['ab', ['ac'], null],
    ['abcdef', ['abcxyf'], 'abcxyf'],
    ['abcdef', ['abxyzf'], null],
    ['abcdefghi', ['abcdefxyz'], 'abcdefxyz'],
    ['abcdefghijkl', ['abcdefghwxyz'], null],
    ['abcdef', ['abdcef'], 'abdcef'],
    ['abc', ['bac'], 'bac'],
    ['abc', ['acb'], 'acb'],
    ['abc', ['xac'], null],
    ['abc', ['bxc'], null],
    ['abc', ['abcd'], 'abcd'],
    ['abcd', ['abc'], 'abc'],
    ['abcd', ['bcd'], 'bcd'],
    ['abc', ['abcde'], null],
    ['abcdef', ['abcdxy', 'abcdxf'], 'abcdxf'],
    ['abcdef', ['abcdxf', 'abcdyf'], 'abcdxf'],
    ['abcdef', ['abcdxf', 'ABCDEF'], 'ABCDEF'],
    ['x'.repeat(300), [`${'x'.repeat(200)}y`], `${'x'.repeat(200)}y`],
    ['', [], null],
  ])('%j of %j', (word, words, wanted) => expect(closest(word, words)).toBe(wanted));
});
