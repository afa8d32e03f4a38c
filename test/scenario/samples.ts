import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** The files of the gallery. */
export const gallery: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'scenario.schema.json')
  .sort();

/** A file of the gallery, or one of its traces, as text. */
export const readScenarioFile = (name: string): string => readFileSync(folder + name, 'utf8');

/** The example that the format was designed with: every part of it in use. */
export const complete = {
  version: 1,
  name: 'Nightly import against a slow database',
  duration: '24h',
  startsAt: '2026-11-21T00:00:00Z',
  seed: '42',
  delayTarget: '60s',
  account: { ConcurrentExecutions: 1000, AccountId: '210987654321', Region: 'eu-central-1' },
  functions: {
    import: {
      Timeout: 30,
      MemorySize: 512,
      ReservedConcurrentExecutions: 100,
      RecursiveLoop: 'Allow',
      EventInvokeConfig: {
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 21600,
        DestinationConfig: { OnSuccess: { Destination: 'done' }, OnFailure: { Destination: 'failed' } },
      },
      DeadLetterConfig: { TargetArn: 'dlq' },
      behaviour: {
        duration: { exponential: { mean: '200ms' } },
        initDuration: { lognormal: { p50: '400ms', p99: '2s' } },
        errorRate: 0.01,
        poisonRate: 0.0001,
        systemErrorRate: 0,
        response: { imported: 7 },
        error: { errorMessage: 'no connection', errorType: 'DatabaseError' },
        functionError: 'Handled',
      },
      versions: { '1': { Timeout: 20, DeadLetterConfig: {} }, '2': { behaviour: { responseBytes: 100 } } },
      aliases: {
        live: {
          FunctionVersion: '2',
          EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'confirmed' }, OnFailure: { Destination: 'confirm' } } },
          ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 10, requestedAt: '5m' },
        },
      },
    },
    confirm: { versions: { '4': {} } },
  },
  destinations: {
    done: { type: 'EventBridge', latency: '50ms' },
    failed: { type: 'SQS', customerManagedKey: true, keyPermission: false },
    dlq: { type: 'SNS', maximumBytes: 1000, failureRate: 0.1 },
    confirmed: { type: 'Lambda', function: 'confirm', qualifier: '4' },
  },
  traffic: [{ to: 'import', qualifier: 'live', source: 'EventBridge', arrivals: { poisson: { rate: '1000/s' } }, payloadBytes: 2048 }],
  faults: [{ function: 'import', from: '2h', until: '3h', errorRate: 1 }],
  assumptions: { timing: 'measured', dispatch: 'adaptive', duplicateProbability: 0.0001 },
};

/** The smallest scenario. */
export const minimal = { version: 1, duration: '1h', functions: { f: {} } };

/** A copy with the value at a path replaced; undefined takes it away. */
export function withValue(scenario: unknown, path: readonly (string | number)[], value: unknown): Record<string, unknown> {
  const copy = structuredClone(scenario) as Record<string, unknown>;
  let holder = copy;
  for (const key of path.slice(0, -1)) holder = (holder[key] ??= {}) as Record<string, unknown>;
  const last = path[path.length - 1]!;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}
