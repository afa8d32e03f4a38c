import type { Scenario } from '../../sim/scenario/schema.ts';

/** One batch as its story is told: in microseconds, records counted from 0 within the shard. */
export interface NaiveBatch {
  shard: number;
  /** The place, among the shard's batches, of the one that it was split off or is the rest of; null for none. */
  parent: number | null;
  records: number[];
  /** `1500000 invoked 3`: when, what, and how many records it is about. */
  steps: string[];
}

export interface NaiveOutcome {
  batches: NaiveBatch[];
  /** Of all shards together. */
  counts: Record<'written' | 'skipped' | 'delivered' | 'retryAttemptsExhausted' | 'recordAgeExceeded' | 'expired' | 'waiting' | 'inFlight', number>;
  longestBlock: number;
}

interface NaiveRecord {
  number: number;
  written: number;
  bytes: number;
  poison: boolean;
  /** When a poll gave it to the mapping; null for never. */
  polled: number | null;
  /** When that poll became due to be made: at the write of its first record, or at the poll before it. */
  asked: number;
}

/** A number of seconds, or a default such as `"60s"` or `"500ms"`, in microseconds. */
const us = (time: string | number | undefined, otherwise = 0): number => {
  if (time === undefined) return otherwise;
  if (typeof time === 'number') return Math.round(time * 1e6);
  return time.endsWith('ms') ? Number(time.slice(0, -2)) * 1000 : Number(time.slice(0, -1)) * 1e6;
};
const day = 86_400_000_000;

/**
 * A second opinion on one mapping of a stream: the clauses told once more, one shard after the other and for each shard one batch
 * after the other, with plain loops over lists. There is no clock and no future.
 *
 * It understands what makes shards independent of each other and has no randomness: one lane a shard, records that are written `at`
 * given instants to a given shard, a handler of constant duration without cold starts, no filters, and a function that has either
 * room for all or, while a fault takes its concurrency away, for none. Durations must be numbers of seconds, or such defaults.
 */
