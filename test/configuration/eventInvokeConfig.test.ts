import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  putFunctionEventInvokeConfig,
  updateFunctionEventInvokeConfig,
  type EventInvokeConfigs,
} from '../../sim/configuration/eventInvokeConfig.ts';
import { unconfigured, updateFunctionConfiguration } from '../../sim/configuration/functionConfiguration.ts';
import { context } from './documents.ts';

const nothing: EventInvokeConfigs = new Map();
const problemsOf = (request: unknown) => {
  const answer = putFunctionEventInvokeConfig(nothing, request, context);
  return 'problem' in answer ? answer.problem.map(({ path, clause }) => [path, clause]) : [];
};
const destination = (kind: 'OnSuccess' | 'OnFailure', Destination: unknown) => ({ DestinationConfig: { [kind]: { Destination } } });
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-2:123456789012:${name}`;

describe('what put refuses', () => {
  test.each([
    [{ MaximumRetryAttempts: 3 }, 'MaximumRetryAttempts', 'RTY-02'],
    [{ MaximumRetryAttempts: -1 }, 'MaximumRetryAttempts', 'RTY-02'],
    [{ MaximumRetryAttempts: 1.5 }, 'MaximumRetryAttempts', 'RTY-02'],
    [{ MaximumRetryAttempts: '1' }, 'MaximumRetryAttempts', 'RTY-02'],
    [{ MaximumEventAgeInSeconds: 59 }, 'MaximumEventAgeInSeconds', 'AGE-01'],
    [{ MaximumEventAgeInSeconds: 21_601 }, 'MaximumEventAgeInSeconds', 'AGE-01'],
    [{ MaximumEventAgeInSeconds: null }, 'MaximumEventAgeInSeconds', 'AGE-01'],
    [destination('OnSuccess', 'arn:aws:s3:::bucket'), 'DestinationConfig.OnSuccess.Destination', 'DST-01'],
    [destination('OnFailure', arn('dynamodb', 'table/t')), 'DestinationConfig.OnFailure.Destination', 'DST-01'],
    [destination('OnFailure', 'destination'), 'DestinationConfig.OnFailure.Destination', 'DST-01'],
    [destination('OnFailure', 7), 'DestinationConfig.OnFailure.Destination', 'DST-01'],
    [destination('OnFailure', arn('lambda', 'function:error')), 'DestinationConfig.OnFailure.Destination', 'DST-11'],
    [destination('OnSuccess', arn('lambda', 'function:error:live')), 'DestinationConfig.OnSuccess.Destination', 'DST-11'],
    [{ DestinationConfig: [] }, 'DestinationConfig', undefined],
    [{ DestinationConfig: { OnFailure: 'x' } }, 'DestinationConfig.OnFailure', undefined],
    [{ DestinationConfig: { onFailure: {} } }, 'DestinationConfig.onFailure', undefined],
    [{ MaximumRetryAttempt: 1 }, 'MaximumRetryAttempt', undefined],
    [{ MaximumRetryAttempts: 1, Qualifier: 'a b' }, 'Qualifier', 'CFG-04'],
    [{ MaximumRetryAttempts: 1, Qualifier: '007' }, 'Qualifier', 'CFG-04'],
    [{ MaximumRetryAttempts: 1, FunctionName: 'error:live', Qualifier: '1' }, 'Qualifier', 'CFG-04'],
    [{ MaximumRetryAttempts: 1, FunctionName: 'other' }, 'FunctionName', undefined],
    [{ MaximumRetryAttempts: 1, FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:error' }, 'FunctionName', undefined],
    [{ MaximumRetryAttempts: 1, FunctionName: '' }, 'FunctionName', undefined],
    ['MaximumRetryAttempts', '', undefined],
    [null, '', undefined],
  ])('%j', (request, path, clause) => {
    expect(problemsOf(request)).toEqual([[path, clause]]);
  });

  test('everything that is wrong is told at once, and a misspelt key with a guess', () => {
    expect(problemsOf({ MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 1, Qualifier: '!', Color: 'red', ...destination('OnSuccess', 'x') })).toHaveLength(5);
    expect(putFunctionEventInvokeConfig(nothing, { MaximumRetryAttempt: 1 }, context)).toMatchObject({ problem: [{ message: expect.stringContaining('Did you mean "MaximumRetryAttempts"?') }] });
  });
});

describe('what put takes', () => {
  test.each([
    destination('OnFailure', arn('sqs', 'failed')),
    destination('OnFailure', arn('sqs', 'failed.fifo')),
    destination('OnSuccess', arn('sns', 'topic')),
    destination('OnSuccess', arn('events', 'event-bus/default')),
    destination('OnSuccess', arn('lambda', 'function:other')),
    destination('OnSuccess', 'arn:aws:lambda:eu-west-1:123456789012:function:error'),
    destination('OnFailure', 'arn:aws:s3:::bucket.with-dots'),
    destination('OnFailure', 'arn:aws-cn:sqs:cn-north-1:123456789012:q'),
    { MaximumRetryAttempts: 0, FunctionName: '123456789012:function:error' },
    { MaximumRetryAttempts: 2, FunctionName: 'arn:aws:lambda:us-east-2:123456789012:function:error:live', Qualifier: 'live' },
    { MaximumEventAgeInSeconds: 60 },
    { MaximumEventAgeInSeconds: 21_600, Qualifier: '$LATEST' },
  ])('%j', (request) => {
    expect(problemsOf(request)).toEqual([]);
  });

  test('a FIFO queue is a destination that is accepted, and no dead-letter queue', () => {
    const TargetArn = arn('sqs', 'failed.fifo');
    expect(problemsOf(destination('OnFailure', TargetArn))).toEqual([]);
    for (const [target, clause] of [[TargetArn, 'DLQ-01'], [arn('lambda', 'function:other'), 'DLQ-01'], ['arn:aws:s3:::b', 'DLQ-01'], ['failed', 'DLQ-01']])
      expect(updateFunctionConfiguration(unconfigured, { DeadLetterConfig: { TargetArn: target } }, context)).toMatchObject({ problem: [{ path: 'DeadLetterConfig.TargetArn', clause }] });
  });
});

test('nothing is changed in place, and every operation answers anything with a value', () => {
  const before = new Map([['$LATEST', Object.freeze({ LastModified: 1, FunctionArn: 'a', DestinationConfig: Object.freeze({ OnSuccess: Object.freeze({}), OnFailure: Object.freeze({}) }) })]]);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.record(
          {
            FunctionName: fc.constantFrom('error', 'error:live', 'x', 3),
            Qualifier: fc.constantFrom('live', '1', '$LATEST', ''),
            MaximumRetryAttempts: fc.constantFrom(0, 2, 3, null),
            MaximumEventAgeInSeconds: fc.constantFrom(60, 59, 'x'),
            DestinationConfig: fc.oneof(fc.anything(), fc.record({ OnSuccess: fc.anything(), OnFailure: fc.record({ Destination: fc.constantFrom('', arn('sqs', 'q')) }) })),
          },
          { requiredKeys: [] },
        ),
      ),
      (request) => {
        for (const operation of [putFunctionEventInvokeConfig, updateFunctionEventInvokeConfig, getFunctionEventInvokeConfig, deleteFunctionEventInvokeConfig]) {
          const answer = operation(before, request, context);
          if ('problem' in answer) expect(answer.problem.length).toBeGreaterThan(0);
        }
        expect([...before.keys()]).toEqual(['$LATEST']);
      },
    ),
  );
});

test('the moment is written in seconds with milliseconds', () => {
  const moment = (now: number) => {
    const answer = putFunctionEventInvokeConfig(nothing, { MaximumRetryAttempts: 0 }, { ...context, now });
    return 'problem' in answer ? null : answer.response.LastModified;
  };
  expect(moment(1573686021.4791)).toBe(1573686021.479);
  expect(moment(0)).toBe(0);
});
