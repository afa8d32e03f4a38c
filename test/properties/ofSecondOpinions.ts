import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { agree } from '../engines/agreement.ts';
import { largeBurst, largeMessages, loops, provisionedAlone, provisionedPool, smallScenario } from '../engines/smallScenarios.ts';
import { smallStream } from '../engines/smallStreams.ts';
import { agreeOnStream } from '../engines/streamAgreement.ts';
import { property, type Property } from './property.ts';

const opinion = (id: string, where: string, often: number, arbitrary: fc.Arbitrary<ScenarioInput>): Property =>
  property({ id, says: `the naive engine agrees, event by event and record by record, ${where}`, often, arbitrary, holds: agree });

/** Streams of more than a day, whose first record is poison and tried for ever. */
const days = smallStream.map((input) => ({
  ...input,
  duration: 90_000.5,
  streams: { s: { ...input.streams!['s']!, writes: input.streams!['s']!.writes!.map((one) => ({ ...one, poison: [...(one.poison ?? []), 0] })) } },
  eventSourceMappings: { m: { ...input.eventSourceMappings!['m']!, until: 89_000, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 } },
}));

/** What the naive engine and the naive mapping of a stream say to random scenarios. Each is simulated twice, and every record of it written twice. */
export const ofSecondOpinions: readonly Property[] = [
  opinion('opinion', 'on small scenarios', 600, smallScenario),
  opinion('opinion-loops', 'where functions invoke each other until they are stopped', 120, loops),
  opinion('opinion-pool', 'where provisioned concurrency is taken out of a pool of a hundred', 60, provisionedPool),
  opinion('opinion-alone', 'where provisioned concurrency is nearly all there is', 220, provisionedAlone),
  opinion('opinion-large', 'where payloads and responses are as large as Lambda takes them', 10, largeMessages),
  opinion('opinion-burst', 'where the scaling rate refuses new environments', 2, largeBurst),
  property({
    id: 'opinion-streams',
    says: 'the naive mapping agrees, batch by batch, on small streams',
    arbitrary: smallStream,
    holds: agreeOnStream,
    wants: Object.fromEntries(['succeeded', 'partlyFailed', 'failed', 'throttled', 'split', 'retriesExhausted', 'recordAgeExceeded', 'sentToDestination'].map((step) => [step, 0.05])),
  }),
  property({
    id: 'opinion-days',
    says: 'the naive mapping agrees on days: what a blocked shard holds up expires',
    often: 15,
    arbitrary: days,
    holds: agreeOnStream,
    wants: { expired: 0.1 },
  }),
];
