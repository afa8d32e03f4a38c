import type { BatchRecord, BatchRecordStep } from '../engines/batchRecords.ts';
import type { Run } from '../engines/run.ts';
import { recordEnds } from './api.ts';
import type { BatchDiscard, BatchedRecord, BatchOverview, BatchQuery, BatchQuestions, BatchRow, BatchStory, PageOf, PartRow, RecordCounts, RecordEnd } from './api.ts';
import { indentedJson } from './indentedJson.ts';
import type { Sliceable } from './slices.ts';

/**
 * The batches of a traced run that failed, each with all that it was split into, read once. Those that went well are counted by the
 * numbers of the run and forgotten here. `advance` reads some more of them, in the order in which they were made.
 */
export class TracedBatches implements Sliceable, BatchQuestions {
  private readonly run: Run;
  private readonly unread: Iterator<BatchRecord>;
  private readonly endOfTrace: number;
  private readonly families = new Map<number, Family>();
  /** Of every kept batch: the family it is in, and its place there. */
  private readonly places = new Map<number, { family: Family; part: number }>();
  private readonly failed = new Map<string, number>();
  private readonly most: number;
  private kept = 0;
  private answered: { query: string; rows: BatchRow[] } = { query: '', rows: [] };
  private studied: Studied | null = null;

  /** `most`: how many records and steps of failed batches are kept. */
  constructor(run: Run, most = usualMost) {
    this.run = run;
    this.unread = run.batches()[Symbol.iterator]();
    this.endOfTrace = run.simulatedSeconds;
    this.most = most;
  }

  advance(most: number): boolean {
    for (let read = 0; read < most; read++) {
      const { done, value } = this.unread.next();
      if (done === true) return false;
      this.keep(value);
    }
    return true;
  }

  overview(): BatchOverview {
    return {
      failed: [...this.failed.values()].reduce((sum, count) => sum + count, 0),
      kept: this.families.size,
      mappings: [...this.failed].map(([name, failed]) => ({ name, failed })),
    };
  }

  answer<Question extends keyof BatchQuestions>(question: Question, given: Parameters<BatchQuestions[Question]>): ReturnType<BatchQuestions[Question]> {
    const ask = this[question].bind(this) as (...given: Parameters<BatchQuestions[Question]>) => ReturnType<BatchQuestions[Question]>;
    return ask(...given);
  }

  list(query: BatchQuery, first: number, count: number): PageOf<BatchRow> {
    const asked = JSON.stringify(query);
    if (this.answered.query !== asked) this.answered = { query: asked, rows: this.find(query) };
    return pageOf(this.answered.rows, first, count);
  }

  story(batch: number): BatchStory | null {
    const studied = this.study(batch);
    if (studied === null) return null;
    const { family, row, handed } = studied;
    const { root, parts } = family;
    const poison = root.records.flatMap((record, place) => (record.poison ? [place] : []));
    const discards = parts.flatMap((part, place) => discardsOf(part, place));
    this.addTexts(discards.slice(0, mostDiscards), parts);
    return {
      batch: row,
      stream: root.stream,
      function: root.function,
      depth: parts.reduce((most, { depth }) => Math.max(most, depth), 0),
      stretches: Uint32Array.from(parts.flatMap((part, place) => stretchesOf(part).flatMap(({ from, count, end }) => [place, part.depth, part.first + from, count, recordEnds.indexOf(end)]))),
      poison: poison.slice(0, mostOfStory),
      handed: runsOf(handed).slice(0, 3 * mostOfStory),
      discards: discards.slice(0, mostDiscards),
      discarded: discards.length,
    };
  }

  parts(batch: number, first: number, count: number): PageOf<PartRow> | null {
    const family = this.families.get(batch);
    if (family === undefined) return null;
    const rows = family.parts.slice(first, first + count).map((part, place) => partRow(part, first + place));
    return { found: family.parts.length, rows };
  }

  steps(batch: number, part: number, first: number, count: number): PageOf<BatchRecordStep> | null {
    const steps = this.families.get(batch)?.parts[part]?.batch.steps;
    return steps === undefined ? null : pageOf(steps, first, count);
  }

  records(batch: number, first: number, count: number): PageOf<BatchedRecord> | null {
    const studied = this.study(batch);
    if (studied === null) return null;
    const { records } = studied.family.root;
    const rows = records.slice(first, first + count).map((record, place): BatchedRecord => {
      const at = first + place;
      const endedAt = studied.endedAt[at] ?? NaN;
      return { place: at, ...record, handed: studied.handed[at] ?? 0, end: studied.ends[at] ?? 'unended', endedAt: Number.isNaN(endedAt) ? null : endedAt };
    });
    return { found: records.length, rows };
  }

