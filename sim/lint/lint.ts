import type { Scenario } from '../scenario/schema.ts';
import { bothFailurePaths, deadLetterQueueForSqs, unpublishedDeadLetterQueue } from './deadLetterQueues.ts';
import type { Finding, Rule } from './finding.ts';
import { ageShorterThanRetries, timeoutBeyondAge } from './maximumAge.ts';
import { noFailurePath } from './noFailurePath.ts';
import { oversizedMessages } from './oversizedMessages.ts';
import { provisionedForNobody } from './provisionedForNobody.ts';
import { recursiveLoop } from './recursiveLoop.ts';
import { fifoDestination, missingPermission } from './refusedDeliveries.ts';
import { rejectedPayload } from './rejectedPayload.ts';
import { situationOf } from './situation.ts';
import { unusedDestination } from './unusedDestination.ts';
import { zeroReservedConcurrency } from './zeroReservedConcurrency.ts';

export type { Finding } from './finding.ts';

/** Most harmful first: events that never come in, that never run, that multiply, that are lost; then what only surprises. */
const rules: readonly Rule[] = [
  rejectedPayload,
  zeroReservedConcurrency,
  recursiveLoop,
  fifoDestination,
  missingPermission,
  oversizedMessages,
  unpublishedDeadLetterQueue,
  noFailurePath,
  deadLetterQueueForSqs,
  ageShorterThanRetries,
  timeoutBeyondAge,
  provisionedForNobody,
  bothFailurePaths,
  unusedDestination,
];

/**
 * What a valid scenario says and hardly means: settings that work against each other, deliveries that cannot succeed,
 * events that nobody will see again. Every finding is true of the scenario as it stands, whatever the dice say; an empty
 * list means that there is nothing to remark, not that all is well. Pure and quick: nothing is simulated.
 */
export function lint(scenario: Scenario): Finding[] {
  const situation = situationOf(scenario);
  return rules.flatMap((rule) => [...rule(situation)]);
}
