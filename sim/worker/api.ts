/**
 * What the page may ask of the simulation thread, and the plain data that travels between the two.
 *
 * Text goes in, numbers come out: parsing, compiling, running and summing up all happen on the far side, so that
 * the page's own thread only draws.
 */
import type { BatchRecordStep } from '../engines/batchRecords.ts';
import type { Capture, Condition, EventRecord, FunctionResult, FunctionSeries, RunResult, SentRecord, Series } from '../engines/result.ts';
import type { Form } from '../form/form.ts';
import type { Finding } from '../lint/finding.ts';
import type { AssumptionBand } from '../planner/assumptionBand.ts';
import type { Difference, Measure, Measures } from '../planner/measures.ts';
import type { Study } from '../planner/study.ts';
import type { Verdict } from '../report/verdict.ts';
import type { Issue } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';

export type { BatchRecordStep } from '../engines/batchRecords.ts';
export type { Finding } from '../lint/finding.ts';
export type { Difference, Measure, Measures } from '../planner/measures.ts';
export type { SpreadSeries } from '../planner/spread.ts';
export type { Study, StudySubject } from '../planner/study.ts';
export type { Interval } from '../planner/summarise.ts';

/** One simulation to run: a scenario as written, and the seed that replaces its own (null: the scenario's). */
export interface SimulationRequest {
  /** What the page calls the scenario; used in messages only. */
  name: string;
  text: string;
  seed: string | null;
}

/** How far a run is; every time in seconds. */
export interface Progress {
  /** Simulated part of the scenario's duration, 0 to 1. */
  fraction: number;
  simulatedSeconds: number;
  durationSeconds: number;
  steps: number;
  wallSeconds: number;
  /** Estimated from the speed of the last seconds; null until there is a speed to judge by. */
  secondsLeft: number | null;
}

/** The numbers at one moment of a run. */
export interface Snapshot {
  progress: Progress;
  result: RunResult;
  /** While running: the watched function's series only. At the end: every function's. */
  series: Series;
  /** The functions added up; for a scenario of one function, that function. */
  total: { result: FunctionResult; series: FunctionSeries };
  verdict: Verdict;
}

/** How a request ended: with the problems of its text, with numbers (all, or those simulated when it was stopped), or unwanted. */
export type SimulationAnswer =
  | { kind: 'issues'; issues: Issue[] }
  | { kind: 'abandoned' }
  | { kind: 'finished' | 'stopped'; /** Without payloads and responses, as in `started`. */ scenario: Scenario; seed: string; snapshot: Snapshot; fingerprint: string | null };

/** What the page hears, and is asked, while a run goes on. */
export interface SimulationListener {
  /** The text of a trace file the scenario names; null where the page has none of that name. */
  traceFile(name: string): Promise<string | null>;
  /** The text was a valid scenario, here without payloads and responses; the first simulated event follows. */
  started(scenario: Scenario): void;
  /** About fifteen times a second. */
  progress(progress: Progress): void;
  /** About four times a second, so that charts grow while the run goes on. */
  snapshot(snapshot: Snapshot): void;
}

/** How many times to repeat a run, and for how long at most. */
export interface StudyPlan {
  replications: number;
  /** No replication is begun after this many seconds. */
  budgetSeconds: number;
}

/** How far a study is. */
export interface StudyProgress {
  ended: number;
  wanted: number;
  /** Estimated from what has ended; null until something has. */
  secondsLeft: number | null;
}

/** What the page hears, and is asked, while a study goes on. */
export interface StudyListener {
  /** The text of a trace file the scenario names; null where the page has none of that name. */
  traceFile(name: string): Promise<string | null>;
  /** About four times a second. */
  progress(progress: StudyProgress): void;
  /** After a replication, at most about four times a second: what there is so far. */
  study(study: StudiedScenario): void;
}

/** A study with the run that the seed alone gives, for whoever draws it beside another. */
export interface StudiedScenario {
  study: Study;
  scenario: Scenario;
  /** Of the first replication: all functions', or where there are many only their sum. */
  series: Series;
  total: { result: FunctionResult; series: FunctionSeries };
  result: RunResult;
}

