import { describe, expect, it } from 'vitest';
import { dispatchLatency } from '../../sim/scenario/dispatchLatency.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { invokedBy, isFifo, sinkOf, targetName, targetNamed, targetsOf } from '../../sim/scenario/sinks.ts';
import { minimal } from './samples.ts';

const valid = (parts: object) => {
  const { scenario, issues } = checkScenario({ ...minimal, ...parts });
  expect(issues).toEqual([]);
  return scenario!;
};

describe('sinks', () => {
  const scenario = valid({
    functions: { f: {}, g: { versions: { 3: {} } }, both: {} },
    destinations: {
      queue: { type: 'SQS' },
      both: { type: 'SNS' },
      g: { type: 'Lambda' },
      third: { type: 'Lambda', function: 'g', qualifier: '3' },
      newest: { type: 'Lambda', function: 'g', qualifier: '$LATEST' },
    },
  });

  it.each([
    [undefined, null],
    ['', null],
    ['queue', { kind: 'destination', name: 'queue' }],
    ['f', { kind: 'function', name: 'f' }],
    ['both', { kind: 'destination', name: 'both' }],
  ])('%j refers to %j', (reference, sink) => expect(sinkOf(scenario, reference)).toEqual(sink));

  it.each([
    ['f', { function: 'f', qualifier: undefined }],
    ['g', { function: 'g', qualifier: undefined }],
    ['third', { function: 'g', qualifier: '3' }],
    ['newest', { function: 'g', qualifier: '$LATEST' }],
    ['queue', null],
    ['both', null],
  ])('a delivery to %j invokes %j', (reference, invoked) => expect(invokedBy(scenario, sinkOf(scenario, reference)!)).toEqual(invoked));

  it.each([
    ['q', { type: 'SQS', fifo: true }, true],
    ['t', { type: 'SNS', fifo: true }, true],
    ['q.fifo', { type: 'SQS' }, true],
    ['q.fifo', { type: 'SQS', fifo: false }, true],
    ['q.fifo.old', { type: 'SQS' }, false],
    ['q', { type: 'SQS' }, false],
    ['b.fifo', { type: 'S3' }, false],
    ['f.fifo', { type: 'Lambda', function: 'f' }, false],
  ])('%s, %j: FIFO is %s', (name, destination, expected) => {
    const { destinations } = valid({ destinations: { [name]: destination } });
    expect(isFifo(name, destinations[name]!)).toBe(expected);
  });
});

describe('targets', () => {
  const scenario = valid({
    functions: {
      f: {
        Timeout: 10,
        MemorySize: 512,
        DeadLetterConfig: { TargetArn: 'new' },
        EventInvokeConfig: { MaximumRetryAttempts: 0 },
        behaviour: { errorRate: 0.5 },
        aliases: {
          live: { FunctionVersion: '2', EventInvokeConfig: { MaximumRetryAttempts: 1 } },
          next: { FunctionVersion: '$LATEST' },
        },
        versions: {
          10: {},
          2: {
            Timeout: 20,
            DeadLetterConfig: { TargetArn: 'old' },
            behaviour: { poisonRate: 1 },
            ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 7 },
          },
          9: { DeadLetterConfig: {} },
        },
      },
      g: {},
    },
    destinations: { new: { type: 'SQS' }, old: { type: 'SQS' } },
  });
  const targets = targetsOf(scenario);
  const target = (name: string) => targets.find((one) => one.name === name)!;

  it('are $LATEST, the versions and the aliases of each function, in this order', () => {
    expect(targets.map(({ function: of, qualifier, name, version }) => [of, qualifier, name, version])).toEqual([
      ['f', null, 'f', '$LATEST'],
      ['f', '2', 'f:2', '2'],
      ['f', '9', 'f:9', '9'],
      ['f', '10', 'f:10', '10'],
      ['f', 'live', 'f:live', '2'],
      ['f', 'next', 'f:next', '$LATEST'],
      ['g', null, 'g', '$LATEST'],
    ]);
    for (const { function: of, qualifier, name } of targets) expect(targetName(of, qualifier)).toBe(name);
    expect(targetName('f', '$LATEST')).toBe('f');
    expect(targetName('f', undefined)).toBe('f');
  });

  it('are found by their names, with the same settings, and nothing under any other', () => {
    for (const one of targets) expect(targetNamed(scenario, one.name)).toEqual(one);
    for (const name of ['f:', 'f:1', 'f:$LATEST', 'live', 'h', '', 'toString']) expect(targetNamed(scenario, name)).toBeNull();
  });

  it('have of their version what it has itself, and else of $LATEST', () => {
    const { EventInvokeConfig, ...code } = target('f').settings;
    expect(code).toEqual({ Timeout: 10, MemorySize: 512, DeadLetterConfig: { TargetArn: 'new' }, behaviour: scenario.functions['f']!.behaviour });
    expect(EventInvokeConfig.MaximumRetryAttempts).toBe(0);
    expect(target('f:10').settings).toEqual({ ...code, EventInvokeConfig: scenario.functions['g']!.EventInvokeConfig });
    expect(target('f:next').settings).toEqual(target('f:10').settings);
    expect(target('f:9').settings.DeadLetterConfig).toEqual({});
    expect(target('f:2').settings).toMatchObject({
      Timeout: 20,
      MemorySize: 512,
      DeadLetterConfig: { TargetArn: 'old' },
      behaviour: { poisonRate: 1, errorRate: 0 },
    });
  });

  it('never inherit asynchronous or provisioned settings [CFG-03]', () => {
    expect(target('f:2').settings.EventInvokeConfig.MaximumRetryAttempts).toBe(2);
    expect(target('f:live').settings.EventInvokeConfig.MaximumRetryAttempts).toBe(1);
    expect(target('f:2').settings.ProvisionedConcurrencyConfig).toEqual({ ProvisionedConcurrentExecutions: 7 });
    expect(target('f:live').settings).not.toHaveProperty('ProvisionedConcurrencyConfig');
    expect(target('f:live').settings).toMatchObject({ Timeout: 20, DeadLetterConfig: { TargetArn: 'old' } });
  });
});

describe('the dispatch latency', () => {
  it('is the scenario’s own, or what was measured, unless everything is documented or the queue is ideal', () => {
    const latency = (timing: string, dispatch: string, own?: string) => dispatchLatency({ timing, dispatch, ...(own === undefined ? {} : { dispatchLatency: own }) });
    expect([latency('measured', 'adaptive'), latency('measured', 'backoff'), latency('measured', 'fifo'), latency('documented', 'adaptive'), latency('documented', 'fifo')]).toEqual(['40ms', '40ms', '0s', '0s', '0s']);
    expect([latency('measured', 'adaptive', '5s'), latency('documented', 'fifo', '0s')]).toEqual(['5s', '0s']);
  });
});
