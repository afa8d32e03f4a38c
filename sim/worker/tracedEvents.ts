import type { Condition, EventRecord, SentRecord } from '../engines/result.ts';
import { conditions } from '../engines/result.ts';
import type { Run } from '../engines/run.ts';
import type { Scenario } from '../scenario/schema.ts';
import { targetNamed, type TargetSettings } from '../scenario/sinks.ts';
import { parseDuration } from '../scenario/units.ts';
import { causeOf } from './eventCause.ts';
import { eventCauses, eventOutcomes, everyEvent, worstFirst } from './api.ts';
import type { Cause, EventName, EventOutcome, EventPage, EventQuery, EventRow, EventStory, SentPreview, SentText, Taker, TextPreview, TraceOverview } from './api.ts';
import { captureOf, sendingsOf, type Sending } from './eventSendings.ts';
import type { TracedBatches } from './tracedBatches.ts';
import { indentedJson, piecesOf, type Cut } from './indentedJson.ts';

/**
 * The events of a traced run, read once and kept small, so that any page of any query is there at once.
 * `advance` reads some more of them; what was not read when somebody stops does not exist for the rest.
 */
export class TracedEvents {
  /** The batches of the same run, where it has mappings of streams. */
  batches: TracedBatches | null = null;
  private readonly run: Run;
  private readonly scenario: Scenario;
  private readonly delayTarget: number;
  private readonly unread: Iterator<EventRecord>;
  private readonly settings = new Map<string, TargetSettings>();
  private readonly events: KeptEvent[] = [];
  private answered: { query: string; ids: number[] } = { query: '', ids: [] };

  constructor(run: Run, scenario: Scenario) {
    this.run = run;
    this.scenario = scenario;
    this.delayTarget = parseDuration(scenario.delayTarget) ?? 0;
    this.unread = run.events()[Symbol.iterator]();
  }

  get count(): number {
    return this.events.length;
  }

  /** Reads at most so many events; true while there are more. */
  advance(most: number): boolean {
    for (let read = 0; read < most; read++) {
      const { done, value } = this.unread.next();
      if (done === true) return false;
      this.keep(value);
    }
    return true;
  }

  overview(endedBy: TraceOverview['endedBy']): TraceOverview {
    const { events } = this;
    const functions = new Map<string, number>();
    const outcomes = new Map<EventOutcome, number>();
    const causes = new Map<Cause, number>();
    const destinations = new Map<string, number>();
    for (const event of events) {
      add(functions, event.function);
      add(outcomes, event.outcome);
      if (event.cause !== null) add(causes, event.cause);
      for (const name of new Set(event.sendings.map(({ destination }) => destination))) add(destinations, name);
    }
    return {
      events: events.length,
      coveredSeconds: this.run.simulatedSeconds,
      endedBy,
      functions: [...functions].map(([name, count]) => ({ name, events: count })),
      outcomes: eventOutcomes.filter((outcome) => outcomes.has(outcome)).map((outcome) => ({ outcome, events: outcomes.get(outcome) ?? 0 })),
      causes: eventCauses.filter((cause) => causes.has(cause)).map((cause) => ({ cause, events: causes.get(cause) ?? 0 })),
      gone: events.filter((event) => this.takerOf(event) === 'nothing').length,
      destinations: [...destinations].map(([name, count]) => ({ name, events: count })),
      notDelivered: events.filter(({ sendings }) => sendings.some(({ delivered }) => !delivered)).length,
      worst: this.worst(),
      batches: this.batches?.overview() ?? null,
    };
  }

  page(query: EventQuery, first: number, count: number): EventPage {
    const ids = this.find(query);
    const rows = ids.slice(first, first + count).flatMap((id) => {
      const event = this.events[id];
      return event === undefined ? [] : [rowOf(id, event, this.takerOf(event))];
    });
    return { found: ids.length, rows };
  }

  story(id: number): EventStory | null {
    const kept = this.events[id];
    const event = kept === undefined ? null : this.run.event(id);
    if (kept === undefined || event === null) return null;
    const { outcome, cause, sentBy } = kept;
    const caused: EventName[] = [];
    this.events.forEach((other, place) => {
      if (other.sentBy === id) caused.push({ id: place, function: other.function });
    });
    return {
      event,
      outcome,
      cause,
      took: this.takerOf(kept),
      sender: sentBy === undefined ? null : this.nameOf(sentBy),
      caused: { events: caused.length, first: caused.slice(0, mostCaused) },
      sent: [...this.run.sent({ event: id, wrapped: true })].map(previewOf),
    };
  }

  sentText(event: number, place: number, view: TextPreview['view']): SentText | null {
    const sent = [...this.run.sent({ event, wrapped: view === 'message' })][place];
    const exact = sent?.[view];
    return exact === undefined ? null : { exact, indented: piecesOf(indentedJson(exact).text, pieceCharacters) };
  }

  private keep(event: EventRecord): void {
    const { lifeLine, acceptedAt, endedAt, sentBy } = event;
    const outcome = this.outcomeOf(event);
    const settings = this.settingsOf(event.function);
    const sendings = settings === null ? [] : sendingsOf(lifeLine, settings);
    this.events.push({
      function: event.function,
      acceptedAt,
      endedAt,
      sentBy,
      executions: event.approximateInvokeCount ?? null,
      outcome,
      cause: causeOf(outcome, lifeLine),
      sendings: sendings.length === 0 ? none : sendings,
    });
  }