/** How far the repetition of a run with its trace is: the run itself first, then the reading of its events. */
export interface TraceProgress {
  doing: 'running' | 'reading';
  /** Of what is being done, 0 to 1. */
  fraction: number;
}

export interface TraceListener {
  /** About fifteen times a second. */
  progress(progress: TraceProgress): void;
}

/** Where an event is in the end, as finely as the page's colours tell events apart. */
export const eventOutcomes = ['onTime', 'late', 'RetriesExhausted', 'EventAgeExceeded', 'ZeroReservedConcurrency', 'RecursiveInvocation', 'lost', 'waiting', 'running'] as const satisfies readonly (
  | 'onTime'
  | 'late'
  | Condition
  | Exclude<EventRecord['outcome'], 'delivered' | 'discarded'>
)[];
export type EventOutcome = (typeof eventOutcomes)[number];

/** Why an event was discarded, or what held up one that was late: waiting for room, or failing and being tried again. */
export const eventCauses = ['RetriesExhausted', 'EventAgeExceeded', 'ZeroReservedConcurrency', 'RecursiveInvocation', 'throttled', 'retried'] as const satisfies readonly (Condition | 'throttled' | 'retried')[];
export type Cause = (typeof eventCauses)[number];

/** What can become of an event that somebody asks about, the worst first. */
export const worstFirst = ['lost', 'gone', 'discarded', 'late', 'waiting'] as const;
export type Worst = (typeof worstFirst)[number];

/** What took a discarded event. Null: it was not discarded, or what was sent for it is still on its way when the trace ends. */
export type Taker = Capture | 'nothing';

/** What the traced events are and which of them there are to choose from. */
export interface TraceOverview {
  /** Events that can be looked at: the first ones that were accepted. */
  events: number;
  /** The simulated time that their stories cover, in seconds. */
  coveredSeconds: number;
  /** Why it ends there: with the run, at a limit on the steps or events that are kept, or because it was stopped. */
  endedBy: 'run' | 'steps' | 'events' | 'stop';
  /** Counts of what there is; nothing is listed that no event has. */
  functions: { name: string; events: number }[];
  outcomes: { outcome: EventOutcome; events: number }[];
  causes: { cause: Cause; events: number }[];
  /** Discarded, and nothing took it. */
  gone: number;
  destinations: { name: string; events: number }[];
  /** Events of which something that was sent never arrived. */
  notDelivered: number;
  /** What fared worst, its most frequent cause, and the event with both that took the longest; null: all were on time. */
  worst: { outcome: Worst; cause: Cause | null; id: number } | null;
  /** The batches of streams that failed; null: the scenario has no mapping of a stream. */
  batches: BatchOverview | null;
}

/** Which events are wanted; whatever is not null must hold. With a destination, `notDelivered` is about that one. */
export interface EventQuery {
  function: string | null;
  outcome: EventOutcome | 'delivered' | 'discarded' | 'gone' | null;
  cause: Cause | null;
  destination: string | null;
  notDelivered: boolean;
  /** Accepted from this second on, and before that one; null: open. */
  from: number | null;
  to: number | null;
  /** In the order of acceptance, or of the time from acceptance to the end, the longest first. */
  order: 'accepted' | 'longest';
}

/** The query that finds all events. */
export const everyEvent: EventQuery = { function: null, outcome: null, cause: null, destination: null, notDelivered: false, from: null, to: null, order: 'accepted' };

/** One event in a list; times in seconds from the scenario's start. */
export interface EventRow {
  id: number;
  function: string;
  acceptedAt: number;
  endedAt: number | null;
  outcome: EventOutcome;
  took: Taker | null;
  /** Executions that count as AWS counts them in `approximateInvokeCount`; null where it is not known. */
  executions: number | null;
  sent: { destination: string; delivered: boolean }[];
}

/** A page of the events that a query found. */
export interface EventPage {
  /** All that were found. */
  found: number;
  rows: EventRow[];
}

/** An event among others: enough to name it. */
export interface EventName {
  id: number;
  function: string;
}

