/** Under which keys of a result there are times, levels and money; everything else is counted. */
export const measuredKeys: ReadonlySet<string> = new Set([
  'delaySeconds',
  'latencySeconds',
  'iteratorAgeSeconds',
  'longestBlockSeconds',
  'ConcurrentExecutions',
  'Duration',
  'UnreservedConcurrentExecutions',
  'ClaimedAccountConcurrency',
  'ProvisionedConcurrentExecutions',
  'ProvisionedConcurrencyUtilization',
  'simulatedSeconds',
  'cost',
]);