  private settingsOf(name: string): TargetSettings | null {
    const known = this.settings.get(name);
    if (known !== undefined) return known;
    const target = targetNamed(this.scenario, name);
    if (target !== null) this.settings.set(name, target.settings);
    return target?.settings ?? null;
  }

  private outcomeOf({ outcome, condition, acceptedAt, lifeLine }: EventRecord): EventOutcome {
    if (outcome === 'discarded') return condition ?? 'RetriesExhausted';
    if (outcome !== 'delivered') return outcome;
    const started = lifeLine.findLast(({ what, copy }) => what === 'started' && copy !== true)?.t ?? acceptedAt;
    return Math.round((started - acceptedAt) * 1e6) <= this.delayTarget ? 'onTime' : 'late';
  }

  private takerOf({ function: name, outcome, sendings }: KeptEvent): Taker | null {
    if (!isDiscarded(outcome)) return null;
    const capture = captureOf(sendings);
    if (capture !== null) return capture;
    const settings = this.settingsOf(name);
    const sinks = [settings?.DeadLetterConfig.TargetArn, settings?.EventInvokeConfig.DestinationConfig.OnFailure.Destination];
    const own = sendings.filter(({ copy }) => !copy);
    return own.length === sinks.filter((sink) => sink !== undefined && sink !== '').length ? 'nothing' : null;
  }

  private find(query: EventQuery): number[] {
    const asked = JSON.stringify(query);
    if (this.answered.query === asked) return this.answered.ids;
    const ids = [...this.events.keys()].filter((id) => this.answers(this.events[id], query));
    if (query.order === 'longest') ids.sort((one, other) => this.lengthOf(other) - this.lengthOf(one) || one - other);
    this.answered = { query: asked, ids };
    return ids;
  }

  /** What fared worst: an event that its main cause held up the longest. */
  private worst(): TraceOverview['worst'] {
    for (const outcome of worstFirst) {
      const query = { ...everyEvent, outcome };
      const byCause = new Map<Cause | null, { events: number; id: number }>();
      this.events.forEach((event, id) => {
        if (!this.answers(event, query)) return;
        const { events, id: longest } = byCause.get(event.cause) ?? { events: 0, id };
        byCause.set(event.cause, { events: events + 1, id: this.lengthOf(id) > this.lengthOf(longest) ? id : longest });
      });
      const [main] = [...byCause].sort(([, one], [, other]) => other.events - one.events);
      if (main !== undefined) return { outcome, cause: main[0], id: main[1].id };
    }
    return null;
  }

  private answers(event: KeptEvent | undefined, { function: name, outcome, cause, destination, notDelivered, from, to }: EventQuery): boolean {
    if (event === undefined || (name !== null && event.function !== name)) return false;
    if ((from !== null && event.acceptedAt < from) || (to !== null && event.acceptedAt >= to)) return false;
    if (cause !== null && event.cause !== cause) return false;
    if (outcome === 'gone' && this.takerOf(event) !== 'nothing') return false;
    if (outcome === 'delivered' && event.outcome !== 'onTime' && event.outcome !== 'late') return false;
    if (outcome === 'discarded' && !isDiscarded(event.outcome)) return false;
    if (outcome !== null && !groups.has(outcome) && event.outcome !== outcome) return false;
    if (destination === null && !notDelivered) return true;
    return event.sendings.some((one) => (destination === null || one.destination === destination) && (!notDelivered || !one.delivered));
  }

  /** From acceptance to the end, or to now. */
  private lengthOf(id: number): number {
    const { acceptedAt = 0, endedAt } = this.events[id] ?? {};
    return (endedAt ?? this.run.simulatedSeconds) - acceptedAt;
  }

  private nameOf(id: number): EventName | null {
    const event = this.events[id];
    return event === undefined ? null : { id, function: event.function };
  }
}

/** An event without what can be made again: a few hundred thousand of them must fit. */
interface KeptEvent {
  function: string;
  acceptedAt: number;
  endedAt: number | null;
  sentBy: number | undefined;
  executions: number | null;
  outcome: EventOutcome;
  cause: Cause | null;
  sendings: readonly Sending[];
}

/** Most events send nothing; they share one list. */
const none: readonly Sending[] = [];

const mostCaused = 20;

/** So much of a text is shown at once: a usual record, but not all of a large payload in it. */
const glance: Cut = { whole: 4_000, string: 200 };

/** A hundred lines or so: several of them are laid out in a few milliseconds. */
const pieceCharacters = 4_000;

const groups: ReadonlySet<string> = new Set(['delivered', 'discarded', 'gone']);

const isDiscarded = (outcome: EventOutcome): outcome is Condition => (conditions as readonly string[]).includes(outcome);

function add<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function rowOf(id: number, { function: name, acceptedAt, endedAt, executions, outcome, sendings }: KeptEvent, took: Taker | null): EventRow {
  return {
    id,
    function: name,
    acceptedAt,
    endedAt,
    outcome,
    took,
    executions,
    sent: sendings.map(({ destination, delivered }) => ({ destination, delivered })),
  };
}

/** How its receiver would see it is of no use where it was never received. */
function previewOf({ body, message, ...sent }: SentRecord): SentPreview {
  const views: [TextPreview['view'], string | undefined][] = [
    ['body', body],
    ['message', message === body || !sent.delivered ? undefined : message],
  ];
  return {
    ...sent,
    texts: views.flatMap(([view, text]) => {
      if (text === undefined) return [];
      const { text: start, isWhole } = indentedJson(text, glance);
      return [{ view, bytes: new TextEncoder().encode(text).length, start, isWhole }];
    }),
  };
}