  /** A part tells its destination once of each of its discards, in their order. */
  private addTexts(discards: readonly BatchDiscard[], parts: readonly Part[]): void {
    const partOf = new Map(discards.map(({ part }) => [parts[part]?.batch.id ?? -1, part]));
    const told = new Map<number, number>();
    for (const { batch, body, key } of this.run.sentBatches({ batches: new Set(partOf.keys()) })) {
      const part = partOf.get(batch) ?? -1;
      const before = told.get(part) ?? 0;
      told.set(part, before + 1);
      const discard = discards.filter((one) => one.part === part)[before];
      if (discard?.sent != null) discard.sent.record = { ...indentedJson(body, mostOfText), key: key ?? null };
    }
  }

  private keep(batch: BatchRecord): void {
    const above = batch.parent === null ? undefined : this.places.get(batch.parent);
    if (batch.parent !== null && above === undefined) return;
    if (above === undefined) {
      if (!batch.steps.some(({ what }) => troubles.has(what))) return;
      this.failed.set(batch.mapping, (this.failed.get(batch.mapping) ?? 0) + 1);
      if (this.kept >= this.most) return;
    }
    this.kept += batch.records.length + batch.steps.length;
    const family = above?.family ?? { root: batch, parts: [] };
    if (above === undefined) this.families.set(batch.id, family);
    const parent = above === undefined ? undefined : family.parts[above.part];
    this.places.set(batch.id, { family, part: family.parts.length });
    family.parts.push({
      batch,
      of: above?.part ?? null,
      depth: parent === undefined ? 0 : parent.depth + 1,
      first: parent === undefined ? 0 : parent.first + placeOf(parent.batch, batch.records[0]?.number ?? 0),
    });
  }

  private find({ mapping, end, from, to, order }: BatchQuery): BatchRow[] {
    const rows = [...this.families.values()]
      .filter(({ root }) => (mapping === null || root.mapping === mapping) && (from === null || root.formedAt >= from) && (to === null || root.formedAt < to))
      .map(rowOf)
      .filter(({ counts }) => end === null || counts[end] > 0);
    const length = ({ formedAt, endedAt }: BatchRow): number => (endedAt ?? this.endOfTrace) - formedAt;
    return order === 'formed' ? rows : rows.sort((one, other) => length(other) - length(one) || one.id - other.id);
  }

  /** What is known of each record of a batch; of the batch that was asked for last it is there at once. */
  private study(batch: number): Studied | null {
    const family = this.families.get(batch);
    if (family === undefined) return null;
    if (this.studied?.family !== family) this.studied = studied(family);
    return this.studied;
  }
}

/** A batch, and after it the parts it was split into, in the order in which they were made. */
interface Family {
  root: BatchRecord;
  parts: Part[];
}

interface Part {
  batch: BatchRecord;
  /** The place of the part that it was split off. */
  of: number | null;
  depth: number;
  /** The place of its first record among those of the root. */
  first: number;
}

/** What became of each record, by its place. */
interface Studied {
  family: Family;
  row: BatchRow;
  handed: Uint32Array;
  ends: (keyof RecordCounts)[];
  /** NaN where it has not ended. */
  endedAt: Float64Array;
}

/** Records and steps of failed batches: some tens of megabytes. */
const usualMost = 400_000;

const mostOfStory = 1_000;
const mostDiscards = 100;
const mostOfText = { whole: 4_000, string: 400 };

/** A batch to which one of these happens has failed, in whole or in part, or left nothing to try. */
const troubles: ReadonlySet<BatchRecordStep['what']> = new Set(['partlyFailed', 'failed', 'systemError', 'split', 'retriesExhausted', 'recordAgeExceeded', 'expired']);

interface Stretch {
  from: number;
  count: number;
  end: RecordEnd;
  t: number;
}

/** The records of a part by what became of them there; what is left over went on to other parts, or has not ended. */
function stretchesOf({ batch: { steps, records } }: Part): Stretch[] {
  const stretches: Stretch[] = [];
  let isPassed = false;
  steps.forEach(({ what, from, count, t }, place) => {
    const end = what === 'succeeded' || what === 'partlyFailed' ? 'delivered' : what === 'expired' ? 'expired' : isDiscard(what) ? (steps[place + 1]?.what === 'sentToDestination' ? 'captured' : 'gone') : null;
    isPassed ||= what === 'split' || (end !== null && count > 0);
    if (end !== null && count > 0) stretches.push({ from, count, end, t });
  });
  const ended = stretches.reduce((sum, { count }) => sum + count, 0);
  if (ended < records.length) stretches.push({ from: ended, count: records.length - ended, end: isPassed ? 'passed' : 'unended', t: NaN });
  return stretches;
}

