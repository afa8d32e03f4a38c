/** A stream and queues, read by two functions with nearly all that mappings can say. */
export const withSources = {
  version: 1,
  duration: '1h',
  functions: { import: { Timeout: 10, versions: { '1': {} }, aliases: { live: { FunctionVersion: '1' } }, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'dead' } } } }, mail: {} },
  destinations: { failed: { type: 'SQS' }, images: { type: 'SQS' } },
  streams: {
    orders: { ShardCount: 2, writes: [{ arrivals: { poisson: { rate: '5/s' } }, poison: [3], shard: 0 }] },
    clicks: { type: 'Kinesis' },
  },
  queues: { images: { RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 5 }, sends: [{ arrivals: { burst: { count: 10 } } }] }, dead: {} },
  eventSourceMappings: {
    'orders-import': {
      EventSourceArn: 'orders',
      FunctionName: 'import',
      qualifier: 'live',
      StartingPosition: 'LATEST',
      MaximumRecordAgeInSeconds: 600,
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: 'failed' } },
    },
    'images-mail': { EventSourceArn: 'images', FunctionName: 'mail', ScalingConfig: { MaximumConcurrency: 5 } },
  },
};
