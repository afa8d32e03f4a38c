import { describe, expect, test } from 'vitest';
import { destinationArn, functionArn } from '../../sim/records/arn.ts';

const account = '123456789012';

describe('ARNs', () => {
  test('DST-05 a function is named with its qualifier, and with $LATEST where it has none', () => {
    expect(functionArn('us-east-2', account, 'f', null)).toBe('arn:aws:lambda:us-east-2:123456789012:function:f:$LATEST');
    expect(functionArn('us-east-2', account, 'f', undefined)).toBe('arn:aws:lambda:us-east-2:123456789012:function:f:$LATEST');
    expect(functionArn('us-east-2', account, 'f')).toBe('arn:aws:lambda:us-east-2:123456789012:function:f:$LATEST');
    expect(functionArn('us-east-2', account, 'f', 'live')).toBe('arn:aws:lambda:us-east-2:123456789012:function:f:live');
    expect(functionArn('us-east-2', account, 'f', '7')).toBe('arn:aws:lambda:us-east-2:123456789012:function:f:7');
  });

  test.each([
    ['SQS', 'arn:aws:sqs:eu-west-1:123456789012:d'],
    ['SNS', 'arn:aws:sns:eu-west-1:123456789012:d'],
    ['Lambda', 'arn:aws:lambda:eu-west-1:123456789012:function:d'],
    ['EventBridge', 'arn:aws:events:eu-west-1:123456789012:event-bus/d'],
    ['S3', 'arn:aws:s3:::d'],
  ] as const)('DST-01 a destination of type %s', (type, arn) => {
    expect(destinationArn(type, 'eu-west-1', account, 'd')).toBe(arn);
  });

  test('a Lambda destination has a qualifier only where one was given', () => {
    expect(destinationArn('Lambda', 'eu-west-1', account, 'd', null)).toBe('arn:aws:lambda:eu-west-1:123456789012:function:d');
    expect(destinationArn('Lambda', 'eu-west-1', account, 'd', '$LATEST')).toBe('arn:aws:lambda:eu-west-1:123456789012:function:d:$LATEST');
    expect(destinationArn('Lambda', 'eu-west-1', account, 'd', 'live')).toBe('arn:aws:lambda:eu-west-1:123456789012:function:d:live');
  });

  test('regions of other partitions say so', () => {
    expect(functionArn('cn-north-1', account, 'f')).toBe('arn:aws-cn:lambda:cn-north-1:123456789012:function:f:$LATEST');
    expect(destinationArn('S3', 'us-gov-west-1', account, 'd')).toBe('arn:aws-us-gov:s3:::d');
  });
});
