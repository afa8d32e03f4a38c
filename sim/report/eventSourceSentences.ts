import { countOf, formatCount, is, listed, was } from './count.ts';
import { mostlyBusy, times } from './eventSourceHeadlines.ts';
import type { MappingStory, QueueStory, StreamStory } from './eventSourceStory.ts';
import { formatShare } from './share.ts';
import { formatSpan } from './span.ts';

/** What a colleague would add to a mapping's headline if asked: the counts, what they waited for, and which setting decides. */
export function mappingSentences(story: MappingStory, target: number): string[] {
  const told = story.kind === 'stream' ? [streamCounts(story), streamDelay(story, target), streamDecides(story, target)] : [queueCounts(story), queueDecides(story)];
  return told.filter((sentence) => sentence !== null);
}

function streamCounts({ name, result, records }: StreamStory): string | null {
  if (records === 0) return null;
  const { delivered, filtered, skipped, expired, waiting, inFlight, discarded } = result;
  const { RetryAttemptsExhausted: exhausted, RecordAgeExceeded: aged } = discarded.byCondition;
  const why = listed([exhausted > 0 ? `${aged > 0 ? `${formatCount(exhausted)} ` : ''}out of retries` : '', aged > 0 ? `${exhausted > 0 ? `${formatCount(aged)} ` : ''}too old` : ''].filter((word) => word !== ''));
  const told = discarded.captured === 0 ? 'no destination knows which' : discarded.gone === 0 ? 'a destination knows which' : `a destination knows ${formatCount(discarded.captured)} of them`;
  const parts = [
    discarded.total > 0 ? `${formatCount(discarded.total)} ${was(discarded.total)} discarded (${why}; ${told})` : '',
    expired > 0 ? `${formatCount(expired)} expired in the stream` : '',
    waiting + inFlight > 0 ? `${formatCount(waiting + inFlight)} ${is(waiting + inFlight)} waiting or being processed at the end` : '',
    filtered > 0 ? `${formatCount(filtered)} more did not pass the filters` : '',
    skipped > 0 ? `${formatCount(skipped)} more had been written before it began` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  return `"${name}" processed ${formatCount(delivered)} of ${countOf(records, 'record')} (${formatShare(delivered, records)}); ${listed(parts)}.`;
}

function streamDelay({ result, cause, blockedShards }: StreamStory, target: number): string | null {
  const { iteratorAgeSeconds: age, longestBlockSeconds: block, throttles, failedInvocations } = result;
  if ((age.max ?? 0) <= target && block <= target) return null;
  const attempts = listed([failedInvocations > 0 ? countOf(failedInvocations, 'failed invocation') : '', throttles > 0 ? countOf(throttles, 'throttle') : ''].filter((part) => part !== ''));
  const held = cause === null || block === 0 ? '' : ` The longest block lasted ${formatSpan(block)}${blockedShards.length === 1 && result.shards.length > 1 ? '; other shards went on' : ''}, with ${attempts} in all.`;
  if (age.max === null) return `No batch ever began: for ${formatSpan(block)} each attempt was refused, ${attempts} in all.`;
  return `Batches began up to ${formatSpan(age.max)} after their last record was written (IteratorAge p99 ${formatSpan(age.p99)}).${held}`;
}

function streamDecides(story: StreamStory, target: number): string | null {
  const { settings, result, cause, busy } = story;
  const { longestBlockSeconds: block, discarded } = result;
  if (cause === 'failures' && (block > target || discarded.total > 0)) {
    const parts = [
      `MaximumRetryAttempts (${settings.MaximumRetryAttempts === -1 ? 'no limit' : formatCount(settings.MaximumRetryAttempts)})`,
      `MaximumRecordAgeInSeconds (${settings.MaximumRecordAgeInSeconds === -1 ? 'no limit' : formatCount(settings.MaximumRecordAgeInSeconds)})`,
      `BisectBatchOnFunctionError (${settings.BisectBatchOnFunctionError ? 'on' : 'off'})`,
    ];
    return `What decides is ${listed(parts)}: how long a batch that fails may hold up what is behind it, and how much it takes along.`;
  }
  if (cause === 'throttles' && (block > target || story.gone > 0)) return 'What decides is concurrency: a throttle spends no retry, so a throttled shard waits until its records are too old.';
  if (busy > mostlyBusy && (result.iteratorAgeSeconds.p99 ?? 0) > target) {
    const { BatchSize = 100, ParallelizationFactor: lanes } = settings;
    return `What decides is how much goes at once: ShardCount (${formatCount(result.shards.length)}) × ParallelizationFactor (${formatCount(lanes)}) × BatchSize (${formatCount(BatchSize)}).`;
  }
  return null;
}

function queueCounts({ queueName, queue, result }: QueueStory): string | null {
  const { sent, redriven, expired, visible, delayed, hidden } = queue;
  const left = visible + delayed + hidden;
  if (sent === 0 || result.delivered + result.filtered === sent) return null;
  const parts = [
    redriven > 0 ? `${formatCount(redriven)} went to the dead-letter queue` : '',
    expired > 0 ? `${formatCount(expired)} expired` : '',
    left > 0 ? `${formatCount(left)} ${is(left)} in it at the end` : '',
    result.filtered > 0 ? `${formatCount(result.filtered)} did not pass the filters` : '',
  ].filter((part) => part !== '');
  return `Of ${countOf(sent, 'message')} in "${queueName}" ${formatCount(result.delivered)} ${was(result.delivered)} processed${parts.length === 0 ? '' : `; ${listed(parts)}`}.`;
}

function queueDecides(story: QueueStory): string | null {
  const { queue, result, cause, settings, name, queueName, maxReceiveCount, function: target } = story;
  if (queue.redriven === 0 && queue.expired === 0 && result.givenUp === 0) return null;
  const { MaximumConcurrency } = settings.ScalingConfig;
  if (cause === 'throttles') {
    const limit = MaximumConcurrency === undefined ? 'not set' : formatCount(MaximumConcurrency);
    const receives = queue.redriven > 0 ? `; each counts as a receipt, and after ${times(maxReceiveCount)} (maxReceiveCount) SQS moves the message` : '';
    return `${countOf(result.givenUp, 'batch', 'batches')} ${was(result.givenUp)} refused until the visibility timeout${receives}. What decides is MaximumConcurrency of "${name}" (${limit}) against the concurrency that "${target}" has.`;
  }
  const shared = settings.BatchSize === 1 || settings.FunctionResponseTypes.length > 0 ? '' : ', and that messages share a batch with one that fails (ReportBatchItemFailures is off)';
  if (queue.redriven > 0) return `What decides is maxReceiveCount of "${queueName}" (${formatCount(maxReceiveCount)})${shared}.`;
  return null;
}
