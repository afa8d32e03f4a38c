import { formatCount, listed } from '../../../sim/report/count.ts';
import { formatSpan, secondsOf } from '../../../sim/report/span.ts';
import type { Scenario } from '../../../sim/scenario/schema.ts';
import type { EventStory } from '../../../sim/worker/api.ts';
import { ageSetting, countsOf, isFailure, noRoomAt, retrySetting, settingsOf, sinkWords, standsInLine, times, type EventSettings, type Step } from './eventFacts.ts';

/** As much of a story as the reasons need. */
export type Told = Pick<EventStory, 'event' | 'outcome' | 'cause' | 'took'> & { sent: readonly Pick<EventStory['sent'][number], 'destination' | 'delivered'>[] };

/** Why an event fared as it did, in one or two sentences with its numbers; AWS's names in backticks. `coveredSeconds` is where the trace ends. */
export function whyWords(story: Told, scenario: Scenario, coveredSeconds: number): string {
  const about = settingsOf(scenario, story.event.function);
  const { lifeLine } = story.event;
  switch (story.outcome) {
    case 'onTime':
    case 'late':
      return deliveredWords(story, about);
    case 'lost':
      return `The function could not keep up, and the queue deleted this event ${formatSpan(endOf(story) - story.event.acceptedAt)} after its acceptance, before it was ever sent. Lambda writes no record of that and counts it in no metric.`;
    case 'waiting':
      return `${formatSpan(coveredSeconds - story.event.acceptedAt)} after its acceptance, where the trace ends, it still waits: ${triedWords(lifeLine, about)}.`;
    case 'running': {
      const started = lifeLine.findLast(({ what, copy }) => what === 'started' && copy !== true)?.t;
      return started === undefined ? 'Where the trace ends, its environment is still being initialised.' : `Its handler started ${formatSpan(coveredSeconds - started)} before the trace ends, and has not returned.`;
    }
    default:
      return `${discardWords(story, about)} ${takenWords(story, about)}`;
  }
}

const endOf = ({ event }: Told): number => event.endedAt ?? event.acceptedAt;

function deliveredWords({ event: { lifeLine, acceptedAt }, outcome, cause }: Told, about: EventSettings): string {
  const own = lifeLine.filter(({ copy }) => copy !== true);
  const delay = (own.findLast(({ what }) => what === 'started')?.t ?? acceptedAt) - acceptedAt;
  const target = secondsOf(about.scenario.delayTarget);
  const { failures } = countsOf(lifeLine);
  if (outcome === 'onTime') {
    const retried = failures === 0 ? '' : `, although it had failed ${times(failures)} before`;
    return `Its handler started ${formatSpan(delay)} after acceptance, within the target of ${formatSpan(target)}${retried}.`;
  }
  const late = `Its handler started ${formatSpan(delay)} after acceptance, ${formatSpan(delay - target)} past the target of ${formatSpan(target)}`;
  if (cause === 'retried') return `${late}: it failed ${times(failures)}, and with the waits before ${failures === 1 ? 'its retry' : 'its retries'} that took ${formatSpan(retryingOf(own))} of the time.`;
  if (cause === 'throttled') return `${late}: ${triedWords(own, about)}.`;
  return `${late}: most of that went into initialising its environment.`;
}

/** From the start of each handler that failed to the next dispatch. */
function retryingOf(own: readonly Step[]): number {
  return own.reduce((sum, step, place) => {
    const before = own[place - 1];
    return before !== undefined && (isFailure(step) || isFailure(before)) ? sum + step.t - before.t : sum;
  }, 0);
}

/** What kept an event from being delivered so far: "it was refused 12 times because all 10 reserved environments were busy and failed once". */
function triedWords(lifeLine: readonly Step[], about: EventSettings): string {
  const own = lifeLine.filter(({ copy }) => copy !== true);
  const { refusals, systemErrors, failures } = countsOf(own);
  const because = (kind: Step['what']): string => {
    const first = own.find(({ what }) => what === kind);
    return first === undefined ? '' : ` because ${noRoomAt(first.t, about)}`;
  };
  const isLine = standsInLine(about);
  const unread = isLine ? 0 : unreadOf(own);
  const parts = [
    ...(refusals > 0 ? [`was refused ${times(refusals)}${because('throttled')}`] : []),
    ...(systemErrors > 0 ? [`met ${systemErrors === 1 ? 'an error' : `${formatCount(systemErrors)} errors`} of Lambda itself`] : []),
    ...(failures > 0 ? [`failed ${times(failures)}`] : []),
    ...(unread > 0 ? [`was left unread for ${formatSpan(unread)}`] : []),
    ...(isLine && because('queued') !== '' ? [`stood in line${because('queued')}`] : []),
  ];
  if (parts.length === 0) return 'it was on its way to its first attempt';
  const aside = unread > 0 && parts.length === 1 ? ', because Lambda reads its queue more slowly while the function refuses' : '';
  return `it ${listed(parts)}${aside}`;
}

/** Seconds in which Lambda did not get to an event of its queue. */
function unreadOf(own: readonly Step[]): number {
  return own.reduce((sum, { t, what, clause }, place) => sum + (what === 'queued' && clause === 'POL-03' ? (own[place + 1]?.t ?? t) - t : 0), 0);
}

function discardWords(story: Told, about: EventSettings): string {
  const { event, outcome } = story;
  const { lifeLine, acceptedAt } = event;
  const age = endOf(story) - acceptedAt;
  const { failures, timeouts, refusals } = countsOf(lifeLine);
  switch (outcome) {
    case 'EventAgeExceeded': {
      const reached = age >= about.maximumAge - 1e-6 ? `it was as old as ${ageSetting(about)} allows` : `its next wait would have passed ${ageSetting(about)}`;
      return `After ${formatSpan(age)} ${reached}: ${triedWords(lifeLine, about)}.`;
    }
    case 'ZeroReservedConcurrency':
      return `\`ReservedConcurrentExecutions\` was 0 when its turn came, ${formatSpan(age)} after its acceptance, so it was discarded without an attempt.`;
    case 'RecursiveInvocation':
      return 'Records had led back to this function 16 times in one chain, so Lambda took it for a loop and stopped it.';
    default: {
      const how = timeouts === failures ? 'ran into its `Timeout`' : 'failed';
      const refused = refusals === 0 ? '' : ` and was refused ${times(refusals)} besides`;
      return `It ${how} ${times(failures)} in ${formatSpan(age)}${refused}, and ${retrySetting(about)} allows no more.`;
    }
  }
}

/** What became of the discarded event. */
function takenWords({ took, sent }: Told, about: EventSettings): string {
  const { settings } = about;
  const deadLetters = sinkWords(settings?.DeadLetterConfig.TargetArn, about);
  const onFailure = sinkWords(settings?.EventInvokeConfig.DestinationConfig.OnFailure.Destination, about);
  switch (took) {
    case 'deadLetterQueue':
      return `It is not lost: the dead-letter queue ${deadLetters} has it.`;
    case 'onFailure':
      return `It is not lost: its record reached the failure destination ${onFailure}.`;
    case 'both':
      return `It is not lost: the dead-letter queue ${deadLetters} and the failure destination ${onFailure} have it.`;
    case 'nothing': {
      const refused = [...new Set(sent.filter(({ delivered }) => !delivered).map(({ destination }) => sinkWords(destination, about)))];
      return refused.length === 0
        ? 'The function has neither a failure destination nor a dead-letter queue, so it is gone.'
        : `What was sent for it never reached ${refused.join(' or ')}, so it is gone.`;
    }
    case null:
      return 'What was sent for it is still on its way where the trace ends.';
  }
}