/** One event's whole story, with what was sent for it. */
export interface EventStory {
  event: EventRecord;
  outcome: EventOutcome;
  cause: Cause | null;
  took: Taker | null;
  /** Whose record it came from; null: the traffic. */
  sender: EventName | null;
  /** The events that its records caused, at most the first twenty. */
  caused: { events: number; first: EventName[] };
  sent: SentPreview[];
}

/** Something that was sent, with as much of it as fits at a glance. */
export interface SentPreview extends Omit<SentRecord, 'body' | 'message'> {
  /** What was sent, and, where that is more, the whole as its receiver sees it. */
  texts: TextPreview[];
}

export interface TextPreview {
  view: 'body' | 'message';
  /** In UTF-8. */
  bytes: number;
  /** Indented; cut unless `isWhole`. */
  start: string;
  isWhole: boolean;
}

/** A whole text: exactly as it was sent, and indented, in pieces that a page can show one by one. */
export interface SentText {
  exact: string;
  indented: string[];
}

/** What becomes of records of a batch; `passed`: on to the parts that it was split into, `unended`: nothing yet. */
export const recordEnds = ['delivered', 'captured', 'gone', 'expired', 'unended', 'passed'] as const;
export type RecordEnd = (typeof recordEnds)[number];
export type RecordCounts = Record<Exclude<RecordEnd, 'passed'>, number>;

/** The batches that failed, with all that they were split into, among those of a traced run. */
export interface BatchOverview {
  failed: number;
  /** Those that can be looked at: the first ones; more would take too much memory. */
  kept: number;
  mappings: { name: string; failed: number }[];
}

/** Which failed batches are wanted; whatever is not null must hold. `from` and `to` are about when they were made. */
export interface BatchQuery {
  mapping: string | null;
  /** With a record that ended so. */
  end: keyof RecordCounts | null;
  from: number | null;
  to: number | null;
  order: 'formed' | 'longest';
}

/** A failed batch with all its parts, in a list. */
export interface BatchRow {
  id: number;
  mapping: string;
  shard: number;
  /** Among the shard's lanes. */
  lane: number;
  formedAt: number;
  /** When its last record left; null: it has not. */
  endedAt: number | null;
  records: number;
  numbers: [number, number];
  poison: number;
  /** Itself and what it was split into. */
  parts: number;
  invocations: number;
  counts: RecordCounts;
}

/** One failed batch: enough to draw it as a tree. Places count its records from 0, parts count from 0 with the batch itself. */
export interface BatchStory {
  batch: BatchRow;
  stream: string;
  function: string;
  depth: number;
  /** Every part as stretches of records with one end: part, depth, first place, records and the place of the end in `recordEnds`, five numbers each. */
  stretches: Uint32Array;
  /** The places of poison records, the first thousand. */
  poison: number[];
  /** How often the function got each record: stretches of first place, records and times, three numbers each, the first thousand. */
  handed: number[];
  /** What was given up and told to a destination, or would have been; the first hundred, of so many. */
  discards: BatchDiscard[];
  discarded: number;
}

export interface BatchDiscard {
  part: number;
  t: number;
  records: number;
  /** Of its first and its last record, as its shard counts them. */
  numbers: [number, number];
  condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** Null: the mapping has no destination. */
  sent: { delivered: boolean; clause: string; invokeCount: number; isFunctionError: boolean; record: SentBatchText | null } | null;
}

/** What the destination was sent, as far as it is to be shown; null where it was still on its way when the run ended. */
export interface SentBatchText {
  /** Indented; the whole of it, or its beginning. */
  text: string;
  isWhole: boolean;
  /** Of an object in a bucket. [DST-18] */
  key: string | null;
}

/** One part of a failed batch: the batch itself, a half of it, or what was left of it. */
export interface PartRow {
  part: number;
  /** The part it was split off, or whose rest it is; null: the batch itself. */
  of: number | null;
  depth: number;
  /** The place of its first record in the batch, and of its first and its last the numbers as their shard counts them. */
  first: number;
  numbers: [number, number];
  records: number;
  poison: number;
  /** Request id of all its invocations. [DDB-30] */
  requestId: string;
  invocations: number;
  /** Dispatches that were throttled or met an error of the service. */
  refusals: number;
  steps: number;
  counts: Record<RecordEnd, number>;
}

