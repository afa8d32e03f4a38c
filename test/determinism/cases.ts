import { readdirSync, readFileSync } from 'node:fs';
import { applySettings, parseScenario, traceFiles } from '../../sim/index.ts';
import { caseOf } from '../properties/swarmCheck.ts';
import { seedOf } from '../seedOf.ts';
import { traceFiles as tracesOfTheSwarm } from '../properties/swarmCase.ts';
import type { Case } from './tell.ts';

const folder = new URL('../../scenarios/', import.meta.url);

/** Where a run of the whole takes more than some 30,000 steps: less of it, in which what the scenario is about still happens. */
const shortened: Readonly<Record<string, readonly string[]>> = {
  'azure-2019-hundred': ['duration=12m'],
  'azure-2019-queue': ['duration=20m'],
  'cold-start-storm': ['duration=40m'],
  'destinations-template': ['duration=1h', 'trafficScale=0.1'],
  'drain-the-dead-letter-queue': ['trafficScale=0.04'],
  'large-dead-letters': ['duration=30m'],
  'nightly-import': ['duration=130m', 'trafficScale=0.12', 'functions.import.ReservedConcurrentExecutions=4'],
  'order-pipeline': ['duration=1h', 'trafficScale=0.25'],
  'outage-of-an-hour': ['trafficScale=0.04'],
  'overload-ages-out': ['duration=10m', 'functions.resize.EventInvokeConfig.MaximumEventAgeInSeconds=120'],
  'partial-batch-responses': ['duration=6m'],
  'poison-events': ['duration=10m'],
  'poison-record': ['duration=2h'],
  'poison-record-isolated': ['duration=32m', 'trafficScale=0.2'],
  'provisioned-concurrency': ['duration=8m', 'trafficScale=2'],
  'queue-on-reserved-concurrency-one': ['duration=1h'],
  'recursive-loop': ['duration=10m'],
  'reserved-concurrency-zero': ['trafficScale=0.1'],
  'steady-state': ['duration=4m'],
  'throttled-stream': ['duration=62m'],
  'traffic-triples': ['duration=46m', 'trafficScale=0.5'],
};

/** The scenarios that come with Headroom, the longest of them shortened, as text. */
export function gallery(): Case[] {
  const names = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'scenario.schema.json');
  return names.map((file) => {
    const name = file.replace('.json', '');
    const { text, issues } = applySettings(readFileSync(new URL(file, folder), 'utf8'), shortened[name] ?? []);
    const { scenario } = parseScenario(text);
    if (scenario === null || issues.length > 0) throw new Error(`${file} cannot be shortened: ${JSON.stringify(issues)}`);
    return { name, text, files: Object.fromEntries(traceFiles(scenario).map((trace) => [trace, readFileSync(new URL(trace, folder), 'utf8')])) };
  });
}

/** Where the random scenarios begin: always the same ones. What else is random in a run is the seeds' part. */
const firstOfTheSwarm = 20_261_121;

/** Random scenarios of everything that the format knows, as text. */
export function randomCases(count: number): Case[] {
  return Array.from({ length: count }, (_, place) => ({ name: `random ${place + 1}`, text: JSON.stringify(caseOf(seedOf(firstOfTheSwarm, place)).scenario), files: tracesOfTheSwarm }));
}
