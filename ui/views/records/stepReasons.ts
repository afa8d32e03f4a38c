import type { EventRecord } from '../../../sim/engines/result.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { ageSetting, noRoomAt, ordinal, retrySetting, sinkWords, standsInLine, times, type EventSettings, type Step } from './eventFacts.ts';

/** Why each step of a life-line happened, in one plain sentence with the event's own numbers; AWS's names in backticks. */
export function stepReasons(event: EventRecord, about: EventSettings): string[] {
  const own = new Story(event, about);
  const copy = new Story(event, about);
  return event.lifeLine.map((step, place) => {
    const next = event.lifeLine.find((later, after) => after > place && (later.copy === true) === (step.copy === true)) ?? null;
    return (step.copy === true ? copy : own).reason(step, next);
  });
}

/** What has happened so far to an event, or to its second delivery. */
class Story {
  private readonly event: EventRecord;
  private readonly about: EventSettings;
  private attempts = 0;
  private failures = 0;
  private refusals = 0;
  private before: Step | null = null;
  private started = 0;
  private decided: { t: number; isDropped: boolean } | null = null;

  constructor(event: EventRecord, about: EventSettings) {
    this.event = event;
    this.about = about;
  }

  /** The sentence of a step; `next` is what happens to this delivery after it. */
  reason(step: Step, next: Step | null): string {
    const { before } = this;
    this.before = step;
    return this.words(step, next, before);
  }

  private words(step: Step, next: Step | null, before: Step | null): string {
    const { event, about } = this;
    const { t } = step;
    const age = t - event.acceptedAt;
    switch (step.what) {
      case 'accepted':
        return event.sentBy === undefined ? 'The caller is answered 202 at once, and learns nothing of what follows.' : `The record of event ${String(event.sentBy)} invokes the function.`;
      case 'queued':
        if (step.clause === 'POL-03' && !standsInLine(about)) return `Lambda reads its queue more slowly while the function refuses${next === null ? '' : `, so this event is left unread for ${formatSpan(next.t - t)}`}.`;
        return `It is due, but ${noRoomAt(t, about)}${next === null ? '' : `: it stands in line for ${formatSpan(next.t - t)}`}.`;
      case 'read':
        return `Lambda has read as far as this event, ${formatSpan(age)} after its acceptance.`;
      case 'throttled':
        this.refusals += 1;
        return `${capital(noRoomAt(t, about))}${this.refusalWait(t, next)}.`;
      case 'systemError':
        this.refusals += 1;
        return `Lambda failed before the function was called, which costs no retry${this.refusalWait(t, next)}.`;
      case 'admitted':
        this.refusals = 0;
        this.attempts += 1;
        if (step.clause === 'CON-06') return 'No provisioned environment could take it: all were busy, or had their ten requests a second.';
        if (step.coldStart === true) return `No environment was idle, so one is made${next?.what === 'started' ? `, which takes ${formatSpan(next.t - t)}` : ''}.`;
        return step.clause === 'CON-05' ? 'A provisioned environment was free.' : 'There was room, and an environment was idle.';
      case 'started':
        this.started = t;
        return `It is the ${ordinal(this.attempts)} attempt, ${formatSpan(age)} after acceptance.`;
      case 'failed':
      case 'timedOut':
      case 'functionNotFound':
        this.failures += 1;
        return `${this.failureWords(step, before)}${this.failureWait(t, next)}`;
      case 'succeeded':
        this.decided = { t, isDropped: false };
        return `It ran for ${formatSpan(t - this.started)}; the event is delivered ${formatSpan(age)} after its acceptance.`;
      case 'dropped':
        this.decided = { t, isDropped: true };
        return this.dropWords(step, age);
      case 'lost':
        return 'The function cannot keep up, and then the queue may delete an event that was never sent: `silentLossProbability` says how often.';
      case 'sentToDeadLetterQueue':
        return `To ${this.sink(true)}${this.sinceDecided(t)}.`;
      case 'sentToDestination':
        return `To ${this.sink(false)}${this.sinceDecided(t)}.`;
      case 'deliveryFailed':
        return `${capital(this.sink(step.clause === 'DLQ-08'))} did not take it, and it is not kept anywhere else.`;
      case 'duplicated':
        return 'The queue may deliver an event twice although nothing failed; this delivery goes its own way and changes nothing of what became of the event.';
    }
  }

  private refusalWait(t: number, next: Step | null): string {
    const place = this.refusals === 1 ? '' : `, for the ${ordinal(this.refusals)} time in a row`;
    if (next === null || next.what === 'dropped' || next.what === 'lost') return place;
    return `${place}. It waits ${formatSpan(next.t - t)}: 1 s at first, doubling up to 5 min${this.jitter()}`;
  }

  private failureWords(step: Step, before: Step | null): string {
    if (step.what === 'functionNotFound') return 'The function was deleted, which counts as a failure.';
    const ran = formatSpan(step.t - (before?.what === 'started' ? before.t : this.started));
    if (step.what === 'timedOut') return `It had run for ${ran}, which is all that \`Timeout\` allows.`;
    return step.clause === 'ERR-09' ? `It ran for ${ran} and returned more than a response may have.` : `It ran for ${ran} and threw an error.`;
  }

  private failureWait(t: number, next: Step | null): string {
    if (next === null) return '';
    if (next.what === 'dropped') return next.clause === 'RTY-07' ? ` ${retrySetting(this.about)} leaves no retry.` : '';
    const minutes = this.failures === 1 ? 'one minute' : `${this.failures === 2 ? 'two' : String(this.failures)} minutes`;
    return ` It waits ${formatSpan(next.t - t)}: the ${ordinal(this.failures)} retry comes ${minutes} after the failure${this.jitter()}.`;
  }

  private dropWords({ clause }: Step, age: number): string {
    const { about } = this;
    switch (clause) {
      case 'AGE-06':
        // To the microsecond, which is what the simulation counts in.
        return age >= about.maximumAge - 1e-6 ? `After ${formatSpan(age)} it is as old as ${ageSetting(about)} allows.` : `After ${formatSpan(age)}, its next wait would pass ${ageSetting(about)}.`;
      case 'ZRC-01':
        return '`ReservedConcurrentExecutions` is 0, so it is discarded without an attempt.';
      case 'DST-21':
        return 'Its chain has invoked this function 16 times, so Lambda takes it for a loop.';
      default:
        return `It has failed ${times(this.failures)}, and ${retrySetting(about)} allows no more.`;
    }
  }

  private sink(isDeadLetter: boolean): string {
    const { settings } = this.about;
    const { OnSuccess, OnFailure } = settings?.EventInvokeConfig.DestinationConfig ?? {};
    const name = isDeadLetter ? settings?.DeadLetterConfig.TargetArn : (this.decided?.isDropped === true ? OnFailure : OnSuccess)?.Destination;
    return sinkWords(name, this.about);
  }

  private sinceDecided(t: number): string {
    if (this.decided === null) return '';
    const words = this.decided.isDropped ? 'it was discarded' : 'the handler returned';
    return t > this.decided.t ? `, ${formatSpan(t - this.decided.t)} after ${words}` : `, as soon as ${words}`;
  }

  private jitter(): string {
    return this.about.scenario.assumptions.timing === 'measured' ? ', ±10 %' : '';
  }
}

const capital = (text: string): string => (text.startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1));