/** One record of a failed batch. */
export interface BatchedRecord {
  place: number;
  /** Counting those of its shard from 0. */
  number: number;
  writtenAt: number;
  poison: boolean;
  /** How often the function got it. */
  handed: number;
  end: keyof RecordCounts;
  endedAt: number | null;
}

/** A page of something: `found` is how many there are in all. */
export interface PageOf<Row> {
  found: number;
  rows: Row[];
}

/** What can be asked of the failed batches of a traced run; a batch is named by its id. Null: there is none of that id. */
export interface BatchQuestions {
  list(query: BatchQuery, first: number, count: number): PageOf<BatchRow> | null;
  story(batch: number): BatchStory | null;
  parts(batch: number, first: number, count: number): PageOf<PartRow> | null;
  steps(batch: number, part: number, first: number, count: number): PageOf<BatchRecordStep> | null;
  records(batch: number, first: number, count: number): PageOf<BatchedRecord> | null;
}

/** The simulation thread's whole surface. One request at a time: a new one needs the old one to have ended. */
export interface SimulationApi {
  simulate(request: SimulationRequest, listener: SimulationListener): Promise<SimulationAnswer>;
  /** Ends the work in progress early: `simulate` then answers with what was simulated so far, or with nothing if that is not wanted. */
  stop(keep: boolean): void;
  /** Which function's series the snapshots carry; null for the sum only. */
  watch(functionName: string | null): void;
  /** What is worth a look in the scenario that was simulated last, before anybody believes its numbers; null when that was another. */
  findings(request: SimulationRequest): Promise<Finding[] | null>;
  /**
   * How the headline numbers of the run that just finished range over the three dispatch disciplines.
   * Null when nothing was held up, so that the discipline cannot matter, and when it was stopped.
   */
  assumptionBand(): Promise<AssumptionBand | null>;
  /** Repeats a scenario with other luck; null when its text is no valid scenario, or when it was stopped before anything had ended. */
  study(request: SimulationRequest, plan: StudyPlan, listener: StudyListener): Promise<StudiedScenario | null>;
  /** How one scenario differs from another, replication by replication. */
  differences(one: Measures, other: Measures): Promise<Record<Measure, Difference | null>>;
  /**
   * Repeats the last simulated run, up to `untilSeconds`, with every event's life-line, so that its events can be asked for.
   * Null when that run was not of `request`, and when the repetition was abandoned, as by the next simulation.
   */
  trace(request: SimulationRequest, untilSeconds: number, listener: TraceListener): Promise<TraceOverview | null>;
  /** Ends the repetition early: what it has so far can be looked at. */
  stopTrace(): void;
  /** A page of the traced events; null without a trace, as for the next two. */
  events(query: EventQuery, first: number, count: number): EventPage | null;
  event(id: number): EventStory | null;
  /** All of something that was sent: the event's, by its place among the `sent` of its story. */
  sentText(event: number, place: number, view: TextPreview['view']): SentText | null;
  /** One of the questions about failed batches; null without a trace. */
  batches<Question extends keyof BatchQuestions>(question: Question, given: Parameters<BatchQuestions[Question]>): ReturnType<BatchQuestions[Question]> | null;
  /** A scenario's text as a form, of one function or of what all share (null); null for a text that is not JSON. */
  form(text: string, about: string | null): Promise<Form | null>;
  /** Serves a planner on a port from now on: `PlannerService` of planningApi.ts. */
  planner(port: MessagePort): Promise<void>;
  /** Fetches what is left of the simulation's own code, so that from then on nothing of it is missing without a server. */
  load(): Promise<void>;
  /** Takes a lock that only the thread's end gives back; rejects where there are no locks. */
  hold(lock: string): Promise<void>;
  /** A sign of life: whether it is working on what it was asked. */
  ping(): boolean;
}
