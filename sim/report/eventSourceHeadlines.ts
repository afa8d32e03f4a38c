import { allOf, countOf, formatCount, is, listed, they, was } from './count.ts';
import type { MappingStory, QueueStory, StreamStory } from './eventSourceStory.ts';
import { type Headline, Severity } from './severity.ts';
import { formatShare } from './share.ts';
import { formatSpan } from './span.ts';

/** What matters most of one mapping; `target` is the delay target in seconds, `simulated` how much was. */
export function mappingHeadline(story: MappingStory, target: number, simulated: number): Headline {
  return story.kind === 'stream' ? streamHeadline(story, target, simulated) : queueHeadline(story, target, simulated);
}

// Streams.

function streamHeadline(story: StreamStory, target: number, simulated: number): Headline {
  const { result, records, gone } = story;
  const { discarded, expired, longestBlockSeconds: block, iteratorAgeSeconds: age, waiting, inFlight } = result;
  const blocked = block > target && story.cause !== null;
  if (records === 0) return { severity: Severity.nothing, text: `No record was there to be processed in ${formatSpan(simulated)}.` };
  if (gone > 0) {
    const reasons = [expired > 0 ? whyExpired(story) : '', discarded.gone > 0 ? `${whyDiscarded(story, discarded.gone)}, and no destination was told which` : ''];
    return { severity: Severity.gone, text: `${shareOf(gone, records, 'record')} ${is(gone)} gone: ${listed(reasons.filter((reason) => reason !== ''))}.` };
  }
  if (blocked && discarded.total === 0) {
    const behind = story.stillBlocked && waiting > 1 ? `, and ${countOf(waiting, 'record')} wait` : '';
    return { severity: Severity.harmed, text: `Nothing is gone, but ${blocker(story)} ${story.stillBlocked ? 'has blocked' : 'blocked'} ${shardsOf(story)} for ${formatSpan(block)}${behind}.` };
  }
  if (discarded.total > 0) {
    const held = blocked ? `, after up to ${formatSpan(block)} in which ${shardsOf(story)} stood still` : '';
    return { severity: Severity.captured, text: `${shareOf(discarded.total, records, 'record')} ${was(discarded.total)} discarded, though a destination knows which: ${whyDiscarded(story, discarded.total)}${held}.` };
  }
  if ((age.p99 ?? 0) > target) {
    return { severity: Severity.late, text: `Nothing was lost, but the mapping fell behind: one batch in a hundred began when its last record was more than ${formatSpan(age.p99)} old${whyBehind(story)}.` };
  }
  if (result.delivered === 0) return { severity: Severity.late, text: `Nothing was processed in ${formatSpan(simulated)}: ${countOf(records, 'record')} ${was(records)} still waiting.` };
  if (waiting + inFlight === 0) return { severity: Severity.fine, text: `${allOf(records, 'record')} ${was(records)} processed; ${age.max === 0 ? 'every batch began as soon as its last record was written' : `no batch began later than ${formatSpan(age.max)} after its last record was written`}.` };
  return { severity: Severity.fine, text: `Nothing was lost or held up: ${formatCount(result.delivered)} of ${countOf(records, 'record')} ${was(result.delivered)} processed, and ${waiting + inFlight === 1 ? 'one was' : 'the rest were'} on the way at the end.` };
}

function whyExpired(story: StreamStory): string {
  const { result, cause, retentionSeconds } = story;
  const kept = formatSpan(retentionSeconds);
  if (cause === null) return `the mapping fell behind until the stream dropped ${them(result.expired)} after ${kept}`;
  if (cause === 'throttles') return `the function was throttled until the stream dropped ${them(result.expired)} after ${kept}, and ${shardsOf(story)} stood still for ${formatSpan(result.longestBlockSeconds)}`;
  const behind = result.expired > 1 ? ', and records behind it expired' : ', until the stream dropped it';
  return `${blocker(story)} blocked ${shardsOf(story)} for ${formatSpan(result.longestBlockSeconds)}${behind}`;
}

function whyDiscarded({ settings, result: { discarded } }: StreamStory, count: number): string {
  const { RetryAttemptsExhausted: exhausted, RecordAgeExceeded: aged } = discarded.byCondition;
  const mainly = exhausted > 0 && aged > 0 ? 'mainly because ' : '';
  if (aged > exhausted) return `${mainly}${they(count)} reached the maximum record age of ${formatSpan(settings.MaximumRecordAgeInSeconds)}`;
  const attempts = settings.MaximumRetryAttempts + 1;
  const failed = attempts === 1 ? 'the only attempt (MaximumRetryAttempts is 0)' : attempts === 2 ? 'both attempts' : `all ${formatCount(attempts)} attempts`;
  return `${mainly}${count === 1 ? 'its batch' : 'their batches'} failed on ${failed}`;
}