const isDiscard = (what: BatchRecordStep['what']): boolean => what === 'retriesExhausted' || what === 'recordAgeExceeded';

function countsOf(parts: readonly Part[]): Record<RecordEnd, number> {
  const counts: Record<RecordEnd, number> = { delivered: 0, captured: 0, gone: 0, expired: 0, unended: 0, passed: 0 };
  for (const part of parts) for (const { end, count } of stretchesOf(part)) counts[end] += count;
  return counts;
}

function rowOf({ root, parts }: Family): BatchRow {
  const { delivered, captured, gone, expired } = countsOf(parts);
  const records = root.records.length;
  // The second half of a batch whose first half is not done is no part yet, and so is counted by what is left.
  const unended = records - delivered - captured - gone - expired;
  return {
    id: root.id,
    mapping: root.mapping,
    shard: root.shard,
    lane: root.lane,
    formedAt: root.formedAt,
    endedAt: unended > 0 ? null : parts.reduce((last, { batch }) => Math.max(last, batch.steps.at(-1)?.t ?? 0), 0),
    records,
    numbers: numbersOf(root.records),
    poison: poisonIn(root),
    parts: parts.length,
    invocations: parts.reduce((sum, part) => sum + stepsOf(part, 'invoked'), 0),
    counts: { delivered, captured, gone, expired, unended },
  };
}

function partRow(part: Part, place: number): PartRow {
  const { batch, of, depth, first } = part;
  return {
    part: place,
    of,
    depth,
    first,
    numbers: numbersOf(batch.records),
    records: batch.records.length,
    poison: poisonIn(batch),
    requestId: batch.requestId,
    invocations: stepsOf(part, 'invoked'),
    refusals: stepsOf(part, 'throttled') + stepsOf(part, 'systemError'),
    steps: batch.steps.length,
    counts: countsOf([part]),
  };
}

const poisonIn = ({ records }: BatchRecord): number => records.reduce((sum, { poison }) => sum + (poison ? 1 : 0), 0);

const stepsOf = ({ batch }: Part, wanted: BatchRecordStep['what']): number => batch.steps.reduce((sum, { what }) => sum + (what === wanted ? 1 : 0), 0);

function studied(family: Family): Studied {
  const { root, parts } = family;
  const changes = new Int32Array(root.records.length + 1);
  const ends = root.records.map((): keyof RecordCounts => 'unended');
  const endedAt = new Float64Array(root.records.length).fill(NaN);
  for (const part of parts) {
    for (const { what, from, count } of part.batch.steps) {
      if (what !== 'invoked') continue;
      changes[part.first + from] = (changes[part.first + from] ?? 0) + 1;
      changes[part.first + from + count] = (changes[part.first + from + count] ?? 0) - 1;
    }
    for (const { from, count, end, t } of stretchesOf(part)) {
      if (end === 'passed') continue;
      ends.fill(end, part.first + from, part.first + from + count);
      endedAt.fill(t, part.first + from, part.first + from + count);
    }
  }
  let sum = 0;
  const handed = Uint32Array.from(root.records, (_, place) => (sum += changes[place] ?? 0));
  return { family, row: rowOf(family), handed, ends, endedAt };
}

function discardsOf({ batch: { steps, records } }: Part, part: number): BatchDiscard[] {
  return steps.flatMap(({ what, t, from, count }, place): BatchDiscard[] => {
    if (!isDiscard(what)) return [];
    const next = steps[place + 1];
    const sent = next?.answer === undefined ? null : { delivered: next.what === 'sentToDestination', clause: next.clause, ...next.answer, record: null };
    return [{ part, t, records: count, numbers: numbersOf(records.slice(from, from + count)), condition: what === 'retriesExhausted' ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded', sent }];
  });
}

/** The numbers of the first and the last of some records. */
const numbersOf = (records: BatchRecord['records']): [number, number] => [records[0]?.number ?? 0, records.at(-1)?.number ?? 0];

/** The place of a record, by its number, in a batch: its records are in order. */
function placeOf({ records }: BatchRecord, number: number): number {
  let [low, high] = [0, records.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.number ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Equal neighbours as one: first place, how many, value. */
function runsOf(values: Uint32Array): number[] {
  const runs: number[] = [];
  values.forEach((value, place) => {
    const last = runs.length - 3;
    if (last >= 0 && runs[last + 2] === value) runs[last + 1] = (runs[last + 1] ?? 0) + 1;
    else runs.push(place, 1, value);
  });
  return runs;
}

function pageOf<Row>(rows: readonly Row[], first: number, count: number): PageOf<Row> {
  return { found: rows.length, rows: rows.slice(first, first + count) };
}
