import { second } from '../kernel/time.ts';
import { formatCount } from '../report/count.ts';
import { pathText, shown } from '../scenario/issue.ts';
import type { Rule } from './finding.ts';
import { named, someOf, span } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import type { MappingPlace, Situation } from './situation.ts';

/** Mappings that may process more batches of a queue at once than their function has reserved concurrency for. [SQS-05] */
export const throttledMessages: Rule = function* (situation) {
  const { scenario } = situation;
  for (const { name, path, settings, place, queueName } of queueMappings(situation)) {
    const { function: functionName } = place.target;
    const reserved = scenario.functions[functionName]!.ReservedConcurrentExecutions;
    const { MaximumConcurrency } = settings.ScalingConfig;
    const atOnce = MaximumConcurrency ?? firstBatches;
    if (reserved === undefined || reserved >= atOnce) continue;
    const policy = scenario.queues[queueName]!.RedrivePolicy;
    const fate =
      policy === undefined
        ? 'comes back after the visibility timeout, as if it had failed'
        : `comes back after the visibility timeout, as if it had failed, and after ${policy.maxReceiveCount === 1 ? 'one such time' : `${formatCount(policy.maxReceiveCount)} such times`} goes to ${shown(policy.deadLetterTargetArn)} with nothing wrong with it`;
    const limit = [...path, 'ScalingConfig', 'MaximumConcurrency'];
    const alternatives = [
      ...(reserved >= leastMaximumConcurrency ? [`Process no more at once: ${settingOption(limit, reserved)}`] : []),
      mayReserve(situation, atOnce - reserved)
        ? `${reserved >= leastMaximumConcurrency ? 'reserve' : 'Reserve'} more: ${settingOption(['functions', functionName, 'ReservedConcurrentExecutions'], atOnce)}`
        : `${reserved >= leastMaximumConcurrency ? 'reserve' : 'Reserve'} nothing: ${settingOption(['functions', functionName, 'ReservedConcurrentExecutions'], null)}`,
    ];
    yield {
      rule: 'throttled-messages',
      path: pathText(limit),
      clause: 'SQS-05',
      message: `${shown(name)} ${MaximumConcurrency === undefined ? `begins with ${formatCount(atOnce)} batches at once` : `processes up to ${formatCount(atOnce)} batches at once`}, and ${named(place)} has a reserved concurrency of ${formatCount(reserved)}: a message of ${shown(queueName)} that is throttled for long enough ${fate}.`,
      fix: alternatives.join(' or '),
    };
  }
};

/** Where nothing else is said, so many batches are processed at first. [SQS-04] */
const firstBatches = 5;
/** A smaller MaximumConcurrency AWS does not take. [SQS-04] */
const leastMaximumConcurrency = 2;

/** Whether so much more can surely be reserved: it leaves what AWS keeps unreserved and all that is provisioned, and no fault changes it. */
function mayReserve({ scenario, places }: Situation, more: number): boolean {
  if (scenario.faults.some((fault) => 'function' in fault && fault.ReservedConcurrentExecutions !== undefined)) return false;
  const reserved = Object.values(scenario.functions).reduce((sum, { ReservedConcurrentExecutions = 0 }) => sum + ReservedConcurrentExecutions, 0);
  const provisioned = places.reduce((sum, { target }) => sum + (target.settings.ProvisionedConcurrencyConfig?.ProvisionedConcurrentExecutions ?? 0), 0);
  return scenario.account.ConcurrentExecutions - reserved - more >= keptUnreserved + provisioned;
}

/** [CON-02] */
const keptUnreserved = 100;

/** Queues whose messages may come back while a function still works on them, or before a throttle is over. [SQS-02] */
export const shortVisibilityTimeout: Rule = function* (situation) {
  const wanted = new Map<string, { seconds: number; mapping: MappingPlace }>();
  for (const mapping of queueMappings(situation)) {
    const { queueName, place, settings } = mapping;
    const seconds = Math.min(longestVisibility, recommendedTimeouts * place.target.settings.Timeout + settings.MaximumBatchingWindowInSeconds);
    if (seconds > (wanted.get(queueName)?.seconds ?? 0)) wanted.set(queueName, { seconds, mapping });
  }
  for (const [queueName, { seconds, mapping }] of wanted) {
    const { VisibilityTimeout } = situation.scenario.queues[queueName]!;
    if (VisibilityTimeout >= seconds) continue;
    const { place, settings } = mapping;
    const window = settings.MaximumBatchingWindowInSeconds;
    const path = ['queues', queueName, 'VisibilityTimeout'];
    yield {
      rule: 'short-visibility-timeout',
      path: pathText(path),
      clause: 'SQS-02',
      message: `A message of ${shown(queueName)} is hidden for ${span(VisibilityTimeout * second)}, and ${named(place)} may run for ${span(place.target.settings.Timeout * second)}${window > 0 ? ` after a batching window of ${span(window * second)}` : ''}: AWS recommends six times the function's timeout${window > 0 ? ' and the window' : ''}, ${span(seconds * second)}, so that Lambda can try again after a throttle before the message comes back and counts as failed.`,
      fix: `Hide it for longer: ${settingOption(path, seconds)}`,
    };
  }
};

const recommendedTimeouts = 6;
/** SQS takes no longer one. */
const longestVisibility = 43_200;

/** Queues that a function reads and that give a message up after few receipts. [SQS-03] */
export const fewReceives: Rule = function* (situation) {
  const readers = new Map<string, string[]>();
  for (const { queueName, place } of queueMappings(situation)) readers.set(queueName, [...(readers.get(queueName) ?? []), named(place)]);
  for (const [queueName, functions] of readers) {
    const policy = situation.scenario.queues[queueName]!.RedrivePolicy;
    if (policy === undefined || policy.maxReceiveCount >= recommendedReceives) continue;
    const path = ['queues', queueName, 'RedrivePolicy', 'maxReceiveCount'];
    const times = policy.maxReceiveCount === 1 ? 'one receipt' : `${formatCount(policy.maxReceiveCount)} receipts`;
    yield {
      rule: 'few-receives',
      path: pathText(path),
      clause: 'SQS-03',
      message: `A message of ${shown(queueName)} goes to ${shown(policy.deadLetterTargetArn)} after ${times} without success, and a receipt counts also when ${someOf([...new Set(functions)])} was throttled: AWS recommends at least ${recommendedReceives} for a queue that a function reads.`,
      fix: `Allow more: ${settingOption(path, recommendedReceives)}`,
    };
  }
};

const recommendedReceives = 5;

/** Those that read a queue at some time, with its name. */
function queueMappings({ mappings }: Situation): (MappingPlace & { queueName: string })[] {
  return mappings.flatMap((mapping) => (mapping.model.kind === 'queue' && mapping.reads ? [{ ...mapping, queueName: mapping.settings.EventSourceArn }] : []));
}
