import fc from 'fast-check';
import { complete, gallery, minimal, readScenarioFile } from '../scenario/samples.ts';
import { scenarioArbitrary } from '../scenario/scenarioArbitrary.ts';
import { jsonSeed, type JsonSeed } from './mutatedJson.ts';

/** Longer ones say nothing that shorter ones do not. */
const longestSeed = 3000;

const small: readonly unknown[] = [
  minimal,
  { version: 1, duration: '10m', functions: { f: { Timeout: 3, behaviour: { duration: { constant: '1s' }, errorRate: 0.5 } } }, traffic: [{ to: 'f', arrivals: { at: [0, '5s', 60] }, payload: { a: [1, 'x', null] } }] },
  { version: 1, duration: 600, functions: { f: { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'd' } } } } }, destinations: { d: { type: 'SQS' } }, traffic: [{ to: 'f', arrivals: { counts: { interval: '1m', counts: [1, 0, 3] } } }], expect: [{ metric: 'functions.f.discarded.gone / received', max: 0.1 }] },
  { version: 1, duration: '5m', functions: { f: {}, g: { versions: { 1: {} }, aliases: { live: { FunctionVersion: '1' } } } }, traffic: [{ to: 'g', qualifier: 'live', arrivals: { burst: { count: 5 } } }, { to: 'f', arrivals: { stages: [{ duration: '1m', rate: '1/s' }] } }], faults: [{ function: 'f', from: '1m', until: '2m', errorRate: 1 }] },
  { version: 1, duration: '5m', functions: { f: {} }, streams: { s: { ShardCount: 2, writes: [{ arrivals: { poisson: { rate: '1/s' } } }] } }, queues: { q: { VisibilityTimeout: 30, sends: [{ arrivals: { burst: { count: 3 } } }] } }, eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'LATEST' }, n: { EventSourceArn: 'q', FunctionName: 'f', BatchSize: 5 } } },
  { version: 1, duration: '5m', functions: { f: { behaviour: { script: [{ event: 0, attempts: [{ result: 'error', error: { errorMessage: 'x' } }, { duration: '1s', result: 'success', response: 1 }] }] } } }, traffic: [{ to: 'f', arrivals: { trace: { file: 't.csv', format: 'generic' } } }], assumptions: { dispatch: 'backoff', timing: 'documented' } },
];

/** Random ones, in which every part of the format comes up. */
const random = fc.sample(scenarioArbitrary(), { seed: 1, numRuns: 30 }).filter((scenario) => JSON.stringify(scenario).length < longestSeed);

/** Scenarios that are right: of the gallery, the one with everything in it, random and small ones; without descriptions, which are only long. */
export const scenarioValues: readonly unknown[] = [
  ...gallery.map(readScenarioFile).filter((text) => text.length < longestSeed).map(withoutDescription),
  complete,
  ...random,
  ...small,
  ...small,
  ...small,
  ...small,
];

/** The same as text. */
export const scenarioSeeds: readonly JsonSeed[] = scenarioValues.map((value, index) => jsonSeed(JSON.stringify(value, null, index % 3 === 0 ? 1 : 0)));

function withoutDescription(text: string): unknown {
  const { description: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}
