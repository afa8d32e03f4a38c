/** A function as records name it: always with a qualifier, `$LATEST` where none was given. [DST-05] */
export const functionArn = (region: string, account: string, name: string, qualifier?: string | null): string =>
  `${lambdaArn(region, account, name)}:${qualifier ?? '$LATEST'}`;

/** A destination as a configuration names it. A qualifier is of a Lambda destination only, and left out where none was given. [DST-01] */
export function destinationArn(
  type: 'SQS' | 'SNS' | 'Lambda' | 'EventBridge' | 'S3',
  region: string,
  account: string,
  name: string,
  qualifier?: string | null,
): string {
  switch (type) {
    case 'SQS':
    case 'SNS':
      return `arn:${partition(region)}:${type.toLowerCase()}:${region}:${account}:${name}`;
    case 'Lambda':
      return `${lambdaArn(region, account, name)}${qualifier ? `:${qualifier}` : ''}`;
    case 'EventBridge':
      return `arn:${partition(region)}:events:${region}:${account}:event-bus/${name}`;
    case 'S3':
      return `arn:${partition(region)}:s3:::${name}`;
  }
}

/** A stream as mappings and records name it: Kinesis's by its name, DynamoDB's by its table's and a label, the time when it was switched on. [DDB-09] */
export const streamArn = (type: 'DynamoDB' | 'Kinesis', region: string, account: string, name: string, label: string): string =>
  type === 'Kinesis' ? `arn:${partition(region)}:kinesis:${region}:${account}:stream/${name}` : `arn:${partition(region)}:dynamodb:${region}:${account}:table/${name}/stream/${label}`;

const lambdaArn = (region: string, account: string, name: string): string => `arn:${partition(region)}:lambda:${region}:${account}:function:${name}`;

/** China and the US government have clouds of their own, which ARNs name. */
function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
