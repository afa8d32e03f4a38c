import { eventSources } from './eventSources.ts';
import { memory } from './memory.ts';
import { references } from './references.ts';
import { reservations } from './reservations.ts';
import { routes } from './routes.ts';
import { isRecord, recordAt, type Broken } from './rule.ts';

/** What must hold between the parts of a scenario: names that exist, sinks and sources of the right kind, reservations that fit the account, minutes that fit into memory. */
export function* consistency(scenario: Record<string, unknown>): Iterable<Broken> {
  yield* routes(scenario);
  yield* references(scenario);
  yield* eventSources(scenario);
  yield* reservations(scenario);
  yield* profileLimits(scenario);
  yield* memory(scenario);
}

function* profileLimits(scenario: Record<string, unknown>): Iterable<Broken> {
  if (scenario['profile'] !== 'seed-era') return;
  for (const [name, value] of Object.entries(recordAt(scenario, 'destinations'))) {
    if (isRecord(value) && value['type'] === 'S3')
      yield {
        path: ['destinations', name, 'type'],
        allowed: 'SQS, SNS, Lambda or EventBridge under the profile "seed-era"',
        clause: 'DST-01',
        message: 'S3 destinations came later than the profile "seed-era"; use the profile "current".',
      };
  }
}