export function secondOpinionOnStream(scenario: Scenario): NaiveOutcome {
  const duration = us(scenario.duration);
  const stream = scenario.streams['s']!;
  const mapping = scenario.eventSourceMappings['m']!;
  const f = scenario.functions['f']!;
  const from = us(mapping.from);
  const until = Math.min(duration, us(mapping.until, duration));
  const retention = (stream.RetentionPeriodHours / 24) * day;
  const interval = us(scenario.assumptions.streamPollInterval, stream.type === 'DynamoDB' ? 250_000 : 1_000_000);
  const batchSize = mapping.BatchSize ?? 100;
  const window = mapping.MaximumBatchingWindowInSeconds * 1e6;
  const maximumAge = mapping.MaximumRecordAgeInSeconds < 0 ? Infinity : mapping.MaximumRecordAgeInSeconds * 1e6;
  const retries = mapping.MaximumRetryAttempts < 0 ? Infinity : mapping.MaximumRetryAttempts;
  const reports = mapping.FunctionResponseTypes.length === 1;
  const hasDestination = mapping.DestinationConfig.OnFailure.Destination !== undefined;
  const handler = us((f.behaviour.duration as { constant: number }).constant);
  const perItem = us(mapping.durationPerItem);
  const fixed = us(f.behaviour.poisonUntil, Infinity);
  const retry = scenario.assumptions.eventSourceRetry;

  const outcome: NaiveOutcome = {
    batches: [],
    counts: { written: 0, skipped: 0, delivered: 0, retryAttemptsExhausted: 0, recordAgeExceeded: 0, expired: 0, waiting: 0, inFlight: 0 },
    longestBlock: 0,
  };
  const { counts } = outcome;

  /** DDB-21: base, base × factor, base × factor × factor … and never more than the cap. */
  const waitBefore = (time: number): number => Math.round(Math.min(us(retry.base) * retry.factor ** (time - 1), us(retry.cap)));
  /** Whether everything is refused at an instant: a fault covers its first instant and not its last. */
  const isRefused = (time: number): boolean => scenario.faults.some((fault) => us(fault.from) <= time && time < us(fault.until));

  for (let shard = 0; shard < stream.ShardCount; shard++) {
    const records: NaiveRecord[] = stream.writes
      .filter((entry) => (entry.shard ?? 0) === shard)
      .flatMap((entry) => (entry.arrivals as { at: number[] }).at.map((at, place) => ({ number: 0, written: us(at), bytes: entry.recordBytes, poison: entry.poison.includes(place), polled: null, asked: 0 })))
      .filter(({ written }) => written < duration)
      .sort((a, b) => a.written - b.written);
    records.forEach((record, number) => (record.number = number));
    counts.written += records.length;

    // DDB-27: where reading starts. DDB-22 and DDB-23: at each whole interval from then on, a thousand records or a megabyte.
    const reads = from < until;
    const readable = reads && mapping.StartingPosition === 'LATEST' ? records.filter(({ written }) => written >= from) : [...records];
    counts.skipped += records.length - readable.length;
    const polledRecords: NaiveRecord[] = [];
    let lastPoll = -Infinity;
    for (let next = 0; reads && next < readable.length; ) {
      const since = Math.max(readable[next]!.written, from);
      let poll = interval === 0 ? since : from + Math.ceil((since - from) / interval) * interval;
      // What a full poll leaves over is asked for at the next one.
      const asked = poll <= lastPoll ? lastPoll : since;
      if (poll <= lastPoll) poll = lastPoll + Math.max(1, interval);
      if (poll >= until) break;
      lastPoll = poll;
      for (let [taken, bytes] = [0, 0]; next < readable.length && readable[next]!.written <= poll; next++) {
        const record = readable[next]!;
        if (poll - record.written >= retention) {
          counts.expired++;
          continue;
        }
        if (taken === 1000 || (taken > 0 && bytes + record.bytes > 1024 * 1024)) break;
        taken++;
        bytes += record.bytes;
        record.polled = poll;
        record.asked = asked;
        polledRecords.push(record);
      }
    }

    const own: NaiveBatch[] = [];
    let left = 0;
    let troubledSince: number | null = null;

    /** One batch from `time` on until it and all it is split into have left; gives when, or null if the run ends before. */
    const processed = (all: NaiveRecord[], time: number, parent: number | null, firstTime: number): number | null => {
      const id = own.length;
      const batch: NaiveBatch = { shard, parent, records: all.map(({ number }) => number), steps: [`${time} formed ${all.length}`] };
      own.push(batch);
      let remaining = all;
      let [now, failures, executions, refusals] = [time, 0, 0, 0];
      const says = (what: string, count: number): number => batch.steps.push(`${now} ${what} ${count}`);
      const leave = (count: number): void => {
        remaining = remaining.slice(count);
        left += count;
      };
      const discard = (what: 'retriesExhausted' | 'recordAgeExceeded', count: number): void => {
        counts[what === 'retriesExhausted' ? 'retryAttemptsExhausted' : 'recordAgeExceeded'] += count;
        says(what, count);
        if (hasDestination) says('sentToDestination', count);
        leave(count);
      };
      const younger = (age: number): number => {
        const place = remaining.findIndex(({ written }) => now - written < age);
        return place < 0 ? remaining.length : place;
      };
      for (;;) {
        // DDB-07 and DDB-32: whatever is too old leaves first, and the rest is another batch.
        const expired = younger(retention);
        if (expired > 0) {
          says('expired', expired);
          counts.expired += expired;
          leave(expired);
        }
        const tooOld = younger(maximumAge);
        if (tooOld > 0) discard('recordAgeExceeded', tooOld);
        if (remaining.length === 0) return now;
        if (expired + tooOld > 0) return processed(remaining, now, id, firstTime);

        const tooOldAt = remaining[0]!.written + Math.min(retention, maximumAge);
        if (isRefused(now)) {
          says('throttled', remaining.length);
          troubledSince = firstTime;
          now = Math.min(now + waitBefore(++refusals), Math.max(now, tooOldAt));
          if (now >= duration) return null;
          continue;
        }
        refusals = 0;
        says('invoked', remaining.length);
        const poison = now < fixed ? remaining.findIndex((record) => record.poison) : -1;
        const takes = handler + perItem * remaining.length;
        const isTimedOut = takes > f.Timeout * 1e6;
        now += Math.min(takes, f.Timeout * 1e6);
        if (now >= duration) {
          counts.inFlight += remaining.length;
          return null;
        }
        executions++;
        const isPartly = reports && poison >= 0 && !isTimedOut;
        if (!isTimedOut && poison < 0) {
          says('succeeded', remaining.length);
          counts.delivered += remaining.length;
          leave(remaining.length);
          return now;
        }
        troubledSince = firstTime;
        says(isPartly ? 'partlyFailed' : 'failed', isPartly ? poison : 0);
        if (isPartly && poison > 0) {
          counts.delivered += poison;
          leave(poison);
          return processed(remaining, now, id, firstTime);
        }
        if (mapping.BisectBatchOnFunctionError && remaining.length > 1) {
          const half = Math.floor((remaining.length + 1) / 2);
          says('split', half);
          const then = processed(remaining.slice(0, half), now, id, firstTime);
          return then === null ? null : processed(remaining.slice(half), then, id, firstTime);
        }
        if (++failures > retries) {
          discard('retriesExhausted', remaining.length);
          return now;
        }
        now = Math.min(now + waitBefore(failures), Math.max(now, tooOldAt));
        if (now >= duration) return null;
      }
    };

    /** How many of the polled records, from `first` on, go into one event if so many are there: by number, and 6 MB. DDB-23. */
    const fitting = (first: number, there: number): number => {
      let bytes = 0;
      for (let place = 0; place < Math.min(there, batchSize); place++) {
        bytes += polledRecords[first + place]!.bytes;
        if (bytes > 6 * 1024 * 1024 && place > 0) return place;
      }
      return Math.min(there, batchSize);
    };
    const isFull = (first: number, there: number): boolean => fitting(first, there) === batchSize || fitting(first, there) < there;

    // One batch after the other. What is polled at the very instant at which the lane becomes free is late; at the instant at which its
    // window ends, whichever of the two was due first happens first.
    for (let [first, free] = [0, 0] as [number, number | null]; free !== null && first < polledRecords.length; ) {
      const there = (time: number, inclusive: boolean): number => polledRecords.slice(first).filter(({ polled }) => (inclusive ? polled! <= time : polled! < time)).length;
      const waits = polledRecords[first]!.polled! < free;
      const begins = waits ? free : polledRecords[first]!.polled!;
      if (begins >= until) break;
      let formed: number = begins;
      let many = there(begins, !waits);
      if (window > 0 && !isFull(first, many)) {
        const ends = begins + window;
        const fills = polledRecords.slice(first).find(({ polled }) => polled! >= begins && polled! < ends && isFull(first, there(polled!, true)));
        formed = fills === undefined ? ends : fills.polled!;
        if (formed >= until) break;
        const inTime = polledRecords.slice(first).filter(({ polled, asked }) => polled! === ends && (asked < begins || (asked === begins && !waits))).length;
        many = fills === undefined ? there(ends, false) + inTime : there(formed, true);
      }
      const size = fitting(first, many);
      troubledSince = null;
      free = processed(polledRecords.slice(first, first + size), formed, null, formed);
      if (troubledSince !== null) outcome.longestBlock = Math.max(outcome.longestBlock, (free ?? duration) - troubledSince);
      first += size;
    }
    outcome.batches.push(...own);
    // `left` also counts what expired in a batch; what expired at a poll never was among them.
    counts.waiting += readable.length - left - (readable.filter(({ polled, written }) => polled === null && lastPoll - written >= retention).length);
  }
  counts.waiting -= counts.inFlight;
  return outcome;
}
