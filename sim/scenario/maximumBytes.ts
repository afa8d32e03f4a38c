import type { Destination, Scenario } from './schema.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** The largest asynchronous payload, in bytes. [ASY-07] */
export const largestPayload: Readonly<Record<Scenario['profile'], number>> = { current: megabyte, 'seed-era': 256 * kilobyte };

/** The largest message that a destination takes, in bytes: its own setting, or what its type and the profile imply. [DLQ-10, DST-17] */
export function maximumBytes(destination: Destination, profile: Scenario['profile']): number {
  return destination.maximumBytes ?? largestMessage(destination.type, profile);
}

/** The largest message that a kind of destination takes, in bytes. [DLQ-10, DST-17] */
export function largestMessage(type: Destination['type'], profile: Scenario['profile']): number {
  switch (type) {
    case 'SQS':
    case 'EventBridge':
      return profile === 'seed-era' ? 256 * kilobyte : megabyte;
    case 'SNS':
      return 256 * kilobyte;
    case 'Lambda':
      return largestPayload[profile];
    case 'S3':
      return Infinity;
  }
}