/** What blocks: a record where it is tried alone in the end, otherwise the batch around it. */
function blocker({ settings, cause }: StreamStory): string {
  const alone = settings.BisectBatchOnFunctionError || settings.BatchSize === 1 || settings.FunctionResponseTypes.length > 0;
  const unit = alone ? 'one record' : 'one batch';
  return cause === 'throttles' ? `${unit} that was throttled again and again` : `${unit} that failed again and again`;
}

/** "shard 3", "2 of 8 shards", "the stream's only shard". */
export function shardsOf({ blockedShards, result, name }: StreamStory): string {
  const all = result.shards.length;
  if (all === 1) return `the only shard of "${name}"`;
  const [first] = blockedShards;
  if (first === undefined) return `a shard of "${name}"`;
  if (blockedShards.length === all) return `all ${formatCount(all)} shards of "${name}"`;
  return blockedShards.length === 1 ? `shard ${first} of "${name}"` : `${formatCount(blockedShards.length)} of ${formatCount(all)} shards of "${name}"`;
}

function whyBehind({ busy, cause }: StreamStory): string {
  if (cause === 'throttles') return ', because the function was throttled';
  return busy > mostlyBusy ? ', because its batches took nearly all the time there was' : '';
}

/** So much of the time in which something was processed means that there was no time for more. */
export const mostlyBusy = 0.8;

// Queues.

function queueHeadline(story: QueueStory, target: number, simulated: number): Headline {
  const { queue, result, queueName, deadLetterQueue } = story;
  const { sent, redriven, redrivenPoison, expired, visible, delayed, hidden } = queue;
  const left = visible + delayed + hidden;
  const good = redriven - redrivenPoison;
  const latency = result.latencySeconds;
  if (sent === 0) return { severity: Severity.nothing, text: `No message was sent to "${queueName}" in ${formatSpan(simulated)}.` };
  if (expired > 0) return { severity: Severity.gone, text: `${shareOf(expired, sent, 'message')} ${is(expired)} gone: SQS deleted ${them(expired)} at the end of the retention period of "${queueName}" (${formatSpan(story.retentionSeconds)}).` };
  if (good > 0) {
    const many = good === 1 ? '1 good message' : `${formatCount(good)} good messages`;
    const share = good === sent ? ', all that were sent,' : ` of ${formatCount(sent)} (${formatShare(good, sent)})`;
    return { severity: Severity.harmed, text: `${many}${share} reached the dead-letter queue "${deadLetterQueue ?? ''}" because ${whyRedriven(story)}.` };
  }
  if (redriven > 0) return { severity: Severity.captured, text: `${shareOf(redriven, sent, 'message')} reached the dead-letter queue "${deadLetterQueue ?? ''}": poison, received ${times(story.maxReceiveCount)} without success.` };
  if ((latency.p99 ?? 0) > target) {
    const why = story.cause === 'throttles' ? ', because the function was throttled' : story.cause === 'failures' ? ', because what fails comes back only after the visibility timeout' : '';
    return { severity: Severity.late, text: `Nothing was lost, but one message of "${queueName}" in a hundred took more than ${formatSpan(latency.p99)} to be processed${why}.` };
  }
  if (result.delivered === 0) return { severity: Severity.late, text: `Nothing of "${queueName}" was processed in ${formatSpan(simulated)}: ${countOf(left, 'message')} ${is(left)} still in the queue.` };
  const kept = sent - result.filtered;
  if (left === 0) return { severity: Severity.fine, text: `${allOf(kept, 'message')} of "${queueName}" ${was(kept)} processed, within ${formatSpan(latency.max)}.` };
  return { severity: Severity.fine, text: `Nothing was lost or late: ${formatCount(result.delivered)} of ${countOf(kept, 'message')} of "${queueName}" ${was(result.delivered)} processed, and ${left === 1 ? 'one was' : 'the rest were'} still in the queue at the end.` };
}

function whyRedriven({ cause, result, function: target, maxReceiveCount, queue }: QueueStory): string {
  const counted = `received ${times(maxReceiveCount)} without success`;
  if (cause === 'throttles') return `"${target}" was throttled${result.failedInvocations > 0 ? ' or failed' : ''} until they had been ${counted}`;
  return queue.redrivenPoison > 0 ? `they shared batches with poison and were ${counted}` : `"${target}" failed until they had been ${counted}`;
}

/** "once", "3 times". */
export const times = (count: number): string => (count === 1 ? 'once' : `${formatCount(count)} times`);

/** "0.3 % of the records (1,234 of 411,000)", or "All 12 records". */
function shareOf(part: number, whole: number, noun: string): string {
  if (part === whole) return allOf(whole, noun);
  return `${formatShare(part, whole)} of the ${noun}s (${formatCount(part)} of ${formatCount(whole)})`;
}

const them = (count: number): string => (count === 1 ? 'it' : 'them');
