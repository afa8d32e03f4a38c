import { type Capture, type Condition, type RunResult, type Series, conditions } from '../engines/result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { sinkOf, targetNamed } from '../scenario/sinks.ts';
import { residue } from './backlog.ts';
import { countOf, formatCount, have, is, listed, was } from './count.ts';
import type { EventSourceVerdict } from './eventSourceVerdict.ts';
import { headlineOf } from './headline.ts';
import { formatShare } from './share.ts';
import { formatSpan } from './span.ts';
import { type Story, storyOf } from './story.ts';

/** What a run comes to, in words: one sentence a colleague would say, and the sentences that would follow if asked. */
export interface Verdict {
  headline: string;
  sentences: string[];
}

/**
 * Says in words what happened in a run, why, and which setting made the difference. Works on means too. `tell` speaks of streams and queues: a page whose
 * first result has none is there sooner without it.
 */
export function verdictWith(scenario: Scenario, result: RunResult, series: Series, tell: ((story: Story) => EventSourceVerdict | null) | null): Verdict {
  const story = storyOf(scenario, result, series);
  const sources = tell?.(story) ?? null;
  // Where everything comes from streams and queues, asynchronous events that never were are not worth a word.
  const asynchronous = sources !== null && story.totals.received + story.totals.rejected === 0 ? [] : [headlineOf(story)];
  const headlines = [...asynchronous, ...(sources?.headlines ?? [])].sort((one, other) => other.severity - one.severity);
  const [headline = headlineOf(story), ...others] = headlines;
  return {
    headline: story.simulated < story.duration ? `So far: ${headline.text}` : headline.text,
    sentences: [
      ...others.map(({ text }) => text),
      ...[covered, delivered, discarded, missingSinks, undelivered].map((sentence) => sentence(story)),
      ...(sources?.sentences ?? []),
      ...[binding, backlog, atTheEnd, lost, rejected].map((sentence) => sentence(story)),
    ].filter((sentence) => sentence !== null),
  };
}

// One function a sentence, in the order of telling; null where there is nothing to say.

function covered({ simulated, duration }: Story): string | null {
  if (simulated >= duration) return null;
  return `These numbers cover the first ${formatSpan(simulated)} of ${formatSpan(duration)}.`;
}

function delivered({ totals, target }: Story): string | null {
  if (totals.delivered === 0 || totals.onTime === totals.received) return null;
  const all = totals.delivered === 1 ? '' : 'all ';
  const split =
    totals.delayed === 0
      ? `${all}within ${target}`
      : totals.onTime === 0
        ? `${all}later than ${target}`
        : `${formatCount(totals.onTime)} within ${target} and ${formatCount(totals.delayed)} later`;
  const retried = totals.afterRetry === 0 ? '' : `; ${formatCount(totals.afterRetry)} needed a retry`;
  const share = totals.delivered === totals.received ? '' : ` (${formatShare(totals.delivered, totals.received)})`;
  return `${formatCount(totals.delivered)} of ${countOf(totals.received, 'event')} ${was(totals.delivered)} delivered${share}: ${split}${retried}.`;
}

function discarded({ totals, severalFunctions, worst }: Story): string | null {
  const { captured, gone } = totals;
  if (totals.discarded === 0) return null;
  const present = conditions.filter((condition) => totals.byCondition[condition] > 0);
  const reasons = present.length === 1 ? present.map((condition) => reasonWords[condition]) : present.map((condition) => `${formatCount(totals.byCondition[condition])} ${reasonWords[condition]}`);
  const only = totals.discarded === 1;
  const fate =
    gone === 0
      ? `${only ? 'it was' : 'all were'} captured by ${capturers(totals.capturedBy)}`
      : captured === 0
        ? only ? 'it was not captured' : 'none was captured'
        : `${formatCount(captured)} ${was(captured)} captured and ${formatCount(gone)} ${is(gone)} gone`;
  const concentrated = severalFunctions && worst !== null && worst.functions.length > 1 && worst.ofFirst * 2 > totals.discarded;
  const most = concentrated ? `; ${formatCount(worst.ofFirst)} of them on "${worst.functions[0]}"` : '';
  return `${formatCount(totals.discarded)} ${was(totals.discarded)} discarded (${listed(reasons)})${most}; ${fate}.`;
}

/** What caught the discarded events, as many as there are of each. */
function capturers({ deadLetterQueue, onFailure, both }: Record<Capture, number>): string {
  if (both > 0 && deadLetterQueue + onFailure === 0) return 'the dead-letter queue and the failure destination';
  return listed([deadLetterQueue + both > 0 ? 'a dead-letter queue' : '', onFailure + both > 0 ? 'a failure destination' : ''].filter((word) => word !== '')).replace(' and ', ' or ');
}

/** What could not be delivered, whatever became of the event. [DLQ-08, DST-13] */
function undelivered({ totals: { deadLetterErrors, deliveryFailures } }: Story): string | null {
  if (deadLetterErrors + deliveryFailures === 0) return null;
  const parts = [deadLetterErrors > 0 ? countOf(deadLetterErrors, 'dead letter') : '', deliveryFailures > 0 ? countOf(deliveryFailures, 'invocation record') : ''].filter((part) => part !== '');
  return `${listed(parts)} could not be delivered: too large, forbidden, or refused by the destination.`;
}

