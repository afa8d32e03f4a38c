import type { Scenario } from '../scenario/schema.ts';
import { bothFailurePaths, deadLetterQueueForSqs, unpublishedDeadLetterQueue } from './deadLetterQueues.ts';
import { failingBatches } from './failingBatches.ts';
import type { Finding, Rule } from './finding.ts';
import { ageShorterThanRetries, timeoutBeyondAge } from './maximumAge.ts';
import { noFailurePath } from './noFailurePath.ts';
import { oversizedMessages } from './oversizedMessages.ts';
import { provisionedForNobody } from './provisionedForNobody.ts';
import { fewReceives, shortVisibilityTimeout, throttledMessages } from './queueMappings.ts';
import { recursiveLoop } from './recursiveLoop.ts';
import { fifoDestination, missingPermission } from './refusedDeliveries.ts';
import { rejectedPayload } from './rejectedPayload.ts';
import { situationOf } from './situation.ts';
import { batchSizeWithoutWindow, blockedStream, stoppedStream, streamWithoutDestination, tooManyReaders } from './streamMappings.ts';
import { unreadSource } from './unreadSources.ts';
import { unusedDestination } from './unusedDestination.ts';
import { zeroReservedConcurrency } from './zeroReservedConcurrency.ts';

export type { Finding } from './finding.ts';

/** Most harmful first: events that never come in, that never run, that multiply, that are lost; then what only surprises. */
const rules: readonly Rule[] = [
  rejectedPayload,
  zeroReservedConcurrency,
  stoppedStream,
  unreadSource,
  failingBatches,
  throttledMessages,
  blockedStream,
  recursiveLoop,
  fifoDestination,
  missingPermission,
  oversizedMessages,
  unpublishedDeadLetterQueue,
  noFailurePath,
  streamWithoutDestination,
  deadLetterQueueForSqs,
  ageShorterThanRetries,
  timeoutBeyondAge,
  shortVisibilityTimeout,
  fewReceives,
  provisionedForNobody,
  batchSizeWithoutWindow,
  tooManyReaders,
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
