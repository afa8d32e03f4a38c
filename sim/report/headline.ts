import { targetNamed } from '../scenario/sinks.ts';
import { allOf, countOf, formatCount, is, listed, they, was } from './count.ts';
import { type Headline, Severity } from './severity.ts';
import { formatShare } from './share.ts';
import { formatSpan } from './span.ts';
import type { Story, WorstDiscard } from './story.ts';

/** Of asynchronous events the one sentence that matters most: the worst thing that happened and its main cause, or that nothing did. */
export function headlineOf(story: Story): Headline {
  const { totals, simulated } = story;
  const { received, rejected, discarded, captured, gone, lost } = totals;
  if (received === 0 && rejected === 0) return { severity: Severity.nothing, text: `No event arrived in ${formatSpan(simulated)}${unread(story)}.` };
  if (received === 0) return { severity: Severity.gone, text: `No event was accepted: ${lowerFirst(allOf(rejected, 'submission'))} ${was(rejected)} rejected.` };
  if (gone > 0) return { severity: Severity.gone, text: `${shareOf(gone, received)} ${is(gone)} gone: ${whyDiscarded(story, gone)}.` };
  if (lost > 0) return { severity: Severity.gone, text: `${shareOf(lost, received)} ${was(lost)} lost: deleted from the queue without being sent to the function.` };
  const late = totals.delayed + totals.waitingDelayed;
  if (discarded > 0 && late > muchMore * discarded) return { severity: Severity.captured, text: lateHeadline(story) };
  if (discarded > 0) return { severity: Severity.captured, text: `${shareOf(discarded, received)} ${was(discarded)} discarded, though captured: ${whyDiscarded(story, captured)}.` };
  return late > 0 ? { severity: Severity.late, text: lateHeadline(story) } : { severity: Severity.fine, text: punctualHeadline(story) };
}

/** Streams and queues that something is written to and nobody reads are easily forgotten. */
function unread({ scenario }: Story): string {
  const written = [...Object.entries(scenario.streams).filter(([, { writes }]) => writes.length > 0), ...Object.entries(scenario.queues).filter(([, { sends }]) => sends.length > 0)];
  return written.length === 0 ? '' : `, and no mapping reads ${listed(written.map(([name]) => `"${name}"`))}`;
}

/** With this many times as many late events as captured ones, being late is what happened. */
const muchMore = 10;

/** "0.3 % of the events (1,234 of 411,000)", or "All 12 events". */
function shareOf(part: number, received: number): string {
  if (part === received) return allOf(received, 'event');
  return `${formatShare(part, received)} of the events (${formatCount(part)} of ${formatCount(received)})`;
}

/** `count` is the number of events that the clause is about, for its grammar. */
function whyDiscarded(story: Story, count: number): string {
  const { worst, totals } = story;
  if (worst === null) return `${they(count)} ${was(count)} discarded`;
  const mainly = worst.count < totals.discarded ? 'mainly because ' : '';
  return `${mainly}${causeOf(worst, story, they(count))}${whereStruck(story)}`;
}

/** On which function, if it is one that matters more than the others together. */
function whereStruck({ worst, severalFunctions }: Story): string {
  const [first, second] = worst?.functions ?? [];
  if (!severalFunctions || worst === null || first === undefined || worst.ofFirst * 2 <= worst.count) return '';
  return second === undefined ? ` on "${first}"` : `, mostly on "${first}"`;
}

function causeOf({ functions, condition }: WorstDiscard, { scenario, binding }: Story, those: string): string {
  switch (condition) {
    case 'EventAgeExceeded': {
      const held =
        binding === null ? 'before a retry was due' : binding.setting === 'systemErrors' ? 'while Lambda itself had errors' : 'while waiting for a free slot';
      const age = commonSetting(functions.map((name) => targetNamed(scenario, name)?.settings.EventInvokeConfig.MaximumEventAgeInSeconds));
      return `${those} reached ${age === null ? 'their age limits' : `the age limit of ${formatSpan(age)}`} ${held}`;
    }
    case 'RetriesExhausted': {
      const retries = commonSetting(functions.map((name) => targetNamed(scenario, name)?.settings.EventInvokeConfig.MaximumRetryAttempts));
      return `${those} failed on ${retries === null ? 'every attempt' : attemptWords[retries] ?? `all ${retries + 1} attempts`}`;
    }
    case 'ZeroReservedConcurrency':
      return `${those} came up while ReservedConcurrentExecutions was 0`;
    case 'RecursiveInvocation':
      return 'Lambda stopped a recursive loop';
  }
}

const attemptWords: readonly string[] = ['the only attempt (MaximumRetryAttempts is 0)', 'both attempts'];

/** The value that all of them have; null if they differ. */
function commonSetting(values: readonly (number | undefined)[]): number | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

function lateHeadline(story: Story): string {
  const { totals, target } = story;
  const { received, delivered, delayed, waitingDelayed } = totals;
  const late = delayed + waitingDelayed;
  const why = whyLate(story, late);
  if (delivered === received) {
    const which = late === received ? '' : `${formatCount(late)} of them (${formatShare(late, received)}) `;
    return `${allOf(received, 'event')} ${was(received)} delivered, but ${which}only after more than ${target}${why}.`;
  }
  if (received === 1) return `The one event has waited for more than ${target}${why}.`;
  const part = lowerFirst(shareOf(late, received));
  if (totals.discarded > 0) {
    return `Nothing is gone, but ${part} had to wait longer than ${target}${why}; ${formatCount(totals.discarded)} ${was(totals.discarded)} discarded, though captured.`;
  }
  if (waitingDelayed === 0) return `Nothing was lost, but ${part} started only after more than ${target}${why}.`;
  return `Nothing was lost by the end, but ${part} had to wait longer than ${target}${why}.`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function whyLate({ totals, binding }: Story, late: number): string {
  if (binding?.setting === 'systemErrors') return ', because Lambda itself had errors';
  const retriedMostly = totals.afterRetry * 2 >= late;
  if (binding !== null && !(retriedMostly && totals.errors > 0)) return ', because no slot was free';
  return totals.errors > 0 ? ', because a failed attempt is retried a minute later at the earliest' : '';
}

function punctualHeadline({ totals, target, simulated }: Story): string {
  const { received, delivered } = totals;
  if (delivered === received) return `${allOf(received, 'event')} ${was(received)} delivered within ${target}.`;
  if (delivered === 0) return `Nothing was delivered in ${formatSpan(simulated)}: ${countOf(received, 'event')} ${was(received)} still on the way when it ended.`;
  return `Nothing was lost or late: ${formatCount(delivered)} of ${countOf(received, 'event')} ${was(delivered)} delivered within ${target}, and ${received - delivered === 1 ? 'one was' : 'the rest were'} still on the way at the end.`;
}