const reasonWords: Record<Condition, string> = {
  RetriesExhausted: 'out of retries',
  EventAgeExceeded: 'too old',
  ZeroReservedConcurrency: 'at zero reserved concurrency',
  RecursiveInvocation: 'in a recursive loop',
};

/** Why nothing caught what is gone: the most useful thing to know about it. */
function missingSinks({ totals, result, scenario, severalFunctions }: Story): string | null {
  if (totals.gone === 0) return null;
  const losing = Object.keys(result.functions).filter((name) => (result.functions[name]?.discarded.gone ?? 0) > 0);
  const without = losing.filter((name) => !hasSink(scenario, name));
  if (without.length === 0) return 'What is gone was refused by every sink that should have captured it.';
  if (!severalFunctions) return 'There is neither an on-failure destination nor a dead-letter queue to capture what is discarded.';
  const which = without.length > 3 ? `${without.length} of these functions` : listed(without.map((name) => `"${name}"`));
  return `${which} ${have(without.length)} neither an on-failure destination nor a dead-letter queue.`;
}

function hasSink(scenario: Scenario, name: string): boolean {
  const settings = targetNamed(scenario, name)?.settings;
  return [settings?.EventInvokeConfig.DestinationConfig.OnFailure.Destination, settings?.DeadLetterConfig.TargetArn].some((sink) => sinkOf(scenario, sink) !== null);
}

function binding({ binding: bound, severalFunctions }: Story): string | null {
  if (bound === null) return null;
  const where = severalFunctions ? ` of "${bound.function}"` : '';
  const full = `reached in ${formatCount(bound.minutesFull)} of ${countOf(bound.minutes, 'minute')}`;
  switch (bound.setting) {
    case 'ReservedConcurrentExecutions':
      return bound.limit === 0 ? `What binds is ReservedConcurrentExecutions${where}: at 0 nothing can run.` : `What binds is ReservedConcurrentExecutions${where} (${formatCount(bound.limit)}), ${full}.`;
    case 'ConcurrentExecutions':
      return `What binds is the account's ConcurrentExecutions (${formatCount(bound.limit)} for functions without a reservation), ${full}.`;
    case 'fault':
      return `What binds is the fault that lowers ReservedConcurrentExecutions${where}.`;
    case 'scalingRate':
      return `What binds is how fast Lambda adds environments${severalFunctions ? ` to "${bound.function}"` : ''}, not how many it may have.`;
    case 'systemErrors':
      return `What held events up${severalFunctions ? ` on "${bound.function}"` : ''} were errors of Lambda itself, not a limit.`;
  }
}

function backlog({ backlog: story, totals }: Story): string | null {
  // A handful of events at the end of some minute is how a queue breathes, not a backlog.
  if (story === null || story.peak < Math.min(leastBacklog, leastPart * totals.received)) return null;
  const peak = `The backlog peaks at ${countOf(story.peak, 'event')} after ${formatSpan(story.peakAt)}`;
  const left = `${countOf(story.end, 'event')} ${is(story.end)} in it at the end`;
  const level = `The backlog never drains: it stays at about ${countOf(story.end, 'event')}`;
  switch (story.trend) {
    case 'gone':
      return `${peak} and is ${story.end === 0 ? 'gone' : `all but gone (${formatShare(residue, 1)} of that)`} after ${formatSpan(story.goneAt)}.`;
    case 'recurring':
      if (story.end === story.peak) return `The backlog comes and goes; at the end it is at its highest: ${countOf(story.end, 'event')}.`;
      return `The backlog comes and goes: at its peak, after ${formatSpan(story.peakAt)}, it is ${countOf(story.peak, 'event')}; ${left}.`;
    case 'draining':
      return `${peak} and is still draining: ${left}.`;
    case 'growing':
      return `The backlog never drains: it is still growing, and ${left}.`;
    case 'level':
      return totals.byCondition.EventAgeExceeded > 0 ? `${level}, because events reach the age limit as fast as new ones pile up.` : `${level}.`;
  }
}

const leastBacklog = 100;
/** In a small story a few events are a backlog. */
const leastPart = 0.01;

function atTheEnd({ totals, target }: Story): string | null {
  const { waiting, running, waitingDelayed } = totals;
  if (waiting + running === 0) return null;
  const parts = [waiting > 0 ? `${formatCount(waiting)} ${is(waiting)} waiting` : '', running > 0 ? `${formatCount(running)} ${is(running)} running` : ''].filter((part) => part !== '');
  const who = waitingDelayed < waiting ? formatCount(waitingDelayed) : waiting === 1 ? 'it' : 'all of them';
  const late = waitingDelayed === 0 ? '' : `; ${who} ${have(waitingDelayed)} waited longer than ${target}`;
  return `At the end ${parts.join(' and ')}${late}.`;
}

function lost({ totals }: Story): string | null {
  // Where nothing is gone the headline says it already.
  if (totals.lost === 0 || totals.gone === 0) return null;
  return `${formatCount(totals.lost)} ${was(totals.lost)} lost: deleted from the queue without being sent.`;
}

function rejected({ totals }: Story): string | null {
  if (totals.rejected === 0 || totals.received === 0) return null;
  return `${countOf(totals.rejected, 'submission')} ${was(totals.rejected)} rejected and never accepted: the payload was too large, or the queue refused it.`;
}
